package dev.spindrift.measurement;

import java.util.List;

/**
 * A list of measured pulses at one current density and one temperature.
 *
 * @param file name of the file
 * @param sha256 checksum of its bytes, hexadecimal
 * @param pulses in the file's order
 * @param scale how readings became positions
 * @param density current density, NaN if the file does not say [A/m^2]
 * @param temperature NaN if the file does not say [K]
 */
public record PulseData(
    String file,
    String sha256,
    List<Pulse> pulses,
    Scale scale,
    double density,
    double temperature) {

  /** Copies the list. */
  public PulseData {
    pulses = List.copyOf(pulses);
  }

  /** Returns the distinct widths, ascending [s]. */
  public double[] widths() {
    return pulses.stream().mapToDouble(Pulse::width).distinct().sorted().toArray();
  }

  /** Returns the distinct devices in order of appearance. */
  public List<String> devices() {
    return pulses.stream().map(Pulse::device).distinct().toList();
  }
}
