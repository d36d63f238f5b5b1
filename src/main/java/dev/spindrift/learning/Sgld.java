package dev.spindrift.learning;

/**
 * Stochastic gradient Langevin dynamics: w += -tau dL/dw + sqrt(2 tau) z with L = eta times the
 * MEAN cross-entropy of the mini-batch and a uniform prior on [-1, 1] (M. Welling, Y. W. Teh, ICML
 * 2011).
 *
 * @param tau step size tau, positive [1]
 * @param eta factor eta of the likelihood, positive [1]
 */
public record Sgld(double tau, double eta) implements TransitionKernel {

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

  @Override
  public Increment increment(int batch) {
    return new Increment(-tau * eta / batch, 2 * tau);
  }
}
