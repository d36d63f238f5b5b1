package dev.spindrift.scenario;

import dev.spindrift.learning.Increment;
import dev.spindrift.learning.TransitionKernel;
import dev.spindrift.scenario.StratifiedTotal.Sum;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What a run is expected to take beyond the mini-batches that were walked, and how wrong that may
 * be.
 *
 * <p>From the last weights of the walk a few mini-batches are measured at step sizes that the
 * schedule still asks for, and interpolated. The same is measured with gradients of size zero, the
 * least that later weights can have, and with gradients as large as the largest stage of the walk
 * had: both bound what later weights take. What reads and hand-overs take of the weights themselves
 * is bounded by chips whose weights are all zero and all one.
 */
final class EstimateTail {
  private static final int NODES = 5;
  private static final int PROBES = 8;
  private static final int BOUND_PROBES = 4;

  private static final List<ToDoubleFunction<EstimateWalk.Step>> QUANTITIES =
      List.of(
          EstimateWalk.Step::seconds,
          EstimateWalk.Step::joules,
          EstimateWalk.Step::pulseJoules,
          EstimateWalk.Step::updates);

  /**
   * A sum over the tail.
   *
   * @param sum with its error of measurement
   * @param below how much less it may be because of weights not known
   * @param above how much more
   */
  record Bracket(Sum sum, double below, double above) {
    static final Bracket NOTHING = new Bracket(Sum.NOTHING, 0, 0);
  }

  /**
   * The tail.
   *
   * @param gradients largest gradients of the walk, of its last ones [1]
   * @param seconds of all its mini-batches [s]
   * @param joules of all its mini-batches [J]
   * @param joulesPerUpdate mean; per device update [J]
   * @param updates device updates [1]
   * @param handOver one hand-over [s]
   * @param handOverJoules one hand-over [J]
   */
  record Found(
      double gradients,
      Bracket seconds,
      Bracket joules,
      Bracket joulesPerUpdate,
      double updates,
      Bracket handOver,
      Bracket handOverJoules) {}

  /** One step size of the tail. */
  private record Node(boolean noisy, double share, Increment increment) {}

  private final EstimateWalk walk;
  private final Scenario.Learning learning;
  private final long walked;
  private final long total;
  private final FloatBuffer last;
  private final List<Node> nodes = new ArrayList<>();

  /** Mini-batches of the tail by node, fractions where steps lie between two. */
  private final double[] weights;

  /** The same with every second node left out. */
  private final double[] coarse;

  private long next;

  EstimateTail(EstimateWalk walk, Scenario.Learning learning, long walked, long total) {
    this.walk = walk;
    this.learning = learning;
    this.walked = walked;
    this.total = total;
    next = walked;
    last = FloatBuffer.wrap(walk.parameters());
    choose(true);
    choose(false);
    weights = new double[nodes.size()];
    coarse = new double[nodes.size()];
    for (long k = walked + 1; k <= total; k++) {
      weigh(k, weights, 1);
      weigh(k, coarse, 2);
    }
  }

  /** Chooses steps of the tail whose sizes are spread evenly from the least to the largest. */
  private void choose(boolean noisy) {
    TransitionKernel kernel = learning.kernel();
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (long k = walked + 1; k <= total; k++) {
      if (kernel.schedule().noisy(k) == noisy) {
        least = Math.min(least, kernel.schedule().share(k));
        most = Math.max(most, kernel.schedule().share(k));
      }
    }
    if (!(least <= most)) {
      return;
    }
    int count = most > least ? NODES : 1;
    long[] nearest = new long[count];
    double[] distance = new double[count];
    Arrays.fill(distance, Double.POSITIVE_INFINITY);
    for (long k = walked + 1; k <= total; k++) {
      if (kernel.schedule().noisy(k) == noisy) {
        double share = kernel.schedule().share(k);
        for (int i = 0; i < count; i++) {
          double d = Math.abs(share - (least + i * (most - least) / Math.max(1, count - 1)));
          if (d < distance[i]) {
            distance[i] = d;
            nearest[i] = k;
          }
        }
      }
    }
    for (int i = 0; i < count; i++) {
      double share = kernel.schedule().share(nearest[i]);
      if (i == 0 || share > nodes.get(nodes.size() - 1).share()) {
        nodes.add(new Node(noisy, share, kernel.increment(learning.batch(), nearest[i])));
      }
    }
  }

  /** Shares a step between the nodes on both sides of it. */
  private void weigh(long k, double[] into, int stride) {
    double share = learning.kernel().schedule().share(k);
    boolean noisy = learning.kernel().schedule().noisy(k);
    int first = 0;
    while (nodes.get(first).noisy() != noisy) {
      first++;
    }
    int lower = first;
    for (int i = first + stride; i < nodes.size() && nodes.get(i).noisy() == noisy; i += stride) {
      double from = nodes.get(lower).share();
      double to = nodes.get(i).share();
      if (share <= to) {
        double part = Math.max(0, (share - from) / (to - from));
        into[lower] += 1 - part;
        into[i] += part;
        return;
      }
      lower = i;
    }
    into[lower] += 1;
  }

  /** Returns how many mini-batches {@link #find} will learn [1]. */
  int probes() {
    return nodes.size() * (PROBES + 2 * BOUND_PROBES);
  }

  /**
   * Measures.
   *
   * @param gradient largest root mean square of a stage's gradients [1]
   * @param largest largest mean over layers of a stage's largest gradients [1]
   * @param probed hears of every mini-batch
   */
  Found find(double gradient, double largest, Runnable probed) {
    List<List<EstimateWalk.Step>> own = new ArrayList<>();
    double lastGradient = 0;
    double lastLargest = 0;
    for (Node n : nodes) {
      own.add(measure(n.increment(), 1, PROBES, probed));
      for (EstimateWalk.Step s : own.get(own.size() - 1)) {
        lastGradient += s.gradient() / PROBES / nodes.size();
        lastLargest += s.largest() / PROBES / nodes.size();
      }
    }
    double ratio = Math.max(1, Math.max(gradient / lastGradient, largest / lastLargest));
    ratio = Double.isFinite(ratio) ? ratio : 1; // no gradient at all
    List<List<EstimateWalk.Step>> none = new ArrayList<>();
    List<List<EstimateWalk.Step>> most = new ArrayList<>();
    for (Node n : nodes) {
      none.add(measure(n.increment(), 0, BOUND_PROBES, probed));
      most.add(measure(n.increment(), ratio, BOUND_PROBES, probed));
    }
    Bracket[] found = new Bracket[QUANTITIES.size()];
    double[][] bounds = new double[2][found.length];
    for (int q = 0; q < found.length; q++) {
      Sum[] at = means(own, QUANTITIES.get(q));
      Sum sum = Sum.NOTHING;
      double rough = 0;
      for (int i = 0; i < at.length; i++) {
        sum = sum.plus(at[i].times(weights[i]));
        // The mini-batches to come scatter themselves.
        double scatter = weights[i] * at[i].variance() * PROBES;
        sum = sum.plus(new Sum(0, scatter, at[i].degrees()));
        rough += coarse[i] * at[i].value();
      }
      bounds[0][q] = weighted(none, QUANTITIES.get(q));
      bounds[1][q] = weighted(most, QUANTITIES.get(q));
      found[q] = bracket(sum, bounds[0][q], bounds[1][q], Math.abs(rough - sum.value()));
    }
    walk.parameters(last);
    EstimateWalk.Cost reads = walk.reads();
    EstimateWalk.Cost move = walk.handOver();
    EstimateWalk.Cost[] readBounds = new EstimateWalk.Cost[2];
    EstimateWalk.Cost[] moveBounds = new EstimateWalk.Cost[2];
    for (int i = 0; i < 2; i++) {
      walk.weights(i);
      readBounds[i] = walk.reads();
      moveBounds[i] = walk.handOver();
    }
    double n = total - walked;
    return new Found(
        ratio,
        wider(found[0], n, bracket(reads, readBounds, EstimateWalk.Cost::seconds)),
        wider(found[1], n, bracket(reads, readBounds, EstimateWalk.Cost::joules)),
        perUpdate(found[2].sum(), found[3].sum(), bounds, walk.leastPair()),
        found[3].sum().value(),
        bracket(move, moveBounds, EstimateWalk.Cost::seconds),
        bracket(move, moveBounds, EstimateWalk.Cost::joules));
  }

  /** From the last weights: the drift scaled, the noise as it is. */
  private List<EstimateWalk.Step> measure(
      Increment increment, double scale, int count, Runnable probed) {
    walk.parameters(last);
    Increment scaled =
        new Increment(scale * increment.driftPerGradient(), increment.noiseVariance());
    List<EstimateWalk.Step> steps = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      steps.add(walk.step(++next, scaled, true));
      probed.run();
    }
    return steps;
  }

  /** Mean at every node. */
  private static Sum[] means(
      List<List<EstimateWalk.Step>> measured, ToDoubleFunction<EstimateWalk.Step> of) {
    Sum[] means = new Sum[measured.size()];
    for (int i = 0; i < means.length; i++) {
      double[] v = measured.get(i).stream().mapToDouble(of).toArray();
      double mean = Arrays.stream(v).average().orElse(Double.NaN);
      double squares = 0;
      for (double x : v) {
        squares += (x - mean) * (x - mean);
      }
      means[i] = new Sum(mean, squares / (v.length - 1) / v.length, v.length - 1);
    }
    return means;
  }

  private double weighted(
      List<List<EstimateWalk.Step>> measured, ToDoubleFunction<EstimateWalk.Step> of) {
    Sum[] at = means(measured, of);
    double sum = 0;
    for (int i = 0; i < at.length; i++) {
      sum += weights[i] * at[i].value();
    }
    return sum;
  }

  private static Bracket bracket(Sum sum, double one, double other, double error) {
    return new Bracket(
        sum,
        Math.max(0, sum.value() - Math.min(one, other)) + error,
        Math.max(0, Math.max(one, other) - sum.value()) + error);
  }

  private static Bracket bracket(
      EstimateWalk.Cost own, EstimateWalk.Cost[] bounds, ToDoubleFunction<EstimateWalk.Cost> of) {
    Sum sum = new Sum(of.applyAsDouble(own), 0, Double.POSITIVE_INFINITY);
    return bracket(sum, of.applyAsDouble(bounds[0]), of.applyAsDouble(bounds[1]), 0);
  }

  private static Bracket wider(Bracket b, double times, Bracket by) {
    return new Bracket(b.sum(), b.below() + times * by.below(), b.above() + times * by.above());
  }

  /**
   * Ratio of two sums.
   *
   * @param least the energy of a pair that hardly moves, where no device is updated at all [J]
   */
  private static Bracket perUpdate(Sum joules, Sum updates, double[][] bounds, double least) {
    if (!(updates.value() > 0)) {
      return new Bracket(new Sum(least, 0, Double.POSITIVE_INFINITY), 0, 0);
    }
    double ratio = joules.value() / updates.value();
    double low = ratio;
    double high = ratio;
    for (double[] b : bounds) {
      double bound = b[3] > 0 ? b[2] / b[3] : least;
      low = Math.min(low, bound);
      high = Math.max(high, bound);
    }
    // To first order, as if both erred alike: the larger of the two relative errors.
    double j = joules.variance() / (joules.value() * joules.value());
    double u = updates.variance() / (updates.value() * updates.value());
    double variance = ratio * ratio * Math.max(j, u);
    double degrees = j >= u ? joules.degrees() : updates.degrees();
    return new Bracket(new Sum(ratio, variance, degrees), ratio - low, high - ratio);
  }
}
