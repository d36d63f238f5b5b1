package dev.spindrift.mapping;

/**
 * How a push-pull pair is applied to a cell.
 *
 * @param crossing what happens when a weight crosses zero
 * @param order which pulse comes first
 * @param widths how the two widths are solved for
 * @param offset whether widths make up for the bias of a pair
 */
public record PushPull(Crossing crossing, Order order, Widths widths, Offset offset) {
  /** Carry, push first, the paper's widths. */
  public static final PushPull DEFAULT =
      new PushPull(Crossing.CARRY, Order.PUSH_FIRST, Widths.ADDITIVE);

  /** Widths as if pulses added up. */
  public PushPull(Crossing crossing, Order order, Widths widths) {
    this(crossing, order, widths, Offset.NONE);
  }

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

  /**
   * Which pulse comes first. It matters where a device remembers the first pulse ({@link
   * dev.spindrift.device.BetweenPulses}): a fixed order biases every update the same way,
   * alternating it biases one update one way and the next one the other. It also matters where the
   * track ends act on each pulse.
   */
  public enum Order {
    /** Push (towards larger weights), then pull. */
    PUSH_FIRST,
    /** Push first in even updates, pull first in odd ones. */
    ALTERNATING
  }

  /** Whether widths make up for the bias that a device's memory gives to a pair. */
  public enum Offset {
    /** No: the bias adds to every update. */
    NONE,
    /**
     * Yes: T_L is planned for the drift less the bias that the device file states at the driver's
     * gap. It brings the noise that a longer T_L brings.
     */
    CALIBRATED
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
