package dev.spindrift.scenario;

import dev.spindrift.dataset.DataCache;
import dev.spindrift.engine.RandomStreams;
import dev.spindrift.input.Problems;
import dev.spindrift.learning.MetropolisKernel;
import dev.spindrift.scenario.EstimateResult.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import umontreal.ssj.rng.RandomStream;

/**
 * Estimates what a long run takes from a part of it.
 *
 * <p>The chip's own chain walks through the run, or its first part: the run's mini-batches, its
 * pulses, walls and noise, bit for bit ({@link EstimateWalk}). Only the die's events, from which
 * time and energy follow, occur at few mini-batches, drawn at random in strata ({@link
 * SampledPlaces}); the widths of all pulses are known at every one and serve as companions ({@link
 * StratifiedTotal}). The energy of pulses is counted, not estimated. What lies beyond the walk is
 * bounded by what weights and gradients can make of it ({@link EstimateTail}).
 *
 * <p>So nothing has to be assumed about the chain within the walk, and the step sizes of a schedule
 * are those of the run. The interval is for this run: its seed, chip and data. It does not contain
 * other seeds, nor gradients beyond the walk that are larger than any in it.
 */
public final class Estimate {
  /** Mini-batches with events if the user does not say. */
  public static final int PROBES = 64;

  private static final int HAND_OVERS = 10;
  private static final int FEWEST_PROBES = 8;

  /** Share of the time for the walk; the rest is for preparation and for what lies beyond it. */
  private static final double SHARE = 0.8;

  /** Longest time to find out how fast the walk is [ns]. */
  private static final double TRIAL = 10e9;

  /** Sums of differences of a ledger's total are not exact to the last bit. */
  private static final double ROUNDING = 1e-10;

  /**
   * How much to do.
   *
   * @param probes mini-batches of the walk with events; 0: {@link #PROBES}, or all if fewer [1]
   * @param walk most mini-batches to walk; 0: as many as {@code minutes} allow [1]
   * @param minutes time for the estimate, if {@code walk} is 0 [min]
   * @param threads worker threads [1]
   */
  public record Options(int probes, long walk, double minutes, int threads) {}

  /** Hears how the estimate is getting on. */
  @FunctionalInterface
  public interface Progress {
    /**
     * Something is done.
     *
     * @param what what is going on
     * @param done steps of it that are done
     * @param of all steps of it
     */
    void done(String what, long done, long of);
  }

  private final Prepared run;
  private final Prepared walking;
  private final Options options;
  private final Path folder;
  private final Progress progress;

  private Estimate(
      Prepared run, Prepared walking, Options options, Path folder, Progress progress) {
    this.run = run;
    this.walking = walking;
    this.options = options;
    this.folder = folder;
    this.progress = progress;
  }

  /**
   * Estimates a scenario.
   *
   * @param file scenario file
   * @param settings {@code path=value} each; not modified
   * @throws dev.spindrift.input.InputException if the scenario or an option is refused
   * @throws ArithmeticException if the run ends with a number that is not finite
   * @throws IOException if there is no room for a temporary folder
   */
  public static EstimateResult of(
      Path file, List<String> settings, Options options, Progress progress) throws IOException {
    Scenario scenario = ScenarioFile.read(file, settings);
    Prepared run = Prepared.of(scenario, DataCache.user());
    check(run, options);
    List<String> changed = new ArrayList<>(settings);
    EstimateWalk.settings(changed, scenario);
    Prepared walking =
        new Prepared(
            ScenarioFile.read(file, changed),
            run.data(),
            run.spec(),
            run.layers(),
            run.layout(),
            run.device(),
            run.miniBatches(),
            run.start());
    Path folder = Files.createTempDirectory("spindrift-estimate");
    Thread interrupted = new Thread(() -> delete(folder));
    Runtime.getRuntime().addShutdownHook(interrupted);
    try {
      return new Estimate(run, walking, options, folder, progress).estimate();
    } finally {
      Runtime.getRuntime().removeShutdownHook(interrupted);
      delete(folder);
    }
  }

  /** Removes a walk's scratch files. */
  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path p : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(p);
      }
    } catch (IOException | UncheckedIOException e) {
      // What a walk is still writing while it is stopped stays among the temporary files.
    }
  }

  private static void check(Prepared run, Options o) {
    Problems problems = new Problems();
    if (run.scenario().learning().kernel() instanceof MetropolisKernel kernel) {
      problems.add(
          run.scenario().source().child("learning").child("kernel"),
          LearningSection.name(kernel) + ", which accepts or rejects",
          "sgld or sgd: time and energy of proposals depend on what is accepted. Run a part of it:"
              + " spindrift run FILE --set learning.miniBatches=100");
    }
    long n = run.miniBatches();
    if (o.probes() != 0 && (o.probes() < FEWEST_PROBES || o.probes() > n)) {
      problems.add(
          "--probes",
          o.probes() + " mini-batches with events",
          n < FEWEST_PROBES
              ? "none: the run has " + n + " mini-batches, all of which get events"
              : FEWEST_PROBES + " to " + n + ", the run's mini-batches");
    }
    if (o.walk() < 0) {
      problems.add("--walk", Long.toString(o.walk()), "1 or more mini-batches");
    }
    if (!(o.minutes() > 0 && Double.isFinite(o.minutes()))) {
      problems.add("--minutes", Double.toString(o.minutes()), "a time above 0");
    }
    if (o.threads() < 1) {
      problems.add("--threads", Integer.toString(o.threads()), "1 or more");
    }
    problems.throwIfAny();
  }

  private EstimateResult estimate() throws IOException {
    long total = run.miniBatches();
    long length = options.walk() > 0 ? Math.min(options.walk(), total) : affordable();
    try (EstimateWalk walk = new EstimateWalk(walking, folder.resolve("walk"), threads())) {
      return estimate(walk, length, total);
    }
  }

  private int threads() {
    return options.threads();
  }

  /** Finds out how many mini-batches the time is enough for, with a chip of its own. */
  private long affordable() throws IOException {
    double budget = options.minutes() * 60e9 * SHARE;
    long start = System.nanoTime();
    List<Long> spent = new ArrayList<>();
    try (EstimateWalk trial = new EstimateWalk(walking, folder.resolve("trial"), threads())) {
      long from = System.nanoTime();
      double end = from + Math.min(TRIAL, budget / 10);
      for (long k = 1; k <= run.miniBatches() && (k <= 3 || System.nanoTime() < end); k++) {
        long before = System.nanoTime();
        trial.step(k, trial.needsEvents() || k % 10 == 0);
        spent.add(System.nanoTime() - before);
        progress.done("finding the speed", System.nanoTime() - from, (long) (end - from));
      }
    }
    // The first ones have the compiler's warm-up in them.
    List<Long> late = spent.subList(spent.size() / 2, spent.size()).stream().sorted().toList();
    double median = late.get(late.size() / 2);
    double left = budget - (System.nanoTime() - start);
    // At least as many as would make a stage of its own, whatever the time.
    return Math.min(run.miniBatches(), Math.max(FEWEST_PROBES, (long) (left / median)));
  }

  private EstimateResult estimate(EstimateWalk walk, long length, long total) {
    RandomStream draws = new RandomStreams(run.scenario().seed()).stream("estimate");
    int wanted = options.probes() == 0 ? PROBES : options.probes();
    boolean all = walk.needsEvents();
    SampledPlaces places = new SampledPlaces(length, all ? Integer.MAX_VALUE : wanted, draws);
    EstimateHandOvers handOvers =
        new EstimateHandOvers(run, length, all ? Integer.MAX_VALUE : HAND_OVERS, draws);
    EstimateTotals totals = new EstimateTotals(places);
    EstimateWall wall = new EstimateWall(walk.training(), length);
    for (long k = 1; k <= length; k++) {
      totals.add(walk.step(k, places.chosen(k)), places.chosen(k));
      wall.walked(k);
      if (handOvers.storesAfter(k)) {
        if (handOvers.measures(k)) {
          long from = System.nanoTime();
          handOvers.add(k, walk.handOver());
          wall.handOver((System.nanoTime() - from) * 1e-9);
        }
        walk.disturb(k);
      }
      progress.done("walking", k, length);
    }
    EstimateWalk.Cost tick = walk.tick();
    EstimateTail.Found tail = null;
    int probes = 0;
    if (length < total) {
      EstimateTail beyond = new EstimateTail(walk, run.scenario().learning(), length, total);
      probes = beyond.probes();
      int[] done = {0};
      tail =
          beyond.find(
              totals.gradient(),
              totals.largest(),
              () -> progress.done("looking beyond the walk", ++done[0], beyond.probes()));
      if (handOvers.count() > 0 && handOvers.measured() == 0) {
        long from = System.nanoTime();
        walk.handOver();
        wall.handOver((System.nanoTime() - from) * 1e-9);
      }
    }
    progress.done("finding the wall time", 0, 1);
    EstimateFigures figures =
        new EstimateFigures(run, length, places.count(), totals, handOvers, tail, tick);
    List<EstimateResult.Quantity> quantities = figures.quantities();
    quantities.add(wall.of(run, places.count() + probes, handOvers.stores()));
    return new EstimateResult(
        run.scenario().name(),
        run.scenario().seed(),
        total,
        length,
        places.count(),
        probes,
        tail == null ? 1 : tail.gradients(),
        handOvers.count(),
        handOvers.measured(),
        List.copyOf(quantities),
        figures.stages(),
        totals.measured());
  }

  /** Makes a quantity whose interval is what its sources add up to, and rounding. */
  static EstimateResult.Quantity quantity(
      String key, String name, String unit, double value, List<Source> sources) {
    double below = ROUNDING * Math.abs(value);
    double above = below;
    for (Source s : sources) {
      below += s.below();
      above += s.above();
    }
    return new EstimateResult.Quantity(
        key, name, unit, value, value - below, value + above, sources);
  }
}
