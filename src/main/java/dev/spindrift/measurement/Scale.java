package dev.spindrift.measurement;

/**
 * How a reading becomes a position from 0 to 1: (reading - low) / (high - low).
 *
 * @param quantity what was read
 * @param low reading at position 0 [S, m or 1]
 * @param high reading at position 1 [S, m or 1]
 * @param observed whether low and high are the least and the greatest reading of the data itself,
 *     for want of a statement about the device's range
 */
public record Scale(Reading quantity, double low, double high, boolean observed) {
  /** What a laboratory reads. */
  public enum Reading {
    /** Conductance [S]; linear in the position by assumption. */
    CONDUCTANCE("S"),
    /** Position of the wall [m]. */
    PLACE("m"),
    /** Position as a share of the track [1]. */
    SHARE("");

    private final String unit;

    Reading(String unit) {
      this.unit = unit;
    }

    /** Returns the unit's name. */
    public String unit() {
      return unit;
    }
  }

  /** Returns the position of a reading [1]. */
  public double position(double reading) {
    return (reading - low) / (high - low);
  }
}
