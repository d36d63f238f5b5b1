package dev.spindrift.learning;

/**
 * Stochastic gradient descent on the mean cross-entropy: the same step without required noise.
 *
 * <p>Devices with a drift get the shortest pulses and T_L. A device without one, such as a weight
 * that no image reaches, gets no pulse, or, with {@code pulseAll}, a pair of shortest pulses like
 * all others: the symmetric part at T_min of the paper's supplement, and its noise.
 *
 * @param rate learning rate, positive [1]
 * @param schedule how the rate changes
 * @param pulseAll whether devices without a drift are pulsed, too
 */
public record Sgd(double rate, Schedule schedule, boolean pulseAll) implements TransitionKernel {
  /** Far below any device's noise, but not 0, which would mean: no pulse without drift. */
  private static final double LEAST_VARIANCE = 1e-30;

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

  /** Makes descent that pulses no device without a drift. */
  public Sgd(double rate, Schedule schedule) {
    this(rate, schedule, false);
  }

  /** Makes descent with a constant rate, positive [1]. */
  public Sgd(double rate) {
    this(rate, Schedule.CONSTANT);
  }

  @Override
  public Increment increment(int batch, long step) {
    return new Increment(-rate * schedule.share(step) / batch, pulseAll ? LEAST_VARIANCE : 0);
  }
}
