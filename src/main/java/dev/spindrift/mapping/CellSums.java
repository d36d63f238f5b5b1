package dev.spindrift.mapping;

import dev.spindrift.device.CellArray;
import dev.spindrift.device.DeviceParameters;

/** Summed conductance of a tile's cells: what its reads draw from the rail and burn as heat. */
public final class CellSums {
  /**
   * Returns the summed conductance of both devices of all cells [S].
   *
   * <p>Positions are summed as integers in units of 2^-23, so the sum does not depend on the order:
   * it is the same whether the fast kernel made it on its way or it is made here.
   *
   * @param cells the tile's cells; its position sum is stated, positions are not modified
   */
  public double conductance(CellArray cells, DeviceParameters device) {
    double off = device.antiparallelConductance();
    double range = device.parallelConductance() - off;
    if (cells.plusVariation() != null) {
      double sum = 0;
      for (int i = 0; i < cells.size(); i++) {
        sum += cells.plusVariation().conductance(i) * (off + range * cells.plus()[i]);
        sum += cells.minusVariation().conductance(i) * (off + range * cells.minus()[i]);
      }
      return sum;
    }
    if (cells.positionSum() == CellArray.UNKNOWN) {
      cells.positionSum(sum(cells.plus()) + sum(cells.minus()));
    }
    return 2 * off * cells.size() + range * (cells.positionSum() * 0x1p-23);
  }

  private static long sum(float[] positions) {
    long sum = 0;
    for (float x : positions) {
      sum += Float.floatToRawIntBits(1f + x) - StepMath.ONE_BITS;
    }
    return sum;
  }
}
