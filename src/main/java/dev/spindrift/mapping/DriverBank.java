package dev.spindrift.mapping;

import dev.spindrift.circuit.Specs.DriverErrors;
import dev.spindrift.device.CellArray;
import dev.spindrift.engine.CounterNoise;
import java.util.List;

/**
 * The pulse drivers of all tiles as they were made: the current of each, by polarity, relative to
 * the nominal one. Immutable.
 *
 * <p>A driver's factor is lognormal with mean 1, drawn by its number from the purposes {@code
 * "driver current"} (both polarities) and {@code "driver polarity"} (push against pull). Columns
 * that share a driver and tiles that share a bank of drivers have the same factors; every sample
 * bank has drivers like those of the first.
 */
final class DriverBank {
  private final List<CellArray> tiles;
  private final float[][] push;
  private final float[][] pull;

  /**
   * Draws the factors.
   *
   * @param tiles cells of each tile, by tile index; referenced
   * @param columnsPerDriver neighbouring columns that share a driver [1]
   * @param tilesPerBank tiles that share a bank of drivers [1]
   * @param tileColumns columns of a whole tile [1]
   */
  DriverBank(
      DriverErrors errors,
      List<CellArray> tiles,
      int columnsPerDriver,
      int tilesPerBank,
      int tileColumns,
      long seed) {
    this.tiles = tiles;
    push = new float[tiles.size()][];
    pull = new float[tiles.size()][];
    CounterNoise current = new CounterNoise(seed, "driver current");
    CounterNoise polarity = new CounterNoise(seed, "driver polarity");
    long drivers = (tileColumns + columnsPerDriver - 1L) / columnsPerDriver;
    for (int t = 0; t < push.length; t++) {
      int columns = tiles.get(t).columns();
      push[t] = new float[columns];
      pull[t] = new float[columns];
      for (int c = 0; c < columns; c++) {
        long driver = t / tilesPerBank * drivers + c / columnsPerDriver;
        double both = lognormal(errors.currentSpread(), current.gaussian(0, driver));
        double ratio = lognormal(errors.polarityMismatch(), polarity.gaussian(0, driver));
        push[t][c] = (float) (both * Math.sqrt(ratio));
        pull[t][c] = (float) (both / Math.sqrt(ratio));
      }
    }
  }

  /** exp(s z - s^2/2) has mean 1 and relative standard deviation sqrt(exp(s^2) - 1). */
  private static double lognormal(double spread, double normal) {
    double s = Math.sqrt(Math.log1p(spread * spread));
    return Math.exp(s * normal - s * s / 2);
  }

  /** Returns the index of a tile's cells. */
  int tile(CellArray cells) {
    for (int t = 0; t < push.length; t++) {
      if (tiles.get(t) == cells) {
        return t;
      }
    }
    throw new IllegalArgumentException("cells of no tile of this chip");
  }

  /** Returns the factor of the current of a column's pushes or pulls [1]. */
  float current(int tile, int column, boolean isPush) {
    return (isPush ? push : pull)[tile][column];
  }
}
