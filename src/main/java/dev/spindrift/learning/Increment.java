package dev.spindrift.learning;

/**
 * One step of a transition kernel as data: the drift and the REQUIRED noise variance of every
 * weight, not a noisy number. Whether a wall's thermal motion or a digital generator supplies the
 * noise is decided elsewhere.
 *
 * @param driftPerGradient drift of a weight per unit of its gradient, the gradient being the SUM
 *     over the mini-batch of the cross-entropy's derivative [1]
 * @param noiseVariance required variance of the step, 0 or more [1]
 */
public record Increment(double driftPerGradient, double noiseVariance) {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is not finite or the variance is negative
   */
  public Increment {
    if (!Double.isFinite(driftPerGradient)
        || !Double.isFinite(noiseVariance)
        || noiseVariance < 0) {
      throw new IllegalArgumentException(
          "drift per gradient and variance must be finite, variance 0 or more: "
              + driftPerGradient
              + ", "
              + noiseVariance);
    }
  }

  /** Returns {@link #driftPerGradient()} as the kernels use it. */
  public float drift() {
    return (float) driftPerGradient;
  }
}
