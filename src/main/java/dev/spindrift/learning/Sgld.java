package dev.spindrift.learning;

/**
 * Stochastic gradient Langevin dynamics: w += -tau dL/dw + sqrt(2 tau) z with L = eta times the
 * MEAN cross-entropy of the mini-batch and a uniform prior on [-1, 1] (M. Welling, Y. W. Teh, ICML
 * 2011). With a schedule tau becomes share(step) tau, and steps of an exploration stage have no
 * noise.
 *
 * @param tau step size tau, positive [1]
 * @param eta factor eta of the likelihood, positive [1]
 * @param schedule how tau changes
 */
public record Sgld(double tau, double eta, Schedule schedule) implements TransitionKernel {

  /**
   * Checks the constants.
   *
   * @throws IllegalArgumentException if one is not positive and finite
   */
  public Sgld {
    if (!(tau > 0 && eta > 0) || !Double.isFinite(tau * eta)) {
      throw new IllegalArgumentException("tau and eta must be positive: " + tau + ", " + eta);
    }
  }

  /** Makes dynamics with a constant step size: tau and eta, positive [1]. */
  public Sgld(double tau, double eta) {
    this(tau, eta, Schedule.CONSTANT);
  }

  @Override
  public Increment increment(int batch, long step) {
    double size = tau * schedule.share(step);
    return new Increment(-size * eta / batch, schedule.noisy(step) ? 2 * size : 0);
  }
}
