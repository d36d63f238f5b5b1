package dev.spindrift.mapping;

import static dev.spindrift.engine.FloatBits.INT;

/**
 * The loops of {@link TileKernel}: each a few instructions over arrays with the same index, which
 * is what C2 of JDK 17 vectorises, if it compiles each by itself: the launcher forbids to inline
 * them (src/main/jvm/compile-commands). Arrays of a call are distinct; n is their used length.
 */
final class KernelLoops {
  private KernelLoops() {}

  static void asymmetry(
      LinearPlan plan, float[] gradient, float drift, float offset, float[] asymmetry, int n) {
    for (int j = 0; j < n; j++) {
      asymmetry[j] = plan.asymmetry(gradient[j] * drift + offset);
    }
  }

  static void symmetric(
      LinearPlan plan, float required, float[] asymmetry, float[] symmetric, int n) {
    for (int j = 0; j < n; j++) {
      symmetric[j] = plan.symmetric(plan.left(required, asymmetry[j]));
    }
  }

  /** Counts positive floats above two thresholds by their bits; differences do not overflow. */
  static void countAbove(
      byte[] bits, int threshold, int[] counts, int upperThreshold, int[] upperCounts, int n) {
    for (int j = 0; j < n; j++) {
      int x = (int) INT.get(bits, 4 * j);
      counts[j] += (threshold - x) >>> 31;
      upperCounts[j] += (upperThreshold - x) >>> 31;
    }
  }

  static void widths(
      LinearPlan plan,
      float[] symmetric,
      float[] asymmetry,
      float[] shorter,
      float[] longer,
      int n) {
    for (int j = 0; j < n; j++) {
      shorter[j] = plan.shorter(symmetric[j]);
      longer[j] = plan.longer(symmetric[j], asymmetry[j]);
    }
  }

  /** Computes bins for the histogram, where longer widths may be one above the longest; cuts. */
  static void keys(LinearPlan plan, float[] shorter, float[] longer, float[] keys, int n) {
    for (int j = 0; j < n; j++) {
      keys[j] = LaneCounts.key(shorter[j], longer[j]);
      longer[j] = LinearPlan.cut(longer[j], plan.longest);
    }
  }

  /** Takes the integers out of keys and adds ways; out of range where a key is not a number. */
  static void places(byte[] keys, int[] ways, int[] places, int n) {
    for (int j = 0; j < n; j++) {
      places[j] = (int) INT.get(keys, 4 * j) - StepMath.MAGIC_BITS + ways[j];
    }
  }

  static void sum(float[] shorter, float[] longer, float[] steps, int n) {
    for (int j = 0; j < n; j++) {
      steps[j] = shorter[j] + longer[j];
    }
  }

  /** Merges sums of both widths into those of rows. */
  static void rows(float[] steps, float[] longest, float[] sum, int n) {
    for (int j = 0; j < n; j++) {
      longest[j] = StepMath.larger(longest[j], steps[j]);
      sum[j] += steps[j];
    }
  }

  static void difference(float[] plus, float[] minus, float[] weight, int n) {
    for (int j = 0; j < n; j++) {
      weight[j] = plus[j] - minus[j];
    }
  }

  static void meanOfPair(
      LinearPlan plan,
      float[] gradient,
      float drift,
      float offset,
      float bias,
      float[] shorter,
      float[] longer,
      float[] mean,
      float[] steps,
      int n) {
    for (int j = 0; j < n; j++) {
      steps[j] = shorter[j] + longer[j];
      float sign = StepMath.sign(gradient[j] * drift + offset);
      mean[j] = sign * plan.pairMean(shorter[j], longer[j]) + bias;
    }
  }

  static void deviationOfPair(LinearPlan plan, float[] steps, float[] deviation, int n) {
    for (int j = 0; j < n; j++) {
      deviation[j] = (float) Math.sqrt(plan.pairVariance(steps[j]));
    }
  }

  /** The longer pulse is the push where the drift is positive. */
  static void pushAndPull(
      float[] gradient,
      float drift,
      float offset,
      float[] shorter,
      float[] longer,
      float[] push,
      float[] pull,
      int n) {
    for (int j = 0; j < n; j++) {
      float half = (longer[j] - shorter[j]) * 0.5f;
      float side = StepMath.sign(gradient[j] * drift + offset) * half;
      // Whole or half numbers below 2^17: exact.
      push[j] = shorter[j] + half + side;
      pull[j] = shorter[j] + half - side;
    }
  }

  static void pulse(
      LinearPlan plan,
      float[] steps,
      float polarity,
      float bias,
      float addedVariance,
      float[] mean,
      float[] deviation,
      int n) {
    for (int j = 0; j < n; j++) {
      mean[j] = polarity * plan.mean(steps[j]) + bias;
      deviation[j] = (float) Math.sqrt(plan.variance(steps[j]) + addedVariance);
    }
  }

  /** Moves the weights as if the tracks had no ends. */
  static void displace(float[] mean, float[] deviation, float[] normal, float[] weight, int n) {
    for (int j = 0; j < n; j++) {
      weight[j] += mean[j] + deviation[j] * normal[j];
    }
  }

  /** Counts weights outside [-1, 1]. */
  static void countEnds(byte[] bits, int[] counts, int n) {
    for (int j = 0; j < n; j++) {
      int x = (int) INT.get(bits, 4 * j);
      counts[j] += (StepMath.ONE_BITS - (x & Integer.MAX_VALUE)) >>> 31;
    }
  }

  /** Counts weights outside [-1, 1] after one or the other pulse. */
  static void countEnds(byte[] one, byte[] other, int[] counts, int n) {
    for (int j = 0; j < n; j++) {
      int x = (int) INT.get(one, 4 * j);
      int y = (int) INT.get(other, 4 * j);
      int first = StepMath.ONE_BITS - (x & Integer.MAX_VALUE);
      int second = StepMath.ONE_BITS - (y & Integer.MAX_VALUE);
      counts[j] += (first | second) >>> 31;
    }
  }

  /** A negative zero becomes zero, like plus - minus. */
  static void clip(float[] weight, int n) {
    for (int j = 0; j < n; j++) {
      weight[j] = Math.max(-1f, Math.min(1f, weight[j])) + 0f;
    }
  }

  /** Adds one to the magnitude: the bits above those of one are the position in units of 2^-23. */
  static void beyondOne(float[] weight, float[] shifted, int n) {
    for (int j = 0; j < n; j++) {
      shifted[j] = 1f + Math.abs(weight[j]);
    }
  }

  static void addPositions(byte[] bits, int[] positions, int n) {
    for (int j = 0; j < n; j++) {
      positions[j] += (int) INT.get(bits, 4 * j) - StepMath.ONE_BITS;
    }
  }

  /** Distributes the weight over the two devices. */
  static void split(float[] weight, float[] plus, float[] minus, int n) {
    for (int j = 0; j < n; j++) {
      float up = (weight[j] + Math.abs(weight[j])) * 0.5f;
      plus[j] = up;
      minus[j] = up - weight[j];
    }
  }
}
