package dev.spindrift.mapping;

import java.util.Arrays;

/**
 * What the pulse drivers of a tile have to do in one update, row by row.
 *
 * <p>{@code columnsPerDriver} neighbouring columns share a driver and take turns: phase p programs
 * the columns c with c mod columnsPerDriver = p, all at once. A phase of a row lasts as long as its
 * longest push-pull pair and costs what its pulses sum up to.
 *
 * <p>Entry [phase][row] is at phase x rows + row.
 */
public final class RowPrograms {
  private final int rows;
  private final int columns;
  private final int columnsPerDriver;
  private final int phases;
  private final int[] longest;
  private final long[] sum;
  private final int[] pulsed;

  /**
   * Makes empty programs.
   *
   * @param rows used rows of the tile, positive [1]
   * @param columns used columns of the tile, positive [1]
   * @param columnsPerDriver neighbouring columns that share a driver, positive [1]
   * @throws IllegalArgumentException if a number is not positive
   */
  public RowPrograms(int rows, int columns, int columnsPerDriver) {
    if (rows < 1 || columns < 1 || columnsPerDriver < 1) {
      throw new IllegalArgumentException(
          "rows, columns and columns per driver must be positive: "
              + rows
              + ", "
              + columns
              + ", "
              + columnsPerDriver);
    }
    this.rows = rows;
    this.columns = columns;
    this.columnsPerDriver = columnsPerDriver;
    this.phases = Math.min(columnsPerDriver, columns);
    longest = new int[phases * rows];
    sum = new long[phases * rows];
    pulsed = new int[phases * rows];
  }

  /** Returns the used rows of the tile [1]. */
  public int rows() {
    return rows;
  }

  /** Returns the used columns of the tile [1]. */
  public int columns() {
    return columns;
  }

  /** Returns the number of columns that share a driver [1]. */
  public int columnsPerDriver() {
    return columnsPerDriver;
  }

  /** Returns the number of phases: columns per driver, at most the columns [1]. */
  public int phases() {
    return phases;
  }

  /** Returns push plus pull width of the longest pair of a phase of a row [steps]. */
  public int longestSteps(int phase, int row) {
    return longest[phase * rows + row];
  }

  /** Returns the sum of push and pull widths over the columns of a phase of a row [steps]. */
  public long sumSteps(int phase, int row) {
    return sum[phase * rows + row];
  }

  /** Returns the number of columns that get a pair in a phase of a row [1]. */
  public int pulsedColumns(int phase, int row) {
    return pulsed[phase * rows + row];
  }

  /** Forgets everything. */
  void clear() {
    Arrays.fill(longest, 0);
    Arrays.fill(sum, 0);
    Arrays.fill(pulsed, 0);
  }

  /** Adds one cell's pair; no pulse if steps is 0. */
  void add(int column, int row, int steps) {
    merge(column % columnsPerDriver * rows + row, steps, steps, steps > 0 ? 1 : 0);
  }

  /** Notes that every column of every row gets a pair. */
  void pulseAll() {
    for (int phase = 0; phase < phases; phase++) {
      int cells = (columns - phase + columnsPerDriver - 1) / columnsPerDriver;
      Arrays.fill(pulsed, phase * rows, (phase + 1) * rows, cells);
    }
  }

  /** Merges several cells of one phase and row. */
  void merge(int entry, int longestSteps, long sumSteps, int cells) {
    longest[entry] = Math.max(longest[entry], longestSteps);
    sum[entry] += sumSteps;
    pulsed[entry] += cells;
  }
}
