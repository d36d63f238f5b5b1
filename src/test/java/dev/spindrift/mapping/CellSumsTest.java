package dev.spindrift.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.spindrift.device.CellArray;
import dev.spindrift.device.DeviceParameters;
import dev.spindrift.device.Grain;
import dev.spindrift.device.Spread;
import java.util.List;
import org.junit.jupiter.api.Test;

class CellSumsTest {

  @Test
  void theSumIsThatOfEveryDevicesConductance() {
    CellSums sums = new CellSums();
    for (Spread spread : List.of(Spread.NONE, new Spread(0.05, 0.02, 0.1))) {
      DeviceParameters device =
          MappingCases.device(MappingCases.throughOrigin(), Grain.PAIR, spread);
      for (int[] shape : new int[][] {{1, 1}, {7, 9}, {64, 1}, {65, 3}, {128, 128}}) {
        int n = shape[0] * shape[1];
        float[] w = MappingCases.uniform(n, n);
        CellArray cells = new MappingCases.Tile(device, shape[0], shape[1], w, new float[n]).cells;
        double expected = 0;
        for (int i = 0; i < n; i++) {
          double plus = 51e-6 + 94e-6 * cells.plus()[i];
          double minus = 51e-6 + 94e-6 * cells.minus()[i];
          boolean alike = cells.plusVariation() == null;
          expected += plus * (alike ? 1 : cells.plusVariation().conductance(i));
          expected += minus * (alike ? 1 : cells.minusVariation().conductance(i));
        }
        // every position is rounded to a multiple of 2^-23, at most 2^-24 away
        assertEquals(expected, sums.conductance(cells, device), n * 94e-6 * 0x1p-23);
      }
    }
  }

  @Test
  void theFastKernelLeavesTheSumThatIsMadeFromScratchAndMovedWallsForgetIt() {
    DeviceParameters device =
        MappingCases.device(MappingCases.throughOrigin(), Grain.PAIR, Spread.NONE);
    CellSums sums = new CellSums();
    // the last shape has more chunks than sums of positions may run on without being taken
    for (int[] shape : new int[][] {{7, 9}, {128, 128}, {512, 300}}) {
      int n = shape[0] * shape[1];
      MappingCases.Tile tile =
          new MappingCases.Tile(
              device,
              shape[0],
              shape[1],
              MappingCases.uniform(3, n),
              MappingCases.gradients(4, n, 1e-3));
      TileUpdate update = new TileUpdate(device, MappingCases.TIMING, PushPull.DEFAULT, 5);
      for (int k = 0; k < 3; k++) {
        update.update(
            k,
            tile.cells,
            tile.gradient,
            tile.weights,
            tile.offsets,
            MappingCases.SGLD,
            new RowPrograms(shape[0], shape[1], 1),
            new UpdateStatistics(MappingCases.TIMING));
        long running = tile.cells.positionSum();
        tile.cells.positionSum(CellArray.UNKNOWN);
        sums.conductance(tile.cells, device);
        assertEquals(tile.cells.positionSum(), running);
      }
      TileUpdate plain =
          new TileUpdate(
              device.withGrain(Grain.PULSE),
              MappingCases.TIMING,
              new PushPull(
                  PushPull.Crossing.SATURATE, PushPull.Order.PUSH_FIRST, PushPull.Widths.ADDITIVE),
              5);
      plain.update(
          9,
          tile.cells,
          tile.gradient,
          tile.weights,
          tile.offsets,
          MappingCases.SGLD,
          new RowPrograms(shape[0], shape[1], 1),
          new UpdateStatistics(MappingCases.TIMING));
      assertEquals(CellArray.UNKNOWN, tile.cells.positionSum());
    }
  }
}
