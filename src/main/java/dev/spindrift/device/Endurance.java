package dev.spindrift.device;

import umontreal.ssj.probdist.NormalDist;

/**
 * How long walls move: a device whose pulses or way reach its life has a wall that no longer moves.
 *
 * <p>The limits are multiplied by a factor per device, drawn once. {@link Distribution#LOGNORMAL}:
 * exp(s z) with z a standard normal, so that half of the devices last for less than the limit.
 * {@link Distribution#WEIBULL}: (-ln(1 - u))^(1/k) with u uniform, so that 1 - 1/e = 63 % last for
 * less than the limit (Weibull's characteristic life; k &gt; 1: devices that age).
 *
 * @param pulses limit of a device's pulses; infinite: none [1]
 * @param way limit of what pulses drive a nominal wall to and fro; infinite: none [m]
 * @param distribution of the factor
 * @param shape s of the lognormal distribution, 0: all devices alike; k of Weibull's [1]
 */
public record Endurance(double pulses, double way, Distribution distribution, double shape) {
  /** No wall ever wears out. */
  public static final Endurance NONE =
      new Endurance(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, Distribution.LOGNORMAL, 0);

  /** How lives are distributed over devices. */
  public enum Distribution {
    /** Logarithms of lives are normal. */
    LOGNORMAL,
    /** The weakest link decides. */
    WEIBULL
  }

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if a limit is not positive, a lognormal shape negative, a
   *     Weibull shape not positive or a shape not finite
   */
  public Endurance {
    if (!(pulses > 0 && way > 0)) {
      throw new IllegalArgumentException("limits must be positive: " + pulses + ", " + way + " m");
    }
    if (!(shape >= 0) || Double.isInfinite(shape)) {
      throw new IllegalArgumentException("the shape must be 0 or more, finite: " + shape);
    }
    if (distribution == Distribution.WEIBULL && shape == 0) {
      throw new IllegalArgumentException("Weibull's shape must be positive");
    }
  }

  /** Returns whether no wall ever wears out. */
  public boolean isNone() {
    return pulses == Double.POSITIVE_INFINITY && way == Double.POSITIVE_INFINITY;
  }

  /**
   * Returns by which factor a device's life differs from the limits [1].
   *
   * @param normal its standard normal [1]
   */
  public double factor(double normal) {
    return distribution == Distribution.LOGNORMAL
        ? Math.exp(shape * normal)
        // 1 - u of a normal's u has the same distribution, and its tail the digits
        : Math.pow(-Math.log(NormalDist.barF01(normal)), 1 / shape);
  }
}
