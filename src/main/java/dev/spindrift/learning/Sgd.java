package dev.spindrift.learning;

/**
 * Stochastic gradient descent on the mean cross-entropy: the same step without required noise.
 *
 * @param rate learning rate, positive [1]
 * @param schedule how the rate changes
 */
public record Sgd(double rate, Schedule schedule) implements TransitionKernel {

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

  /** Makes descent with a constant rate, positive [1]. */
  public Sgd(double rate) {
    this(rate, Schedule.CONSTANT);
  }

  @Override
  public Increment increment(int batch, long step) {
    return new Increment(-rate * schedule.share(step) / batch, 0);
  }
}
