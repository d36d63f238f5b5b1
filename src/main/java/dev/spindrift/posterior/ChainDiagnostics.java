package dev.spindrift.posterior;

import java.util.Arrays;
import org.apache.commons.math3.complex.Complex;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.ranking.NaturalRanking;
import org.apache.commons.math3.transform.DftNormalization;
import org.apache.commons.math3.transform.FastFourierTransformer;
import org.apache.commons.math3.transform.TransformType;

/**
 * How far a chain can be trusted: effective sample size and split R-hat of a scalar that was
 * recorded along one or several chains.
 *
 * <p>Both after A. Vehtari, A. Gelman, D. Simpson, B. Carpenter, P.-C. Buerkner,
 * "Rank-normalization, folding, and localization: an improved R-hat", Bayesian Analysis 16, 2021,
 * as in Stan. Each chain is split in half, so that a drift shows even in one chain. R-hat compares
 * the spread between with the spread within the halves, of the ranks (which see different places)
 * and of the ranks of distances to the median (which see different widths), and takes the larger;
 * good chains have less than 1.01. The effective sample size is n/(1 + 2 sum of autocorrelations),
 * the sum cut where Geyer's initial monotone sequence ends (C. J. Geyer, Statistical Science 7,
 * 1992); it divides the variance of the mean.
 *
 * <p>Values that never change, fewer than {@value #LEAST} of them or any that is not finite yield
 * NaN: nothing can be said.
 */
public final class ChainDiagnostics {
  /** Fewest values per chain of which something is said [1]. */
  public static final int LEAST = 8;

  private ChainDiagnostics() {}

  /**
   * Returns the effective sample size of the mean over all chains; negative correlations may lift
   * it above the number of values [1].
   *
   * @param chains values of a scalar, [chain][time], equally long; not modified
   */
  public static double effectiveSamples(double[]... chains) {
    double[][] halves = halves(chains);
    return halves == null ? Double.NaN : effective(halves);
  }

  /**
   * Returns the rank-normalised split R-hat [1].
   *
   * @param chains values of a scalar, [chain][time], equally long; not modified
   */
  public static double splitRhat(double[]... chains) {
    double[][] halves = halves(chains);
    if (halves == null) {
      return Double.NaN;
    }
    double median = StatUtils.percentile(flat(halves), 50);
    double[][] folded = new double[halves.length][];
    for (int i = 0; i < halves.length; i++) {
      folded[i] = Arrays.stream(halves[i]).map(v -> Math.abs(v - median)).toArray();
    }
    return Math.max(rhat(ranked(halves)), rhat(ranked(folded)));
  }

  /**
   * Two halves per chain, or null if nothing can be said; the middle of an odd chain is left out.
   */
  private static double[][] halves(double[][] chains) {
    int n = chains.length == 0 ? 0 : chains[0].length;
    for (double[] c : chains) {
      if (c.length != n) {
        throw new IllegalArgumentException(
            "chains must be equally long, but have " + n + " and " + c.length + " values");
      }
    }
    double[] all = flat(chains);
    boolean finite = Arrays.stream(all).allMatch(Double::isFinite);
    if (n < LEAST || !finite || StatUtils.max(all) == StatUtils.min(all)) {
      return null;
    }
    double[][] halves = new double[2 * chains.length][];
    for (int i = 0; i < chains.length; i++) {
      halves[2 * i] = Arrays.copyOf(chains[i], n / 2);
      halves[2 * i + 1] = Arrays.copyOfRange(chains[i], n - n / 2, n);
    }
    return halves;
  }

  private static double[] flat(double[][] chains) {
    return Arrays.stream(chains).flatMapToDouble(Arrays::stream).toArray();
  }

  /** Replaces values by the normal quantiles of their ranks over all chains (Blom's constants). */
  private static double[][] ranked(double[][] chains) {
    double[] ranks = new NaturalRanking().rank(flat(chains));
    NormalDistribution normal = new NormalDistribution(null, 0, 1);
    int n = chains[0].length;
    double[][] out = new double[chains.length][n];
    for (int i = 0; i < ranks.length; i++) {
      double p = (ranks[i] - 0.375) / (ranks.length + 0.25);
      out[i / n][i % n] = normal.inverseCumulativeProbability(p);
    }
    return out;
  }

  /** Within-chain variance W and the pooled estimate var+. */
  private static double[] variances(double[][] chains) {
    int n = chains[0].length;
    double[] means = Arrays.stream(chains).mapToDouble(StatUtils::mean).toArray();
    double within = Arrays.stream(chains).mapToDouble(StatUtils::variance).average().orElseThrow();
    double between = n * StatUtils.variance(means);
    return new double[] {within, within * (n - 1) / n + between / n};
  }

  private static double rhat(double[][] chains) {
    double[] v = variances(chains);
    return Math.sqrt(v[1] / v[0]);
  }

  private static double effective(double[][] chains) {
    int n = chains[0].length;
    double[] v = variances(chains);
    double[] covariance = new double[n];
    for (double[] c : chains) {
      double[] own = autocovariance(c);
      for (int t = 0; t < n; t++) {
        covariance[t] += own[t] / chains.length;
      }
    }
    // Sums of neighbouring correlations are positive and fall in a reversible chain (Geyer).
    double sum = 0;
    double last = Double.POSITIVE_INFINITY;
    for (int t = 0; t + 1 < n; t += 2) {
      double even = t == 0 ? 1 : 1 - (v[0] - covariance[t]) / v[1];
      double pair = even + 1 - (v[0] - covariance[t + 1]) / v[1];
      if (pair <= 0) {
        break;
      }
      last = Math.min(last, pair);
      sum += last;
    }
    double total = (double) n * chains.length;
    // Stan's bound for antithetic chains, whose sum may vanish.
    return total / Math.max(2 * sum - 1, 1 / Math.log10(total));
  }

  /** Biased autocovariances at all lags, by the Fourier transform of the padded series. */
  private static double[] autocovariance(double[] x) {
    int n = x.length;
    double mean = StatUtils.mean(x);
    double[] padded = new double[Integer.highestOneBit(2 * n - 1) * 2];
    for (int i = 0; i < n; i++) {
      padded[i] = x[i] - mean;
    }
    FastFourierTransformer fft = new FastFourierTransformer(DftNormalization.STANDARD);
    Complex[] f = fft.transform(padded, TransformType.FORWARD);
    Complex[] power = Arrays.stream(f).map(c -> c.multiply(c.conjugate())).toArray(Complex[]::new);
    Complex[] c = fft.transform(power, TransformType.INVERSE);
    double[] out = new double[n];
    for (int t = 0; t < n; t++) {
      out[t] = c[t].getReal() / n;
    }
    return out;
  }
}
