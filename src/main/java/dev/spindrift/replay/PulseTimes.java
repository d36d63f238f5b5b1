package dev.spindrift.replay;

import dev.spindrift.circuit.Specs;
import dev.spindrift.mapping.PushPull;

/**
 * When the single pulses of a row program happen: as the tile's drivers do them, phase by phase of
 * their multiplexers, in each column the first pulse, the gap, the second pulse.
 */
public final class PulseTimes {
  private final Specs.PulseDriver driver;
  private final PushPull.Order order;

  /** Makes the times of a chip's drivers. */
  public PulseTimes(Specs.PulseDriver driver, PushPull.Order order) {
    this.driver = driver;
    this.order = order;
  }

  /** Widths of a row program. */
  public interface Row {
    /** Returns the number of columns [1]. */
    int columns();

    /** Returns the push width of a column, 0 for none [steps]. */
    int push(int column);

    /** Returns the pull width of a column, 0 for none [steps]. */
    int pull(int column);
  }

  /** Hears of single pulses. */
  @FunctionalInterface
  public interface PulseListener {
    /**
     * One pulse.
     *
     * @param column column of the tile [1]
     * @param push whether it pushes, else it pulls
     * @param start begin of the pulse [ps]
     * @param width its width, positive [ps]
     */
    void onPulse(int column, boolean push, long start, long width);
  }

  /**
   * Tells all pulses of a row program, in the order of phases and columns.
   *
   * @param row its widths
   * @param update number of the update: of the mini-batch [1]
   * @param first begin of its first pulse: selection of the row and {@code select} [ps]
   */
  public void tell(Row row, long update, long first, PulseListener listener) {
    boolean pushFirst =
        new PushPull(PushPull.DEFAULT.crossing(), order, PushPull.DEFAULT.widths())
            .pushFirst(update);
    long step = driver.timeStep();
    int phases = Math.min(driver.columnsPerDriver(), row.columns());
    long t = first;
    for (int p = 0; p < phases; p++) {
      long longest = 0;
      for (int c = p; c < row.columns(); c += phases) {
        long one = step * (pushFirst ? row.push(c) : row.pull(c));
        long two = step * (pushFirst ? row.pull(c) : row.push(c));
        longest = Math.max(longest, one + two);
        if (one > 0) {
          listener.onPulse(c, pushFirst, t, one);
        }
        if (two > 0) {
          listener.onPulse(c, !pushFirst, t + one + driver.gap(), two);
        }
      }
      if (longest > 0) {
        t += longest + driver.gap() + driver.deadTime();
      }
    }
  }
}
