package dev.spindrift.explore;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * Mean of a metric over seeds and the half width of its 95 % confidence interval (Student's t).
 *
 * @param mean NaN if no point has the metric
 * @param halfWidth NaN for fewer than two values
 * @param count number of values [1]
 * @param values the values in the order of the seeds that ran; NaN where one lacks the metric
 */
public record Spread(double mean, double halfWidth, int count, List<Double> values) {
  private static final double UPPER = 0.975;

  /**
   * Returns the spread of values; those that are NaN are left out.
   *
   * @param values not modified
   */
  public static Spread of(double... values) {
    List<Double> list = Arrays.stream(values).boxed().toList();
    double sum = 0;
    int n = 0;
    for (double v : values) {
      if (!Double.isNaN(v)) {
        sum += v;
        n++;
      }
    }
    if (n == 0) {
      return new Spread(Double.NaN, Double.NaN, 0, list);
    }
    double mean = sum / n;
    double squares = 0;
    for (double v : values) {
      squares += Double.isNaN(v) ? 0 : (v - mean) * (v - mean);
    }
    double half = n < 2 ? Double.NaN : quantile(n) * Math.sqrt(squares / (n - 1) / n);
    return new Spread(mean, half, n, list);
  }

  /** Returns t(0.975, n - 1) for n of at least 2 [1]. */
  static double quantile(int n) {
    return new TDistribution(null, n - 1).inverseCumulativeProbability(UPPER);
  }
}
