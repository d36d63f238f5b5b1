package dev.spindrift.mapping;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindrift.device.DeviceParameters;
import dev.spindrift.device.Grain;
import dev.spindrift.device.LinearLaw;
import dev.spindrift.device.Spread;
import dev.spindrift.learning.Increment;
import dev.spindrift.learning.Sgd;
import dev.spindrift.mapping.MappingCases.Tile;
import dev.spindrift.mapping.PushPull.Crossing;
import dev.spindrift.mapping.PushPull.Order;
import dev.spindrift.mapping.PushPull.Widths;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class UpdateSemanticsTest {
  /** A noiseless wall: 34.1 m/s x 10 ps / 4 um of weight per step. */
  private static final double STEP = 8.525e-5;

  private static final Increment DESCENT = new Sgd(1).increment(1);

  private static Tile cell(DeviceParameters device, float weight, float gradient) {
    return new Tile(device, 1, 1, new float[] {weight}, new float[] {gradient});
  }

  private static long update(
      DeviceParameters device, PushPull mode, Increment increment, Tile tile, long number) {
    UpdateStatistics statistics = new UpdateStatistics(MappingCases.TIMING);
    new TileUpdate(device, MappingCases.TIMING, mode, 1)
        .update(
            number,
            tile.cells,
            tile.gradient,
            tile.weights,
            tile.offsets,
            increment,
            new RowPrograms(tile.cells.rows(), tile.cells.columns(), 1),
            statistics);
    return statistics.trackEnds();
  }

  private static PushPull crossing(Crossing crossing) {
    return new PushPull(crossing, Order.PUSH_FIRST, Widths.ADDITIVE);
  }

  @Test
  void zeroNoiseAndZeroGradientMoveNothing() {
    for (Grain grain : Grain.values()) {
      DeviceParameters device =
          MappingCases.device(MappingCases.throughOrigin(), grain, Spread.NONE);
      float[] weights = MappingCases.uniform(4, 35 * 9);
      Tile tile = new Tile(device, 35, 9, weights, new float[35 * 9]);
      float[] before = tile.cells.plus().clone();
      UpdateStatistics statistics = new UpdateStatistics(MappingCases.TIMING);
      RowPrograms programs = new RowPrograms(35, 9, 2);
      new TileUpdate(device, MappingCases.TIMING, PushPull.DEFAULT, 1)
          .update(
              0,
              tile.cells,
              tile.gradient,
              tile.weights,
              tile.offsets,
              DESCENT,
              programs,
              statistics);
      assertArrayEquals(before, tile.cells.plus());
      assertEquals(0, statistics.updates());
      for (int row = 0; row < 35; row++) {
        assertEquals(0, programs.longestSteps(1, row) + programs.sumSteps(0, row));
        assertEquals(0, programs.pulsedColumns(0, row));
      }
    }
  }

  @Test
  void carryMovesTheOtherDeviceAndSaturateLosesTheRest() {
    for (Grain grain : Grain.values()) {
      DeviceParameters device =
          MappingCases.device(new LinearLaw(34.1, 0, 0, 0), grain, Spread.NONE);
      Tile carry = cell(device, 0.01f, 0.03f);
      assertEquals(0, update(device, crossing(Crossing.CARRY), DESCENT, carry, 0));
      assertEquals(0f, carry.cells.plus()[0]);
      // Half a step of rounding and the float arithmetic of the plan.
      assertEquals(0.02, carry.cells.minus()[0], 0.51 * STEP);
      assertEquals(-carry.cells.minus()[0], carry.weights.get(10));
      Tile saturate = cell(device, 0.01f, 0.03f);
      assertEquals(1, update(device, crossing(Crossing.SATURATE), DESCENT, saturate, 0));
      assertEquals(0f, saturate.weights.get(10));
      assertEquals(0f, saturate.cells.minus()[0]);
      assertEquals(
          grain == Grain.PAIR ? 0 : 1,
          update(device, crossing(Crossing.SATURATE), DESCENT, saturate, 1));
      // Pulse by pulse the push of the shortest pulse, 60 steps, drives the minus wall into its end
      // first, which costs nothing at 0 but leaves the pull's whole width.
      double expected = grain == Grain.PAIR ? 0.03 : 0.03 + 60 * STEP;
      assertEquals(expected, saturate.cells.minus()[0], 0.51 * STEP);
    }
  }

  @Test
  void alternatingOrderPullsFirstInOddUpdates() {
    DeviceParameters device =
        MappingCases.device(new LinearLaw(34.1, 0, 0, 0), Grain.PULSE, Spread.NONE);
    PushPull mode = new PushPull(Crossing.CARRY, Order.ALTERNATING, Widths.ADDITIVE);
    // At the upper end a first push of 60 steps is lost and the pull of 60 + 12 steps is not.
    Tile even = cell(device, 1f, (float) (12 * STEP));
    assertEquals(1, update(device, mode, DESCENT, even, 0));
    assertEquals(1 - 72 * STEP, even.weights.get(10), 0.51 * STEP);
    Tile odd = cell(device, 1f, (float) (12 * STEP));
    assertEquals(0, update(device, mode, DESCENT, odd, 1));
    assertEquals(1 - 12 * STEP, odd.weights.get(10), 0.51 * STEP);
  }

  @Test
  void mobilityAndLengthOfADeviceScaleItsStep() {
    DeviceParameters device =
        MappingCases.device(new LinearLaw(34.1, 0, 0, 0), Grain.PAIR, new Spread(0.1, 0.1, 0));
    Tile tile = cell(device, 0.5f, -0.1f);
    float before = tile.cells.plus()[0];
    update(device, PushPull.DEFAULT, DESCENT, tile, 0);
    double expected =
        0.1 * tile.cells.plusVariation().mobility(0) / tile.cells.plusVariation().length(0);
    // A device twice as mobile as nominal would double the half step.
    assertEquals(expected, tile.cells.plus()[0] - before, 1.5 * 0.51 * STEP);
    assertTrue(Math.abs(expected - 0.1) > 10 * STEP, "the test device hardly varies");
  }

  @Test
  void histogramsRowProgramsAndLimitCountsTellTheSameStory() {
    DeviceParameters device = MappingCases.shipped();
    float[] slopes = MappingCases.gradients(8, 64 * 50, 1);
    Tile tile = new Tile(device, 64, 50, MappingCases.uniform(9, 64 * 50), slopes);
    UpdateStatistics all = new UpdateStatistics(MappingCases.TIMING);
    UpdateStatistics first = new UpdateStatistics(MappingCases.TIMING);
    UpdateStatistics second = new UpdateStatistics(MappingCases.TIMING);
    RowPrograms programs = new RowPrograms(64, 50, 4);
    TileUpdate updater = new TileUpdate(device, MappingCases.TIMING, PushPull.DEFAULT, 2);
    // The second update asks for other noise, so its pairs of widths differ.
    Increment[] increments = {MappingCases.SGLD, new Increment(-0.01, 9e-5)};
    for (int i = 0; i < 2; i++) {
      Tile copy = new Tile(device, 64, 50, MappingCases.uniform(9, 64 * 50), slopes);
      updater.update(
          i,
          copy.cells,
          copy.gradient,
          copy.weights,
          copy.offsets,
          increments[i],
          programs,
          i == 0 ? first : second);
      updater.update(
          i, tile.cells, tile.gradient, tile.weights, tile.offsets, increments[i], programs, all);
      long[] totals = (i == 0 ? first : second).totalHistogram();
      long steps = LongStream.range(0, totals.length).map(s -> s * totals[(int) s]).sum();
      long rows = 0;
      long cells = 0;
      for (int phase = 0; phase < 4; phase++) {
        for (int row = 0; row < 64; row++) {
          rows += programs.sumSteps(phase, row);
          cells += programs.pulsedColumns(phase, row);
        }
      }
      assertEquals(steps, rows);
      assertEquals(64 * 50, cells);
    }
    UpdateStatistics merged = new UpdateStatistics(MappingCases.TIMING);
    merged.merge(second);
    merged.merge(first);
    assertEquals(2 * 64 * 50, all.updates());
    assertArrayEquals(all.shorterHistogram(), merged.shorterHistogram());
    assertArrayEquals(all.longerHistogram(), merged.longerHistogram());
    assertArrayEquals(all.totalHistogram(), merged.totalHistogram());
    assertEquals(all.lowerLimit(), merged.lowerLimit());
    assertEquals(all.upperLimit(), merged.upperLimit());
    assertEquals(all.longestLimit(), merged.longestLimit());
    assertTrue(all.upperLimit() > 0 && all.lowerLimit() > 0 && all.longestLimit() > 0);
    assertEquals(
        LongStream.of(merged.shorterHistogram()).sum(),
        LongStream.of(merged.longerHistogram()).sum());
    assertThrows(
        IllegalArgumentException.class,
        () -> merged.merge(new UpdateStatistics(new PulseTiming(1e-11, 1, 7))));
  }
}
