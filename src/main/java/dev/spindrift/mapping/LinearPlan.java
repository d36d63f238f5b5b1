package dev.spindrift.mapping;

import dev.spindrift.device.LinearLaw;
import dev.spindrift.mapping.PushPull.Widths;

/**
 * The linear law in float, widths in driver steps and displacements in weight units: constants and
 * one-element functions shared by the scalar planner and the vector kernel.
 *
 * <p>EXACT widths assume that neither the mean nor the variance of a shortest pulse is cut off at
 * zero.
 */
final class LinearPlan {
  /** Mean displacement per step, and its intercept. */
  final float meanSlope;

  final float meanOffset;

  /** Variance per step, and its intercept. */
  final float varianceSlope;

  final float varianceOffset;

  /** Steps of asymmetry per weight of drift, and those that the intercept already gives. */
  final float stepsPerWeight;

  final float stepsAtZero;

  /** Intercept of the variance that the asymmetry is taken to bring. */
  final float asymmetryOffset;

  /** T_sym = left x stepsPerVariance + stepsWithoutVariance. */
  final float stepsPerVariance;

  final float stepsWithoutVariance;

  final float shortest;
  final float longest;

  LinearPlan(LinearLaw law, double length, PulseTiming timing, Widths widths) {
    double slope = law.velocity() * timing.timeStep() / length;
    double rate = law.varianceRate() * timing.timeStep() / (length * length);
    double offset = law.varianceOffset() / (length * length);
    meanSlope = (float) slope;
    meanOffset = (float) (law.meanOffset() / length);
    varianceSlope = (float) rate;
    varianceOffset = (float) offset;
    stepsPerWeight = (float) (1 / slope);
    boolean additive = widths == Widths.ADDITIVE;
    stepsAtZero = additive ? (float) (law.meanOffset() / length / slope) : 0f;
    asymmetryOffset = additive ? (float) offset : 0f;
    // A law without growing variance cannot meet a variance by its width: shortest pulse.
    stepsPerVariance = rate > 0 ? (float) (1 / (2 * rate)) : 0f;
    stepsWithoutVariance = rate > 0 ? (float) (-offset / rate) : 0f;
    shortest = timing.shortestSteps();
    longest = timing.longestSteps();
  }

  /** Returns the mean displacement of a pulse, 0 without one. */
  float mean(float steps) {
    return Math.min(steps * StepMath.HUGE, Math.max(0f, meanSlope * steps + meanOffset));
  }

  /** Returns the variance of a pulse, 0 without one. */
  float variance(float steps) {
    return Math.min(steps * StepMath.HUGE, Math.max(0f, varianceSlope * steps + varianceOffset));
  }

  /** Returns the asymmetry T_L for a drift [steps]; not a number if the drift is not finite. */
  float asymmetry(float drift) {
    return Math.max(0f, Math.abs(drift) * stepsPerWeight - stepsAtZero) + drift * 0f;
  }

  /** Returns the variance left for the symmetric part. */
  float left(float required, float asymmetry) {
    return required
        - Math.max(
            0f, Math.min(varianceSlope * asymmetry + asymmetryOffset, asymmetry * StepMath.HUGE));
  }

  /** Returns the symmetric width that the variance left asks for; 0 or less if none is left. */
  float symmetric(float left) {
    return Math.min(left * stepsPerVariance + stepsWithoutVariance, left * StepMath.HUGE);
  }

  /** Returns the rounded longer width, at most one above the longest. */
  float longer(float symmetric, float asymmetry) {
    return StepMath.round(Math.min(symmetric + asymmetry, longest + 1f));
  }

  /** Plans one pair; required variance and drift are not both 0. */
  void plan(float drift, float required, PulsePair pair) {
    float asymmetry = asymmetry(drift);
    float left = left(required, asymmetry);
    float wanted = symmetric(left);
    float symmetric = Math.max(shortest, wanted);
    float longer = longer(symmetric, asymmetry);
    pair.upperLimit = left < 0;
    pair.lowerLimit = !pair.upperLimit && wanted < shortest;
    pair.longestLimit = longer > longest;
    pair.longer = (int) Math.min(longer, longest);
    pair.shorter = (int) StepMath.round(Math.min(symmetric, longest));
  }
}
