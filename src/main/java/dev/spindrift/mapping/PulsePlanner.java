package dev.spindrift.mapping;

import dev.spindrift.device.DeviceParameters;
import dev.spindrift.device.DisplacementLaw;
import dev.spindrift.device.LinearLaw;
import dev.spindrift.device.PositionLaw;
import dev.spindrift.learning.Increment;
import dev.spindrift.mapping.PushPull.Widths;

/**
 * Turns a drift and a required noise variance into the widths of a push-pull pair.
 *
 * <p>All in weight units: a displacement over the track's length is a change of weight. The drift d
 * asks for an asymmetry T_L = mean^-1(|d|); the symmetric width solves 2 variance(T_sym) +
 * variance(T_L) = s^2 and is never below the shortest pulse; the longer pulse is T_sym + T_L. Both
 * are rounded to the driver's step, halves up, and cut to its longest pulse. Where no variance is
 * left for the symmetric part, it gets the shortest pulse. No required variance and no drift: no
 * pulse.
 *
 * <p>The law is that of the nominal device; a chip does not know its devices' deviations, nor where
 * their walls are ({@link PositionLaw}).
 *
 * <p>Where the device remembers the first pulse of a pair, the pair's displacement has a bias
 * toward the second pulse and an added variance at the driver's gap. The widths are planned without
 * them, as the paper does; with {@link PushPull.Offset#CALIBRATED} the bias is taken off the drift.
 *
 * <p>Immutable. Implementation note: in the common case, a {@link LinearLaw} beyond its cuts at
 * zero and a required variance, the arithmetic is float, in steps, shared with the vector kernel
 * ({@link LinearPlan}); everything else is solved in double.
 */
public final class PulsePlanner implements PairPlanner {
  private final DisplacementLaw law;
  private final double length;
  private final PulseTiming timing;
  private final Widths widths;
  private final LinearPlan linear;
  private final float[] meanOfSteps;
  private final float[] varianceOfSteps;
  private final double bits;
  private final float bias;
  private final float addedVariance;
  private final boolean calibrated;

  /**
   * Prepares the tables of the law at whole steps.
   *
   * @param device the nominal device
   * @param timing the driver
   * @param mode how the widths are solved for, and whether they make up for the bias
   */
  public PulsePlanner(DeviceParameters device, PulseTiming timing, PushPull mode) {
    this.law = device.law();
    this.length = device.length();
    this.timing = timing;
    this.widths = mode.widths();
    this.calibrated = mode.offset() == PushPull.Offset.CALIBRATED;
    this.bias = (float) (device.betweenPulses().bias(timing.gap()) / length);
    this.addedVariance =
        (float) (device.betweenPulses().addedVariance(timing.gap()) / length / length);
    this.bits = device.updatePrecisionBits(timing.shortest());
    this.linear =
        law instanceof LinearLaw line && LinearPlan.isRegular(line, timing, widths)
            ? new LinearPlan(line, length, timing, widths, bias, addedVariance)
            : null;
    int n = timing.longestSteps() + 1;
    meanOfSteps = new float[n];
    varianceOfSteps = new float[n];
    for (int steps = 1; steps < n; steps++) {
      if (linear != null) {
        meanOfSteps[steps] = linear.mean(steps);
        varianceOfSteps[steps] = linear.variance(steps);
      } else {
        double width = steps * timing.timeStep();
        meanOfSteps[steps] = (float) (law.mean(width) / length);
        varianceOfSteps[steps] = (float) (law.variance(width) / length / length);
      }
    }
  }

  /** Returns the driver's timing. */
  public PulseTiming timing() {
    return timing;
  }

  /**
   * Returns the bits of update precision b that device and shortest pulse give: sigma(T_min) = 2^(1
   * - b) / 3 in weight units [bit].
   */
  public double updatePrecisionBits() {
    return bits;
  }

  /**
   * Returns the noise that a pair of shortest pulses brings, sqrt(2) sigma(T_min), in weight units:
   * the least noise of any update, to be compared with the required sqrt(2 tau) [1].
   */
  public double noiseFloor() {
    return Math.sqrt(2 * law.variance(timing.shortest()) / length / length + addedVariance);
  }

  /** Returns the tables by which the devices move, or null if they move as planned. */
  PositionLaw positional() {
    return law instanceof PositionLaw tables ? tables : null;
  }

  /**
   * Returns the mean displacement along the pulse's direction from a position, in weight units [1].
   *
   * @param polarity +1 towards position 1, -1 towards position 0
   */
  float mean(PositionLaw tables, int polarity, int steps, float position) {
    return (float) (tables.mean(polarity, steps * timing.timeStep(), position) / length);
  }

  /** Returns the standard deviation of a pulse from a position, in weight units [1]. */
  float deviation(PositionLaw tables, int polarity, int steps, float position) {
    double variance = tables.variance(polarity, steps * timing.timeStep(), position);
    return (float) (Math.sqrt(variance) / length);
  }

  /** Returns the mean displacement of a pulse of any width from a position, weight units [1]. */
  float mean(PositionLaw tables, int polarity, double width, float position) {
    return (float) (tables.mean(polarity, width, position) / length);
  }

  /** Returns the variance of a pulse of any width from a position, weight units [1]. */
  float variance(PositionLaw tables, int polarity, double width, float position) {
    return (float) (tables.variance(polarity, width, position) / length / length);
  }

  /** Returns the mean displacement of a pulse of any width in weight units [1]. */
  float mean(double width) {
    return (float) (law.mean(width) / length);
  }

  /** Returns the variance of a pulse of any width in weight units [1]. */
  float variance(double width) {
    return (float) (law.variance(width) / length / length);
  }

  /** Returns how a pair displaces towards larger weights, as it is driven, weight units [1]. */
  float mean(PulsePair pair, int cell, DrivenPulses driven) {
    double push = driven.onTime(cell, true, pair.push());
    double pull = driven.onTime(cell, false, pair.pull());
    return mean(driven.effectiveWidth(cell, true, push))
        - mean(driven.effectiveWidth(cell, false, pull));
  }

  /** Returns the variance of a pair as it is driven, weight units [1]. */
  float variance(PulsePair pair, int cell, DrivenPulses driven) {
    return variance(driven.onTime(cell, true, pair.push()))
        + variance(driven.onTime(cell, false, pair.pull()))
        + addedVariance;
  }

  /** Returns the mean displacement of a pulse in weight units [1]. */
  float mean(int steps) {
    return meanOfSteps[steps];
  }

  /** Returns the variance of a pulse in weight units [1]. */
  float variance(int steps) {
    return varianceOfSteps[steps];
  }

  /** Returns the mean displacement of a pair that its order brings, in weight units [1]. */
  float pairBias(boolean pushFirst) {
    return pushFirst ? -bias : bias;
  }

  /** Returns the variance of a pair beyond that of its two pulses, in weight units [1]. */
  float addedVariance() {
    return addedVariance;
  }

  /** Returns what is added to every drift before it is planned, in weight units [1]. */
  @Override
  public float offset(boolean pushFirst) {
    return calibrated ? -pairBias(pushFirst) : 0f;
  }

  /** Returns by how much the longer pulse displaces more than the shorter, in weight units [1]. */
  float pairMean(PulsePair pair) {
    return linear != null
        ? linear.pairMean(pair.shorter, pair.longer)
        : mean(pair.longer) - mean(pair.shorter);
  }

  /** Returns the variance of both pulses together in weight units [1]. */
  float pairVariance(PulsePair pair) {
    return linear != null
        ? linear.pairVariance(pair.shorter + pair.longer)
        : variance(pair.shorter) + variance(pair.longer) + addedVariance;
  }

  /** Returns the float arithmetic, or null if this increment needs double arithmetic. */
  LinearPlan linear(Increment increment) {
    return linear != null && linear.covers((float) increment.noiseVariance()) ? linear : null;
  }

  /**
   * Plans one pair.
   *
   * @param gradient sum over the mini-batch of the loss's derivative, finite [1]
   * @param weight not used: the law is the same along the track
   * @param increment drift per gradient and required variance
   * @param pushFirst whether the push precedes the pull
   * @param pair receives the widths; modified
   */
  @Override
  public void plan(
      float gradient, float weight, Increment increment, boolean pushFirst, PulsePair pair) {
    float step = gradient * increment.drift();
    float drift = step + offset(pushFirst);
    float required = (float) increment.noiseVariance();
    pair.sign = StepMath.sign(drift);
    if (required == 0 && step == 0) {
      pair.shorter = 0;
      pair.longer = 0;
      pair.lowerLimit = false;
      pair.upperLimit = false;
      pair.longestLimit = false;
    } else if (linear != null && linear.covers(required)) {
      linear.plan(drift, required, pair);
    } else {
      planInDouble(Math.abs(drift) * length, increment.noiseVariance() * length * length, pair);
    }
  }

  /** Solves for any law; drift [m], required [m^2]. */
  private void planInDouble(double drift, double required, PulsePair pair) {
    double asymmetry = law.widthForMean(drift);
    double left = required - law.variance(asymmetry);
    double symmetric =
        widths == Widths.ADDITIVE
            ? law.symmetricWidth(required, law.variance(asymmetry))
            : exactSymmetric(drift, required);
    double shortest = timing.shortest();
    pair.upperLimit = left < 0;
    pair.lowerLimit = !pair.upperLimit && symmetric < shortest;
    symmetric = Math.max(shortest, symmetric);
    double longer =
        widths == Widths.ADDITIVE
            ? symmetric + asymmetry
            : law.widthForMean(law.mean(symmetric) + drift);
    double longerSteps = Math.floor(longer / timing.timeStep() + 0.5);
    double shorterSteps = Math.floor(symmetric / timing.timeStep() + 0.5);
    pair.longestLimit = longerSteps > timing.longestSteps();
    pair.longer = (int) Math.min(longerSteps, timing.longestSteps());
    pair.shorter = (int) Math.min(shorterSteps, timing.longestSteps());
  }

  /** Bisects variance(T) + variance(mean^-1(mean(T) + drift)) = required; 0 if it has no root. */
  private double exactSymmetric(double drift, double required) {
    double low = 0;
    double high = Math.min(timing.longest(), law.widthForVariance(required));
    while (high - low > 1e-6 * timing.timeStep()) {
      double middle = (low + high) / 2;
      double pair = law.variance(middle) + law.variance(law.widthForMean(law.mean(middle) + drift));
      if (pair < required) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
