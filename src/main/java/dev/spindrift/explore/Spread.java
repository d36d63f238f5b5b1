package dev.spindrift.explore;

import org.apache.commons.math3.distribution.TDistribution;

/**
 * Mean of a metric over seeds and the half width of its 95 % confidence interval (Student's t).
 *
 * @param mean NaN if no point has the metric
 * @param halfWidth NaN for fewer than two values
 * @param count number of values [1]
 */
public record Spread(double mean, double halfWidth, int count) {
  private static final double UPPER = 0.975;

  /**
   * Returns the spread of values; those that are NaN are left out.
   *
   * @param values not modified
   */
  public static Spread of(double... values) {
    double sum = 0;
    int n = 0;
    for (double v : values) {
      if (!Double.isNaN(v)) {
        sum += v;
        n++;
      }
    }
    if (n == 0) {
      return new Spread(Double.NaN, Double.NaN, 0);
    }
    double mean = sum / n;
    double squares = 0;
    for (double v : values) {
      squares += Double.isNaN(v) ? 0 : (v - mean) * (v - mean);
    }
    double half =
        n < 2
            ? Double.NaN
            : new TDistribution(null, n - 1).inverseCumulativeProbability(UPPER)
                * Math.sqrt(squares / (n - 1) / n);
    return new Spread(mean, half, n);
  }
}
