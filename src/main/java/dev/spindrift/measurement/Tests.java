package dev.spindrift.measurement;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.inference.TestUtils;
import umontreal.ssj.gof.GofStat;

/** The hypothesis tests of the fit report; statistics by SSJ and Commons Math. */
final class Tests {
  private Tests() {}

  /**
   * A test's outcome.
   *
   * @param statistic its value [1]
   * @param p probability of one as extreme if the hypothesis holds [1]
   */
  record Outcome(double statistic, double p) {
    static final Outcome NONE = new Outcome(Double.NaN, Double.NaN);
  }

  /**
   * Anderson and Darling's test against the Gaussian of the sample's own mean and spread: A^2 (1 +
   * 0.75/n + 2.25/n^2) and its probability by the fit of D'Agostino and Stephens, Goodness-of-Fit
   * Techniques (1986), table 4.9, good to a few per cent of the value for n of 8 or more.
   */
  static Outcome gaussian(double[] sample) {
    int n = sample.length;
    double mean = StatUtils.mean(sample);
    double sd = Math.sqrt(StatUtils.variance(sample));
    if (n < 8 || !(sd > 0)) {
      return Outcome.NONE;
    }
    NormalDistribution normal = new NormalDistribution(null, mean, sd);
    double[] u = Arrays.stream(sample).sorted().map(normal::cumulativeProbability).toArray();
    double a = GofStat.andersonDarling(u) * (1 + 0.75 / n + 2.25 / n / n);
    double p;
    if (a >= 13) {
      p = 0; // the quadratic turns up again beyond; it says 2e-32 here
    } else if (a >= 0.6) {
      p = Math.exp(1.2937 - 5.709 * a + 0.0186 * a * a);
    } else if (a > 0.34) {
      p = Math.exp(0.9177 - 4.279 * a - 1.38 * a * a);
    } else if (a > 0.2) {
      p = 1 - Math.exp(-8.318 + 42.796 * a - 59.938 * a * a);
    } else {
      p = 1 - Math.exp(-13.436 + 101.14 * a - 223.73 * a * a);
    }
    return new Outcome(a, p);
  }

  /** Welch's test of equal means. */
  static Outcome means(double[] a, double[] b) {
    if (a.length < 2 || b.length < 2 || !(StatUtils.variance(a) + StatUtils.variance(b) > 0)) {
      return Outcome.NONE;
    }
    return new Outcome(TestUtils.t(a, b), TestUtils.tTest(a, b));
  }

  /** One-way analysis of variance: equal means of groups of equal spread. */
  static Outcome anova(Collection<double[]> groups) {
    boolean varied = groups.stream().anyMatch(g -> g.length > 1 && StatUtils.variance(g) > 0);
    if (groups.size() < 2 || !varied || groups.stream().anyMatch(g -> g.length < 2)) {
      return Outcome.NONE;
    }
    return new Outcome(TestUtils.oneWayAnovaFValue(groups), TestUtils.oneWayAnovaPValue(groups));
  }

  /**
   * Brown and Forsythe's test of equal spreads (J. Am. Stat. Assoc. 69, 1974): analysis of variance
   * of distances from each group's median; it does not take a non-Gaussian shape for a spread.
   */
  static Outcome spreads(Collection<double[]> groups) {
    List<double[]> distances = new ArrayList<>();
    for (double[] group : groups) {
      double median = StatUtils.percentile(group, 50);
      distances.add(Arrays.stream(group).map(x -> Math.abs(x - median)).toArray());
    }
    return anova(distances);
  }

  /**
   * Returns Holm's adjusted probabilities (Scand. J. Stat. 6, 1979): rejecting those below alpha
   * rejects any true hypothesis of the family with probability alpha at most. NaN, a test that was
   * not made, stays NaN and does not count.
   */
  static double[] holm(double[] p) {
    double[] adjusted = p.clone();
    int[] order =
        IntStream.range(0, p.length)
            .filter(i -> !Double.isNaN(p[i]))
            .boxed()
            .sorted(Comparator.comparingDouble(i -> p[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double least = 0;
    for (int k = 0; k < order.length; k++) {
      least = Math.max(least, Math.min(1, (order.length - k) * p[order[k]]));
      adjusted[order[k]] = least;
    }
    return adjusted;
  }

  /** Returns the index of the least number, -1 if all are NaN. */
  static int least(double[] values) {
    int best = -1;
    for (int i = 0; i < values.length; i++) {
      if (!Double.isNaN(values[i]) && (best < 0 || values[i] < values[best])) {
        best = i;
      }
    }
    return best;
  }
}
