package dev.spindrift.mapping;

import dev.spindrift.device.LinearLaw;
import dev.spindrift.mapping.PushPull.Widths;

/**
 * The linear law in float, widths in driver steps and displacements in weight units: constants and
 * one-element functions shared by the scalar planner and the vector kernel.
 *
 * <p>Only for the regular case, see {@link #isRegular}: the shortest pulse is beyond the law's cuts
 * at zero. Many constants are halved for {@link StepMath#twicePositivePart}, which is exact.
 */
final class LinearPlan {
  final float slope;
  private final float offset;
  final float rate;
  private final float varianceOffset;
  final float pairVarianceOffset;
  private final float bias;
  private final float addedVariance;
  final float halfRate;
  final float halfStepsPerWeight;
  final float halfStepsAtZero;
  final float halfAsymmetryOffset;
  final float halfStepsPerVariance;
  final float halfExcess;
  final float shortest;
  final float longest;

  /**
   * Prepares the constants.
   *
   * @param bias of a pair toward its second pulse, in weight units [1]
   * @param addedVariance of a pair beyond its two pulses, in weight units [1]
   */
  LinearPlan(
      LinearLaw law,
      double length,
      PulseTiming timing,
      Widths widths,
      float bias,
      float addedVariance) {
    this.bias = bias;
    this.addedVariance = addedVariance;
    double perStep = law.velocity() * timing.timeStep() / length;
    double variancePerStep = law.varianceRate() * timing.timeStep() / (length * length);
    double intercept = law.varianceOffset() / (length * length);
    boolean additive = widths == Widths.ADDITIVE;
    slope = (float) perStep;
    offset = (float) (law.meanOffset() / length);
    rate = (float) variancePerStep;
    varianceOffset = (float) intercept;
    pairVarianceOffset = (float) (2 * intercept) + addedVariance;
    halfRate = (float) (variancePerStep / 2);
    halfStepsPerWeight = (float) (1 / perStep / 2);
    halfStepsAtZero = additive ? (float) (law.meanOffset() / length / perStep / 2) : 0f;
    halfAsymmetryOffset = additive ? (float) (intercept / 2) : 0f;
    // 2 (rate T_sym + intercept) = left, less the shortest pulse.
    halfStepsPerVariance = (float) (1 / (2 * variancePerStep) / 2);
    halfExcess = (float) ((-intercept / variancePerStep - timing.shortestSteps()) / 2);
    shortest = timing.shortestSteps();
    longest = timing.longestSteps();
  }

  /**
   * Returns whether the arithmetic of this class holds: mean and variance of the shortest pulse are
   * positive, and the variance has no jump at width zero that an asymmetry would bring.
   */
  static boolean isRegular(LinearLaw law, PulseTiming timing, Widths widths) {
    return law.varianceRate() > 0
        && law.mean(timing.shortest()) > 0
        && law.variance(timing.shortest()) > 0
        && (widths == Widths.EXACT || law.varianceOffset() <= 0);
  }

  /** Returns whether the variance is positive and small enough for float widths. */
  boolean covers(float required) {
    return required > 0 && symmetric(left(required, 0f)) <= StepMath.FAR;
  }

  /** Returns the driver's longest pulse [steps]. */
  float longest() {
    return longest;
  }

  /** Returns the mean displacement of a pair toward its second pulse. */
  float bias() {
    return bias;
  }

  /** Returns the variance of a pair beyond that of its two pulses. */
  float addedVariance() {
    return addedVariance;
  }

  /** Returns the mean displacement of a pulse, at least the shortest. */
  float mean(float steps) {
    return slope * steps + offset;
  }

  /** Returns the variance of a pulse, at least the shortest. */
  float variance(float steps) {
    return rate * steps + varianceOffset;
  }

  /** Returns by how much the longer pulse displaces more than the shorter. */
  float pairMean(float shorter, float longer) {
    return slope * (longer - shorter);
  }

  /** Returns the variance of both pulses together, of the sum of their widths. */
  float pairVariance(float steps) {
    return rate * steps + pairVarianceOffset;
  }

  /**
   * Returns the asymmetry T_L for a drift [steps]; not a number if the drift is too large or none.
   */
  float asymmetry(float drift) {
    float half = Math.abs(drift) * halfStepsPerWeight - halfStepsAtZero;
    return Math.min(StepMath.twicePositivePart(half), StepMath.FAR) + drift * 0x1p64f * 0f;
  }

  /**
   * Returns the variance left for the symmetric part; negative if the asymmetry brings too much.
   */
  float left(float required, float asymmetry) {
    return required - StepMath.twicePositivePart(halfRate * asymmetry + halfAsymmetryOffset);
  }

  /**
   * Returns half of what the symmetric width exceeds the shortest by; negative if it is shorter.
   */
  float halfExcess(float left) {
    return left * halfStepsPerVariance + halfExcess;
  }

  /** Returns the symmetric width, at least the shortest, not rounded. */
  float symmetric(float left) {
    return shortest + StepMath.twicePositivePart(halfExcess(left));
  }

  /** Returns the rounded shorter width. */
  float shorter(float symmetric) {
    return cut(StepMath.round(symmetric), longest);
  }

  /** Returns the rounded longer width, at most one above the longest. */
  float longer(float symmetric, float asymmetry) {
    return cut(StepMath.round(symmetric + asymmetry), longest + 1f);
  }

  /** Returns the smaller of two whole numbers; exact. */
  static float cut(float steps, float most) {
    return most - StepMath.twicePositivePart((most - steps) * 0.5f);
  }

  /**
   * Returns the bits of the largest asymmetry whose variance is not too much: above it lies the
   * upper limit. Everything falls with the asymmetry, in float arithmetic, too.
   */
  int upperBits(float required) {
    int low = 0;
    int high = Float.floatToRawIntBits(StepMath.FAR);
    while (low < high) {
      int middle = low + (high - low + 1) / 2;
      if (left(required, Float.intBitsToFloat(middle)) < 0) {
        high = middle - 1;
      } else {
        low = middle;
      }
    }
    return low;
  }

  /**
   * Returns the bits of the largest asymmetry at which the symmetric width is not below the
   * shortest pulse, -1 if it always is: above it lie the lower and the upper limit.
   */
  int limitBits(float required) {
    int low = -1;
    int high = Float.floatToRawIntBits(StepMath.FAR);
    while (low < high) {
      int middle = low + (high - low + 1) / 2;
      if (halfExcess(left(required, Float.intBitsToFloat(middle))) < 0) {
        high = middle - 1;
      } else {
        low = middle;
      }
    }
    return low;
  }

  /**
   * Returns the shorter width of the pairs that differ by this much in one update.
   *
   * <p>As the asymmetry grows, the shorter width only falls and the longer only rises, so the
   * difference tells the pair, except that rounding may swap two neighbouring steps. The difference
   * is the asymmetry to within a step, which moves the shorter width by half of one; where the
   * longer width is cut, it is known.
   *
   * @param difference longer less shorter width, the longer at most one above the longest [steps]
   * @param lastBits the shorter width modulo 4 [steps]
   */
  int shorterOf(int difference, int lastBits, float required) {
    int near =
        (int)
            Math.min(
                shorter(symmetric(left(required, (float) difference))), longest + 1f - difference);
    int ahead = (lastBits - near) & 3;
    return near + (ahead == 3 ? -1 : ahead);
  }

  /** Plans one pair with required variance. */
  void plan(float drift, float required, PulsePair pair) {
    float asymmetry = asymmetry(drift);
    float left = left(required, asymmetry);
    float symmetric = symmetric(left);
    float longer = longer(symmetric, asymmetry);
    pair.upperLimit = left < 0;
    pair.lowerLimit = !pair.upperLimit && halfExcess(left) < 0;
    pair.longestLimit = longer > longest;
    pair.longer = (int) cut(longer, longest);
    pair.shorter = (int) shorter(symmetric);
  }
}
