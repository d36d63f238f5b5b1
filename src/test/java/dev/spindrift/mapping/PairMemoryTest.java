package dev.spindrift.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindrift.device.BetweenPulses;
import dev.spindrift.device.BetweenPulses.Gap;
import dev.spindrift.device.DeviceParameters;
import dev.spindrift.device.Grain;
import dev.spindrift.device.LinearLaw;
import dev.spindrift.device.Spread;
import dev.spindrift.mapping.MappingCases.Tile;
import dev.spindrift.mapping.PushPull.Crossing;
import dev.spindrift.mapping.PushPull.Offset;
import dev.spindrift.mapping.PushPull.Order;
import dev.spindrift.mapping.PushPull.Widths;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a pair's memory does to weights: tiles of 4 x 65,536 cells at weight 0.1 without gradient,
 * far from zero and from the ends. One standard error of a mean is 1.4e-5 of the weight, so at 4.5
 * of them a correct build fails with probability 7e-6 per figure and an error of 7 per cent of the
 * bias would be seen.
 */
class PairMemoryTest {
  private static final int ROWS = 256;
  private static final int COLUMNS = 1024;
  private static final double BIAS = 4e-9;
  private static final double ADDED = 200e-18;
  private static final double LENGTH = 4e-6;
  private static final BetweenPulses MEMORY =
      new BetweenPulses(List.of(new Gap(0, BIAS, ADDED), new Gap(1e-9, 0, 0)), 0);

  private static double[] changes(
      Grain grain, Order order, Offset offset, double gap, int updates) {
    DeviceParameters device =
        MappingCases.device(new LinearLaw(26, 0, 330e-9, -110e-18), grain, Spread.NONE)
            .withBetweenPulses(MEMORY);
    PulseTiming timing = new PulseTiming(10e-12, 60, 2000, gap);
    PushPull mode = new PushPull(Crossing.CARRY, order, Widths.ADDITIVE, offset);
    float[] weights = new float[ROWS * COLUMNS];
    java.util.Arrays.fill(weights, 0.1f);
    Tile tile = new Tile(device, ROWS, COLUMNS, weights, new float[ROWS * COLUMNS]);
    TileUpdate updater = new TileUpdate(device, timing, mode, 9);
    for (int u = 0; u < updates; u++) {
      updater.update(
          u,
          tile.cells,
          tile.gradient,
          tile.weights,
          tile.offsets,
          MappingCases.SGLD,
          new RowPrograms(ROWS, COLUMNS, 1),
          new UpdateStatistics(timing));
    }
    return IntStream.range(0, tile.cells.size())
        .mapToDouble(i -> tile.cells.weight(i) - 0.1f)
        .toArray();
  }

  private static double mean(double[] x) {
    return IntStream.range(0, x.length).mapToDouble(i -> x[i]).average().orElseThrow();
  }

  private static double variance(double[] x) {
    double mean = mean(x);
    return IntStream.range(0, x.length)
        .mapToDouble(i -> (x[i] - mean) * (x[i] - mean))
        .average()
        .orElseThrow();
  }

  private static double standardError(double[] x) {
    return Math.sqrt(variance(x) / x.length);
  }

  @ParameterizedTest
  @EnumSource
  void withoutRemedyEveryUpdateIsBiasedTowardTheSecondPulse(Grain grain) {
    double[] moved = changes(grain, Order.PUSH_FIRST, Offset.NONE, 0, 1);
    assertEquals(-BIAS / LENGTH, mean(moved), 4.5 * standardError(moved));
    double[] twice = changes(grain, Order.PUSH_FIRST, Offset.NONE, 0, 2);
    assertEquals(-2 * BIAS / LENGTH, mean(twice), 4.5 * standardError(twice));
  }

  @ParameterizedTest
  @EnumSource
  void alternatingTheOrderUndoesTheBiasOfOneUpdateByTheNext(Grain grain) {
    double[] one = changes(grain, Order.ALTERNATING, Offset.NONE, 0, 1);
    assertEquals(-BIAS / LENGTH, mean(one), 4.5 * standardError(one));
    double[] two = changes(grain, Order.ALTERNATING, Offset.NONE, 0, 2);
    assertEquals(0, mean(two), 4.5 * standardError(two));
  }

  @ParameterizedTest
  @EnumSource
  void aGapLetsTheBiasFade(Grain grain) {
    double[] half = changes(grain, Order.PUSH_FIRST, Offset.NONE, 0.5e-9, 1);
    assertEquals(-BIAS / LENGTH / 2, mean(half), 4.5 * standardError(half));
    double[] gone = changes(grain, Order.PUSH_FIRST, Offset.NONE, 5e-9, 1);
    assertEquals(0, mean(gone), 4.5 * standardError(gone));
  }

  /** T_L comes in driver steps: 4 nm take 154 ps, of which 15 steps of 10 ps bring 3.9 nm. */
  @ParameterizedTest
  @EnumSource
  void aCalibratedOffsetTakesTheBiasOffTheDriftToHalfADriverStep(Grain grain) {
    double halfStep = 26 * 5e-12 / LENGTH;
    double[] first = changes(grain, Order.PUSH_FIRST, Offset.CALIBRATED, 0, 1);
    assertEquals(0, mean(first), halfStep + 4.5 * standardError(first));
    double[] two = changes(grain, Order.ALTERNATING, Offset.CALIBRATED, 0, 2);
    assertEquals(0, mean(two), 2 * halfStep + 4.5 * standardError(two));
  }

  /** Standard error of a variance: sqrt(2/n) of it, 0.28 per cent; 4.5 of them. */
  @Test
  void theAddedVarianceComesOnTopOfThatOfTheTwoPulses() {
    for (Grain grain : Grain.values()) {
      double with = variance(changes(grain, Order.PUSH_FIRST, Offset.NONE, 0, 1));
      double without = variance(changes(grain, Order.PUSH_FIRST, Offset.NONE, 5e-9, 1));
      double error = 4.5 * Math.sqrt(2.0 / (ROWS * COLUMNS)) * Math.hypot(with, without);
      assertEquals(ADDED / LENGTH / LENGTH, with - without, error);
    }
  }

  @Test
  void theNoiseFloorKnowsTheAddedVariance() {
    DeviceParameters device =
        MappingCases.device(MappingCases.throughOrigin(), Grain.PAIR, Spread.NONE)
            .withBetweenPulses(MEMORY);
    PulsePlanner bare =
        new PulsePlanner(device, new PulseTiming(1e-11, 60, 100, 1e-9), PushPull.DEFAULT);
    PulsePlanner warm = new PulsePlanner(device, new PulseTiming(1e-11, 60, 100), PushPull.DEFAULT);
    double added = warm.noiseFloor() * warm.noiseFloor() - bare.noiseFloor() * bare.noiseFloor();
    assertEquals(ADDED / LENGTH / LENGTH, added, 1e-6 * added); // kept as float
    assertTrue(warm.noiseFloor() > bare.noiseFloor());
  }
}
