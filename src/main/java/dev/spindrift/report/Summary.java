package dev.spindrift.report;

import dev.spindrift.scenario.RunResult;
import dev.spindrift.scenario.RunResult.Metrics;
import dev.spindrift.scenario.RunResult.PulseStatistics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * {@code summary.json} as a tree of maps, NaN where nothing was computed (JSON null); {@code
 * reports/README.md} describes it key by key.
 */
final class Summary {
  /** Version of the layout of a results folder; raised when a reader would stumble. */
  static final int FORMAT = 1;

  private Summary() {}

  /**
   * Returns the summary's tree.
   *
   * @param finished when the run ended; stands in {@code wall} only, with the other figures that
   *     differ between two equal runs
   */
  static Map<String, Object> of(RunResult r, Instant finished) {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("format", FORMAT);
    root.put("name", r.name());
    root.put("title", r.title());
    root.put("seed", r.seed());
    root.put("accuracy", metric(r, Metrics::accuracy));
    root.put("nll", metric(r, Metrics::nll));
    root.put("brier", metric(r, Metrics::brier));
    root.put("ece", metric(r, Metrics::ece));
    root.put("samplesStored", r.samplesStored());
    root.put("samplesHeld", Totals.held(r));
    root.put("banks", r.banks());
    root.put("miniBatches", r.miniBatches());
    root.put("chain", r.chain() == null ? null : ChainSection.summary(r.chain()));
    root.put("simulatedTime", r.simulatedTime());
    root.put("phases", phases(r));
    root.put("energy", energy(r));
    root.put("power", power(r));
    root.put("pulses", pulses(r.pulses()));
    root.put("rails", rails(r));
    root.put("resources", resources(r));
    root.put("circuit", CircuitSection.summary(r));
    root.put("events", r.events());
    root.put("network", new LinkedHashMap<>(r.network()));
    root.put("versions", new TreeMap<>(r.versions()));
    if (HardwareSection.hasReads(r)) {
      root.put("reads", HardwareSection.readsSummary(r));
    }
    if (HardwareSection.hasWear(r)) {
      root.put("wear", HardwareSection.wearSummary(r));
    }
    root.put("assumedConstants", r.assumptions().size());
    root.put("warnings", List.copyOf(r.warnings()));
    Map<String, Object> wall = new LinkedHashMap<>();
    wall.put("total", r.wall().total());
    wall.put("network", r.wall().network());
    wall.put("devices", r.wall().devices());
    wall.put("engine", r.wall().engine());
    wall.put("engineWait", r.wall().engineWait());
    wall.put("checkpoints", r.wall().checkpoints());
    Map<String, Object> median = new LinkedHashMap<>();
    median.put("network", r.wall().median().network());
    median.put("devices", r.wall().median().devices());
    median.put("engine", r.wall().median().engine());
    wall.put("perMiniBatchMedian", median);
    wall.put("finished", finished.toString());
    root.put("wall", wall);
    root.put("peakMemory", r.peakMemory());
    return root;
  }

  private static Map<String, Object> metric(RunResult r, ToDoubleFunction<Metrics> metric) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("current", metric.applyAsDouble(r.current()));
    map.put("posteriorMean", metric.applyAsDouble(Totals.posteriorMean(r)));
    map.put("floatSgld", metric.applyAsDouble(Totals.floatSgld(r)));
    return map;
  }

  private static Map<String, Object> phases(RunResult r) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (RunResult.PhaseTime phase : r.phases()) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("total", phase.total());
      entry.put("perMiniBatch", phase.perMiniBatch());
      map.put(phase.work(), entry);
    }
    return map;
  }

  private static Map<String, Object> energy(RunResult r) {
    Map<String, Object> map = new LinkedHashMap<>();
    double total = Totals.energy(r);
    map.put("total", total);
    map.put("perMiniBatch", Totals.per(total, r.miniBatches()));
    Map<String, Object> update = new LinkedHashMap<>();
    update.put("mean", r.energyPerDeviceUpdate().mean());
    update.put("p50", r.energyPerDeviceUpdate().p50());
    update.put("p99", r.energyPerDeviceUpdate().p99());
    update.put("count", r.energyPerDeviceUpdate().count());
    map.put("perDeviceUpdate", update);
    map.put("byComponent", Totals.energyBy(r, RunResult.EnergyRow::component));
    map.put("byWork", Totals.energyBy(r, RunResult.EnergyRow::work));
    map.put("byLayer", Totals.energyBy(r, Totals::layer));
    return map;
  }

  private static Map<String, Object> power(RunResult r) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("mean", Totals.meanPower(r));
    map.put("peakBin", Totals.peakBin(r));
    map.put("binWidth", r.power().binWidth());
    return map;
  }

  private static Map<String, Object> pulses(PulseStatistics p) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("timeStep", p.timeStep());
    map.put("updatePrecisionBits", p.updatePrecisionBits());
    map.put("updates", p.updates());
    map.put("lowerLimit", limited(p.lowerLimit(), p.updates()));
    map.put("upperLimit", limited(p.upperLimit(), p.updates()));
    map.put("longestLimit", limited(p.longestLimit(), p.updates()));
    map.put("trackEnds", limited(p.trackEnds(), p.updates()));
    return map;
  }

  private static Map<String, Object> limited(long count, long updates) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("count", count);
    map.put("share", Totals.share(count, updates));
    return map;
  }

  private static List<Object> rails(RunResult r) {
    List<Object> list = new ArrayList<>();
    for (RunResult.RailUse rail : r.rails()) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("name", rail.name());
      map.put("limit", rail.limit());
      map.put("peak", rail.peak());
      map.put("stall", rail.stall());
      list.add(map);
    }
    return list;
  }

  private static List<Object> resources(RunResult r) {
    List<Object> list = new ArrayList<>();
    for (RunResult.ResourceUse use : r.resources()) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("name", use.name());
      map.put("utilisation", use.utilisation());
      map.put("requests", use.requests());
      map.put("meanWait", use.meanWait());
      map.put("maxWait", use.maxWait());
      list.add(map);
    }
    return list;
  }
}
