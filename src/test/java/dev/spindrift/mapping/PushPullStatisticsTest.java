package dev.spindrift.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindrift.device.DeviceParameters;
import dev.spindrift.device.Grain;
import dev.spindrift.device.LinearLaw;
import dev.spindrift.device.Spread;
import dev.spindrift.learning.Increment;
import dev.spindrift.mapping.MappingCases.Tile;
import dev.spindrift.mapping.PushPull.Widths;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * Statistics of a million push-pull updates. The seed is fixed. Each comparison allows 4.5 standard
 * errors: a correct build with another seed fails one with probability 6.8e-6. With n = 10^6 an
 * error of the mean of 0.0075 sigma, or of the variance of 1.1 %, is found with probability 99.9 %
 * (7.5 standard errors).
 */
class PushPullStatisticsTest {
  private static final int SIDE = 1000;
  private static final int N = SIDE * SIDE;
  private static final double ERRORS = 4.5;

  private static double[] meanAndVariance(
      DeviceParameters device, PushPull mode, Increment increment, float start, float gradient) {
    float[] weights = new float[N];
    Arrays.fill(weights, start);
    float[] slopes = new float[N];
    Arrays.fill(slopes, gradient);
    Tile tile = new Tile(device, SIDE, SIDE, weights, slopes);
    UpdateStatistics statistics = new UpdateStatistics(MappingCases.TIMING);
    new TileUpdate(device, MappingCases.TIMING, mode, 77)
        .update(
            3,
            tile.cells,
            tile.gradient,
            tile.weights,
            tile.offsets,
            increment,
            new RowPrograms(SIDE, SIDE, 1),
            statistics);
    assertEquals(N, statistics.updates());
    double sum = 0;
    double squares = 0;
    for (int cell = 0; cell < N; cell++) {
      double change = (double) tile.cells.weight(cell) - start;
      sum += change;
      squares += change * change;
    }
    double mean = sum / N;
    return new double[] {mean, squares / N - mean * mean};
  }

  @Test
  void meanAndVarianceFollowTheLaw() {
    LinearLaw law = new LinearLaw(34.1, 0, 289.2e-9, -68e-18);
    for (Grain grain : Grain.values()) {
      for (Spread spread : new Spread[] {Spread.NONE, new Spread(1e-9, 0, 0)}) {
        // The tiny spread takes the scalar path.
        DeviceParameters device = MappingCases.device(law, grain, spread);
        for (float gradient : new float[] {0, 0.03f, -0.03f}) {
          PulsePair pair = new PulsePair();
          new PulsePlanner(device, MappingCases.TIMING, MappingCases.widths(Widths.ADDITIVE))
              .plan(gradient, 0, MappingCases.SGLD, true, pair);
          double shorter = pair.shorter * 10e-12;
          double longer = pair.longer * 10e-12;
          double mean = -Math.signum(gradient) * (law.mean(longer) - law.mean(shorter)) / 4e-6;
          double variance = (law.variance(shorter) + law.variance(longer)) / 16e-12;
          // At 0.5 no wall reaches an end: 75 standard deviations.
          double[] seen =
              meanAndVariance(device, PushPull.DEFAULT, MappingCases.SGLD, 0.5f, gradient);
          assertEquals(mean, seen[0], ERRORS * Math.sqrt(variance / N));
          assertEquals(variance, seen[1], ERRORS * variance * Math.sqrt(2.0 / N));
        }
      }
    }
  }

  @Test
  void theRequiredDriftAndNoiseAreMetWhereTheStepAllows() {
    DeviceParameters device =
        MappingCases.device(MappingCases.throughOrigin(), Grain.PAIR, Spread.NONE);
    Increment increment = new Increment(-2e-5, 4e-5);
    // Drift 1.023e-3 is 12 steps of 8.525e-5.
    double[] seen = meanAndVariance(device, PushPull.DEFAULT, increment, -0.5f, -51.15f);
    // Two widths within half a step: 1 step of variance, 0.45 % of s^2; drift within one step.
    double step = 289.2e-9 * 10e-12 / 16e-12;
    assertEquals(4e-5, seen[1], step + ERRORS * 4e-5 * Math.sqrt(2.0 / N));
    assertEquals(1.023e-3, seen[0], 8.525e-5 + ERRORS * Math.sqrt(4e-5 / N));
  }

  @Test
  void anEndOfTheTrackTurnsNoiseIntoDrift() {
    LinearLaw law = MappingCases.throughOrigin();
    DeviceParameters pairs = MappingCases.device(law, Grain.PAIR, Spread.NONE);
    PulsePair pair = new PulsePair();
    new PulsePlanner(pairs, MappingCases.TIMING, MappingCases.widths(Widths.ADDITIVE))
        .plan(0, 0, MappingCases.SGLD, true, pair);
    double width = pair.shorter * 10e-12;
    double sigma = Math.sqrt(2 * law.variance(width)) / 4e-6;
    // The mean of the negative half of a normal variable is -sigma / sqrt(2 pi), its variance
    // sigma^2 (1/2 - 1/(2 pi)).
    double[] merged = meanAndVariance(pairs, PushPull.DEFAULT, MappingCases.SGLD, 1f, 0);
    double error = sigma * Math.sqrt((0.5 - 0.5 / Math.PI) / N);
    assertEquals(-sigma / Math.sqrt(2 * Math.PI), merged[0], ERRORS * error);
    // Pulse by pulse the push is lost at the end, the pull is not.
    DeviceParameters pulses = MappingCases.device(law, Grain.PULSE, Spread.NONE);
    double[] apart = meanAndVariance(pulses, PushPull.DEFAULT, MappingCases.SGLD, 1f, 0);
    double pull = law.mean(width) / 4e-6;
    assertTrue(apart[0] < -0.95 * pull && apart[0] > -1.05 * pull, () -> "mean " + apart[0]);
  }
}
