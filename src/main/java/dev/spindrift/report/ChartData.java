package dev.spindrift.report;

import dev.spindrift.scenario.RunResult;
import dev.spindrift.scenario.RunResult.EnergyRow;
import dev.spindrift.scenario.RunResult.HistoryPoint;
import dev.spindrift.scenario.RunResult.Metrics;
import dev.spindrift.trace.Work;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** What the plots of the HTML report show, as a tree for its data block; NaN becomes null. */
final class ChartData {
  /** More points than this many pixels cannot be told apart; the CSV files keep them all. */
  static final int POINTS = 2_000;

  /** Bins per decade of pulse width: fine enough for the shape, wide enough to hold counts. */
  private static final int BINS_PER_DECADE = 24;

  private static final int COMPONENTS = 14;

  private ChartData() {}

  static Map<String, Object> of(RunResult r) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("history", history(r));
    data.put("components", stacked(r, EnergyRow::component, true));
    data.put("layers", stacked(r, Totals::layer, false));
    data.put("power", PowerSection.chart(r));
    data.put("phases", phases(r));
    data.put("pulses", pulses(r.pulses()));
    data.put("calibration", calibration(r));
    data.put("posterior", posterior(r));
    data.put("rails", rails(r));
    data.put("railTrials", CircuitSection.chart(r));
    return data;
  }

  private static Map<String, Object> history(RunResult r) {
    List<HistoryPoint> all = r.history();
    int stride = Math.max(1, (all.size() + POINTS - 1) / POINTS);
    List<HistoryPoint> kept = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      HistoryPoint p = all.get(i);
      boolean evaluated = !Double.isNaN(p.testAccuracy()) || !Double.isNaN(p.floatAccuracy());
      if (i % stride == 0 || i == all.size() - 1 || evaluated) {
        kept.add(p);
      }
    }
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("miniBatch", column(kept, p -> (double) p.miniBatch()));
    map.put("time", column(kept, HistoryPoint::simulatedTime));
    map.put("energy", column(kept, HistoryPoint::energy));
    map.put("loss", column(kept, HistoryPoint::loss));
    map.put("accuracy", column(kept, HistoryPoint::testAccuracy));
    map.put("reference", column(kept, HistoryPoint::floatAccuracy));
    return map;
  }

  /** Joules by a key (bars) and kind of work (stacks). */
  private static Map<String, Object> stacked(
      RunResult r, Function<EnergyRow, String> key, boolean largestOnly) {
    List<String> bars = new ArrayList<>();
    if (largestOnly) {
      bars.addAll(Totals.energyBy(r, key).keySet());
    } else {
      Set<String> inOrder = new LinkedHashSet<>();
      r.energy().forEach(row -> inOrder.add(key.apply(row)));
      boolean general = inOrder.remove(Totals.NO_LAYER);
      bars.addAll(inOrder);
      if (general) {
        bars.add(Totals.NO_LAYER);
      }
    }
    boolean crowded = largestOnly && bars.size() > COMPONENTS;
    List<String> shown = crowded ? new ArrayList<>(bars.subList(0, COMPONENTS - 1)) : bars;
    if (crowded) {
      shown.add((bars.size() - shown.size()) + " smaller");
    }
    Map<String, Object> stacks = new LinkedHashMap<>();
    for (String work : works(r)) {
      double[] joules = new double[shown.size()];
      for (EnergyRow row : r.energy()) {
        if (row.work().equals(work)) {
          int bar = shown.indexOf(key.apply(row));
          joules[bar >= 0 ? bar : shown.size() - 1] += row.joules();
        }
      }
      stacks.put(work, joules);
    }
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("bars", shown);
    map.put("stacks", stacks);
    return map;
  }

  /** Returns the kinds of work that cost energy, in the order of a mini-batch. */
  static List<String> works(RunResult r) {
    Set<String> present = new TreeSet<>();
    r.energy().forEach(row -> present.add(row.work()));
    List<String> ordered = new ArrayList<>();
    for (Work work : Work.values()) {
      if (present.remove(work.label())) {
        ordered.add(work.label());
      }
    }
    ordered.addAll(present);
    return ordered;
  }

  private static List<Object> phases(RunResult r) {
    List<Object> list = new ArrayList<>();
    for (RunResult.PhaseTime phase : r.phases()) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("work", phase.work());
      map.put("total", phase.total());
      map.put("perMiniBatch", phase.perMiniBatch());
      list.add(map);
    }
    return list;
  }

  private static Map<String, Object> pulses(RunResult.PulseStatistics p) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("timeStep", p.timeStep());
    map.put("short", bins(p.shortHistogram(), p.timeStep()));
    map.put("long", bins(p.longHistogram(), p.timeStep()));
    int shortest = Math.min(first(p.shortHistogram()), first(p.longHistogram()));
    int longest = Math.max(last(p.shortHistogram()), last(p.longHistogram()));
    map.put("shortest", longest < 1 ? null : shortest * p.timeStep());
    map.put("longest", longest < 1 ? null : longest * p.timeStep());
    return map;
  }

  /**
   * Re-bins a histogram into bins of equal ratio: a list of [from s, to s, pulses, share of all
   * pulses per time step]. Width zero has no place on a logarithmic axis and is left out.
   */
  static List<Object> bins(long[] histogram, double timeStep) {
    double all = (double) Arrays.stream(histogram).sum();
    int end = last(histogram) + 1;
    List<Object> list = new ArrayList<>();
    int from = Math.max(1, first(histogram));
    while (from < end) {
      double wide = from * Math.pow(10, 1.0 / BINS_PER_DECADE);
      int to = Math.max(from + 1, Math.min(end, (int) Math.round(wide)));
      long count = 0;
      for (int w = from; w < to; w++) {
        count += histogram[w];
      }
      list.add(
          Arrays.<Object>asList(
              from * timeStep, to * timeStep, count, (double) count / (to - from) / all));
      from = to;
    }
    return list;
  }

  /** Returns the shortest width above zero that occurs, or {@code Integer.MAX_VALUE} [steps]. */
  static int first(long[] histogram) {
    for (int w = 1; w < histogram.length; w++) {
      if (histogram[w] != 0) {
        return w;
      }
    }
    return Integer.MAX_VALUE;
  }

  /** Returns the longest width that occurs, or -1 [steps]. */
  static int last(long[] histogram) {
    int w = histogram.length - 1;
    while (w >= 0 && histogram[w] == 0) {
      w--;
    }
    return w;
  }

  private static Map<String, Object> calibration(RunResult r) {
    List<RunResult.CalibrationBin> bins = r.calibration();
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("lower", column(bins, RunResult.CalibrationBin::lower));
    map.put("upper", column(bins, RunResult.CalibrationBin::upper));
    map.put("confidence", column(bins, RunResult.CalibrationBin::meanConfidence));
    map.put("accuracy", column(bins, RunResult.CalibrationBin::accuracy));
    map.put("count", column(bins, b -> (double) b.count()));
    return map;
  }

  private static Map<String, Object> posterior(RunResult r) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("samples", column(r.ensembles(), e -> (double) e.samples()));
    Map<String, ToDoubleFunction<Metrics>> metrics = new LinkedHashMap<>();
    metrics.put("accuracy", Metrics::accuracy);
    metrics.put("nll", Metrics::nll);
    metrics.put("ece", Metrics::ece);
    metrics.forEach(
        (name, metric) -> {
          Map<String, Object> one = new LinkedHashMap<>();
          one.put("ensemble", column(r.ensembles(), e -> metric.applyAsDouble(e.metrics())));
          one.put("current", metric.applyAsDouble(r.current()));
          one.put("reference", metric.applyAsDouble(Totals.floatSgld(r)));
          map.put(name, one);
        });
    return map;
  }

  private static List<Object> rails(RunResult r) {
    List<Object> list = new ArrayList<>();
    for (RunResult.RailUse rail : r.rails()) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("name", rail.name());
      map.put("limit", rail.limit());
      map.put("peak", rail.peak());
      map.put("time", rail.time());
      map.put("mean", rail.meanCurrent());
      map.put("max", rail.maxCurrent());
      list.add(map);
    }
    return list;
  }

  private static <T> List<Double> column(List<T> rows, ToDoubleFunction<T> value) {
    List<Double> list = new ArrayList<>(rows.size());
    rows.forEach(row -> list.add(value.applyAsDouble(row)));
    return list;
  }
}
