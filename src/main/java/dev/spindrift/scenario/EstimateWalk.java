package dev.spindrift.scenario;

import dev.spindrift.circuit.RowSequence;
import dev.spindrift.dataset.BatchSequence;
import dev.spindrift.dataset.ImageSet;
import dev.spindrift.engine.RandomStreams;
import dev.spindrift.learning.Increment;
import dev.spindrift.network.Layer;
import dev.spindrift.trace.Action;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;

/**
 * The chip's own chain for an {@link Estimate}: the run's mini-batches in the run's order, walls
 * and noise of the run, bit for bit; but events, tests and samples only where asked for.
 */
final class EstimateWalk implements AutoCloseable {
  /** Never reached, so that no sample is stored: hand-overs are measured apart. */
  private static final String NO_THINNING =
      "thinning={cycle: 1000000000000000, windowStart: 999999999999999, threshold: 1}";

  private static final double PICO = 1e-12;

  private final Prepared prepared;
  private final Training training;
  private final BatchSequence sequence;
  private final ImageSet train;
  private final float[] pixels;
  private final int[] labels;
  private final double[] conductances;
  private final double pulsePrice;
  private final double drivePrice;

  /**
   * A mini-batch. Of one without events seconds, joules and gradient sizes are NaN.
   *
   * @param number its number, from 1
   * @param seconds simulated time [s]
   * @param joules energy [J]
   * @param pulseJoules pulse and driver energy of its update [J]
   * @param updates devices updated [1]
   * @param longestPairs longest pairs of all row programs, summed [s]
   * @param gradient root mean square of its gradient [1]
   * @param largest mean over layers of the largest gradient [1]
   */
  record Step(
      long number,
      double seconds,
      double joules,
      double pulseJoules,
      double updates,
      double longestPairs,
      double gradient,
      double largest) {}

  /** Simulated time [s] and energy [J] of some events. */
  record Cost(double seconds, double joules) {}

  /**
   * Makes the chip in the state in which the run begins.
   *
   * @param prepared the scenario as {@link #settings} leave it
   * @param folder where a run keeps its samples; nothing is stored there
   * @param threads worker threads [1]
   */
  EstimateWalk(Prepared prepared, Path folder, int threads) {
    this.prepared = prepared;
    Scenario s = prepared.scenario();
    training = new Training(prepared, folder, threads, (k, n, t, j, l, a) -> {});
    train = prepared.data().train();
    int batch = s.learning().batch();
    sequence =
        new BatchSequence(train.size(), batch, new RandomStreams(s.seed()).stream("batch-order"));
    pixels = new float[batch * train.imageLength()];
    labels = new int[batch];
    conductances = new double[prepared.layout().blocks().size()];
    String driver = s.netlist().pulses().name();
    pulsePrice =
        s.netlist().price(s.netlist().tile().name(), Action.PULSE).joules()
            + s.netlist().price(driver, Action.PULSE).joules();
    drivePrice = s.netlist().price(driver, Action.DRIVE).joules();
  }

  /** Adds what a walk changes of a scenario to a user's settings; modified. */
  static void settings(List<String> settings, Scenario scenario) {
    settings.add("floatReference=false");
    if (scenario.thinning() != null) {
      settings.add(NO_THINNING);
    }
  }

  /** Returns whether every mini-batch needs its events, because walls move with them or by time. */
  boolean needsEvents() {
    return training.updater.movesWithEvents() || training.chip.diffuses();
  }

  /** Learns a mini-batch as the run does. */
  Step step(long k, boolean withEvents) {
    Scenario.Learning l = prepared.scenario().learning();
    return step(k, l.kernel().increment(l.batch(), k), withEvents);
  }

  /** Programming the next bank disturbs the weights, if the scenario asks for it. */
  void disturb(long k) {
    if (prepared.scenario().handOverError() && prepared.scenario().netlist().banks() > 1) {
      training.updater.disturb(k, training.network.parameters());
    }
  }

  /** Learns a mini-batch with another increment. */
  Step step(long k, Increment increment, boolean withEvents) {
    int[] indices = sequence.next();
    train.copy(indices, 0, labels.length, pixels);
    train.copyLabels(indices, 0, labels.length, labels);
    long from = training.chip.engine.now();
    double before = withEvents ? training.chip.ledger.total() : Double.NaN;
    training.walk(k, pixels, labels, increment, withEvents);
    double seconds = withEvents ? (training.chip.engine.now() - from) * PICO : Double.NaN;
    double joules = withEvents ? training.chip.ledger.total() - before : Double.NaN;
    long longest = 0;
    long width = 0;
    long pulses = 0;
    for (int tile = 0; tile < conductances.length; tile++) {
      RowSequence rows = training.updater.sequence(tile);
      for (int r = 0; r < rows.rows(); r++) {
        width += rows.pulseTime(r);
        pulses += rows.pulses(r);
        for (int phase = 0; phase < rows.phases(); phase++) {
          longest += rows.longestPair(r, phase);
        }
      }
    }
    double[] sizes = withEvents ? gradientSizes() : new double[] {Double.NaN, Double.NaN};
    return new Step(
        k,
        seconds,
        joules,
        width * pulsePrice + pulses * drivePrice,
        pulses / 2.0,
        longest * PICO,
        sizes[0],
        sizes[1]);
  }

  private double[] gradientSizes() {
    FloatBuffer g = training.network.gradients();
    double squares = 0;
    double peaks = 0;
    int layers = 0;
    for (Layer l : training.network.layers()) {
      if (l.kind().hasWeights()) {
        float peak = 0;
        for (int i = l.weightOffset(); i < l.weightOffset() + l.rows() * l.columns(); i++) {
          float v = g.get(i);
          squares += (double) v * v;
          peak = Math.max(peak, Math.abs(v));
        }
        peaks += peak;
        layers++;
      }
    }
    return new double[] {
      Math.sqrt(squares / prepared.layout().weights()), peaks / Math.max(1, layers)
    };
  }

  /** Returns the energy of two of the driver's shortest pulses [J]. */
  double leastPair() {
    return 2 * prepared.scenario().netlist().pulses().shortest() * pulsePrice + 2 * drivePrice;
  }

  /** Moves the chain into the next bank; weights stay as they are. */
  Cost handOver() {
    training.updater.conductances(conductances);
    int next = (training.chip.controller.bank() + 1) % prepared.scenario().netlist().banks();
    return cost(
        () ->
            training.chip.controller.runHandOver(
                next, conductances, training.updater.handOver()::get));
  }

  /** One decrement of the thinning counter. */
  Cost tick() {
    return cost(training.chip.controller::tick);
  }

  /** The events of forward and backward pass and gradients, for the walls as they are. */
  Cost reads() {
    training.updater.conductances(conductances);
    return cost(() -> training.chip.controller.runGradient(conductances));
  }

  private Cost cost(Runnable events) {
    long from = training.chip.engine.now();
    double before = training.chip.ledger.total();
    events.run();
    return new Cost(
        (training.chip.engine.now() - from) * PICO, training.chip.ledger.total() - before);
  }

  /** Returns all parameters; a new array. */
  float[] parameters() {
    float[] p = new float[training.network.parameters().limit()];
    training.network.parameters().get(0, p);
    return p;
  }

  /** Puts parameters and walls where they were, or as a stored sample has them. */
  void parameters(FloatBuffer values) {
    training.network.parameters().put(0, values, 0, values.limit());
    training.updater.restore(training.network.parameters());
  }

  /** Sets every weight to the same value. */
  void weights(float value) {
    FloatBuffer p = training.network.parameters();
    for (Layer l : training.network.layers()) {
      if (l.kind().hasWeights()) {
        for (int i = l.weightOffset(); i < l.weightOffset() + l.rows() * l.columns(); i++) {
          p.put(i, value);
        }
      }
    }
    training.updater.initialise(p);
  }

  /** Returns the wired chip and network, for wall-clock times. */
  Training training() {
    return training;
  }

  @Override
  public void close() {
    training.close();
  }
}
