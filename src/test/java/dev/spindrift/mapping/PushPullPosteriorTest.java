package dev.spindrift.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindrift.device.DeviceParameters;
import dev.spindrift.device.Grain;
import dev.spindrift.device.Spread;
import dev.spindrift.learning.Increment;
import dev.spindrift.learning.Regression;
import dev.spindrift.learning.Sgld;
import dev.spindrift.mapping.MappingCases.Tile;
import org.junit.jupiter.api.Test;

/**
 * The posterior of a linear regression sampled by push-pull pulses on simulated walls, whose
 * thermal motion is the sampler's only noise: 4,000 independent chains of two weights, one a column
 * of a tile. The seed is fixed; comparisons allow 4.5 standard errors (a correct build with another
 * seed fails one with probability 6.8e-6) beside the stated bias and find errors of the variance of
 * 17 % with probability 99.9 %.
 */
class PushPullPosteriorTest {
  private static final int CHAINS = 4000;
  private static final double ERRORS = 4.5;
  private static final Regression POSTERIOR = new Regression(40);

  /** Means, variances and covariance over the chains after so many steps. */
  private static double[] sample(Grain grain, Increment increment, int steps) {
    DeviceParameters device = MappingCases.device(MappingCases.throughOrigin(), grain, Spread.NONE);
    float[] start = new float[2 * CHAINS];
    for (int i = 0; i < start.length; i++) {
      start[i] = (float) POSTERIOR.mean[i % 2];
    }
    Tile tile = new Tile(device, 2, CHAINS, start, new float[2 * CHAINS]);
    TileUpdate update = new TileUpdate(device, MappingCases.TIMING, PushPull.DEFAULT, 21);
    RowPrograms programs = new RowPrograms(2, CHAINS, 1);
    UpdateStatistics statistics = new UpdateStatistics(MappingCases.TIMING);
    for (int k = 1; k <= steps; k++) {
      for (int offset : tile.offsets) {
        POSTERIOR.gradient(tile.weights, tile.gradient, offset);
      }
      update.update(
          k,
          tile.cells,
          tile.gradient,
          tile.weights,
          tile.offsets,
          increment,
          programs,
          statistics);
    }
    assertEquals(0, statistics.trackEnds(), "walls at the ends would bend the posterior");
    double[] m = new double[5];
    for (int c = 0; c < CHAINS; c++) {
      m[0] += tile.cells.weight(2 * c) / (double) CHAINS;
      m[1] += tile.cells.weight(2 * c + 1) / (double) CHAINS;
    }
    for (int c = 0; c < CHAINS; c++) {
      double x = tile.cells.weight(2 * c) - m[0];
      double y = tile.cells.weight(2 * c + 1) - m[1];
      m[2] += x * x / CHAINS;
      m[3] += x * y / CHAINS;
      m[4] += y * y / CHAINS;
    }
    return m;
  }

  private static void assertNormal(double[] expected, double[] m, double bias) {
    double x = expected[0];
    double z = expected[2];
    assertEquals(POSTERIOR.mean[0], m[0], ERRORS * Math.sqrt(x / CHAINS));
    assertEquals(POSTERIOR.mean[1], m[1], ERRORS * Math.sqrt(z / CHAINS));
    double error = ERRORS * Math.sqrt(2.0 / CHAINS) + bias;
    assertEquals(x, m[2], error * x);
    assertEquals(z, m[4], error * z);
    assertEquals(
        expected[1],
        m[3],
        ERRORS * Math.sqrt((x * z + expected[1] * expected[1]) / CHAINS) + bias * Math.sqrt(x * z));
  }

  @Test
  void wallNoiseSamplesThePosterior() {
    double tau = 5e-5;
    double[] expected = POSTERIOR.discretised(tau, 2 * tau);
    // h is at most 0.05, so this is the posterior within 2.5 %.
    assertEquals(POSTERIOR.covariance[0], expected[0], 0.025 * expected[0]);
    // Widths are rounded to 10 ps of 2.8 ns: up to 0.4 % of the variance, and a drift of some 1e-3
    // to 8.5e-5, which averages out over the widths that occur.
    for (Grain grain : Grain.values()) {
      assertNormal(expected, sample(grain, new Sgld(tau, 1).increment(1), 600), 0.01);
    }
  }

  @Test
  void noiseBelowTheShortestPulseHeatsThePosterior() {
    // s^2 = 2 tau asks for less noise than two pulses of 0.6 ns bring: the walls sample at a
    // temperature higher by the ratio of the variances.
    double tau = 5e-6;
    double floor = 2 * MappingCases.throughOrigin().variance(0.6e-9) / 16e-12;
    assertTrue(floor > 2 * 2 * tau);
    double eta = 40;
    double[] cold = POSTERIOR.discretised(eta * tau, 2 * tau);
    double[] hot = POSTERIOR.discretised(eta * tau, floor);
    // The drift's pulse adds b T_L on top, which its mean |d| tells: gradients have the variance
    // temperature x precision.
    double temperature = hot[0] / POSTERIOR.covariance[0];
    double slope = Math.sqrt(temperature * (POSTERIOR.a + POSTERIOR.c) / 2);
    double drift = eta * tau * slope * Math.sqrt(2 / Math.PI);
    double perDrift = 289.2e-9 / 34.1 / 4e-6;
    double[] expected = POSTERIOR.discretised(eta * tau, floor + perDrift * drift);
    double[] m = sample(Grain.PAIR, new Sgld(tau, eta).increment(1), 600);
    // 3 % for the gradients' variance at h = 0.17 and for taking the two weights' mean.
    assertNormal(expected, m, 0.03);
    assertTrue(m[2] > 2 * cold[0], "the floor must show: " + m[2] + " against " + cold[0]);
  }
}
