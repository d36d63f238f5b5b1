package dev.spindrift.report;

import dev.spindrift.scenario.RunResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Results of the size and shape of a real run, made by closed formulas: a fixture for the views.
 */
final class SampleRun {
  private static final String[] COMPONENTS = {
    "tile-drivers",
    "tracks",
    "adc",
    "dac",
    "word-lines",
    "gradient-memory",
    "gradient-macs",
    "vector-unit",
    "main-bus",
    "pulse-planner",
    "thinning-counter",
    "sample-index"
  };
  private static final String[] ACTIONS = {
    "drive",
    "pulse",
    "adc-conversion",
    "dac-conversion",
    "line-activation",
    "memory-write",
    "mac",
    "vector-operation",
    "bus-transfer",
    "plan",
    "counter-tick",
    "index-switch"
  };
  private static final String[] UNITS = {
    "pulse",
    "device-ps",
    "conversion",
    "conversion",
    "activation",
    "bit",
    "mac",
    "operation",
    "bit",
    "update",
    "tick",
    "switch"
  };
  private static final String[] WORK = {
    "update",
    "update",
    "forward",
    "backward",
    "forward",
    "gradient",
    "gradient",
    "forward",
    "forward",
    "update",
    "control",
    "control"
  };

  private SampleRun() {}

  /** A digits run of 900 mini-batches: eleven samples stored, the newest eight held. */
  static RunResult digits() {
    return of("quickstart", 8, 900);
  }

  /** The same run before the first sample was stored and before anything was evaluated. */
  static RunResult empty() {
    RunResult r = of("quickstart", 0, 0);
    RunResult.Metrics nan = new RunResult.Metrics(Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    return new RunResult(
        r.name(),
        r.title(),
        r.seed(),
        r.versions(),
        Map.of(),
        List.of(),
        Map.of(),
        List.of(),
        nan,
        List.of(),
        null,
        List.of(),
        List.of(),
        new RunResult.Distribution(Double.NaN, Double.NaN, Double.NaN, 0),
        new RunResult.PowerTrace(1e-6, new double[0]),
        new RunResult.PulseStatistics(1e-10, new long[0], new long[0], 0, 0, 0, 0, 0, Double.NaN),
        List.of(),
        List.of(),
        List.of(),
        0,
        9,
        0,
        0,
        0,
        new RunResult.Wall(0.5, 0, 0, 0),
        Double.NaN,
        List.of());
  }

  /** The digits run under another name. */
  static RunResult named(String name) {
    return of(name, 8, 900);
  }

  /** The digits run as it would be on a slower machine: only wall clock and memory differ. */
  static RunResult slower() {
    RunResult r = digits();
    return with(r, r.power(), new RunResult.Wall(99.5, 60, 20, 15), 2.5e9);
  }

  /** The same run with another power. */
  static RunResult with(RunResult r, RunResult.PowerTrace power) {
    return with(r, power, r.wall(), r.peakMemory());
  }

  private static RunResult with(
      RunResult r, RunResult.PowerTrace power, RunResult.Wall wall, double peakMemory) {
    return new RunResult(
        r.name(),
        r.title(),
        r.seed(),
        r.versions(),
        r.inputs(),
        r.assumptions(),
        r.network(),
        r.history(),
        r.current(),
        r.ensembles(),
        r.floatSgld(),
        r.calibration(),
        r.energy(),
        r.energyPerDeviceUpdate(),
        power,
        r.pulses(),
        r.phases(),
        r.rails(),
        r.resources(),
        r.samplesStored(),
        r.banks(),
        r.miniBatches(),
        r.events(),
        r.simulatedTime(),
        wall,
        peakMemory,
        r.warnings());
  }

  private static RunResult of(String name, int samples, int miniBatches) {
    Map<String, String> versions =
        Map.of(
            "spindrift",
            "0.1.0",
            "java",
            "17.0.12 (Debian)",
            "dl4j",
            "1.0.0-M2.1",
            "oneDNN",
            "2.3.0",
            "ssj",
            "3.3.2",
            "platform",
            "Linux amd64, 2 cores");
    Map<String, String> network = new LinkedHashMap<>();
    network.put("network", "LeNet-style CNN");
    network.put("weights", "80,202");
    network.put("devices", "160,404");
    network.put("tiles", "12 of 128 x 128 cells");
    network.put("data set", "UCI digits, 3,823 training and 1,797 test images");
    List<RunResult.Ensemble> ensembles = new ArrayList<>();
    for (int n = 1; n <= samples; n++) {
      double gain = 1 - Math.exp(-n / 2.5);
      ensembles.add(
          new RunResult.Ensemble(
              n,
              new RunResult.Metrics(
                  0.947 + 0.019 * gain,
                  0.192 - 0.061 * gain,
                  0.081 - 0.021 * gain,
                  0.021 - 0.011 * gain)));
    }
    List<RunResult.CalibrationBin> bins = new ArrayList<>();
    for (int b = 0; b < 10; b++) {
      double confidence = 0.1 * b + 0.055;
      long count = b < 2 ? 0 : Math.round(6 * Math.exp(0.58 * (b - 2)));
      double accuracy =
          count == 0 ? Double.NaN : Math.min(1, confidence + 0.04 * Math.sin(2.1 * b));
      bins.add(
          new RunResult.CalibrationBin(
              0.1 * b, 0.1 * (b + 1), count == 0 ? Double.NaN : confidence, accuracy, count));
    }
    List<RunResult.Assumption> assumptions =
        List.of(
            new RunResult.Assumption(
                "device.anisotropy-field",
                "2.6476e5 A/m",
                "assumed: shape anisotropy, formula found in public code"),
            new RunResult.Assumption(
                "netlist.adc.energy-per-conversion",
                "1.5 pJ",
                "assumed: typical of published 8-bit SAR converters"),
            new RunResult.Assumption("netlist.main-bus.energy-per-bit", "60 fJ", "assumed"));
    String yaml =
        "# resolved\nname: "
            + name
            + "\nlearning:\n  kernel: push-pull-sgld\n  tau: 2e-5\n"
            + "  eta: 1e5\nnetlist: netlists/edge-small.yaml # <b>not markup</b> & so on\n";
    return new RunResult(
        name,
        "LeNet-style CNN on UCI digits, push-pull SGLD with nine sample banks",
        20_261_122L,
        versions,
        Map.of("scenario.yaml", yaml, "netlist.yaml", "tiles:\n  rows: 128\n  columns: 128\n"),
        assumptions,
        network,
        history(miniBatches),
        new RunResult.Metrics(0.9516, 0.1874, 0.0768, 0.0196),
        ensembles,
        new RunResult.Metrics(0.9688, 0.1203, 0.0561, 0.0089),
        bins,
        energy(miniBatches),
        new RunResult.Distribution(1.842e-12, 1.61e-12, 5.37e-12, 160_404L * miniBatches),
        power(miniBatches),
        pulses(miniBatches),
        List.of(
            new RunResult.PhaseTime("forward", 2.318e-6 * miniBatches * 48, 2.318e-6 * 48),
            new RunResult.PhaseTime("backward", 1.911e-6 * miniBatches * 48, 1.911e-6 * 48),
            new RunResult.PhaseTime("gradient", 5.2e-6 * miniBatches * 48, 5.2e-6 * 48),
            new RunResult.PhaseTime("update", 1.21e-4 * miniBatches, 1.21e-4),
            new RunResult.PhaseTime("handover", 3.1e-3, 3.1e-3 / Math.max(1, miniBatches)),
            new RunResult.PhaseTime("control", 2e-9 * miniBatches, 2e-9)),
        List.of(rail("vdd-write", 1.6, 1), rail("vdd-analogue", 0.4, 0.55)),
        List.of(
            new RunResult.ResourceUse("pulse-drivers", 0.231, 1_228_800, 4.1e-7, 1.9e-5),
            new RunResult.ResourceUse("adc", 0.618, 4_915_200, 1.3e-7, 2.2e-6),
            new RunResult.ResourceUse("main-bus", 0.402, 2_457_600, 2.9e-8, 8.8e-7),
            new RunResult.ResourceUse("gradient-memory", 0.874, 1_843_200, 3.6e-6, 4.4e-5)),
        samples == 0 ? 0 : samples + 3,
        9,
        miniBatches,
        4_521_377L,
        5.73e-4 * miniBatches,
        new RunResult.Wall(41.7, 24.1, 6.3, 8.8),
        1.31e9,
        List.of(
            "The chain's noise exceeds the required variance in 4.21 % of the updates because of the"
                + " driver's shortest pulse: accuracy may be below the float reference's."));
  }

  private static List<RunResult.HistoryPoint> history(int miniBatches) {
    List<RunResult.HistoryPoint> points = new ArrayList<>();
    for (int i = 0; i <= miniBatches && miniBatches > 0; i += 10) {
      double wiggle = Math.sin(0.7 * i) + Math.sin(0.13 * i + 1);
      double loss = 0.09 + 2.2 * Math.exp(-i / 60.0) + 0.02 * wiggle * Math.exp(-i / 900.0);
      double accuracy = 0.952 - 0.85 * Math.exp(-i / 55.0) + 0.004 * wiggle;
      double reference = 0.969 - 0.86 * Math.exp(-i / 48.0) + 0.002 * Math.cos(0.31 * i);
      points.add(
          new RunResult.HistoryPoint(
              i,
              i / 80.0,
              5.73e-4 * i,
              4.9e-5 * i,
              loss,
              i % 50 == 0 ? accuracy : Double.NaN,
              i % 50 == 0 ? reference : Double.NaN));
    }
    return points;
  }

  private static List<RunResult.EnergyRow> energy(int miniBatches) {
    double[] price = {
      2.1e-13, 0, 1.5e-12, 2.4e-13, 3.1e-14, 9.0e-14, 2.3e-13, 4.0e-13, 6.0e-14, 8.0e-14, 1e-14,
      5e-13
    };
    long[] quantity = {
      320_808,
      912_441_318,
      3_686_400,
      4_300_800,
      2_150_400,
      62_000_000,
      38_500_000,
      2_900_000,
      51_000_000,
      160_404,
      1,
      1
    };
    List<RunResult.EnergyRow> rows = new ArrayList<>();
    for (String layer : List.of("conv1", "conv2", "dense1", "output")) {
      double part = layer.equals("dense1") ? 0.55 : 0.15;
      for (int c = 0; c < COMPONENTS.length && miniBatches > 0; c++) {
        long q = Math.max(1, Math.round(part * quantity[c] * miniBatches));
        double joules = c == 1 ? 2.4e-16 * q : price[c] * q;
        rows.add(
            new RunResult.EnergyRow(
                COMPONENTS[c],
                ACTIONS[c],
                c > 9 ? "" : layer,
                WORK[c],
                q,
                UNITS[c],
                price[c],
                joules,
                c == 1 ? "Joule heat of the tracks, I^2 R t" : "technology table 65 nm, row " + c));
      }
    }
    return rows;
  }

  /** Bursts of one mini-batch each, scaled so that the integral is the ledger's sum. */
  private static RunResult.PowerTrace power(int miniBatches) {
    double width = 5.73e-4 / 4;
    double[] power = new double[4 * miniBatches];
    double sum = 0;
    for (int i = 0; i < power.length; i++) {
      power[i] = (i % 4 == 3 ? 0.2 : 1) * (1 + 0.1 * Math.sin(0.01 * i));
      sum += power[i] * width;
    }
    double joules = energy(miniBatches).stream().mapToDouble(RunResult.EnergyRow::joules).sum();
    for (int i = 0; i < power.length; i++) {
      power[i] *= joules / sum;
    }
    return new RunResult.PowerTrace(width, power);
  }

  private static RunResult.PulseStatistics pulses(int miniBatches) {
    long[] shorter = new long[400];
    long[] longer = new long[400];
    for (int w = 10; w < 400; w++) {
      double a = Math.log(w / 22.0) / 0.35;
      double b = Math.log(w / 31.0) / 0.55;
      shorter[w] = miniBatches * Math.round(2e3 * Math.exp(-a * a / 2));
      longer[w] = miniBatches * Math.round(1.5e3 * Math.exp(-b * b / 2));
    }
    shorter[10] += 9_000L * miniBatches;
    long updates = 160_404L * miniBatches;
    return new RunResult.PulseStatistics(
        1e-10,
        shorter,
        longer,
        updates,
        updates * 421 / 10_000,
        updates * 7 / 10_000,
        12,
        updates / 900,
        7.31);
  }

  private static RunResult.RailUse rail(String name, double limit, double phase) {
    double[] time = new double[240];
    double[] mean = new double[240];
    double[] max = new double[240];
    for (int i = 0; i < time.length; i++) {
      time[i] = 5.73e-4 * i / time.length;
      double busy = i > 180 * phase && i < 235 * phase ? 0.8 : 0.06;
      mean[i] = limit * busy * (0.8 + 0.1 * Math.sin(0.9 * i));
      max[i] = Math.min(limit, mean[i] * 1.3);
    }
    return new RunResult.RailUse(name, limit, 0.97 * limit, 2.3e-4, time, mean, max);
  }
}
