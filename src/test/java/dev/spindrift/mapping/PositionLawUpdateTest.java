package dev.spindrift.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindrift.device.DeviceParameters;
import dev.spindrift.device.DisplacementLaw;
import dev.spindrift.device.Grain;
import dev.spindrift.device.LinearLaw;
import dev.spindrift.device.PositionLaw;
import dev.spindrift.device.Spread;
import dev.spindrift.mapping.MappingCases.Tile;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Devices whose step depends on where the wall is, updated in a tile. */
class PositionLawUpdateTest {
  private static final int SIDE = 200;
  private static final int N = SIDE * SIDE;
  private static final double LENGTH = 4e-6;
  private static final LinearLaw NOMINAL = MappingCases.throughOrigin();
  private static final double[] WIDTHS = {1e-9, 20e-9};

  private static DeviceParameters device(DisplacementLaw law) {
    return MappingCases.device(law, Grain.PULSE, Spread.NONE);
  }

  /** The nominal law with its mean scaled by position and polarity. */
  private static PositionLaw scaled(
      double pushAt0, double pushAt1, double pullAt0, double pullAt1) {
    return new PositionLaw(
        NOMINAL, WIDTHS, new double[] {0, 1}, table(pushAt0, pushAt1), table(pullAt0, pullAt1));
  }

  private static PositionLaw.Table table(double at0, double at1) {
    double[][] means = new double[2][];
    double[][] variances = new double[2][];
    for (int w = 0; w < 2; w++) {
      double mean = NOMINAL.mean(WIDTHS[w]);
      means[w] = new double[] {at0 * mean, at1 * mean};
      variances[w] = new double[] {NOMINAL.variance(WIDTHS[w]), NOMINAL.variance(WIDTHS[w])};
    }
    return new PositionLaw.Table(means, variances);
  }

  private static float[] after(DisplacementLaw law, float[] weights, float[] slopes) {
    DeviceParameters device = device(law);
    Tile tile = new Tile(device, SIDE, SIDE, weights, slopes);
    new TileUpdate(device, MappingCases.TIMING, PushPull.DEFAULT, 5)
        .update(
            3,
            tile.cells,
            tile.gradient,
            tile.weights,
            tile.offsets,
            MappingCases.SGLD,
            new RowPrograms(SIDE, SIDE, 1),
            new UpdateStatistics(MappingCases.TIMING));
    float[] result = new float[N];
    for (int cell = 0; cell < N; cell++) {
      result[cell] = tile.cells.weight(cell);
    }
    return result;
  }

  @Test
  void tablesThatDoNotDependOnPositionMoveWallsAsTheLawDoes() {
    float[] weights = MappingCases.uniform(1, N);
    float[] slopes = MappingCases.gradients(2, N, 0.02);
    float[] law = after(NOMINAL, weights, slopes);
    float[] tables = after(scaled(1, 1, 1, 1), weights, slopes);
    for (int i = 0; i < N; i++) {
      // The same noise; float against double arithmetic plans widths apart by at most one step of
      // 10 ps, 8.5e-5 of the track, for either pulse.
      assertEquals(law[i], tables[i], 2 * 8.6e-5, "cell " + i);
    }
  }

  @Test
  void aSymmetricPairDriftsTowardsWhereBothPolaritiesStepAlike() {
    // Soft bounds: steps to the right shrink as (1.5 - x), to the left as (0.5 + x): alike at 0.5.
    PositionLaw law = scaled(1.5, 0.5, 0.5, 1.5);
    PulsePair pair = new PulsePair();
    new PulsePlanner(device(law), MappingCases.TIMING, PushPull.DEFAULT)
        .plan(0, 0, MappingCases.SGLD, true, pair);
    double step = NOMINAL.mean(pair.shorter * 10e-12) / LENGTH;
    double deviation = Math.sqrt(NOMINAL.variance(pair.shorter * 10e-12)) / LENGTH;
    for (float start : new float[] {0.25f, 0.5f, 0.75f}) {
      float[] weights = new float[N];
      Arrays.fill(weights, start);
      float[] moved = after(law, weights, new float[N]);
      double sum = 0;
      for (float w : moved) {
        sum += (double) w - start;
      }
      double push = (1.5 - start) * step;
      double expected = push - (0.5 + start + push) * step;
      // 4.5 standard errors of the mean of N pairs: a right build fails with probability 7e-6. The
      // push's noise changes the pull's mean by step x noise, nothing on average.
      double error = 4.5 * deviation * Math.sqrt(2.0 / N);
      assertEquals(expected, sum / N, error, "start " + start);
      assertTrue(start == 0.5f || Math.abs(expected) > 10 * error, "the drift stands out");
    }
  }
}
