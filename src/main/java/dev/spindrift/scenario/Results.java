package dev.spindrift.scenario;

import dev.spindrift.chip.Netlist;
import dev.spindrift.circuit.Rail;
import dev.spindrift.circuit.Resource;
import dev.spindrift.circuit.Server;
import dev.spindrift.device.BetweenPulses;
import dev.spindrift.device.FilamentModel;
import dev.spindrift.energy.EnergyLedger;
import dev.spindrift.learning.MetropolisChain;
import dev.spindrift.mapping.UpdateStatistics;
import dev.spindrift.network.Layer;
import dev.spindrift.network.NativeMath;
import dev.spindrift.posterior.Calibration;
import dev.spindrift.trace.Action;
import dev.spindrift.trace.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns what a finished run left behind into a {@link RunResult}. */
final class Results {
  private static final int RAIL_BINS = 480;

  private final Training run;
  private final Prepared prepared;
  private RunResult.Hardware hardware;
  private final Scenario scenario;
  private final Netlist netlist;

  Results(Training run, Prepared prepared) {
    this.run = run;
    this.prepared = prepared;
    this.scenario = prepared.scenario();
    this.netlist = scenario.netlist();
  }

  RunResult assemble() {
    Calibration current = run.tester.test(run.network);
    List<Calibration> ensembles = run.samples.ensembles();
    Calibration best = ensembles.isEmpty() ? current : ensembles.get(ensembles.size() - 1);
    List<RunResult.Ensemble> posterior = new ArrayList<>();
    for (int i = 0; i < ensembles.size(); i++) {
      posterior.add(new RunResult.Ensemble(i + 1, Tester.metrics(ensembles.get(i))));
    }
    UpdateStatistics statistics = run.updater.statistics();
    return new RunResult(
        scenario.name(),
        scenario.title(),
        scenario.seed(),
        versions(scenario),
        scenario.inputs(),
        netlist.assumptions().stream()
            .map(a -> new RunResult.Assumption(a.what(), a.value(), a.source()))
            .toList(),
        network(),
        List.copyOf(run.books.history),
        Tester.metrics(current),
        posterior,
        run.reference == null ? null : run.reference.metrics(),
        best.bins().stream()
            .map(
                b ->
                    new RunResult.CalibrationBin(
                        b.lower(), b.upper(), b.meanConfidence(), b.accuracy(), b.count()))
            .toList(),
        energy(),
        perDeviceUpdate(statistics),
        new RunResult.PowerTrace(run.chip.power.width() * 1e-12, run.chip.power.power()),
        pulses(statistics),
        phases(),
        rails(),
        resources(),
        run.books.samplesStored,
        netlist.banks(),
        prepared.miniBatches(),
        run.chip.engine.executed(),
        run.chip.engine.now() * 1e-12,
        wall(),
        peakMemory(),
        warnings(statistics),
        chain(),
        hardware(),
        circuit());
  }

  private RunResult.Hardware hardware() {
    if (hardware == null) {
      hardware = HardwareCounts.of(run, prepared);
    }
    return hardware;
  }

  /** A chain that accepts or rejects has several updates a mini-batch; they are not timed anew. */
  private CircuitStudy circuit() {
    if (run.metropolis != null) {
      return null;
    }
    return CircuitStudies.of(run.lastMiniBatch(), netlist, run.audit());
  }

  private RunResult.Chain chain() {
    MetropolisChain own = run.metropolis == null ? null : run.metropolis.chain();
    MetropolisRun reference = run.reference == null ? null : run.reference.metropolis();
    return new RunResult.Chain(
        LearningSection.name(scenario.learning().kernel()),
        own == null ? 0 : own.proposals(),
        own == null ? 0 : own.accepted(),
        reference == null ? Double.NaN : reference.acceptance(),
        run.reference == null ? List.of() : run.reference.ensembles(),
        run.record.scalars(),
        run.record.rows());
  }

  private RunResult.Wall wall() {
    RunBooks b = run.books;
    double handOver = b.handOverNanos * 1e-9;
    return new RunResult.Wall(
        b.wallTime(),
        b.network.total(),
        b.devices.total(),
        b.engine.total() + handOver,
        b.waitNanos * 1e-9 + handOver,
        run.checkpoints == null ? 0 : run.checkpoints.wallTime(),
        new RunResult.MiniBatchWall(b.network.median(1), b.devices.median(1), b.engine.median(2)));
  }

  static Map<String, String> versions(Scenario scenario) {
    Map<String, String> v = new LinkedHashMap<>();
    String own = Training.class.getPackage().getImplementationVersion();
    v.put("spindrift", own == null ? "development" : own);
    v.put("java", System.getProperty("java.vm.name") + " " + System.getProperty("java.version"));
    v.put("platform", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    v.put("network math", NativeMath.description());
    v.put("math threads", Integer.toString(scenario.mathThreads()));
    return v;
  }

  private Map<String, String> network() {
    Map<String, String> n = new LinkedHashMap<>();
    n.put("network", prepared.spec().name());
    n.put(
        "weight layers",
        Long.toString(run.network.layers().stream().filter(l -> l.kind().hasWeights()).count()));
    n.put("weights", Long.toString(prepared.layout().weights()));
    n.put("devices", Long.toString(2 * prepared.layout().weights()));
    n.put(
        "tiles", prepared.layout().blocks().size() + " of " + netlist.tile().count() + " per bank");
    n.put("sample banks", Integer.toString(netlist.banks()));
    n.put("chip", netlist.name());
    n.put("device", run.chip.device.name());
    n.put("data", prepared.data().name());
    n.put("training images", Integer.toString(prepared.data().train().size()));
    n.put("test images", Integer.toString(prepared.data().test().size()));
    n.put("mini-batch", Integer.toString(scenario.learning().batch()));
    return n;
  }

  private List<RunResult.EnergyRow> energy() {
    List<Layer> layers = run.network.layers();
    List<RunResult.EnergyRow> rows = new ArrayList<>();
    for (EnergyLedger.Entry e : run.chip.ledger.entries()) {
      rows.add(
          new RunResult.EnergyRow(
              e.kind(),
              e.action().label(),
              e.layer() < 0 ? "" : layers.get(e.layer()).name(),
              e.work().label(),
              e.quantity(),
              e.action().unit(),
              e.price().joules(),
              e.joules(),
              e.price().source()));
    }
    return rows;
  }

  /** Exact mean and quantiles: a pair's energy is fixed by the sum of its two widths in steps. */
  private RunResult.Distribution perDeviceUpdate(UpdateStatistics statistics) {
    double drive = netlist.price(netlist.pulses().name(), Action.DRIVE).joules();
    double perStep =
        netlist.pulses().timeStep()
            * (netlist.price(netlist.tile().name(), Action.PULSE).joules()
                + netlist.price(netlist.pulses().name(), Action.PULSE).joules());
    long[] histogram = statistics.totalHistogram();
    long count = 0;
    double sum = 0;
    for (int steps = 1; steps < histogram.length; steps++) {
      count += histogram[steps];
      sum += histogram[steps] * (steps * perStep + 2 * drive);
    }
    if (count == 0) {
      return new RunResult.Distribution(Double.NaN, Double.NaN, Double.NaN, 0);
    }
    return new RunResult.Distribution(
        sum / count,
        quantile(histogram, count, 0.5) * perStep + 2 * drive,
        quantile(histogram, count, 0.99) * perStep + 2 * drive,
        count);
  }

  private static int quantile(long[] histogram, long count, double q) {
    long rank = (long) Math.ceil(q * count);
    long seen = 0;
    for (int i = 0; i < histogram.length; i++) {
      seen += histogram[i];
      if (seen >= rank) {
        return i;
      }
    }
    return histogram.length - 1;
  }

  private RunResult.PulseStatistics pulses(UpdateStatistics s) {
    return new RunResult.PulseStatistics(
        netlist.pulses().timeStep() * 1e-12,
        s.shorterHistogram(),
        s.longerHistogram(),
        s.updates(),
        s.lowerLimit(),
        s.upperLimit(),
        s.longestLimit(),
        s.trackEnds(),
        run.chip.device.updatePrecisionBits(netlist.pulses().shortest() * 1e-12));
  }

  private List<RunResult.PhaseTime> phases() {
    List<RunResult.PhaseTime> out = new ArrayList<>();
    for (Work w : Work.values()) {
      double t = run.books.phaseTime.get(w) * 1e-12;
      out.add(new RunResult.PhaseTime(w.label(), t, t / prepared.miniBatches()));
    }
    return out;
  }

  private List<RunResult.RailUse> rails() {
    List<RunResult.RailUse> out = new ArrayList<>();
    List<Rail> rails = run.chip.die.rails();
    for (int i = 0; i < rails.size(); i++) {
      Resource r = rails.get(i);
      double[] mean = new double[RAIL_BINS];
      double[] max = new double[RAIL_BINS];
      double[] time = new double[RAIL_BINS];
      long from = run.events.rails.from();
      long to = Math.max(from + 1, run.events.rails.to());
      run.events.rails.of(i).bin(from, to, mean, max);
      for (int k = 0; k < RAIL_BINS; k++) {
        time[k] = (double) (to - from) * k / RAIL_BINS * 1e-12;
        mean[k] *= 1e-9;
        max[k] *= 1e-9;
      }
      out.add(
          new RunResult.RailUse(
              r.name(), r.capacity() * 1e-9, r.peak() * 1e-9, r.waited() * 1e-12, time, mean, max));
    }
    return out;
  }

  private List<RunResult.ResourceUse> resources() {
    List<RunResult.ResourceUse> out = new ArrayList<>();
    for (Server s : run.chip.die.servers()) {
      out.add(use(s.name(), s.utilisation(), s.requests(), s.waited(), s.longestWait()));
    }
    List<Resource> counted = new ArrayList<>(run.chip.die.rails());
    counted.addAll(run.chip.die.sharedBanks());
    for (Resource r : counted) {
      out.add(use(r.name(), r.utilisation(), r.requests(), r.waited(), r.longestWait()));
    }
    double busy = 0;
    long requests = 0;
    long waited = 0;
    long longest = 0;
    List<Resource> ports = run.chip.die.ports(run.chip.controller.bank());
    for (Resource p : ports) {
      busy += p.utilisation() / ports.size();
      requests += p.requests();
      waited += p.waited();
      longest = Math.max(longest, p.longestWait());
    }
    out.add(use("tiles of the active bank", busy, requests, waited, longest));
    return out;
  }

  private static RunResult.ResourceUse use(
      String name, double utilisation, long requests, long waited, long longest) {
    double mean = requests == 0 ? 0 : waited * 1e-12 / requests;
    return new RunResult.ResourceUse(name, utilisation, requests, mean, longest * 1e-12);
  }

  private List<String> warnings(UpdateStatistics s) {
    List<String> w = new ArrayList<>(NativeMath.warnings(run.network, scenario.mathThreads()));
    double lower = share(s.lowerLimit(), s.updates());
    double upper = share(s.upperLimit(), s.updates());
    if (lower > 0.01) {
      w.add(
          String.format(
              "%.1f %% of the device updates are noisier than the kernel asks for, because %s (lower"
                  + " limit).",
              100 * lower,
              run.chip.device.model() instanceof FilamentModel
                  ? "programming a filament spreads that much"
                  : "the shortest pulse moves the wall too much"));
    }
    if (upper > 0.01) {
      w.add(
          String.format(
              "%.1f %% of the device updates are noisier than the kernel asks for, because the drift"
                  + " pulse alone is (upper limit).",
              100 * upper));
    }
    if (s.longestLimit() > 0) {
      w.add(
          String.format(
              "%d device updates were cut to the driver's longest pulse.", s.longestLimit()));
    }
    double length = run.chip.device.length();
    BetweenPulses between = run.chip.device.betweenPulses();
    double bias = between.bias(netlist.pulses().gap() * 1e-12) / length;
    if (bias > 0 || bias < 0) { // not a number without a track
      w.add(
          String.format(
              "Pulses of a pair follow each other so soon that every update is biased toward the"
                  + " second one by %.2g of a weight (order %s, offset %s).",
              bias,
              ResolvedScenario.spelled(scenario.order()),
              ResolvedScenario.spelled(scenario.update().offset())));
    }
    if (between.restDiffusion() > 0) {
      double seconds = run.chip.engine.now() * 1e-12 / prepared.miniBatches();
      w.add(
          String.format(
              "Walls diffuse at rest: by %.3g of the track in a mini-batch of %.3g s (standard"
                  + " deviation). Stored samples were read at the end of the run.",
              Math.sqrt(between.restDiffusion() * seconds) / length, seconds));
    }
    w.addAll(HardwareCounts.warnings(hardware()));
    if (scenario.thinning() != null && run.books.samplesStored == 0) {
      w.add(
          "No posterior sample was stored: the run ended before the thinning counter reached zero.");
    }
    int held = run.samples.ensembles().size();
    if (held < run.books.samplesStored) {
      w.add(
          String.format(
              "%d posterior samples were stored, but the chip's banks held %d at the end (banks: %d);"
                  + " the posterior mean is of those.",
              run.books.samplesStored, held, netlist.banks()));
    }
    return w;
  }

  private static double share(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }

  /** Peak resident memory of this process as the kernel tells it [byte]; NaN elsewhere. */
  private static double peakMemory() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith("VmHWM:")) {
          return Long.parseLong(line.replaceAll("\\D", "")) * 1024.0;
        }
      }
    } catch (IOException e) {
      return Double.NaN; // not Linux
    }
    return Double.NaN;
  }
}
