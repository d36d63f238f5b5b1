package dev.spindrift.mapping;

import dev.spindrift.device.CellArray;
import dev.spindrift.device.DeviceParameters;

/** Summed conductance of a tile's cells: what its reads draw from the rail and burn as heat. */
public final class CellSums {
  private static final int LANES = 64;

  private final float[] lanes = new float[LANES];

  /**
   * Returns the summed conductance of both devices of all cells [S].
   *
   * <p>Positions are summed in float over short lanes (at most a few hundred terms each, so the
   * relative rounding error stays below 1e-5) and the lanes in double: the sum prices read heat and
   * current, and always in the same order, so it is the same on any number of threads.
   *
   * @param cells the tile's cells; not modified
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
    return 2 * off * cells.size() + range * (sum(cells.plus()) + sum(cells.minus()));
  }

  private double sum(float[] x) {
    java.util.Arrays.fill(lanes, 0);
    int whole = x.length / LANES * LANES;
    for (int i = 0; i < whole; i += LANES) {
      for (int k = 0; k < LANES; k++) {
        lanes[k] += x[i + k];
      }
    }
    double sum = 0;
    for (int i = whole; i < x.length; i++) {
      sum += x[i];
    }
    for (float lane : lanes) {
      sum += lane;
    }
    return sum;
  }
}
