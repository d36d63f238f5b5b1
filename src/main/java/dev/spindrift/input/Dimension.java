package dev.spindrift.input;

import javax.measure.Unit;

/** Dimensions of quantities in files, each with its SI unit, its name and an example. */
public enum Dimension {
  /** Pure number; the only dimension written without a unit. */
  DIMENSIONLESS("pure number", "", "0.5"),
  /** Time [s]. */
  TIME("time", "s", "5 ns"),
  /** Frequency or rate [1/s]. */
  FREQUENCY("frequency", "Hz", "1 GHz"),
  /** Length [m]. */
  LENGTH("length", "m", "60 nm"),
  /** Area [m^2]. */
  AREA("area", "m^2", "0.1 um^2"),
  /** Variance of a position [m^2]; the same unit as an area. */
  VARIANCE("variance of a position", "m^2", "25 nm^2"),
  /** Volume [m^3]. */
  VOLUME("volume", "m^3", "100 nm^3"),
  /** Velocity [m/s]. */
  VELOCITY("velocity", "m/s", "10 m/s"),
  /** Growth of a variance, twice a diffusion constant [m^2/s]. */
  VARIANCE_RATE("variance rate", "m^2/s", "290 nm^2/ns"),
  /** Temperature [K]. */
  TEMPERATURE("temperature", "K", "300 K"),
  /** Electric current [A]. */
  CURRENT("current", "A", "0.45 mA"),
  /** Current density [A/m^2]. */
  CURRENT_DENSITY("current density", "A/m^2", "1e12 A/m^2"),
  /** Charge [C]. */
  CHARGE("charge", "C", "10 fC"),
  /** Voltage [V]. */
  VOLTAGE("voltage", "V", "0.8 V"),
  /** Resistance [ohm]. */
  RESISTANCE("resistance", "ohm", "20 kohm"),
  /** Resistance per length [ohm/m]. */
  RESISTANCE_PER_LENGTH("resistance per length", "ohm/m", "3 ohm/um"),
  /** Resistance-area product [ohm m^2]. */
  RESISTANCE_AREA("resistance-area product", "ohm*m^2", "5 ohm*um^2"),
  /** Resistivity [ohm m]. */
  RESISTIVITY("resistivity", "ohm*m", "200 nohm*m"),
  /** Conductance [S]. */
  CONDUCTANCE("conductance", "S", "45 uS"),
  /** Capacitance [F]. */
  CAPACITANCE("capacitance", "F", "10 fF"),
  /** Capacitance per length [F/m]. */
  CAPACITANCE_PER_LENGTH("capacitance per length", "F/m", "0.2 fF/um"),
  /** Capacitance per area [F/m^2]. */
  CAPACITANCE_PER_AREA("capacitance per area", "F/m^2", "8 fF/um^2"),
  /** Energy [J]. */
  ENERGY("energy", "J", "37.5 fJ"),
  /** Energy per length, e.g. exchange stiffness [J/m]. */
  ENERGY_PER_LENGTH("energy per length", "J/m", "15 pJ/m"),
  /** Energy per area, e.g. the DMI constant [J/m^2]. */
  ENERGY_PER_AREA("energy per area", "J/m^2", "1.2 mJ/m^2"),
  /** Energy per volume, e.g. an anisotropy constant [J/m^3]. */
  ENERGY_PER_VOLUME("energy per volume", "J/m^3", "0.8 MJ/m^3"),
  /** Energy per amount of data [J/bit]. */
  ENERGY_PER_DATA("energy per amount of data", "J/bit", "0.5 pJ/bit"),
  /** Energy per amount of data and length of wire [J/(bit m)]. */
  ENERGY_PER_DATA_LENGTH("energy per amount of data and length", "J/bit/m", "0.1 pJ/bit/mm"),
  /** Power [W]. */
  POWER("power", "W", "2 mW"),
  /** Power per area [W/m^2]. */
  POWER_PER_AREA("power per area", "W/m^2", "0.5 W/mm^2"),
  /** Magnetisation or magnetic field strength [A/m]. */
  MAGNETISATION("magnetisation", "A/m", "580 kA/m"),
  /** Magnetic flux density [T]. */
  FLUX_DENSITY("magnetic flux density", "T", "20 mT"),
  /** Gyromagnetic ratio [rad/(s T)]. */
  GYROMAGNETIC_RATIO("gyromagnetic ratio", "rad/s/T", "1.76e11 rad/s/T"),
  /** Amount of data [bit]. */
  DATA("amount of data", "bit", "256 bit"),
  /** Data rate [bit/s]. */
  DATA_RATE("data rate", "bit/s", "1.71 Gbit/s");

  private final String label;
  private final String symbol;
  private final String example;

  // JSR 385 demands that units are immutable; Error Prone cannot see it.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Unit<?> unit;

  Dimension(String label, String symbol, String example) {
    this.label = label;
    this.symbol = symbol;
    this.example = example;
    try {
      this.unit = UnitText.parse(symbol);
    } catch (UnitText.UnknownUnit e) {
      throw new IllegalStateException(symbol, e);
    }
  }

  /** Returns the name, e.g. {@code current density}. */
  public String label() {
    return label;
  }

  /** Returns the symbol of the SI unit, e.g. {@code A/m^2}; empty for pure numbers. */
  public String symbol() {
    return symbol;
  }

  /** Returns a well-formed quantity of this dimension. */
  public String example() {
    return example;
  }

  boolean matches(Unit<?> other) {
    return unit.getDimension().equals(other.getDimension());
  }

  /** Returns the name of a unit's dimension: the first one declared here, else its SI units. */
  static String nameOf(Unit<?> unit) {
    for (Dimension dimension : values()) {
      if (dimension.matches(unit)) {
        return dimension.label;
      }
    }
    return "dimension " + unit.getSystemUnit();
  }
}
