package dev.spindrift.learning;

/**
 * The Metropolis-adjusted Langevin algorithm: a Langevin step as proposal (G. O. Roberts, R. L.
 * Tweedie, Bernoulli 2, 1996). The correction removes the discretisation's error, so tau may be
 * larger than SGLD's; acceptance falls with the number of weights.
 *
 * @param tau step size tau, positive [1]
 * @param eta factor eta of the likelihood, positive [1]
 * @param acceptance how proposals are judged
 */
public record Mala(double tau, double eta, Acceptance acceptance) implements MetropolisKernel {

  /**
   * Checks the constants.
   *
   * @throws IllegalArgumentException if one is not positive and finite
   */
  public Mala {
    if (!(tau > 0 && eta > 0) || !Double.isFinite(tau * eta)) {
      throw new IllegalArgumentException("tau and eta must be positive: " + tau + ", " + eta);
    }
  }

  @Override
  public Increment increment(int batch, long step) {
    return new Increment(-tau * eta / batch, 2 * tau);
  }

  @Override
  public boolean usesGradient() {
    return true;
  }
}
