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
      // sizes below, at and beyond the lanes, with a remainder
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
        // float sums over lanes of at most 256 terms: documented as below 1e-5
        assertEquals(expected, sums.conductance(cells, device), 1e-5 * expected);
      }
    }
  }
}
