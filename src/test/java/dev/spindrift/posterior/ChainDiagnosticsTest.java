package dev.spindrift.posterior;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindrift.engine.CounterNoise;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ChainDiagnosticsTest {
  private static final int N = 20_000;
  private final CounterNoise noise = new CounterNoise(11, "test");

  /** An AR(1) chain in its stationary state, variance 1: correlation phi^t at lag t. */
  private double[] autoregressive(int chain, int n, double phi) {
    double[] x = new double[n];
    x[0] = noise.gaussian(0, chain);
    for (int t = 1; t < n; t++) {
      x[t] = phi * x[t - 1] + Math.sqrt(1 - phi * phi) * noise.gaussian(t, chain);
    }
    return x;
  }

  @Test
  void effectiveSizeOfAnAutoregressiveChainIsKnown() {
    for (double phi : new double[] {0, 0.5, 0.9, 0.98}) {
      double exact = N * (1 - phi) / (1 + phi);
      double sum = 0;
      int chains = 20;
      for (int c = 0; c < chains; c++) {
        sum += ChainDiagnostics.effectiveSamples(autoregressive(c, N, phi)) / chains;
      }
      // One chain's estimate scatters by sqrt(4 tau ln N / N) or so: 14 % at phi = 0.98, a fifth of
      // that in the mean of 20; cutting the sum biases by a few per cent upwards. A forgotten
      // factor 2 or half a chain left out is 50 %.
      assertEquals(exact, sum, 0.1 * exact, "phi = " + phi);
    }
    // Antithetic: more than its length.
    double exact = N * (1 + 0.5) / (1 - 0.5);
    double[] antithetic = autoregressive(1, N, -0.5);
    assertEquals(exact, ChainDiagnostics.effectiveSamples(antithetic), 0.15 * exact);
  }

  @Test
  void chainsAddUpAndChainsThatDisagreeDoNot() {
    double[] a = autoregressive(1, N, 0.5);
    double[] b = autoregressive(2, N, 0.5);
    double[] c = autoregressive(3, N, 0.5);
    assertEquals(N, ChainDiagnostics.effectiveSamples(a, b, c), 0.1 * N);
    double[] away = Arrays.stream(c).map(v -> v + 3).toArray();
    // Three chains at two places: not a handful of independent values.
    assertTrue(ChainDiagnostics.effectiveSamples(a, b, away) < 20);
  }

  @Test
  void ratiosOfSpreadsAreKnown() {
    double[] a = autoregressive(1, N, 0.5);
    double[] b = autoregressive(2, N, 0.5);
    // sqrt(1 + 1/ESS per half) is 1.0001; 20,000 values could not show more than 1.002.
    assertEquals(1, ChainDiagnostics.splitRhat(a, b), 2e-3);
    // Two normals at distance d: of the raw values sqrt(1 + (d^2/4)(4/3)); ranks squeeze the outer
    // halves, so the value lies below and well above 1.
    double d = 2;
    double[] away = Arrays.stream(b).map(v -> v + d).toArray();
    double raw = Math.sqrt(1 + d * d / 3);
    double ranked = ChainDiagnostics.splitRhat(a, away);
    assertTrue(ranked > 1.35 && ranked < raw, "R-hat " + ranked + ", raw " + raw);
    // The same place, twice the width: only the folded values see it.
    double[] wider = Arrays.stream(b).map(v -> 3 * v).toArray();
    assertTrue(ChainDiagnostics.splitRhat(a, wider) > 1.1);
    // One chain that drifts: its halves disagree.
    double[] drifting = new double[N];
    Arrays.setAll(drifting, i -> a[i] + 2.0 * i / N);
    assertTrue(ChainDiagnostics.splitRhat(drifting) > 1.1);
  }

  @Test
  void ratiosOfRankNormalValuesFollowTheFormula() {
    // Values that already are the normal quantiles of their ranks, dealt to two chains' halves so
    // that the four means are known: the formula by hand.
    int n = 8;
    double[] lower = new double[2 * n];
    double[] upper = new double[2 * n];
    for (int i = 0; i < 2 * n; i++) {
      lower[i] = i;
      upper[i] = 100 + i;
    }
    double[] z = new double[4 * n];
    for (int r = 1; r <= 4 * n; r++) {
      z[r - 1] =
          new org.apache.commons.math3.distribution.NormalDistribution(null, 0, 1)
              .inverseCumulativeProbability((r - 0.375) / (4 * n + 0.25));
    }
    double within = 0;
    double[] means = new double[4];
    for (int h = 0; h < 4; h++) {
      double[] half = Arrays.copyOfRange(z, h * n, (h + 1) * n);
      within += org.apache.commons.math3.stat.StatUtils.variance(half) / 4;
      means[h] = org.apache.commons.math3.stat.StatUtils.mean(half);
    }
    double between = org.apache.commons.math3.stat.StatUtils.variance(means);
    double expected = Math.sqrt((within * (n - 1) / n + between) / within);
    assertEquals(expected, ChainDiagnostics.splitRhat(lower, upper), 1e-12);
  }

  @Test
  void nothingIsSaidOfTooLittle() {
    assertTrue(Double.isNaN(ChainDiagnostics.effectiveSamples(new double[100])));
    assertTrue(Double.isNaN(ChainDiagnostics.splitRhat(new double[] {1, 2, 3})));
    double[] broken = autoregressive(1, 100, 0);
    broken[50] = Double.NaN;
    assertTrue(Double.isNaN(ChainDiagnostics.splitRhat(broken)));
    assertTrue(Double.isNaN(ChainDiagnostics.effectiveSamples()));
    assertThrows(
        IllegalArgumentException.class,
        () -> ChainDiagnostics.splitRhat(new double[10], new double[11]));
  }
}
