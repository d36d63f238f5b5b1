package dev.spindrift.device;

/**
 * How far one current pulse moves the wall: a pulse of width T and polarity P displaces it by a
 * normal variable N(P mean(T), variance(T)), wherever on the track it starts. Devices for which
 * that does not hold carry tables besides ({@link PositionLaw}); this is then their average.
 *
 * <p>A width of zero means no pulse: mean and variance are zero there whatever the law's
 * intercepts.
 */
public sealed interface DisplacementLaw permits LinearLaw, TableLaw, PositionLaw {

  /**
   * Returns the mean displacement of a positive pulse, 0 or more [m].
   *
   * @param width pulse width, 0 or more [s]
   */
  double mean(double width);

  /**
   * Returns the variance of the displacement of one pulse, 0 or more [m^2].
   *
   * @param width pulse width, 0 or more [s]
   */
  double variance(double width);

  /**
   * Returns the width whose mean displacement is the given one; 0 if none is that short [s].
   *
   * @param displacement wanted mean displacement, 0 or more [m]
   */
  double widthForMean(double displacement);

  /**
   * Returns the shortest width with at least the given variance; 0 if the variance is 0 or less
   * [s].
   *
   * @param variance wanted variance [m^2]
   */
  double widthForVariance(double variance);

  /**
   * Returns the width of two equal opposite pulses that, together with {@code alreadyThere}, give
   * the required variance: 2 variance(T) + alreadyThere = required; 0 if alreadyThere exceeds it
   * [s].
   *
   * @param required required variance of the pair [m^2]
   * @param alreadyThere variance that the asymmetry brings [m^2]
   */
  default double symmetricWidth(double required, double alreadyThere) {
    return widthForVariance((required - alreadyThere) / 2);
  }
}
