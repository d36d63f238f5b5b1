package dev.spindrift.measurement;

/**
 * One measured write pulse.
 *
 * @param device which device, empty if the file does not say
 * @param polarity +1 towards position 1 (higher conductance), -1 towards position 0
 * @param width [s]
 * @param density current density, NaN if unknown [A/m^2]
 * @param temperature NaN if unknown [K]
 * @param before position before the pulse, 0 to 1 along the track [1]
 * @param after position after it [1]
 */
public record Pulse(
    String device,
    int polarity,
    double width,
    double density,
    double temperature,
    double before,
    double after) {

  /** Returns the displacement along the pulse's direction, as a share of the track [1]. */
  public double displacement() {
    return polarity * (after - before);
  }
}
