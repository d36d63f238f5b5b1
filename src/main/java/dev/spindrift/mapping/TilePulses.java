package dev.spindrift.mapping;

import dev.spindrift.device.CellArray;
import dev.spindrift.device.CellWriter;
import dev.spindrift.device.WriteBatch;

/**
 * The widths that one update gave to one tile, row by row as its drivers need them: what a trace
 * records and a replay applies. Entry of a cell: row x columns + column.
 */
public final class TilePulses {
  private final int rows;
  private final int columns;
  private final char[] push;
  private final char[] pull;
  private final float[] drift;

  /**
   * Makes empty pulses.
   *
   * @param drifts whether to keep the change of weight that was asked for: filaments are programmed
   *     by it, and with SATURATE its sign says to which device of a cell at zero a pair of equal
   *     widths goes; else the widths suffice
   */
  public TilePulses(int rows, int columns, boolean drifts) {
    this.rows = rows;
    this.columns = columns;
    push = new char[rows * columns];
    pull = new char[rows * columns];
    drift = drifts ? new float[rows * columns] : null;
  }

  /** Returns the used rows of the tile [1]. */
  public int rows() {
    return rows;
  }

  /** Returns the used columns of the tile [1]. */
  public int columns() {
    return columns;
  }

  /** Returns the push widths, 0 for none, at most 65535 [steps]; referenced, live. */
  public char[] push() {
    return push;
  }

  /** Returns the pull widths, 0 for none, at most 65535 [steps]; referenced, live. */
  public char[] pull() {
    return pull;
  }

  /** Returns the asked changes of weight; null if not kept; referenced, live. */
  public float[] drift() {
    return drift;
  }

  /** Sets one cell's pair. */
  public void set(int row, int column, int pushSteps, int pullSteps, float asked) {
    int i = row * columns + column;
    push[i] = (char) pushSteps;
    pull[i] = (char) pullSteps;
    if (drift != null) {
      drift[i] = asked;
    }
  }

  /** Takes whole columns from the kernel: arrays of [column][row]. */
  void take(
      int column,
      int width,
      float[] shorter,
      float[] longer,
      float[] gradient,
      float driftPerSlope,
      float offset) {
    for (int c = 0; c < width; c++) {
      for (int r = 0; r < rows; r++) {
        int j = c * rows + r;
        int i = r * columns + column + c;
        float asked = gradient[j] * driftPerSlope + offset;
        // All ones where the drift is negative: there the pull is the longer pulse.
        int mask = Float.floatToRawIntBits(StepMath.sign(asked)) >> 31;
        int less = (int) shorter[j];
        int more = (int) longer[j];
        int swap = (less ^ more) & mask;
        push[i] = (char) (more ^ swap);
        pull[i] = (char) (less ^ swap);
        if (drift != null) {
          drift[i] = asked;
        }
      }
    }
  }

  /** Returns the asked change of a cell's weight, or one of its sign if only widths are kept. */
  float asked(int i) {
    return drift != null ? drift[i] : push[i] < pull[i] ? -1f : 1f;
  }

  /** Puts a cell's pair into a scratch object. */
  void load(int row, int column, PulsePair pair) {
    int i = row * columns + column;
    pair.shorter = Math.min(push[i], pull[i]);
    pair.longer = Math.max(push[i], pull[i]);
    pair.sign = StepMath.sign(asked(i));
    pair.lowerLimit = false;
    pair.upperLimit = false;
    pair.longestLimit = false;
  }

  /**
   * Says what the drivers have to do.
   *
   * @param programs of the tile's shape; overwritten
   */
  void fill(RowPrograms programs) {
    programs.clear();
    for (int i = 0; i < push.length; i++) {
      programs.add(i % columns, i / columns, push[i] + pull[i]);
    }
  }

  /**
   * Writes some cells of a tile, for device models without a vector kernel.
   *
   * @param first first cell, column x rows + row [1]
   * @param count number of cells [1]
   */
  void write(
      long update,
      boolean pushFirst,
      CellArray cells,
      int first,
      int count,
      CellWriter writer,
      UpdateStatistics statistics) {
    WriteBatch batch = new WriteBatch(count);
    for (int cell = first; cell < first + count; cell++) {
      int i = cell % rows * columns + cell / rows;
      batch.add(cell, push[i], pull[i], asked(i));
    }
    writer.write(cells, update, pushFirst, batch);
    PulsePair pair = new PulsePair();
    for (int cell = first; cell < first + count; cell++) {
      load(cell % rows, cell / rows, pair);
      if (pair.longer > 0) {
        statistics.count(pair, batch.end(cell - first));
      }
    }
  }
}
