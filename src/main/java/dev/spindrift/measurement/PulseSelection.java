package dev.spindrift.measurement;

import dev.spindrift.input.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Takes the pulses of one current density and temperature and turns readings into positions. */
final class PulseSelection {
  private final PulseCsv.Options options;
  private final Problems problems;
  private final Places places;
  private final Scale.Reading reading;

  PulseSelection(
      PulseCsv.Options options, Problems problems, Places places, Scale.Reading reading) {
    this.options = options;
    this.problems = problems;
    this.places = places;
    this.reading = reading;
  }

  /** One line with its readings, not yet positions. */
  record Raw(Pulse pulse, int line) {}

  /** Returns the pulses; null if there are problems. */
  PulseData select(List<Raw> rows, String name, String sha256) {
    double density = one(rows, "current density", "--current", "A/m^2", options.density());
    double temperature = one(rows, "temperature", "--temperature", "K", options.temperature());
    if (!problems.isEmpty()) {
      return null;
    }
    List<Raw> chosen =
        rows.stream()
            .filter(r -> Double.isNaN(density) || r.pulse().density() == density)
            .filter(r -> Double.isNaN(temperature) || r.pulse().temperature() == temperature)
            .toList();
    Scale scale = scale(chosen);
    if (scale == null) {
      return null;
    }
    List<Pulse> pulses = new ArrayList<>();
    for (Raw raw : chosen) {
      Pulse p = raw.pulse();
      double before = scale.position(p.before());
      double after = scale.position(p.after());
      // A part in a thousand beyond an end is reading noise, not a place.
      if (!(Math.min(before, after) >= -1e-3 && Math.max(before, after) <= 1 + 1e-3)) {
        String range = scale.low() + " to " + scale.high() + " " + scale.quantity().unit();
        places.cell(
            raw.line(), 0, p.before() + " -> " + p.after(), "readings on the track, " + range);
      }
      pulses.add(
          new Pulse(
              p.device(), p.polarity(), p.width(), p.density(), p.temperature(), before, after));
    }
    tooFew(pulses);
    return new PulseData(name, sha256, pulses, scale, density, temperature);
  }

  /** Returns the one value of a column, NaN if there is none. */
  private double one(List<Raw> rows, String what, String option, String unit, double wanted) {
    TreeSet<Double> values = new TreeSet<>();
    int unknown = 0;
    for (Raw raw : rows) {
      double value =
          what.equals(PulseColumns.DENSITY) ? raw.pulse().density() : raw.pulse().temperature();
      if (!Double.isNaN(value)) {
        values.add(value);
      } else {
        unknown = raw.line();
      }
    }
    if (!values.isEmpty() && unknown > 0) {
      places.cell(unknown, 0, "no " + what, "one in every line, or no such column");
      return Double.NaN;
    }
    if (values.isEmpty()) {
      return Double.NaN;
    }
    if (!Double.isNaN(wanted)) {
      if (!values.contains(wanted)) {
        problems.add(option, wanted + " " + unit, "one of the file's: " + values);
      }
      return wanted;
    }
    if (values.size() > 1) {
      places.file(
          values.size() + " values of " + what,
          "one, as a device file holds at one: choose with " + option + " among " + values);
    }
    return values.first();
  }

  private Scale scale(List<Raw> rows) {
    if (reading == Scale.Reading.SHARE) {
      return new Scale(reading, 0, 1, false);
    }
    if (reading == Scale.Reading.PLACE) {
      if (Double.isNaN(options.length())) {
        problems.add("--length", "no length of the track", "needed for positions in metres");
        return null;
      }
      return new Scale(reading, 0, options.length(), false);
    }
    if (!Double.isNaN(options.low())) {
      return new Scale(reading, options.low(), options.high(), false);
    }
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (Raw raw : rows) {
      low = Math.min(low, Math.min(raw.pulse().before(), raw.pulse().after()));
      high = Math.max(high, Math.max(raw.pulse().before(), raw.pulse().after()));
    }
    if (!(low < high)) {
      places.file("no two different readings", "pulses that move the device");
      return null;
    }
    return new Scale(reading, low, high, true);
  }

  private void tooFew(List<Pulse> pulses) {
    Map<Double, int[]> counts = new TreeMap<>();
    for (Pulse p : pulses) {
      counts.computeIfAbsent(p.width(), w -> new int[2])[p.polarity() > 0 ? 0 : 1]++;
    }
    if (counts.isEmpty()) {
      places.file("no pulses", "one line per pulse");
    }
    counts.forEach(
        (width, n) -> {
          for (int i = 0; i < 2; i++) {
            if (n[i] < options.leastPulses()) {
              places.file(
                  n[i] + " pulses of width " + width + " s and polarity " + (i == 0 ? "+" : "-"),
                  "at least " + options.leastPulses() + " of each width and polarity");
            }
          }
        });
  }
}
