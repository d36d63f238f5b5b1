package dev.spindrift.scenario;

import dev.spindrift.dataset.ImageSet;
import dev.spindrift.learning.Increment;
import dev.spindrift.scenario.StratifiedTotal.Sum;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Wall-clock time that the whole run would take on this machine at its present load, put together
 * from what its parts took during the estimate. Not in it: start of the program, checkpoints,
 * traces, the report.
 */
final class EstimateWall {
  private static final int BLOCKS = 16;
  private static final int TEST_IMAGES = 100;
  private static final int REFERENCE_STEPS = 3;
  private static final int CHAIN_ROWS = 300;
  private static final int CHAIN_PROBES = 50;

  private final Training training;
  private final long walked;
  private final List<Double> blocks = new ArrayList<>();
  private long blockStart;
  private double spentBefore;
  private double handOver;
  private int handOvers;

  EstimateWall(Training training, long walked) {
    this.training = training;
    this.walked = walked;
  }

  /** A mini-batch of the walk is done. */
  void walked(long k) {
    if (k - blockStart >= Math.max(1, walked / BLOCKS)) {
      double spent = training.books.network.total() + training.books.devices.total();
      blocks.add((spent - spentBefore) / (k - blockStart));
      spentBefore = spent;
      blockStart = k;
    }
  }

  /** A hand-over took so long [s]. */
  void handOver(double seconds) {
    handOver += seconds;
    handOvers++;
  }

  /**
   * Returns the whole run's wall-clock time [s].
   *
   * @param run the scenario as the user has it
   * @param timed mini-batches with events so far [1]
   * @param stores samples stored in the run [1]
   */
  EstimateResult.Quantity of(Prepared run, int timed, long stores) {
    // The first half of the walk has the compiler's warm-up in it.
    double[] b = blocks.stream().skip(blocks.size() / 2).mapToDouble(Double::doubleValue).toArray();
    double mean = Arrays.stream(b).average().orElse(0);
    double squares = Arrays.stream(b).map(v -> (v - mean) * (v - mean)).sum();
    Sum step =
        b.length < 2
            ? new Sum(mean, mean * mean, 1)
            : new Sum(mean, squares / (b.length - 1) / b.length, b.length - 1);
    long n = run.miniBatches();
    double steps = spentBefore + (n - blockStart) * mean;
    double engine = training.books.engine.total() / Math.max(1, timed);
    double network =
        training.books.network.total()
            / Math.max(1e-9, training.books.network.total() + training.books.devices.total());
    // Events occur beside the network's math: what is longer counts; at worst nothing overlaps.
    double hidden = Math.min(engine, network * mean);
    double image = imageSeconds(run.data().test());
    double once = image * testedImages(run, stores);
    double move = handOvers == 0 ? 0 : stores * handOver / handOvers;
    double reference = run.scenario().floatReference() ? n * referenceSeconds(run) : 0;
    double value = steps + n * (engine - hidden) + reference + once + move;
    double scatter = Math.min(steps, n * step.halfWidth());
    List<EstimateResult.Source> sources =
        List.of(
            new EstimateResult.Source(
                "scatter of the time that mini-batches took (load of the machine)",
                scatter,
                scatter),
            new EstimateResult.Source(
                "how much of the events is hidden behind the network's math", 0, n * hidden),
            new EstimateResult.Source(
                "tests, hand-overs and float reference, timed a few times only: half of them",
                (once + move + reference) / 2,
                (once + move + reference) / 2));
    return Estimate.quantity("wall", "wall time of the full simulation", "s", value, sources);
  }

  /** Time of a test image [s]. */
  private double imageSeconds(ImageSet test) {
    Tester tester = new Tester(test.size() > TEST_IMAGES ? test.subset(TEST_IMAGES) : test);
    tester.test(training.network); // warm-up
    long from = System.nanoTime();
    tester.test(training.network);
    return (System.nanoTime() - from) * 1e-9 / tester.size();
  }

  /** Images that the run predicts: tests, samples that are still held at its end, the record. */
  private static double testedImages(Prepared run, long stores) {
    Scenario s = run.scenario();
    long every = s.evaluation().every();
    double tests = every == 0 ? 1 : Math.ceil((double) run.miniBatches() / every);
    double held = Math.min(stores, s.netlist().banks());
    double both = s.floatReference() ? 2 : 1;
    double rows = Math.min(CHAIN_ROWS, run.miniBatches() / 10.0);
    int size = run.data().test().size();
    return both * (tests + held) * size + rows * Math.min(CHAIN_PROBES, size);
  }

  private static double referenceSeconds(Prepared run) {
    Scenario s = run.scenario();
    int batch = s.learning().batch();
    ImageSet train = run.data().train();
    float[] pixels = new float[batch * train.imageLength()];
    int[] labels = new int[batch];
    int[] indices = new int[batch];
    Arrays.setAll(indices, i -> i);
    train.copy(indices, 0, batch, pixels);
    train.copyLabels(indices, 0, batch, labels);
    try (FloatReference reference =
        new FloatReference(
            NetworkState.create(run),
            s.seed(),
            s.learning().digitalRate(),
            batch,
            new Tester(run.data().test()))) {
      double seconds = 0;
      for (int k = 1; k <= REFERENCE_STEPS; k++) {
        Increment increment = s.learning().kernel().increment(batch, k);
        long from = System.nanoTime();
        reference.step(k, pixels, labels, batch, increment);
        seconds = (System.nanoTime() - from) * 1e-9; // the last: the first ones warm up
      }
      return seconds;
    }
  }
}
