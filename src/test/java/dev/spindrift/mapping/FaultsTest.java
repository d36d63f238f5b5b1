package dev.spindrift.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindrift.device.BetweenPulses;
import dev.spindrift.device.CellArray;
import dev.spindrift.device.DeviceParameters;
import dev.spindrift.device.Grain;
import dev.spindrift.device.RestingWalls;
import dev.spindrift.device.Spread;
import java.nio.FloatBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Stuck walls and dead cells. */
class FaultsTest {
  private static final int ROWS = 100;
  private static final int COLUMNS = 40;
  private static final int CELLS = ROWS * COLUMNS;

  private static int[] offsets() {
    int[] o = new int[COLUMNS];
    for (int c = 0; c < COLUMNS; c++) {
      o[c] = c * ROWS;
    }
    return o;
  }

  private static DeviceParameters device(double stuck, double dead, Grain grain) {
    return MappingCases.device(
        MappingCases.throughOrigin(), grain, new Spread(0, 0, 0, stuck, dead));
  }

  private static CellArray cells(DeviceParameters device, FloatBuffer weights) {
    CellArray cells = new CellArray(device, 5, ROWS, COLUMNS, 0);
    cells.initialise(weights, offsets());
    return cells;
  }

  private static FloatBuffer weights() {
    return MappingCases.direct(MappingCases.uniform(3, CELLS));
  }

  private static void update(DeviceParameters device, CellArray cells, FloatBuffer weights, int n) {
    TileUpdate update =
        new TileUpdate(
            device, MappingCases.TIMING, MappingCases.widths(PushPull.Widths.ADDITIVE), 5);
    for (int k = 1; k <= n; k++) {
      update.update(
          k,
          cells,
          MappingCases.direct(MappingCases.gradients(k, CELLS, 1e-4)),
          weights,
          offsets(),
          MappingCases.SGLD,
          new RowPrograms(ROWS, COLUMNS, 1),
          new UpdateStatistics(MappingCases.TIMING));
    }
  }

  @Test
  void asManyWallsAreStuckAsTheFileSaysAnywhereOnTheTrack() {
    CellArray cells = cells(device(0.1, 0, Grain.PAIR), weights());
    int stuck = 0;
    double sum = 0;
    for (int i = 0; i < CELLS; i++) {
      if (cells.plusVariation().isStuck(i)) {
        stuck++;
        sum += cells.plusVariation().stuckAt(i);
        assertEquals(cells.plusVariation().stuckAt(i), cells.plus()[i]);
      }
    }
    // 5 standard deviations: binomial 19, uniform mean 0.289/20; a false alarm in 1e6
    assertEquals(400, stuck, 5 * 19);
    assertEquals(0.5, sum / stuck, 5 * 0.289 / 20);
  }

  @Test
  void noPulseMovesAStuckWallAndHealthyCellsBehaveAsWithoutFaultsBitForBit() {
    for (Grain grain : Grain.values()) {
      DeviceParameters faulty = device(0.05, 0.05, grain);
      DeviceParameters healthy = device(0, 0, grain);
      FloatBuffer w = weights();
      FloatBuffer expected = weights();
      CellArray cells = cells(faulty, w);
      CellArray reference = cells(healthy, expected);
      float[] plus = cells.plus().clone();
      float[] minus = cells.minus().clone();
      update(faulty, cells, w, 20);
      update(healthy, reference, expected, 20);
      int moved = 0;
      int dead = 0;
      for (int i = 0; i < CELLS; i++) {
        boolean plusStuck = cells.plusVariation().isStuck(i);
        boolean minusStuck = cells.minusVariation().isStuck(i);
        if (plusStuck) {
          assertEquals(plus[i], cells.plus()[i]);
        }
        if (minusStuck) {
          assertEquals(minus[i], cells.minus()[i]);
        }
        if (cells.plusVariation().conductance(i) == 0) {
          assertEquals(0f, cells.minusVariation().conductance(i), "dead as a whole");
          assertEquals(0f, w.get(i));
          dead++;
        } else if (!plusStuck && !minusStuck) {
          // Weights differ by a rounding: with factors they are computed from conductances.
          assertEquals(reference.plus()[i], cells.plus()[i]);
          assertEquals(reference.minus()[i], cells.minus()[i]);
          moved++;
        }
      }
      assertTrue(moved > CELLS / 2 && dead > CELLS / 50, moved + " " + dead);
    }
  }

  @Test
  void weightsThatWereReadPutTheWallsBackBesideStuckOnes() {
    DeviceParameters faulty = device(0.3, 0.02, Grain.PAIR);
    FloatBuffer w = weights();
    CellArray cells = cells(faulty, w);
    update(faulty, cells, w, 5);
    CellArray again = new CellArray(faulty, 5, ROWS, COLUMNS, 0);
    again.restore(w, offsets());
    for (int i = 0; i < CELLS; i++) {
      // one rounding of sums below 3
      assertEquals(w.get(i), again.weight(i), 4e-7f, "cell " + i);
    }
  }

  @Test
  void aStuckWallDoesNotDiffuse() {
    DeviceParameters faulty =
        device(0.2, 0, Grain.PAIR).withBetweenPulses(new BetweenPulses(List.of(), 1e-6));
    CellArray cells = cells(faulty, weights());
    float[] before = cells.plus().clone();
    new RestingWalls(faulty, 1, "test").rest(cells, 1e-6, 0);
    int moved = 0;
    for (int i = 0; i < CELLS; i++) {
      if (cells.plusVariation().isStuck(i)) {
        assertEquals(before[i], cells.plus()[i]);
      } else if (before[i] != cells.plus()[i]) {
        moved++;
      }
    }
    assertTrue(moved > CELLS / 4, "" + moved);
  }
}
