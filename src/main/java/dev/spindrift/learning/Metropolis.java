package dev.spindrift.learning;

/**
 * Random-walk Metropolis-Hastings: proposals without drift, made by the devices' own noise (T.
 * Dalgaty et al., Nature Electronics 4, 2021). Needs no gradient.
 *
 * @param deviation standard deviation that a proposal asks for, 0 or more [1]; devices give at
 *     least their own smallest, a filament gives what it gives
 * @param eta factor eta of the likelihood, positive [1]
 * @param acceptance how proposals are judged
 */
public record Metropolis(double deviation, double eta, Acceptance acceptance)
    implements MetropolisKernel {
  private static final double LEAST_VARIANCE = 1e-30;

  /**
   * Checks the constants.
   *
   * @throws IllegalArgumentException if eta is not positive or a number not finite
   */
  public Metropolis {
    if (!(deviation >= 0 && eta > 0) || !Double.isFinite(deviation + eta)) {
      throw new IllegalArgumentException(
          "deviation must be 0 or more and eta positive: " + deviation + ", " + eta);
    }
  }

  @Override
  public Increment increment(int batch, long step) {
    // Never 0, which would mean no pulse at all.
    return new Increment(0, Math.max(LEAST_VARIANCE, deviation * deviation));
  }

  @Override
  public boolean usesGradient() {
    return false;
  }
}
