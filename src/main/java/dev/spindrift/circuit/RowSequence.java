package dev.spindrift.circuit;

/**
 * The pulses of one tile, row by row, as its drivers see them. A row is programmed in {@code
 * phases()} steps, one for each position of the columns' multiplexers.
 */
public interface RowSequence {

  /** Returns the number of rows in use [1]. */
  int rows();

  /** Returns the number of multiplexer phases per row [1]. */
  int phases();

  /** Returns the longest push + pull of a row's phase, without the gap [ps]; 0: nothing to do. */
  long longestPair(int row, int phase);

  /** Returns the number of columns that draw current in a row's phase [1]. */
  int columns(int row, int phase);

  /** Returns the summed widths of all pulses of a row [device-ps]. */
  long pulseTime(int row);

  /** Returns the number of pulses of a row [1]. */
  int pulses(int row);

  /**
   * The row's pulses begin, on a rail that droops. Called once per row, before {@link #programmed}.
   *
   * @param volts supply voltage at the tile [V]
   */
  default void supplied(int row, double volts) {}

  /** The row's pulses are over: its walls have moved. Called once per row, in simulated order. */
  default void programmed(int row) {}

  /**
   * Returns the individual pulses for {@code detail: pulse}, or null at the coarser grain, at which
   * a row program is one event.
   */
  default PulseSequence pulses() {
    return null;
  }

  /** Individual pulses of a row sequence. */
  interface PulseSequence {
    /** Returns the number of columns in use [1]. */
    int columns();

    /** Returns the width of the first pulse of a cell's pair [ps]; 0: none. */
    long first(int row, int column);

    /** Returns the width of the second pulse of a cell's pair [ps]; 0: none. */
    long second(int row, int column);
  }
}
