package dev.spindrift.device;

/**
 * What programming a filamentary memristor yields: a conductance drawn from N(G, spread(G)^2),
 * where G, the mean, is set by the programming current. More current makes a thicker filament: a
 * higher mean and a smaller spread. The current itself does not appear, as sources give the spread
 * against the mean.
 *
 * <p>Means lie in [lowest, highest]; a drawn conductance may lie outside.
 */
public sealed interface FilamentLaw {

  /** Returns the lowest mean conductance that can be programmed [S]. */
  double lowest();

  /** Returns the highest mean conductance that can be programmed [S]. */
  double highest();

  /**
   * Returns the standard deviation of the conductance, positive within the range [S].
   *
   * @param mean mean conductance, lowest to highest [S]
   */
  double spread(double mean);

  /** Returns whether a conductance lies in [lowest, highest]; [S]. */
  default boolean reaches(double conductance) {
    return conductance >= lowest() && conductance <= highest();
  }

  /**
   * A spread linear in the mean: atZero + slope G.
   *
   * @param lowest lowest mean [S]
   * @param highest highest mean [S]
   * @param atZero spread extrapolated to G = 0 [S]
   * @param slope change of the spread per mean [1]
   */
  record Linear(double lowest, double highest, double atZero, double slope) implements FilamentLaw {
    /** Checks that the spread is positive everywhere. */
    public Linear {
      check(lowest, highest, atZero + slope * lowest, atZero + slope * highest);
    }

    @Override
    public double spread(double mean) {
      return atZero + slope * mean;
    }
  }

  /**
   * A spread that is a power of the mean: atReference (G/reference)^exponent.
   *
   * @param lowest lowest mean [S]
   * @param highest highest mean [S]
   * @param reference a mean, positive [S]
   * @param atReference the spread there [S]
   * @param exponent negative where the spread falls [1]
   */
  record Power(double lowest, double highest, double reference, double atReference, double exponent)
      implements FilamentLaw {
    /** Checks that the spread is positive everywhere. */
    public Power {
      check(
          lowest,
          highest,
          atReference * Math.pow(lowest / reference, exponent),
          atReference * Math.pow(highest / reference, exponent));
    }

    @Override
    public double spread(double mean) {
      return atReference * Math.pow(mean / reference, exponent);
    }
  }

  private static void check(double lowest, double highest, double low, double high) {
    boolean range = lowest > 0 && highest > lowest && Double.isFinite(highest);
    if (!range || !(low > 0) || !(high > 0) || !Double.isFinite(low + high)) {
      throw new IllegalArgumentException(
          "a filament needs 0 < lowest < highest and a positive spread at both: "
              + lowest
              + " S with spread "
              + low
              + " S, "
              + highest
              + " S with spread "
              + high
              + " S");
    }
  }
}
