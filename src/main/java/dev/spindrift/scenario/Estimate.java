package dev.spindrift.scenario;

import dev.spindrift.dataset.BatchSequence;
import dev.spindrift.dataset.DataCache;
import dev.spindrift.dataset.ImageSet;
import dev.spindrift.engine.RandomStreams;
import dev.spindrift.input.Problems;
import dev.spindrift.learning.Increment;
import dev.spindrift.learning.Metropolis;
import dev.spindrift.network.NativeMath;
import dev.spindrift.network.TrainableNetwork;
import dev.spindrift.posterior.SampleBanks;
import dev.spindrift.posterior.StoredSample;
import dev.spindrift.posterior.ThinningCounter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * Estimates what a long run takes from a few of its mini-batches.
 *
 * <p>A float chain, without chip, walks through the training (or its first part) and leaves its
 * weights at several stages. From each of them a few mini-batches run on the chip with all events.
 * Time and energy per mini-batch are interpolated linearly between the stages and held constant
 * beyond the last one. Hand-overs and counter ticks are counted by the run's own thinning counter
 * and priced by two short runs that have some, from the first and the last weights: half of their
 * difference goes into the interval for every one.
 *
 * <p>The half width of an interval is t s + i: s the standard error of the sum over the run, from
 * the scatter within stages and of the run itself, t Student's 97.5 % quantile, i by how much the
 * sum changes if every second stage is left out, and by the difference of the last two stages for
 * the part beyond the last. Not in it: that the chip's chain, noisier than the float chain, may
 * have other gradients after many mini-batches.
 */
public final class Estimate {
  private static final double UPPER = 0.975;

  /** Shares of the walk at which mini-batches are probed. */
  private static final double[] STAGES = {0, 0.04, 0.12, 0.25, 0.5, 0.75, 1};

  private static final int HAND_OVER_PROBE = 6;

  /** A quantity with the half width of its 95 % interval. */
  public record Interval(double value, double halfWidth) {
    /** Returns whether a value lies in the interval. */
    public boolean holds(double x) {
      return Math.abs(x - value) <= halfWidth;
    }
  }

  /**
   * What was measured at one stage.
   *
   * @param miniBatch mini-batches that the float chain had made [1]
   * @param seconds simulated time per mini-batch, mean [s]
   * @param joules energy per mini-batch, mean [J]
   * @param joulesPerUpdate pulse and driver energy of a device update, mean [J]
   * @param secondsDeviation standard deviation between mini-batches [s]
   * @param joulesDeviation standard deviation between mini-batches [J]
   */
  public record Stage(
      long miniBatch,
      double seconds,
      double joules,
      double joulesPerUpdate,
      double secondsDeviation,
      double joulesDeviation) {}

  /**
   * An estimate.
   *
   * @param miniBatches length of the run [1]
   * @param walked mini-batches that the float chain made [1]
   * @param probes mini-batches probed at each stage [1]
   * @param handOvers hand-overs of the chain in the run [1]
   * @param time simulated time of the run [s]
   * @param energy energy of the run [J]
   * @param latency mean time per mini-batch, hand-overs included [s]
   * @param energyPerUpdate mean pulse and driver energy per device update [J]
   */
  public record Result(
      long miniBatches,
      long walked,
      int probes,
      long handOvers,
      List<Stage> stages,
      Interval time,
      Interval energy,
      Interval latency,
      Interval energyPerUpdate) {}

  private final Path file;
  private final List<String> settings;
  private final int probes;
  private final int threads;
  private final Path folder;
  private long seed;

  private Estimate(Path file, List<String> settings, int probes, int threads, Path folder) {
    this.file = file;
    this.settings = settings;
    this.probes = probes;
    this.threads = threads;
    this.folder = folder;
  }

  /**
   * Estimates a scenario.
   *
   * @param file scenario file
   * @param settings {@code path=value} each; not modified
   * @param probes mini-batches at each stage, 3 or more [1]
   * @param longestWalk most mini-batches of the float chain [1]
   * @param threads worker threads [1]
   * @param progress hears of the walk and of the stages
   * @throws dev.spindrift.input.InputException if the scenario is refused, or its kernel changes
   *     along the run or takes no gradient
   * @throws IOException if stages cannot be kept in a temporary folder
   */
  public static Result of(
      Path file,
      List<String> settings,
      int probes,
      long longestWalk,
      int threads,
      ProgressListener progress)
      throws IOException {
    Prepared prepared = Prepared.of(ScenarioFile.read(file, settings), DataCache.user());
    check(prepared);
    Path folder = Files.createTempDirectory("spindrift-estimate");
    try {
      return new Estimate(file, settings, probes, threads, folder)
          .run(prepared, Math.min(longestWalk, prepared.miniBatches()), progress);
    } finally {
      try (Stream<Path> walk = Files.walk(folder)) {
        for (Path p : walk.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(p);
        }
      }
    }
  }

  private static void check(Prepared p) {
    Problems problems = new Problems();
    Scenario s = p.scenario();
    if (s.learning().kernel() instanceof Metropolis) {
      problems.add(
          s.source().child("learning").child("kernel"), "metropolis", "a kernel with gradients");
    } else {
      Increment first = s.learning().kernel().increment(s.learning().batch(), 1);
      for (double share : STAGES) {
        long k = Math.max(1, Math.round(share * p.miniBatches()));
        if (!s.learning().kernel().increment(s.learning().batch(), k).equals(first)) {
          problems.add(
              s.source().child("learning"),
              "a kernel that changes along the run",
              "one that does not: estimates start every stage at the run's first step");
          break;
        }
      }
    }
    problems.throwIfAny();
  }

  private Result run(Prepared prepared, long walk, ProgressListener progress) throws IOException {
    long[] at = new long[STAGES.length];
    for (int i = 0; i < at.length; i++) {
      at[i] = Math.round(STAGES[i] * walk);
    }
    seed = prepared.scenario().seed() + 1;
    List<Path> starts = walk(prepared, at, progress);
    List<Stage> stages = new ArrayList<>();
    for (int i = 0; i < at.length; i++) {
      if (i == 0 || at[i] > at[i - 1]) {
        stages.add(probe(at[i], starts.get(i)));
      }
    }
    double[] early = handOver(prepared, starts.get(0));
    double[] late = handOver(prepared, starts.get(at.length - 1));
    return extrapolate(prepared, stages, walk, early, late);
  }

  /** Walks a float chain through the training; returns the files of its weights at the stages. */
  private List<Path> walk(Prepared prepared, long[] at, ProgressListener progress) {
    Scenario s = prepared.scenario();
    int batch = s.learning().batch();
    NativeMath.prepare(s.mathThreads());
    ImageSet train = prepared.data().train();
    BatchSequence sequence =
        new BatchSequence(train.size(), batch, new RandomStreams(s.seed()).stream("batch-order"));
    float[] pixels = new float[batch * train.imageLength()];
    int[] labels = new int[batch];
    TrainableNetwork network = NetworkState.create(prepared);
    List<Path> files = new ArrayList<>();
    Tester tester = new Tester(prepared.data().test());
    try (FloatReference chain =
            new FloatReference(network, s.seed(), s.learning().digitalRate(), batch, tester);
        SampleBanks banks = new SampleBanks(folder, at.length, network.parameters().limit())) {
      long done = 0;
      for (int i = 0; i < at.length; i++) {
        for (; done < at[i]; done++) {
          int[] indices = sequence.next();
          train.copy(indices, 0, batch, pixels);
          train.copyLabels(indices, 0, batch, labels);
          Increment increment = s.learning().kernel().increment(batch, done + 1);
          chain.step(done + 1, pixels, labels, batch, increment);
          progress.miniBatch(done + 1, at[at.length - 1], 0, 0, Double.NaN, Double.NaN);
        }
        banks.store(i, done + 1, network.parameters());
        StoredSample sample = banks.samplesOldestFirst().get(i);
        files.add(folder.resolve(String.format("bank-%03d.f32", sample.bank())));
      }
    }
    return files;
  }

  /** Runs a few mini-batches on the chip; every stage draws other ones than the walk did. */
  private RunResult chip(Path start, int miniBatches, String... more) {
    List<String> all = new ArrayList<>(settings);
    all.add("network.start=" + start.toAbsolutePath());
    all.add("learning.miniBatches=" + miniBatches);
    all.add("seed=" + seed++);
    all.add("floatReference=false");
    all.add("evaluation={every: 0}");
    all.add("data.testImages=1");
    all.addAll(List.of(more));
    Prepared p = Prepared.of(ScenarioFile.read(file, all), DataCache.user());
    try (Training training =
        new Training(p, folder.resolve("run-" + seed), threads, (k, n, t, j, l, a) -> {})) {
      return training.run();
    }
  }

  private Stage probe(long miniBatch, Path start) {
    // Never full, so that no sample is stored: hand-overs are priced apart.
    RunResult r =
        chip(start, probes, "thinning={cycle: 1000000, windowStart: 999999, threshold: 1}");
    double[] seconds = new double[probes];
    double[] joules = new double[probes];
    RunResult.HistoryPoint before = null;
    for (int i = 0; i < probes; i++) {
      RunResult.HistoryPoint h = r.history().get(i);
      seconds[i] = h.simulatedTime() - (before == null ? 0 : before.simulatedTime());
      joules[i] = h.energy() - (before == null ? 0 : before.energy());
      before = h;
    }
    return new Stage(
        miniBatch,
        mean(seconds),
        mean(joules),
        r.energyPerDeviceUpdate().mean(),
        deviation(seconds),
        deviation(joules));
  }

  /** Returns time and energy of a hand-over, and time and energy of a counter tick. */
  private double[] handOver(Prepared prepared, Path start) {
    if (prepared.scenario().thinning() == null) {
      return new double[4];
    }
    int ticks = HAND_OVER_PROBE;
    RunResult r =
        chip(
            start,
            HAND_OVER_PROBE,
            "thinning={cycle: " + ticks + ", windowStart: 0, threshold: " + ticks / 2 + "}");
    double[] sums = new double[4];
    for (RunResult.PhaseTime phase : r.phases()) {
      sums[0] += phase.work().equals("handover") ? phase.total() : 0;
      sums[2] += phase.work().equals("control") ? phase.total() / ticks : 0;
    }
    for (RunResult.EnergyRow row : r.energy()) {
      sums[1] += row.work().equals("handover") ? row.joules() : 0;
      sums[3] += row.work().equals("control") ? row.joules() / ticks : 0;
    }
    return sums;
  }

  private Result extrapolate(
      Prepared prepared, List<Stage> stages, long walk, double[] early, double[] late) {
    double[] handOver = new double[early.length];
    double[] spread = new double[early.length];
    for (int i = 0; i < early.length; i++) {
      handOver[i] = (early[i] + late[i]) / 2;
      spread[i] = Math.abs(early[i] - late[i]) / 2;
    }
    long total = prepared.miniBatches();
    long handOvers = 0;
    long ticks = 0;
    Scenario.Thinning t = prepared.scenario().thinning();
    if (t != null) {
      ThinningCounter counter = new ThinningCounter(t.cycle(), t.windowStart(), t.threshold());
      for (long k = 1; k <= total; k++) {
        ThinningCounter.Step step = counter.afterMiniBatch(k);
        ticks += step.ticked() ? 1 : 0;
        handOvers += step.store() && k < total ? 1 : 0;
      }
    }
    double[] x = stages.stream().mapToDouble(Stage::miniBatch).toArray();
    double[] time = sum(x, total, walk, column(stages, Stage::seconds, Stage::secondsDeviation));
    double[] energy = sum(x, total, walk, column(stages, Stage::joules, Stage::joulesDeviation));
    // Scatter within a stage is known of a mini-batch's energy only; that of pulses is taken alike.
    double[] update =
        sum(
            x,
            total,
            walk,
            column(
                stages,
                Stage::joulesPerUpdate,
                s -> s.joulesPerUpdate() * s.joulesDeviation() / s.joules()));
    double seconds = time[0] + handOvers * handOver[0] + ticks * handOver[2];
    double joules = energy[0] + handOvers * handOver[1] + ticks * handOver[3];
    double halfTime = time[1] + handOvers * spread[0] + ticks * spread[2];
    double halfEnergy = energy[1] + handOvers * spread[1] + ticks * spread[3];
    return new Result(
        total,
        walk,
        probes,
        handOvers,
        List.copyOf(stages),
        new Interval(seconds, halfTime),
        new Interval(joules, halfEnergy),
        new Interval(seconds / total, halfTime / total),
        new Interval(update[0] / total, update[1] / total));
  }

  private static double[][] column(
      List<Stage> stages, ToDoubleFunction<Stage> mean, ToDoubleFunction<Stage> deviation) {
    return new double[][] {
      stages.stream().mapToDouble(mean).toArray(), stages.stream().mapToDouble(deviation).toArray()
    };
  }

  /** Returns the sum over the run of a quantity per mini-batch, and its half width. */
  private double[] sum(double[] at, long total, long walk, double[][] measured) {
    double[] means = measured[0];
    double[] deviations = measured[1];
    int n = at.length;
    double[] weights = weights(at, all(n), total);
    double value = 0;
    double variance = 0;
    for (int i = 0; i < n; i++) {
      value += weights[i] * means[i];
      double v = deviations[i] * deviations[i];
      variance += weights[i] * weights[i] * v / probes + weights[i] * v;
    }
    boolean[] fewer = all(n);
    for (int i = 1; i < n - 1; i += 2) {
      fewer[i] = false;
    }
    double coarse = 0;
    double[] coarser = weights(at, fewer, total);
    for (int i = 0; i < n; i++) {
      coarse += coarser[i] * means[i];
    }
    double beyond = n < 2 ? 0 : (total - walk) * Math.abs(means[n - 1] - means[n - 2]);
    double t =
        new TDistribution(null, Math.max(1, n * (probes - 1.0)))
            .inverseCumulativeProbability(UPPER);
    return new double[] {value, t * Math.sqrt(variance) + Math.abs(coarse - value) + beyond};
  }

  private static boolean[] all(int n) {
    boolean[] all = new boolean[n];
    Arrays.fill(all, true);
    return all;
  }

  /** Weights of the trapezoid rule over the stages in use, the last one held to the end. */
  private static double[] weights(double[] at, boolean[] used, long total) {
    double[] w = new double[at.length];
    int before = 0;
    for (int i = 1; i < at.length; i++) {
      if (used[i]) {
        w[before] += (at[i] - at[before]) / 2;
        w[i] += (at[i] - at[before]) / 2;
        before = i;
      }
    }
    w[before] += total - at[before];
    return w;
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).sum() / values.length;
  }

  private static double deviation(double[] values) {
    double mean = mean(values);
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    return Math.sqrt(squares / (values.length - 1));
  }
}
