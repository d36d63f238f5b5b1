package dev.spindrift.device;

/**
 * Device-to-device variation: relative standard deviations of lognormal factors with mean 1, and
 * devices that do not work at all.
 *
 * <p>Lognormal, because mobility, length and conductance are positive; for a few per cent it cannot
 * be told from a normal distribution.
 *
 * @param mobility of the wall's mean displacement [1]
 * @param length of the track's length [1]
 * @param conductance of the device's conductance as a whole [1]
 * @param stuckWalls share of the devices whose wall stays where it was when the chip was made,
 *     anywhere on the track with the same probability, whatever pulse comes [1]
 * @param deadCells share of the cells whose devices do not conduct: their weight is 0 [1]
 * @param endurance after how many pulses or metres walls no longer move
 */
public record Spread(
    double mobility,
    double length,
    double conductance,
    double stuckWalls,
    double deadCells,
    Endurance endurance) {
  /** No variation. */
  public static final Spread NONE = new Spread(0, 0, 0);

  /** Devices that differ, all of which work. */
  public Spread(double mobility, double length, double conductance) {
    this(mobility, length, conductance, 0, 0);
  }

  /** Devices whose walls never wear out. */
  public Spread(
      double mobility, double length, double conductance, double stuckWalls, double deadCells) {
    this(mobility, length, conductance, stuckWalls, deadCells, Endurance.NONE);
  }

  /** Returns these devices with another endurance. */
  public Spread withEndurance(Endurance other) {
    return new Spread(mobility, length, conductance, stuckWalls, deadCells, other);
  }

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
    if (!(stuckWalls >= 0 && stuckWalls <= 1 && deadCells >= 0 && deadCells <= 1)) {
      throw new IllegalArgumentException("shares of faults must lie in [0, 1]");
    }
  }

  /** Returns whether all devices are alike, work and do so for ever. */
  public boolean isNone() {
    return mobility == 0 && length == 0 && conductance == 0 && !hasFaults() && !wearsOut();
  }

  /** Returns whether walls stop to move some day. */
  public boolean wearsOut() {
    return !endurance.isNone();
  }

  /** Returns whether some devices do not work. */
  public boolean hasFaults() {
    return stuckWalls > 0 || deadCells > 0;
  }
}
