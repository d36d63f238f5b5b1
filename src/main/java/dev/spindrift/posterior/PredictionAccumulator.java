package dev.spindrift.posterior;

/**
 * The posterior predictive distribution by Monte Carlo: the mean soft-max output over samples,
 *
 * <pre>p(y | x) ~ (1/N) sum_n softmax(f(x; w_n))_y,</pre>
 *
 * <p>kept as running sums in double for all test images. Not thread-safe.
 */
public final class PredictionAccumulator {
  /** A float soft-max adds up to 1 within 1e-5 or so; beyond this it is no soft-max. */
  private static final double SUM_TOLERANCE = 1e-3;

  private final int images;
  private final int classes;
  private final double[] sums;
  private int samples;

  /**
   * Starts without samples.
   *
   * @param images number of test images [1]
   * @param classes number of classes [1]
   */
  public PredictionAccumulator(int images, int classes) {
    if (images < 1 || classes < 2) {
      throw new IllegalArgumentException(
          images + " images of " + classes + " classes; allowed: at least 1 and 2");
    }
    this.images = images;
    this.classes = classes;
    this.sums = new double[Math.multiplyExact(images, classes)];
  }

  /**
   * Adds one sample's prediction of all images.
   *
   * @param probabilities soft-max outputs, [images x classes]; not modified
   * @throws ArithmeticException if a row is not a probability distribution
   * @throws IllegalArgumentException if the length is wrong
   */
  public void add(float[] probabilities) {
    if (probabilities.length != sums.length) {
      throw new IllegalArgumentException(
          "found " + probabilities.length + " probabilities, expected " + sums.length);
    }
    for (int i = 0; i < images; i++) {
      double sum = 0;
      for (int k = i * classes; k < (i + 1) * classes; k++) {
        if (!(probabilities[k] >= 0)) {
          throw new ArithmeticException(
              "predicted probability of class "
                  + (k - i * classes)
                  + " for test image "
                  + i
                  + " is "
                  + probabilities[k]);
        }
        sum += probabilities[k];
      }
      if (!(Math.abs(sum - 1) <= SUM_TOLERANCE)) {
        throw new ArithmeticException(
            "predicted probabilities for test image " + i + " add up to " + sum);
      }
    }
    for (int k = 0; k < sums.length; k++) {
      sums[k] += probabilities[k];
    }
    samples++;
  }

  /** Returns the number of samples added [1]. */
  public int samples() {
    return samples;
  }

  /**
   * Returns the mean prediction, a new array [images x classes] [1].
   *
   * @throws IllegalStateException if there is no sample yet
   */
  public double[] mean() {
    if (samples == 0) {
      throw new IllegalStateException("no sample was added, so there is no mean prediction");
    }
    double[] mean = new double[sums.length];
    for (int k = 0; k < sums.length; k++) {
      mean[k] = sums[k] / samples;
    }
    return mean;
  }

  /**
   * Returns metrics and reliability curve of the mean prediction.
   *
   * @param labels true classes, [images]; not modified
   */
  public Calibration calibration(int[] labels) {
    return Calibration.of(mean(), labels, classes);
  }

  /** Returns the entropy of each image's mean prediction, a new array [images] [nat]. */
  public double[] entropy() {
    return Calibration.entropy(mean(), classes);
  }
}
