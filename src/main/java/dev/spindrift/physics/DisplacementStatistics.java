package dev.spindrift.physics;

import java.util.Arrays;
import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * What a set of displacements says about the law behind it.
 *
 * @param trials n, 2 or more [1]
 * @param mean sample mean [m]
 * @param seMean its standard error, sd/sqrt(n) [m]
 * @param sd sample standard deviation, from the n - 1 estimate of the variance [m]
 * @param seSd its standard error, sd sqrt((2/(n - 1) + excess/n)/4), valid also if not Gaussian
 *     [m]; too small where a few rare hops make the tail and this sample has fewer of them than
 *     most
 * @param skewness m3/m2^1.5 of central moments [1]
 * @param excess excess kurtosis m4/m2^2 - 3 [1]
 * @param ks largest distance between the empirical distribution and the Gaussian of the same mean
 *     and standard deviation [1]
 */
public record DisplacementStatistics(
    int trials,
    double mean,
    double seMean,
    double sd,
    double seSd,
    double skewness,
    double excess,
    double ks) {

  /**
   * Computes the statistics.
   *
   * @param sample displacements [m], 2 or more; not modified
   */
  public static DisplacementStatistics of(double[] sample) {
    int n = sample.length;
    if (n < 2) {
      throw new IllegalArgumentException("statistics need 2 displacements or more, was " + n);
    }
    double sum = 0;
    for (double x : sample) {
      sum += x;
    }
    double mean = sum / n;
    if (Arrays.stream(sample).allMatch(x -> x == sample[0])) {
      // The rounding of their mean would look like a spread.
      return new DisplacementStatistics(n, sample[0], 0, 0, 0, 0, 0, 0);
    }
    double m2 = 0;
    double m3 = 0;
    double m4 = 0;
    for (double x : sample) {
      double d = x - mean;
      m2 += d * d;
      m3 += d * d * d;
      m4 += d * d * d * d;
    }
    m2 /= n;
    m3 /= n;
    m4 /= n;
    double variance = m2 * n / (n - 1);
    double sd = Math.sqrt(variance);
    if (m2 == 0) {
      return new DisplacementStatistics(n, mean, 0, 0, 0, 0, 0, 0);
    }
    double excess = m4 / (m2 * m2) - 3;
    double seSd = sd * Math.sqrt(Math.max(0, (2.0 / (n - 1) + excess / n) / 4));
    return new DisplacementStatistics(
        n,
        mean,
        sd / Math.sqrt(n),
        sd,
        seSd,
        m3 / Math.pow(m2, 1.5),
        excess,
        distance(sample, mean, sd));
  }

  /** Returns the sample variance [m^2]. */
  public double variance() {
    return sd * sd;
  }

  /** Returns the standard error of the sample variance [m^2]. */
  public double seVariance() {
    return 2 * sd * seSd;
  }

  /**
   * Returns the probability that a Gaussian sample of this size lies at least this far from its own
   * fitted Gaussian: the Lilliefors test, by the approximation of Dallal and Wilkinson (American
   * Statistician 40, 1986), which holds below 0.1; above it 0.1 is returned, meaning "0.1 or more".
   * Its error is about a tenth of the value for n of 5 to 100 and grows slowly beyond; for n above
   * 100 the authors' rescaling D (n/100)^0.49 is used.
   */
  public double gaussianP() {
    if (sd == 0) {
      return 0;
    }
    double d = ks;
    double n = trials;
    if (n > 100) {
      d *= Math.pow(n / 100, 0.49);
      n = 100;
    }
    double p =
        Math.exp(
            -7.01256 * d * d * (n + 2.78019)
                + 2.99587 * d * Math.sqrt(n + 2.78019)
                - 0.122119
                + 0.974598 / Math.sqrt(n)
                + 1.67997 / n);
    return Math.min(p, 0.1);
  }

  /**
   * Returns the probability that a Gaussian sample shows a skewness and excess kurtosis as large as
   * these (Jarque and Bera, Econ. Letters 6, 1980): exp(-JB/2), asymptotic in n.
   */
  public double momentP() {
    double jarqueBera = trials / 6.0 * (skewness * skewness + excess * excess / 4);
    return Math.exp(-jarqueBera / 2);
  }

  private static double distance(double[] sample, double mean, double sd) {
    double[] sorted = sample.clone();
    Arrays.sort(sorted);
    NormalDistribution gaussian = new NormalDistribution(null, 0, 1);
    double n = sorted.length;
    double largest = 0;
    for (int i = 0; i < sorted.length; i++) {
      double f = gaussian.cumulativeProbability((sorted[i] - mean) / sd);
      largest = Math.max(largest, Math.max(f - i / n, (i + 1) / n - f));
    }
    return largest;
  }
}
