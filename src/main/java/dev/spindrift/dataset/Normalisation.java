package dev.spindrift.dataset;

/**
 * How a stored pixel value becomes a network input: {@code (value / maximum - mean) / deviation},
 * per channel.
 *
 * @param maximum pixel value that stands for 1 (255 for eight-bit images, 16 for the digits) [1]
 * @param mean mean of value / maximum over the training part, per channel; referenced [1]
 * @param deviation standard deviation of value / maximum over the training part, per channel, above
 *     0; referenced [1]
 */
public record Normalisation(int maximum, double[] mean, double[] deviation) {

  /** Checks the numbers. */
  public Normalisation {
    if (maximum < 1 || maximum > 255) {
      throw new IllegalArgumentException("maximum must be 1..255, found " + maximum);
    }
    if (mean.length == 0 || mean.length != deviation.length) {
      throw new IllegalArgumentException(
          "one mean and one deviation per channel, found "
              + mean.length
              + " and "
              + deviation.length);
    }
    for (double d : deviation) {
      if (!(d > 0)) {
        throw new IllegalArgumentException("deviation must be above 0, found " + d);
      }
    }
  }

  /** Returns the input for each of the 256 byte values, [channels][256]. */
  float[][] table() {
    float[][] table = new float[mean.length][256];
    for (int c = 0; c < mean.length; c++) {
      for (int value = 0; value < 256; value++) {
        table[c][value] = (float) (((double) value / maximum - mean[c]) / deviation[c]);
      }
    }
    return table;
  }
}
