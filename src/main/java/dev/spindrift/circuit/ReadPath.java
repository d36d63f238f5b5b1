package dev.spindrift.circuit;

/**
 * How a tile is read when reads are analogue: from a digital activation over the devices to a
 * digital partial sum.
 *
 * @param wires the tile's wires for forward reads: word lines driven, bit lines sensed
 * @param lines how the wires' resistance is counted
 * @param inputs how activations become voltages
 * @param inputBits bits of an activation's code, the sign included where inputs have one [bit]
 * @param inputRange activation that drives full scale, or 0: the largest magnitude of each read
 *     [activation]
 * @param readVoltage full-scale voltage [V]
 * @param integration time over which currents are integrated, which sets the noise's bandwidth [s]
 * @param thermalNoise whether lines have Johnson-Nyquist noise
 * @param shotNoise whether devices have shot noise
 * @param temperature of the devices [K]
 * @param subtraction where the two bit lines of a weight are subtracted
 * @param outputBits resolution of the converters [bit]
 * @param linesPerConverter sensed lines served by one converter [1]
 * @param converter the analogue-to-digital converters
 */
public record ReadPath(
    CrossbarWires wires,
    Lines lines,
    Inputs inputs,
    int inputBits,
    double inputRange,
    double readVoltage,
    double integration,
    boolean thermalNoise,
    boolean shotNoise,
    double temperature,
    Subtraction subtraction,
    int outputBits,
    int linesPerConverter,
    Converter converter) {

  /** How the wires' resistance is counted. */
  public enum Lines {
    /** Not at all. */
    IDEAL,
    /** {@link CrossbarApproximation}. */
    APPROXIMATE,
    /** {@link CrossbarCircuit}. */
    EXACT
  }

  /** How activations become voltages. */
  public enum Inputs {
    /** One voltage of as many levels as the code has. */
    VOLTAGE,
    /** One read at full voltage per bit of the code's magnitude, weighted when digital. */
    BIT_SERIAL
  }

  /** Where the bit lines of the plus and the minus device are subtracted. */
  public enum Subtraction {
    /** Currents, before one conversion. */
    ANALOGUE,
    /** Codes, after two conversions. */
    DIGITAL
  }

  /**
   * The analogue-to-digital converters of a tile. Offset, gain and bow are normal, drawn once per
   * converter.
   *
   * @param range full scale as a share of the largest current a line can carry, all inputs at full
   *     scale on devices at the end of their range; or 0: {@link #AUTOMATIC} times the root mean
   *     square of the currents of each read, as a programmable-gain amplifier would be set [1]
   * @param offset standard deviation of the offset [LSB]
   * @param gain standard deviation of the relative gain error [1]
   * @param bow standard deviation of the largest integral non-linearity of a cubic bow [LSB]
   */
  public record Converter(double range, double offset, double gain, double bow) {
    /** Full scale of an automatic range in root mean squares: clips 6e-5 of a normal signal. */
    public static final double AUTOMATIC = 4;
  }
}
