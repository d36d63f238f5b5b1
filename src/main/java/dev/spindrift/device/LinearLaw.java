package dev.spindrift.device;

/**
 * Mean and variance linear in the pulse width, each cut off at zero: mean(T) = max(0, v T + x0) and
 * variance(T) = max(0, b T + a).
 *
 * <p>A free wall follows it beyond its relaxation time (5 ns at rest, then the pulse): v is the
 * spin-drift velocity times beta/alpha and b twice the diffusion constant; the negative intercept a
 * is the start of the diffusion, slower while the wall's phase is still in equilibrium.
 *
 * @param velocity v, mean velocity of the wall during the pulse, positive [m/s]
 * @param meanOffset x0, intercept of the mean [m]
 * @param varianceRate b, growth of the variance, 0 or more [m^2/s]
 * @param varianceOffset a, intercept of the variance [m^2]
 */
public record LinearLaw(
    double velocity, double meanOffset, double varianceRate, double varianceOffset)
    implements DisplacementLaw {

  /**
   * Checks the coefficients.
   *
   * @throws IllegalArgumentException if the velocity is not positive, the rate negative, or one of
   *     the four not finite
   */
  public LinearLaw {
    if (!(velocity > 0 && Double.isFinite(velocity))
        || !(varianceRate >= 0 && Double.isFinite(varianceRate))
        || !Double.isFinite(meanOffset)
        || !Double.isFinite(varianceOffset)) {
      throw new IllegalArgumentException(
          "velocity must be positive, variance rate 0 or more, all finite: v = "
              + velocity
              + " m/s, x0 = "
              + meanOffset
              + " m, b = "
              + varianceRate
              + " m^2/s, a = "
              + varianceOffset
              + " m^2");
    }
  }

  @Override
  public double mean(double width) {
    return width > 0 ? Math.max(0, velocity * width + meanOffset) : 0;
  }

  @Override
  public double variance(double width) {
    return width > 0 ? Math.max(0, varianceRate * width + varianceOffset) : 0;
  }

  @Override
  public double widthForMean(double displacement) {
    return displacement > 0 ? Math.max(0, (displacement - meanOffset) / velocity) : 0;
  }

  @Override
  public double widthForVariance(double variance) {
    if (!(variance > 0)) {
      return 0;
    }
    double width = (variance - varianceOffset) / varianceRate;
    return varianceRate > 0
        ? Math.max(0, width)
        : varianceOffset >= variance ? 0 : Double.POSITIVE_INFINITY;
  }
}
