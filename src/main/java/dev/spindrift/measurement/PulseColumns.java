package dev.spindrift.measurement;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The columns of a pulse list: name, what it means, decimal exponent of its unit. */
final class PulseColumns {
  /**
   * One column.
   *
   * @param role what the column holds, {@code width} for {@code width_ns}
   * @param exponent of ten that turns a cell into SI units [1]
   */
  record Column(String role, int exponent) {}

  static final String DEVICE = "device";
  static final String POLARITY = "polarity";
  static final String WIDTH = "width";
  static final String DENSITY = "current density";
  static final String TEMPERATURE = "temperature";
  static final String TIME = "time";
  static final String COMMENT = "comment";

  private static final Map<String, Column> ALL = new LinkedHashMap<>();

  static {
    ALL.put("device", new Column(DEVICE, 0));
    ALL.put("polarity", new Column(POLARITY, 0));
    Map<String, Integer> seconds = new LinkedHashMap<>();
    seconds.put("ns", -9);
    seconds.put("ps", -12);
    seconds.put("us", -6);
    seconds.put("ms", -3);
    seconds.put("s", 0);
    units(WIDTH, "width", seconds);
    units(TIME, "time", seconds);
    ALL.put("current_density_A_m2", new Column(DENSITY, 0));
    ALL.put("temperature_K", new Column(TEMPERATURE, 0));
    for (String when : List.of("before", "after")) {
      Map<String, Integer> siemens = new LinkedHashMap<>();
      siemens.put("uS", -6);
      siemens.put("nS", -9);
      siemens.put("mS", -3);
      siemens.put("S", 0);
      units(role(Scale.Reading.CONDUCTANCE, when), "conductance_" + when, siemens);
      Map<String, Integer> metres = new LinkedHashMap<>();
      metres.put("nm", -9);
      metres.put("um", -6);
      metres.put("m", 0);
      units(role(Scale.Reading.PLACE, when), "position_" + when, metres);
      ALL.put("position_" + when, new Column(role(Scale.Reading.SHARE, when), 0));
    }
    ALL.put("comment", new Column(COMMENT, 0));
  }

  private PulseColumns() {}

  private static void units(String role, String name, Map<String, Integer> units) {
    units.forEach((unit, exponent) -> ALL.put(name + "_" + unit, new Column(role, exponent)));
  }

  static String role(Scale.Reading reading, String when) {
    return reading.name() + " " + when;
  }

  static List<String> names() {
    return new ArrayList<>(ALL.keySet());
  }

  /** Returns the column of a name, or null. */
  static Column of(String name) {
    return ALL.get(name);
  }
}
