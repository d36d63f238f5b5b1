package dev.spindrift.mapping;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindrift.device.BetweenPulses;
import dev.spindrift.device.BetweenPulses.Gap;
import dev.spindrift.device.CellArray;
import dev.spindrift.device.CellWriter;
import dev.spindrift.device.DeviceParameters;
import dev.spindrift.device.DisplacementLaw;
import dev.spindrift.device.Grain;
import dev.spindrift.device.LinearLaw;
import dev.spindrift.device.Spread;
import dev.spindrift.device.TableLaw;
import dev.spindrift.engine.VectorApi;
import dev.spindrift.learning.Increment;
import dev.spindrift.learning.Sgd;
import dev.spindrift.mapping.MappingCases.Tile;
import dev.spindrift.mapping.PushPull.Crossing;
import dev.spindrift.mapping.PushPull.Offset;
import dev.spindrift.mapping.PushPull.Order;
import dev.spindrift.mapping.PushPull.Widths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class TileUpdateTest {
  private static final int[][] SHAPES = {
    {1, 1, 1},
    {1, 7, 3},
    {27, 64, 1},
    {128, 128, 8},
    {128, 37, 1},
    {100, 31, 4},
    {300, 20, 16},
    {2500, 3, 2},
    {5, 1000, 128},
    {97, 61, 61}
  };

  private static List<DisplacementLaw> laws() {
    return List.of(
        new LinearLaw(34.1, 0, 289.2e-9, -68e-18),
        new LinearLaw(34.1, 2e-9, 145e-9, 665e-18),
        new TableLaw(
            new double[] {1e-9, 5e-9, 5e-8},
            new double[] {35e-9, 172e-9, 1706e-9},
            new double[] {220e-18, 1370e-18, 14200e-18}));
  }

  @Test
  void coarseAndPlainFormGiveTheSameStatesCountsAndRowProgramsBitForBit() {
    int cases = 0;
    for (DisplacementLaw law : laws()) {
      for (Grain grain : Grain.values()) {
        for (Spread spread : List.of(Spread.NONE, new Spread(0.05, 0.02, 0.1))) {
          DeviceParameters device = MappingCases.device(law, grain, spread);
          for (PushPull mode : modes()) {
            for (Increment increment : List.of(MappingCases.SGLD, new Sgd(4e-2).increment(48))) {
              int[] shape = SHAPES[cases % SHAPES.length];
              assertSame(device, mode, increment, shape, cases++);
            }
          }
        }
      }
    }
    assertEquals(3 * 2 * 2 * 8 * 2, cases);
  }

  @Test
  void fastKernelGivesThePlainFormBitForBitOnEveryShape() {
    for (DisplacementLaw law : laws().subList(0, 2)) {
      DeviceParameters device = MappingCases.device(law, Grain.PAIR, Spread.NONE);
      for (int[] shape : SHAPES) {
        for (Widths widths : Widths.values()) {
          PushPull mode = new PushPull(Crossing.CARRY, Order.PUSH_FIRST, widths);
          assertSame(device, mode, MappingCases.SGLD, shape, shape[0]);
        }
      }
    }
  }

  @Test
  void aPairsMemoryAndItsOffsetLeaveCoarseAndPlainFormEqualBitForBit() {
    BetweenPulses memory = new BetweenPulses(List.of(new Gap(0, 4.3e-9, 220e-18)), 0);
    int cases = 0;
    for (DisplacementLaw law : laws()) {
      for (Grain grain : Grain.values()) {
        for (Spread spread : List.of(Spread.NONE, new Spread(0.05, 0.02, 0.1))) {
          DeviceParameters device =
              MappingCases.device(law, grain, spread).withBetweenPulses(memory);
          for (Order order : Order.values()) {
            for (Offset offset : Offset.values()) {
              PushPull mode = new PushPull(Crossing.CARRY, order, Widths.ADDITIVE, offset);
              int[] shape = SHAPES[cases % SHAPES.length];
              assertSame(device, mode, MappingCases.SGLD, shape, cases++);
            }
          }
        }
      }
    }
    assertEquals(3 * 2 * 2 * 2 * 2, cases);
  }

  @Test
  void rowsWhosePulsesSumUpBeyondWhatFloatsHoldAreExact() {
    PulseTiming timing = new PulseTiming(10e-12, 60, PulseTiming.MAXIMUM_STEPS);
    DeviceParameters device = MappingCases.device(laws().get(0), Grain.PAIR, Spread.NONE);
    int[] shape = {512, 300, 1}; // 300 pairs of 65,595 steps: more than 2^24, and odd
    for (PairLoops loops : new PairLoops[] {null, vectors()}) {
      assertSame(device, PushPull.DEFAULT, MappingCases.SGLD, shape, 1, timing, 1e5, loops);
    }
  }

  @Test
  void positionsOfTheTallestTilesSumUpBeyondAnIntAndAreExact() {
    DeviceParameters device =
        MappingCases.device(MappingCases.throughOrigin(), Grain.PAIR, Spread.NONE);
    int rows = 8192;
    float[] weights = new float[rows];
    Arrays.fill(weights, -0.99f);
    for (PairLoops loops : new PairLoops[] {null, vectors()}) {
      Tile tile = new Tile(device, rows, 1, weights, new float[rows]);
      new TileUpdate(device, MappingCases.TIMING, PushPull.DEFAULT, 1, loops)
          .update(
              0,
              tile.cells,
              tile.gradient,
              tile.weights,
              tile.offsets,
              MappingCases.SGLD,
              new RowPrograms(rows, 1, 1),
              new UpdateStatistics(MappingCases.TIMING));
      long byKernel = tile.cells.positionSum();
      tile.cells.positionSum(CellArray.UNKNOWN);
      new CellSums().conductance(tile.cells, device);
      assertEquals(tile.cells.positionSum(), byKernel);
      assertTrue(byKernel > 0.95 * rows * 0x1p23, "walls are not where they were put");
    }
  }

  @Test
  void anUpdateThatFailedLeavesNothingForTheNext() {
    DeviceParameters device =
        MappingCases.device(MappingCases.throughOrigin(), Grain.PAIR, Spread.NONE);
    float[] slopes = new float[128 * 40];
    for (PairLoops loops : new PairLoops[] {null, vectors()}) {
      TileUpdate used = new TileUpdate(device, MappingCases.TIMING, PushPull.DEFAULT, 1, loops);
      TileUpdate unused = new TileUpdate(device, MappingCases.TIMING, PushPull.DEFAULT, 1, loops);
      RowPrograms[] programs = {new RowPrograms(128, 40, 1), new RowPrograms(128, 40, 1)};
      float[] bad = MappingCases.gradients(3, 128 * 40, 1);
      bad[37 * 128 + 5] = Float.NaN;
      for (float[] gradient : List.of(bad, slopes)) {
        for (int i = 0; i < 2; i++) {
          Tile tile = new Tile(device, 128, 40, new float[128 * 40], gradient);
          TileUpdate update = i == 0 ? used : unused;
          RowPrograms program = programs[i];
          Executable run =
              () ->
                  update.update(
                      0,
                      tile.cells,
                      tile.gradient,
                      tile.weights,
                      tile.offsets,
                      MappingCases.SGLD,
                      program,
                      new UpdateStatistics(MappingCases.TIMING));
          if (gradient == slopes) {
            assertDoesNotThrow(run);
          } else if (i == 0) {
            assertThrows(ArithmeticException.class, run);
          }
        }
      }
      assertSamePrograms(programs[1], programs[0]);
    }
  }

  private static List<PushPull> modes() {
    List<PushPull> modes = new ArrayList<>();
    for (Crossing crossing : Crossing.values()) {
      for (Order order : Order.values()) {
        for (Widths widths : Widths.values()) {
          modes.add(new PushPull(crossing, order, widths));
        }
      }
    }
    return modes;
  }

  private static void assertSame(
      DeviceParameters device, PushPull mode, Increment increment, int[] shape, long seed) {
    assertSame(device, mode, increment, shape, seed, null);
    assertSame(device, mode, increment, shape, seed, vectors());
  }

  /** The Vector API's twin of the kernel; the build starts tests with its module. */
  private static PairLoops vectors() {
    PairLoops vectors = VectorApi.create("dev.spindrift.mapping.VectorPairs", PairLoops.class);
    return Objects.requireNonNull(vectors, "the Vector API is not there");
  }

  private static void assertSame(
      DeviceParameters device,
      PushPull mode,
      Increment increment,
      int[] shape,
      long seed,
      PairLoops vectors) {
    assertSame(device, mode, increment, shape, seed, MappingCases.TIMING, 1, vectors);
  }

  private static void assertSame(
      DeviceParameters device,
      PushPull mode,
      Increment increment,
      int[] shape,
      long seed,
      PulseTiming timing,
      double scale,
      PairLoops vectors) {
    int rows = shape[0];
    int columns = shape[1];
    float[] weights = MappingCases.uniform(seed, rows * columns);
    float[] slopes = MappingCases.gradients(seed + 1, rows * columns, scale);
    Tile coarse = new Tile(device, rows, columns, weights, slopes);
    Tile plain = new Tile(device, rows, columns, weights, slopes);
    Tile kept = new Tile(device, rows, columns, weights, slopes);
    TileUpdate update = new TileUpdate(device, timing, mode, 5, vectors);
    TileUpdate keeping = new TileUpdate(device, timing, mode, 5, vectors);
    keeping.keepWallsIn(kept.weights);
    WriteMethod method = new WriteMethod(device, timing, mode, 5);
    CellWriter writer = method.writer(null);
    UpdateStatistics coarseCounts = new UpdateStatistics(timing);
    UpdateStatistics plainCounts = new UpdateStatistics(timing);
    UpdateStatistics keptCounts = new UpdateStatistics(timing);
    RowPrograms coarsePrograms = new RowPrograms(rows, columns, shape[2]);
    RowPrograms plainPrograms = new RowPrograms(rows, columns, shape[2]);
    RowPrograms keptPrograms = new RowPrograms(rows, columns, shape[2]);
    String what = device.law() + " " + device.grain() + " " + mode + " " + rows + "x" + columns;
    for (long step = 0; step < 3; step++) {
      update.update(
          step,
          coarse.cells,
          coarse.gradient,
          coarse.weights,
          coarse.offsets,
          increment,
          coarsePrograms,
          coarseCounts);
      keeping.update(
          step,
          kept.cells,
          kept.gradient,
          kept.weights,
          kept.offsets,
          increment,
          keptPrograms,
          keptCounts);
      PulseProgram program =
          new PulseProgram(
              step, method.planner(), mode, plain.cells, plain.gradient, plain.offsets, increment);
      program.fill(plainPrograms);
      for (int row = rows - 1; row >= 0; row--) {
        program.executeRow(row, 1, writer, plain.weights, plainCounts);
      }
      assertArrayEquals(bits(plain.cells.plus()), bits(coarse.cells.plus()), what);
      assertArrayEquals(bits(plain.cells.minus()), bits(coarse.cells.minus()), what);
      assertEquals(plain.weights, coarse.weights, what);
      assertSamePrograms(plainPrograms, coarsePrograms);
      assertSamePrograms(plainPrograms, keptPrograms);
      assertEquals(coarse.weights, kept.weights, what);
      assertEquals(coarse.cells.positionSum(), kept.cells.positionSum(), what);
    }
    assertSameCounts(plainCounts, coarseCounts);
    assertSameCounts(plainCounts, keptCounts);
    assertArrayEquals(bits(coarse.cells.minus()), bits(kept.cells.minus()), what);
    assertArrayEquals(bits(coarse.cells.plus()), bits(kept.cells.plus()), what);
  }

  @Test
  void wallsOfAlikeDevicesAreKeptInTheWeightsUntilSomebodyAsks() {
    for (Grain grain : Grain.values()) {
      for (Spread spread : List.of(Spread.NONE, new Spread(0.05, 0.02, 0.1))) {
        DeviceParameters device = MappingCases.device(MappingCases.throughOrigin(), grain, spread);
        float[] weights = MappingCases.uniform(1, 40 * 8);
        float[] slopes = MappingCases.gradients(2, 40 * 8, 1);
        Tile tile = new Tile(device, 40, 8, weights, slopes);
        TileUpdate update =
            new TileUpdate(device, MappingCases.TIMING, PushPull.DEFAULT, 1, (PairLoops) null);
        update.keepWallsIn(tile.weights);
        RowPrograms programs = new RowPrograms(40, 8, 1);
        UpdateStatistics counts = new UpdateStatistics(MappingCases.TIMING);
        for (int step = 0; step < 2; step++) {
          update.update(
              step,
              tile.cells,
              tile.gradient,
              tile.weights,
              tile.offsets,
              MappingCases.SGLD,
              programs,
              counts);
          assertEquals(spread.isNone(), tile.cells.isKeptIn(tile.weights));
        }
        tile.cells.plus();
        assertFalse(tile.cells.isKeptIn(tile.weights));
      }
    }
  }

  @Test
  void aRecorderSeesTheSameWidthsWhoeverPlansThem() {
    PulseTiming timing = new PulseTiming(10e-12, 60, 200); // many longer widths are cut
    DeviceParameters device =
        MappingCases.device(MappingCases.throughOrigin(), Grain.PAIR, Spread.NONE);
    TilePulses[] seen = new TilePulses[2];
    for (int i = 0; i < 2; i++) {
      float[] slopes = MappingCases.gradients(2, 64 * 8, 30);
      Tile tile = new Tile(device, 64, 8, MappingCases.uniform(1, 64 * 8), slopes);
      UpdateStatistics counts = new UpdateStatistics(timing);
      seen[i] = new TilePulses(64, 8, false);
      PulsePair pair = new PulsePair();
      if (i == 0) {
        new TileUpdate(device, timing, PushPull.DEFAULT, 1, vectors())
            .update(
                0,
                tile.cells,
                tile.gradient,
                tile.weights,
                tile.offsets,
                MappingCases.SGLD,
                new RowPrograms(64, 8, 1),
                seen[i],
                counts);
        assertTrue(counts.longestLimit() > 10, "no width was cut");
        continue;
      }
      PulsePlanner planner = new PulsePlanner(device, timing, PushPull.DEFAULT);
      for (int cell = 0; cell < 64 * 8; cell++) {
        int row = cell % 64;
        int column = cell / 64;
        float slope = tile.gradient.get(tile.offsets[column] + row);
        planner.plan(slope, 0f, MappingCases.SGLD, PushPull.DEFAULT.pushFirst(0), pair);
        seen[i].set(row, column, pair.push(), pair.pull(), pair.sign);
      }
    }
    assertArrayEquals(seen[1].push(), seen[0].push());
    assertArrayEquals(seen[1].pull(), seen[0].pull());
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(values[i]);
    }
    return bits;
  }

  private static void assertSamePrograms(RowPrograms expected, RowPrograms actual) {
    for (int phase = 0; phase < expected.phases(); phase++) {
      for (int row = 0; row < expected.rows(); row++) {
        assertEquals(expected.longestSteps(phase, row), actual.longestSteps(phase, row));
        assertEquals(expected.sumSteps(phase, row), actual.sumSteps(phase, row));
        assertEquals(expected.pulsedColumns(phase, row), actual.pulsedColumns(phase, row));
      }
    }
  }

  private static void assertSameCounts(UpdateStatistics expected, UpdateStatistics actual) {
    assertArrayEquals(expected.shorterHistogram(), actual.shorterHistogram());
    assertArrayEquals(expected.longerHistogram(), actual.longerHistogram());
    assertArrayEquals(expected.totalHistogram(), actual.totalHistogram());
    assertEquals(expected.lowerLimit(), actual.lowerLimit());
    assertEquals(expected.upperLimit(), actual.upperLimit());
    assertEquals(expected.longestLimit(), actual.longestLimit());
    assertEquals(expected.trackEnds(), actual.trackEnds());
  }

  @Test
  void aGradientThatIsNotFiniteStopsTheUpdateAndIsLocated() {
    for (Grain grain : Grain.values()) {
      for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
        PairLoops loops = bad > 0 ? null : vectors();
        DeviceParameters device =
            MappingCases.device(MappingCases.throughOrigin(), grain, Spread.NONE);
        float[] slopes = new float[128 * 40];
        slopes[37 * 128 + 5] = bad;
        Tile tile = new Tile(device, 128, 40, new float[128 * 40], slopes);
        ArithmeticException e =
            assertThrows(
                ArithmeticException.class,
                () ->
                    new TileUpdate(device, MappingCases.TIMING, PushPull.DEFAULT, 1, loops)
                        .update(
                            0,
                            tile.cells,
                            tile.gradient,
                            tile.weights,
                            tile.offsets,
                            MappingCases.SGLD,
                            new RowPrograms(128, 40, 1),
                            new UpdateStatistics(MappingCases.TIMING)));
        assertTrue(e.getMessage().contains("row 5, column 37 is " + bad), e.getMessage());
      }
    }
  }
}
