package dev.spindrift.circuit;

/**
 * The wires of a crossbar. Driven lines come from a voltage source, sensed lines end in a virtual
 * ground; at each crossing sits a device. The first segment of a line lies between its terminal and
 * the nearest device, so a line of n devices has n segments; its other end is open.
 *
 * <p>All resistances are 0 or more; 0 is an ideal wire, driver or sense amplifier [ohm].
 *
 * @param drivenSegment resistance of a driven line between two crossings [ohm]
 * @param sensedSegment resistance of a sensed line between two crossings [ohm]
 * @param driver resistance of a driver [ohm]
 * @param sense input resistance of a sense amplifier [ohm]
 * @param drivenFrom end of the driven lines at which the drivers sit
 * @param sensedAt end of the sensed lines at which the sense amplifiers sit
 */
public record CrossbarWires(
    double drivenSegment,
    double sensedSegment,
    double driver,
    double sense,
    End drivenFrom,
    End sensedAt) {

  /** An end of a line. */
  public enum End {
    /** At crossing 0. */
    FIRST,
    /** At the last crossing. */
    LAST
  }

  /**
   * Checks the resistances.
   *
   * @throws IllegalArgumentException if one is negative or not finite
   */
  public CrossbarWires {
    for (double r : new double[] {drivenSegment, sensedSegment, driver, sense}) {
      if (!(r >= 0) || r == Double.POSITIVE_INFINITY) {
        throw new IllegalArgumentException("a resistance must be finite, 0 or more: " + r + " ohm");
      }
    }
  }

  /**
   * Returns the same crossbar read the other way: what was sensed is driven, at the same ends, as
   * in error back-propagation.
   */
  public CrossbarWires transposed() {
    return new CrossbarWires(sensedSegment, drivenSegment, driver, sense, sensedAt, drivenFrom);
  }
}
