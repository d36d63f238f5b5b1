package dev.spindrift.trace;

import java.util.Locale;

/**
 * What a component can do, with the unit in which it is counted.
 *
 * <p>A technology table prices one unit of each action. Counts are integers, so that energy does
 * not depend on the order in which actions are added up.
 */
public enum Action {
  /** Input vector applied by the DACs of a tile; counted in conversions (one line, one value). */
  DAC_CONVERSION("conversion"),
  /** Word or bit line driven during a read; counted in line activations. */
  LINE_ACTIVATION("activation"),
  /** A tile's cells conducting during reads; the Joule heat comes with the announcement. */
  CELL_READ("vector"),
  /** Analogue-to-digital conversions. */
  ADC_CONVERSION("conversion"),
  /** Bits moved over a bus. */
  BUS_TRANSFER("bit"),
  /** Element-wise operations of the digital vector unit. */
  VECTOR_OPERATION("operation"),
  /** Multiply-accumulate operations of the gradient unit. */
  MAC("mac"),
  /** Bits read from the weight-gradient memory. */
  MEMORY_READ("bit"),
  /** Bits written to the weight-gradient memory. */
  MEMORY_WRITE("bit"),
  /** Push-pull pulse widths computed by the pulse planner, one per device update. */
  PLAN("update"),
  /** Joule heat of pulses in the wall tracks: device-picoseconds of pulse current. */
  PULSE("device-ps"),
  /** Pulse edges produced by pulse drivers: one per pulse. */
  DRIVE("pulse"),
  /** Decrement of the thinning counter. */
  COUNTER_TICK("tick"),
  /** Advance of the sample index. */
  INDEX_SWITCH("switch");

  private final String unit;

  Action(String unit) {
    this.unit = unit;
  }

  /** Returns the name of one unit of {@code quantity}. */
  public String unit() {
    return unit;
  }

  /** Returns the name in lower case with hyphens, as files and tables spell it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
