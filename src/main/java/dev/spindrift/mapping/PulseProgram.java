package dev.spindrift.mapping;

import dev.spindrift.device.CellArray;
import dev.spindrift.device.CellWriter;
import dev.spindrift.device.WriteBatch;
import dev.spindrift.learning.Increment;
import java.nio.FloatBuffer;

/**
 * The plain form of one update of a tile: the push and pull of every cell, and an executor that
 * writes any of them, such as those of a row when its row program is over. {@code detail: pulse}
 * uses it, and every device model without a vector kernel; for behaviour by law it gives the
 * states, statistics and row programs of {@link TileUpdate}, bit for bit.
 */
final class PulseProgram {
  private static final int LOWER = 1;
  private static final int UPPER = 2;
  private static final int LONGEST = 4;

  private final long update;
  private final boolean pushFirst;
  private final CellArray cells;
  private final int[] columnOffsets;
  private final PulsePair pair = new PulsePair();

  // [column][row], like the cells.
  private final int[] shorter;
  private final int[] longer;
  private final float[] drift;
  private final byte[] limits;

  /**
   * Plans an update.
   *
   * @param update number of the update, 0 to 2^32 - 1 [1]
   * @param planner plans one cell
   * @param mode order
   * @param cells the tile; referenced, written by {@link #executeRow}
   * @param gradient flat gradient, the sum over the mini-batch; not modified
   * @param columnOffsets index in the flat vectors of each column's first row; referenced
   * @param increment drift per gradient and required variance
   * @throws ArithmeticException if a gradient is not finite or absurdly large
   */
  PulseProgram(
      long update,
      PairPlanner planner,
      PushPull mode,
      CellArray cells,
      FloatBuffer gradient,
      int[] columnOffsets,
      Increment increment) {
    this.update = update;
    this.pushFirst = mode.pushFirst(update);
    this.cells = cells;
    this.columnOffsets = columnOffsets;
    shorter = new int[cells.size()];
    longer = new int[cells.size()];
    drift = new float[cells.size()];
    limits = new byte[cells.size()];
    for (int cell = 0; cell < cells.size(); cell++) {
      int column = cell / cells.rows();
      int row = cell % cells.rows();
      float slope = gradient.get(columnOffsets[column] + row);
      TileUpdate.requireUsable(slope, increment.drift(), column, row);
      planner.plan(slope, cells.weight(cell), increment, pushFirst, pair);
      drift[cell] = slope * increment.drift() + planner.offset(pushFirst);
      store(cell);
    }
  }

  private void store(int cell) {
    shorter[cell] = pair.shorter;
    longer[cell] = pair.longer;
    limits[cell] =
        (byte)
            ((pair.lowerLimit ? LOWER : 0)
                | (pair.upperLimit ? UPPER : 0)
                | (pair.longestLimit ? LONGEST : 0));
  }

  private void load(int cell, PulsePair pair) {
    pair.shorter = shorter[cell];
    pair.longer = longer[cell];
    pair.sign = StepMath.sign(drift[cell]);
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
    return push(column * cells.rows() + row);
  }

  /** Returns the width of the pull, towards smaller weights; 0 for no pulse [steps]. */
  int pullSteps(int column, int row) {
    return pull(column * cells.rows() + row);
  }

  private int push(int cell) {
    return drift[cell] < 0 ? shorter[cell] : longer[cell];
  }

  private int pull(int cell) {
    return drift[cell] < 0 ? longer[cell] : shorter[cell];
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

  /** Returns the number of cells of the tile [1]. */
  int size() {
    return cells.size();
  }

  /**
   * Says which widths were planned.
   *
   * @param pulses of the tile's shape; overwritten
   */
  void fill(TilePulses pulses) {
    for (int cell = 0; cell < cells.size(); cell++) {
      int row = cell % cells.rows();
      pulses.set(row, cell / cells.rows(), push(cell), pull(cell), drift[cell]);
    }
  }

  /**
   * Writes the cells of one row and their new weights. To be called once per row.
   *
   * @param row the row [1]
   * @param supply share of the nominal pulse current that the supply leaves [1]
   * @param writer writes; its scratch is modified
   * @param weights flat weight vector; modified
   * @param statistics receives the counts; modified
   */
  void executeRow(
      int row, double supply, CellWriter writer, FloatBuffer weights, UpdateStatistics statistics) {
    cells.positionSum(CellArray.UNKNOWN);
    write(row, cells.rows(), cells.columns(), supply, writer, weights, statistics);
  }

  /**
   * Writes some cells and their new weights. Different threads may write different cells; whoever
   * calls forgets the tile's sum of positions first.
   *
   * @param first first cell [1]
   * @param count number of cells [1]
   */
  void execute(
      int first, int count, CellWriter writer, FloatBuffer weights, UpdateStatistics statistics) {
    write(first, 1, count, 1, writer, weights, statistics);
  }

  private void write(
      int first,
      int stride,
      int count,
      double supply,
      CellWriter writer,
      FloatBuffer weights,
      UpdateStatistics statistics) {
    WriteBatch batch = new WriteBatch(count);
    batch.supply(supply);
    for (int i = 0, cell = first; i < count; i++, cell += stride) {
      batch.add(cell, push(cell), pull(cell), drift[cell]);
    }
    writer.write(cells, update, pushFirst, batch);
    PulsePair each = new PulsePair();
    for (int i = 0, cell = first; i < count; i++, cell += stride) {
      if (longer[cell] > 0) {
        load(cell, each);
        statistics.count(each, batch.end(i));
      }
      int index = columnOffsets[cell / cells.rows()] + cell % cells.rows();
      weights.put(index, cells.weight(cell));
    }
  }
}
