package dev.spindrift.learning;

/**
 * Stochastic gradient descent on the mean cross-entropy: the same step without required noise.
 *
 * @param rate learning rate, positive [1]
 */
public record Sgd(double rate) implements TransitionKernel {

  /**
   * Checks the rate.
   *
   * @throws IllegalArgumentException if it is not positive and finite
   */
  public Sgd {
    if (!(rate > 0) || !Double.isFinite(rate)) {
      throw new IllegalArgumentException("the learning rate must be positive: " + rate);
    }
  }

  @Override
  public Increment increment(int batch) {
    return new Increment(-rate / batch, 0);
  }
}
