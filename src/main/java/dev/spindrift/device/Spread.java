package dev.spindrift.device;

/**
 * Device-to-device variation: relative standard deviations of lognormal factors with mean 1.
 *
 * <p>Lognormal, because mobility, length and conductance are positive; for a few per cent it cannot
 * be told from a normal distribution.
 *
 * @param mobility of the wall's mean displacement [1]
 * @param length of the track's length [1]
 * @param conductance of the device's conductance as a whole [1]
 */
public record Spread(double mobility, double length, double conductance) {
  /** No variation. */
  public static final Spread NONE = new Spread(0, 0, 0);

  /**
   * Checks the spreads.
   *
   * @throws IllegalArgumentException if one is negative or not finite
   */
  public Spread {
    if (!(mobility >= 0 && length >= 0 && conductance >= 0)
        || !Double.isFinite(mobility + length + conductance)) {
      throw new IllegalArgumentException("relative standard deviations must be 0 or more, finite");
    }
  }

  /** Returns whether all devices are alike. */
  public boolean isNone() {
    return mobility == 0 && length == 0 && conductance == 0;
  }
}
