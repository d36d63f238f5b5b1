package dev.spindrift.cli;

import dev.spindrift.input.Dimension;
import dev.spindrift.input.InputNode;
import dev.spindrift.input.Problems;
import dev.spindrift.measurement.DeviceText.Constant;
import dev.spindrift.measurement.PulseData;
import dev.spindrift.measurement.Scale;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** What a device file needs and displacement data do not hold: options with declared defaults. */
final class DeviceConstants {
  private static final String PAPER = "assumed: not measured; value of the paper's device";
  private static final String GIVEN = "command line of spindrift device import";

  @Option(
      names = "--range",
      paramLabel = "LOW..HIGH",
      description =
          "Conductances at the ends of the range, e.g. '51 uS..145 uS'; default: those of the data.")
  private String range;

  @Option(
      names = "--length",
      paramLabel = "L",
      description =
          "Track length: needed for positions in metres, otherwise nominal, as only displacements"
              + " over length count (default 1 um).")
  private String length;

  @Option(
      names = "--temperature",
      paramLabel = "T",
      description = "Temperature; chooses among several of the data (default 300 K).")
  private String temperature;

  @Option(
      names = "--current",
      paramLabel = "J",
      description =
          "Current density; chooses among several of the data (default 1e12 A/m^2). With the two"
              + " below it makes the pulses' current and heat.")
  private String current;

  @Option(
      names = "--track-width",
      paramLabel = "W",
      description = "Width of the track (default 60 nm).")
  private String trackWidth;

  @Option(
      names = "--thickness",
      paramLabel = "D",
      description = "Thickness of the track (default 7.5 nm).")
  private String thickness;

  @Option(
      names = "--resistance",
      paramLabel = "R",
      description = "Resistance of the write path (default 2 kohm).")
  private String resistance;

  private double low = Double.NaN;
  private double high = Double.NaN;
  private double metres = Double.NaN;
  private double kelvin = Double.NaN;
  private double density = Double.NaN;

  /** Reads the options. */
  void read(Problems problems) {
    if (range != null) {
      int dots = range.indexOf("..");
      if (dots < 0) {
        problems.add("--range", "\"" + range + "\"", "LOW..HIGH, e.g. 51 uS..145 uS");
      } else {
        low = one("--range", range.substring(0, dots), Dimension.CONDUCTANCE, 0, problems);
        high = one("--range", range.substring(dots + 2), Dimension.CONDUCTANCE, low, problems);
        if (!(high > low)) {
          problems.add("--range", "\"" + range + "\"", "a high end above the low end");
        }
      }
    }
    metres = positive("--length", length, Dimension.LENGTH, problems);
    kelvin = positive("--temperature", temperature, Dimension.TEMPERATURE, problems);
    density = positive("--current", current, Dimension.CURRENT_DENSITY, problems);
    positive("--track-width", trackWidth, Dimension.LENGTH, problems);
    positive("--thickness", thickness, Dimension.LENGTH, problems);
    positive("--resistance", resistance, Dimension.RESISTANCE, problems);
  }

  private static double positive(
      String option, String text, Dimension dimension, Problems problems) {
    return text == null ? Double.NaN : one(option, text, dimension, InputNode.POSITIVE, problems);
  }

  private static double one(
      String option, String text, Dimension dimension, double min, Problems problems) {
    return QuantityOption.read(option, text.strip(), dimension, min, problems);
  }

  /** Returns the low end of the range, NaN if not given [S]. */
  double low() {
    return low;
  }

  /** Returns the high end of the range, NaN if not given [S]. */
  double high() {
    return high;
  }

  /** Returns the length as given, NaN if not [m]. */
  double givenLength() {
    return metres;
  }

  /** Returns the length, the nominal one if none was given [m]. */
  double length() {
    return Double.isNaN(metres) ? 1e-6 : metres;
  }

  /** Returns the temperature as given, NaN if not [K]. */
  double temperature() {
    return kelvin;
  }

  /** Returns the current density as given, NaN if not [A/m^2]. */
  double density() {
    return density;
  }

  /**
   * Returns the constants of the device file.
   *
   * @param data a pulse list, null for tables
   * @param scale how readings became positions
   * @param source what the data are
   */
  Map<String, Constant> constants(PulseData data, Scale scale, String source) {
    Map<String, Constant> c = new LinkedHashMap<>();
    boolean warm = data != null && !Double.isNaN(data.temperature());
    c.put(
        "temperature",
        warm
            ? new Constant(data.temperature() + " K", source)
            : given(temperature, "300 K", "assumed: not stated by the data"));
    c.put(
        "track.length",
        given(
            length,
            "1 um",
            "assumed: nominal length that stands for the whole range; only displacements over"
                + " length count"));
    c.put("track.width", given(trackWidth, "60 nm", PAPER));
    c.put("track.thickness", given(thickness, "7.5 nm", PAPER));
    boolean driven = data != null && !Double.isNaN(data.density());
    c.put(
        "track.currentDensity",
        driven
            ? new Constant(data.density() + " A/m^2", source)
            : given(current, "1e12 A/m^2", PAPER));
    c.put("track.resistance", given(resistance, "2 kohm", PAPER));
    boolean read = scale.quantity() == Scale.Reading.CONDUCTANCE;
    String place = scale.observed() ? "greatest and least conductance of " + source : GIVEN;
    boolean none = !read && Double.isNaN(low);
    c.put(
        "conductance.parallel",
        none
            ? new Constant("145 uS", "assumed: positions were measured, no conductances")
            : new Constant((read ? scale.high() : high) + " S", place));
    c.put(
        "conductance.antiparallel",
        none
            ? new Constant("51 uS", "assumed: positions were measured, no conductances")
            : new Constant((read ? scale.low() : low) + " S", place));
    return c;
  }

  private static Constant given(String text, String otherwise, String assumption) {
    return text == null ? new Constant(otherwise, assumption) : new Constant(text, GIVEN);
  }
}
