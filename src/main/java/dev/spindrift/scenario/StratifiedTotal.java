package dev.spindrift.scenario;

import org.apache.commons.math3.distribution.TDistribution;

/**
 * Total of a quantity over steps, measured at {@link SampledPlaces} only, with the help of a
 * companion that is known at every step and goes with it.
 *
 * <p>The regression estimator of stratified samples: sum over strata of L (y + b (X - x)), with L
 * the steps of a stratum, x and y means of those measured, X the companion's mean over all of them,
 * and b one slope for all strata. Its variance is the sum of L^2 (1 - m/L) s^2/m, s^2 being the
 * residuals' variance within a stratum and m the number measured: nothing where all were (W. G.
 * Cochran, "Sampling techniques", 3rd ed., 1977, sections 5.4 and 7.10, degrees of freedom after
 * Satterthwaite).
 */
final class StratifiedTotal {
  /** Both tails of an interval of 95 %. */
  private static final double UPPER = 0.975;

  private static final double FAR = Double.POSITIVE_INFINITY;

  /** Strata whose scatter is pooled for a part of the total, at least [1]. */
  private static final int POOLED = 6;

  private final SampledPlaces places;
  private final double[] companions;
  private final double[][] x;
  private final double[][] y;
  private final int[] measured;

  /**
   * An estimated sum.
   *
   * @param variance of its error
   * @param degrees degrees of freedom of that variance; infinite if it is 0
   */
  record Sum(double value, double variance, double degrees) {
    static final Sum NOTHING = new Sum(0, 0, FAR);

    /** Makes the sum of things whose errors are independent. */
    Sum plus(Sum other) {
      double v = variance + other.variance;
      double d = variance * variance / degrees + other.variance * other.variance / other.degrees;
      return new Sum(value + other.value, v, d > 0 ? v * v / d : FAR);
    }

    Sum times(double factor) {
      return new Sum(factor * value, factor * factor * variance, degrees);
    }

    /** Returns half the width of the 95 % interval. */
    double halfWidth() {
      return variance > 0 ? quantile(degrees) * Math.sqrt(variance) : 0;
    }

    private static double quantile(double degrees) {
      // Beyond a million the normal quantile, of which t differs by less than 1e-5.
      return new TDistribution(null, Math.min(1e6, degrees)).inverseCumulativeProbability(UPPER);
    }
  }

  StratifiedTotal(SampledPlaces places) {
    this.places = places;
    companions = new double[places.strata()];
    x = new double[places.strata()][2];
    y = new double[places.strata()][2];
    measured = new int[places.strata()];
  }

  /** Adds a step that was not measured. */
  void add(long step, double companion) {
    companions[places.stratum(step)] += companion;
  }

  /** Adds a measured step. */
  void add(long step, double companion, double value) {
    add(step, companion);
    int h = places.stratum(step);
    x[h][measured[h]] = companion;
    y[h][measured[h]++] = value;
  }

  /** Returns the total. */
  Sum sum() {
    return sum(0, places.strata(), false);
  }

  /**
   * Returns the total over some strata, {@code to} exclusive. The scatter of few of them would be
   * known badly, so it is taken from their neighbours, too.
   */
  Sum sum(int from, int to) {
    return sum(from, to, pairs(from, to) < POOLED && pairs(from, to) < pairs());
  }

  private Sum sum(int from, int to, boolean pooled) {
    double slope = slope();
    Sum scatter = pooled ? pooled(from, to) : null;
    Sum sum = Sum.NOTHING;
    double weight = 0;
    for (int h = from; h < to; h++) {
      double length = places.length(h);
      double value = 0;
      double mean = 0;
      for (int i = 0; i < measured[h]; i++) {
        value += y[h][i] / measured[h];
        mean += x[h][i] / measured[h];
      }
      if (measured[h] == length) {
        sum = sum.plus(new Sum(value * length, 0, FAR));
        continue;
      }
      double total = length * (value - slope * mean) + slope * companions[h];
      double factor = length * (length - 2) / 2; // L^2 (1 - m/L) / m
      weight += factor;
      sum = sum.plus(new Sum(total, pooled ? 0 : factor * residual(h), pooled ? FAR : 1));
    }
    return pooled && weight > 0
        ? sum.plus(new Sum(0, weight * scatter.value(), scatter.degrees()))
        : sum;
  }

  /** Variance of the residuals within a stratum. */
  private double residual(int h) {
    // One slope was fitted to as many differences as there are strata that are not known whole.
    double lost = slope() == 0 ? 1 : pairs() / (pairs() - 1.0);
    double d = y[h][1] - y[h][0] - slope() * (x[h][1] - x[h][0]);
    return lost * d * d / 2;
  }

  /** Mean of {@link #residual} over strata and their nearest neighbours, enough of them. */
  private Sum pooled(int from, int to) {
    int low = from;
    int high = to;
    while (pairs(low, high) < POOLED && (low > 0 || high < measured.length)) {
      low = Math.max(0, low - 1);
      high = Math.min(measured.length, high + 1);
    }
    double sum = 0;
    for (int h = low; h < high; h++) {
      sum += measured[h] < places.length(h) ? residual(h) : 0;
    }
    int n = pairs(low, high);
    return n == 0 ? Sum.NOTHING : new Sum(sum / n, 0, n);
  }

  /** Least squares of the differences within strata; 0 with fewer than four or without any. */
  private double slope() {
    double xx = 0;
    double xy = 0;
    for (int h = 0; h < measured.length; h++) {
      if (measured[h] < places.length(h)) {
        double w = (double) places.length(h) * places.length(h);
        double dx = x[h][1] - x[h][0];
        xx += w * dx * dx;
        xy += w * dx * (y[h][1] - y[h][0]);
      }
    }
    return pairs() < 4 || !(xx > 0) ? 0 : xy / xx;
  }

  private int pairs() {
    return pairs(0, measured.length);
  }

  /** Strata of which not all was measured. */
  private int pairs(int from, int to) {
    int pairs = 0;
    for (int h = from; h < to; h++) {
      pairs += measured[h] < places.length(h) ? 1 : 0;
    }
    return pairs;
  }
}
