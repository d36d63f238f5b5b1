package dev.spindrift.mapping;

import dev.spindrift.device.CellArray;
import dev.spindrift.device.DeviceParameters;
import dev.spindrift.device.Grain;
import dev.spindrift.learning.Increment;
import java.nio.FloatBuffer;

/**
 * The plain form of one update of a tile: the push and pull of every device, and an executor that
 * moves the walls of one row, one device at a time, when its row program is over. Traces and {@code
 * detail: pulse} use it; it gives the states, statistics and row programs of {@link TileUpdate},
 * bit for bit.
 */
final class PulseProgram {
  private static final int LOWER = 1;
  private static final int UPPER = 2;
  private static final int LONGEST = 4;

  private final long update;
  private final Grain grain;
  private final boolean pushFirst;
  private final DeviceNoise noise;
  private final CellMover mover;
  private final CellArray cells;
  private final int[] columnOffsets;
  private final PulsePair pair = new PulsePair();

  // [column][row], like the cells.
  private final int[] shorter;
  private final int[] longer;
  private final float[] sign;
  private final byte[] limits;

  /**
   * Plans an update.
   *
   * @param update number of the update, 0 to 2^32 - 1 [1]
   * @param device the devices
   * @param planner plans widths for the nominal device
   * @param mode crossing and order
   * @param noise the device noise; used by the caller's thread only
   * @param cells the tile; referenced, moved by {@link #execute}
   * @param gradient flat gradient, the sum over the mini-batch; not modified
   * @param columnOffsets index in the flat vectors of each column's first row; referenced
   * @param increment drift per gradient and required variance
   * @throws ArithmeticException if a gradient is not finite or absurdly large
   */
  PulseProgram(
      long update,
      DeviceParameters device,
      PulsePlanner planner,
      PushPull mode,
      DeviceNoise noise,
      CellArray cells,
      FloatBuffer gradient,
      int[] columnOffsets,
      Increment increment) {
    this.update = update;
    this.grain = device.grain();
    this.pushFirst = mode.pushFirst(update);
    this.noise = noise;
    this.cells = cells;
    this.columnOffsets = columnOffsets;
    mover = new CellMover(planner, grain, mode.crossing());
    shorter = new int[cells.size()];
    longer = new int[cells.size()];
    sign = new float[cells.size()];
    limits = new byte[cells.size()];
    for (int cell = 0; cell < cells.size(); cell++) {
      int column = cell / cells.rows();
      int row = cell % cells.rows();
      float slope = gradient.get(columnOffsets[column] + row);
      TileUpdate.requireUsable(slope, increment.drift(), column, row);
      planner.plan(slope, increment, pair);
      store(cell);
    }
  }

  private void store(int cell) {
    shorter[cell] = pair.shorter;
    longer[cell] = pair.longer;
    sign[cell] = pair.sign;
    limits[cell] =
        (byte)
            ((pair.lowerLimit ? LOWER : 0)
                | (pair.upperLimit ? UPPER : 0)
                | (pair.longestLimit ? LONGEST : 0));
  }

  private void load(int cell) {
    pair.shorter = shorter[cell];
    pair.longer = longer[cell];
    pair.sign = sign[cell];
    pair.lowerLimit = (limits[cell] & LOWER) != 0;
    pair.upperLimit = (limits[cell] & UPPER) != 0;
    pair.longestLimit = (limits[cell] & LONGEST) != 0;
  }

  /** Returns the used rows of the tile [1]. */
  int rows() {
    return cells.rows();
  }

  /** Returns the used columns of the tile [1]. */
  int columns() {
    return cells.columns();
  }

  /** Returns the width of the push, towards larger weights; 0 for no pulse [steps]. */
  int pushSteps(int column, int row) {
    int cell = column * cells.rows() + row;
    return sign[cell] < 0 ? shorter[cell] : longer[cell];
  }

  /** Returns the width of the pull, towards smaller weights; 0 for no pulse [steps]. */
  int pullSteps(int column, int row) {
    int cell = column * cells.rows() + row;
    return sign[cell] < 0 ? longer[cell] : shorter[cell];
  }

  /** Returns the width of the pulse that comes first; 0 for no pulse [steps]. */
  int firstSteps(int column, int row) {
    return pushFirst ? pushSteps(column, row) : pullSteps(column, row);
  }

  /** Returns the width of the pulse that comes second; 0 for no pulse [steps]. */
  int secondSteps(int column, int row) {
    return pushFirst ? pullSteps(column, row) : pushSteps(column, row);
  }

  /**
   * Says what the drivers have to do.
   *
   * @param programs of the tile's shape; overwritten
   */
  void fill(RowPrograms programs) {
    programs.clear();
    for (int cell = 0; cell < cells.size(); cell++) {
      int steps = shorter[cell] + longer[cell];
      programs.add(cell / cells.rows(), cell % cells.rows(), steps);
    }
  }

  /**
   * Moves the walls of one row, one device after the other, and writes their new weights. To be
   * called once per row.
   *
   * @param row the row [1]
   * @param weights flat weight vector; modified
   * @param statistics receives the counts; modified
   */
  void execute(int row, FloatBuffer weights, UpdateStatistics statistics) {
    for (int column = 0; column < cells.columns(); column++) {
      int cell = column * cells.rows() + row;
      long number = cells.firstDevice() + cell;
      load(cell);
      if (pair.longer > 0) {
        float push = noise.first(grain).gaussian(update, number);
        float pull = grain == Grain.PULSE ? noise.second().gaussian(update, number) : 0f;
        boolean end = mover.move(cells, cell, pair, pushFirst, push, pull);
        statistics.count(pair, end);
      }
      weights.put(columnOffsets[column] + row, cells.weight(cell));
    }
  }
}
