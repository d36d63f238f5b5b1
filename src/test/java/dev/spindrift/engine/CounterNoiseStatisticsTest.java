package dev.spindrift.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.special.Erf;
import org.junit.jupiter.api.Test;

/**
 * The distribution of the noise, at a fixed seed.
 *
 * <p>{@link #LIMIT} = 4.4 standard errors: a correct generator with a random seed fails one such
 * comparison with probability 1.1e-5. There are 33 of them, two tail counts of the same rate and
 * two Kolmogorov-Smirnov tests at 7.5e-6, so that all together raise a false alarm with probability
 * below 5e-4. An error of 8.8 standard errors (given with each test) is found with probability
 * above 0.99998.
 */
class CounterNoiseStatisticsTest {
  private static final double LIMIT = 4.4;
  private static final int DEVICES = 1 << 20;

  private final CounterNoise noise = new CounterNoise(20_260_101, "statistics");

  private static float[] normals(CounterNoise noise, long update) {
    float[] out = new float[DEVICES];
    noise.gaussian(update, 0, DEVICES, out);
    return out;
  }

  @Test
  void theFirstFourMomentsAreThoseOfTheStandardNormal() {
    // n = 2^24; detectable: mean 2.1e-3, variance 3.0e-3, skewness 5.3e-3, kurtosis 1.1e-2.
    int updates = 16;
    double n = (double) updates * DEVICES;
    double[] sum = new double[5];
    for (int update = 0; update < updates; update++) {
      for (float z : normals(noise, update)) {
        double square = (double) z * z;
        sum[1] += z;
        sum[2] += square;
        sum[3] += square * z;
        sum[4] += square * square;
      }
    }
    // Var z = 1, Var z^2 = 2, Var z^3 = 15, Var z^4 = 96 of raw moments of a standard normal.
    assertEquals(0, sum[1] / n, LIMIT * Math.sqrt(1 / n));
    assertEquals(1, sum[2] / n, LIMIT * Math.sqrt(2 / n));
    assertEquals(0, sum[3] / n, LIMIT * Math.sqrt(15 / n));
    assertEquals(3, sum[4] / n, LIMIT * Math.sqrt(96 / n));
  }

  @Test
  void theTailsHoldAsManyValuesAsTheyShould() {
    // n = 2^26, both tails apart. Detectable at 2, 3, 4 sigma: 0.7 %, 3 %, 19 % of the tail.
    int updates = 64;
    double n = (double) updates * DEVICES;
    int[] above = new int[6];
    int[] below = new int[6];
    for (int update = 0; update < updates; update++) {
      for (float z : normals(noise, 100 + update)) {
        int whole = Math.min((int) Math.abs(z), 5);
        if (z > 0) {
          above[whole]++;
        } else {
          below[whole]++;
        }
      }
    }
    for (int k = 4; k >= 0; k--) { // numbers beyond k sigma
      above[k] += above[k + 1];
      below[k] += below[k + 1];
    }
    for (int k = 0; k <= 4; k++) {
      double p = 0.5 * Erf.erfc(k / Math.sqrt(2));
      double deviation = Math.sqrt(n * p * (1 - p));
      assertEquals(n * p, above[k], LIMIT * deviation, "above " + k);
      assertEquals(n * p, below[k], LIMIT * deviation, "below " + k);
    }
    // 19.2 are expected beyond 5 sigma on each side: Poisson, P(fewer than 4) = 6e-6,
    // P(more than 41) = 5e-6.
    for (int count : new int[] {above[5], below[5]}) {
      assertTrue(count >= 4 && count <= 41, "beyond 5 sigma: " + count);
    }
  }

  @Test
  void theDistributionFunctionsAreThoseOfTheNormalAndTheUniform() {
    // Kolmogorov-Smirnov: P(sqrt(n) D > 2.5) = 2 exp(-2 x 2.5^2) = 7.5e-6.
    // Detectable: 0.005 anywhere in the distribution function.
    float[] z = normals(noise, 1000);
    double[] normal = new double[DEVICES];
    double[] uniform = new double[DEVICES];
    for (int i = 0; i < DEVICES; i++) {
      normal[i] = z[i];
      uniform[i] = noise.uniform(1000, i);
    }
    NormalDistribution standard = new NormalDistribution(null, 0, 1);
    assertTrue(distance(normal, standard::cumulativeProbability) < 2.5);
    assertTrue(distance(uniform, x -> x) < 2.5);
    assertTrue(uniform[0] > 0 && uniform[DEVICES - 1] < 1); // sorted by now
  }

  /** Returns sqrt(n) times the largest distance; sorts the values. */
  private static double distance(double[] values, DoubleUnaryOperator cdf) {
    Arrays.sort(values);
    double n = values.length;
    double largest = 0;
    for (int i = 0; i < values.length; i++) {
      double p = cdf.applyAsDouble(values[i]);
      largest = Math.max(largest, Math.max(p - i / n, (i + 1) / n - p));
    }
    return Math.sqrt(n) * largest;
  }

  @Test
  void neighbouringDevicesAreUncorrelatedAlsoInTheirSquares() {
    // 2^20 pairs; detectable: a correlation of 0.0086. The lag of a lane joins the two outputs of
    // one
    // Box-Muller transformation, which share their radius.
    float[] z = normals(noise, 2000);
    for (int lag : new int[] {1, 2, 64, 128, CounterNoise.LANE, CounterNoise.BLOCK}) {
      assertUncorrelated(z, Arrays.copyOfRange(z, lag, z.length), "lag " + lag);
    }
  }

  @Test
  void updatesPurposesAndSeedsAreUncorrelatedAlsoInTheirSquares() {
    // 2^20 pairs; detectable: a correlation of 0.0086.
    float[] z = normals(noise, 3000);
    assertUncorrelated(z, normals(noise, 3001), "the next update");
    assertUncorrelated(
        z, normals(new CounterNoise(20_260_101, "statisticS"), 3000), "a similar purpose");
    assertUncorrelated(z, normals(new CounterNoise(20_260_102, "statistics"), 3000), "next seed");
    float[] uniform = new float[DEVICES];
    for (int i = 0; i < DEVICES; i++) {
      uniform[i] = (float) ((noise.uniform(3000, i) - 0.5) * Math.sqrt(12));
    }
    double sum = 0;
    for (int i = 0; i < DEVICES; i++) {
      sum += (double) z[i] * uniform[i];
    }
    assertEquals(0, sum / Math.sqrt(DEVICES), LIMIT, "normal and uniform of the same device");
  }

  private static void assertUncorrelated(float[] x, float[] y, String what) {
    int n = Math.min(x.length, y.length);
    double product = 0;
    double squares = 0;
    for (int i = 0; i < n; i++) {
      product += (double) x[i] * y[i];
      squares += ((double) x[i] * x[i] - 1) * ((double) y[i] * y[i] - 1);
    }
    assertEquals(0, product / Math.sqrt(n), LIMIT, what);
    assertEquals(0, squares / (2 * Math.sqrt(n)), LIMIT, what + ", squares"); // Var = 2 x 2
  }
}
