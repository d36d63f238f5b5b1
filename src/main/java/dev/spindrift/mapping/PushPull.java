package dev.spindrift.mapping;

/**
 * How a push-pull pair is applied to a cell.
 *
 * @param crossing what happens when a weight crosses zero
 * @param order which pulse comes first
 * @param widths how the two widths are solved for
 */
public record PushPull(Crossing crossing, Order order, Widths widths) {
  /** Carry, push first, the paper's widths. */
  public static final PushPull DEFAULT =
      new PushPull(Crossing.CARRY, Order.PUSH_FIRST, Widths.ADDITIVE);

  /**
   * Returns whether the push comes first.
   *
   * @param update number of the update [1]
   */
  public boolean pushFirst(long update) {
    return order == Order.PUSH_FIRST || (update & 1) == 0;
  }

  /** What happens when an update crosses zero. */
  public enum Crossing {
    /** The remainder moves the cell's other device in the same row program. */
    CARRY,
    /**
     * The remainder is lost at the end of the track. At zero the next update starts the device
     * towards which its drift points (plus if there is none).
     */
    SATURATE
  }

  /** Which pulse comes first; it matters where the track ends act on each pulse. */
  public enum Order {
    /** Push (towards larger weights), then pull. */
    PUSH_FIRST,
    /** Push first in even updates, pull first in odd ones. */
    ALTERNATING
  }

  /** How the two widths follow from drift d and required variance s^2. */
  public enum Widths {
    /**
     * As the paper has it: T_L = mean^-1(|d|) and 2 variance(T_sym) + variance(T_L) = s^2. Exact
     * for a law through the origin.
     */
    ADDITIVE,
    /**
     * With the law's intercepts: mean(T_sym + T_L) - mean(T_sym) = |d| and variance(T_sym) +
     * variance(T_sym + T_L) = s^2.
     */
    EXACT
  }
}
