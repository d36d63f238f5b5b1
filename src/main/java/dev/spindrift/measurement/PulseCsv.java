package dev.spindrift.measurement;

import dev.spindrift.input.InputException;
import dev.spindrift.input.Problems;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Reads a laboratory's pulse list: comma-separated values with one header line, one line per pulse,
 * lines starting with {@code #} ignored.
 *
 * <pre>
 * device    optional  any text
 * polarity  required  + or - (also +1, 1, -1): towards higher or lower conductance
 * width_ns  required  or _ps, _us, _ms, _s: pulse width, positive
 * conductance_before_uS, conductance_after_uS   or _nS, _mS, _S, or instead
 * position_before_nm, position_after_nm         or _um, _m, or instead
 * position_before, position_after               shares of the track, 0 to 1
 * current_density_A_m2, temperature_K, time_ns (or another unit), comment   optional
 * </pre>
 *
 * <p>Times, if given, must not decrease for one device. Every mistake is reported with line and
 * column.
 */
public final class PulseCsv {
  private final String file;
  private final Options options;
  private final Problems problems;
  private final Map<String, Integer> index = new LinkedHashMap<>();
  private final Map<String, Integer> exponents = new HashMap<>();
  private final Map<String, BigDecimal> lastTime = new HashMap<>();
  private Scale.Reading reading;
  private Places places;

  /**
   * What the file does not say.
   *
   * @param low reading at position 0; NaN for the least one of the data [S]
   * @param high reading at position 1; NaN for the greatest one of the data [S]
   * @param length of the track, needed for positions in metres; NaN if unknown [m]
   * @param density which current density to take; NaN for the only one [A/m^2]
   * @param temperature which temperature to take; NaN for the only one [K]
   * @param leastPulses pulses that each width and polarity must have, 2 or more [1]
   * @param ignored columns to pass over
   */
  public record Options(
      double low,
      double high,
      double length,
      double density,
      double temperature,
      int leastPulses,
      Set<String> ignored) {
    /** Everything as the file says. */
    public static final Options NONE =
        new Options(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, 20, Set.of());

    /** Copies the set. */
    public Options {
      ignored = Set.copyOf(ignored);
    }
  }

  private PulseCsv(String file, Options options, Problems problems) {
    this.file = file;
    this.options = options;
    this.problems = problems;
  }

  /**
   * Reads a pulse list.
   *
   * @param path the file
   * @param options what it does not say
   * @param problems receives every problem; modified
   * @return the pulses, or null if there are problems
   * @throws InputException if the file cannot be read at all
   */
  public static PulseData read(Path path, Options options, Problems problems) {
    byte[] bytes;
    String text;
    try {
      bytes = Files.readAllBytes(path);
      text = Files.readString(path);
    } catch (MalformedInputException e) {
      throw unreadable(path, problems, "bytes that are no UTF-8 text", "UTF-8");
    } catch (IOException e) {
      throw unreadable(path, problems, "no readable file", "a file of comma-separated values");
    }
    int before = problems.list().size();
    PulseData data =
        new PulseCsv(path.toString(), options, problems)
            .parse(text, path.getFileName().toString(), Checksum.sha256(bytes));
    return problems.list().size() == before ? data : null;
  }

  private static InputException unreadable(
      Path path, Problems problems, String found, String allowed) {
    problems.add(path.toString(), found, allowed);
    return new InputException(problems.list());
  }

  private PulseData parse(String text, String name, String sha256) {
    places = new Places(file, text, problems);
    List<PulseSelection.Raw> rows = new ArrayList<>();
    CSVFormat format =
        CSVFormat.DEFAULT
            .builder()
            .setCommentMarker('#')
            .setTrim(true)
            .setIgnoreEmptyLines(true)
            .get();
    try (CSVParser parser = CSVParser.parse(text, format)) {
      for (CSVRecord row : parser) {
        int line = (int) parser.getCurrentLineNumber();
        if (index.isEmpty()) {
          if (!header(row, line)) {
            return null;
          }
        } else {
          PulseSelection.Raw raw = row(row, line);
          if (raw != null) {
            rows.add(raw);
          }
        }
      }
    } catch (IOException | java.io.UncheckedIOException | IllegalStateException e) {
      places.file("no comma-separated values: " + e.getMessage(), "RFC 4180");
      return null;
    }
    places.finish();
    if (index.isEmpty()) {
      places.file("no header line", "a line of column names, then one line per pulse");
      return null;
    }
    return places.mistakes() > 0
        ? null
        : new PulseSelection(options, problems, places, reading).select(rows, name, sha256);
  }

  private boolean header(CSVRecord row, int line) {
    for (int i = 0; i < row.size(); i++) {
      String name = row.get(i).replace("\uFEFF", "");
      if (options.ignored().contains(name)) {
        continue;
      }
      PulseColumns.Column column = PulseColumns.of(name);
      if (column == null) {
        places.cell(
            line,
            i,
            "the column \"" + name + "\"",
            String.join(", ", PulseColumns.names()) + "; or pass over it with --ignore",
            Problems.nearest(name, PulseColumns.names()));
      } else if (index.putIfAbsent(column.role(), i) != null) {
        places.cell(line, i, "a second column for " + column.role(), "one of each");
      } else {
        exponents.put(column.role(), column.exponent());
      }
    }
    if (row.size() == 1 && row.get(0).indexOf(';') >= 0) {
      places.cell(line, 0, "semicolons between the columns", "commas");
    }
    for (String role : List.of(PulseColumns.POLARITY, PulseColumns.WIDTH)) {
      if (!index.containsKey(role)) {
        places.cell(line, 0, "no column for " + role, role.equals("width") ? "width_ns" : role);
      }
    }
    for (Scale.Reading kind : Scale.Reading.values()) {
      boolean before = index.containsKey(PulseColumns.role(kind, "before"));
      boolean after = index.containsKey(PulseColumns.role(kind, "after"));
      if (before != after) {
        places.cell(line, 0, "a reading before or after the pulse only", "both, in two columns");
      } else if (before && reading != null) {
        places.cell(line, 0, "readings of two kinds", "conductance or position");
      } else if (before) {
        reading = kind;
      }
    }
    if (reading == null) {
      places.cell(
          line, 0, "no readings", "conductance_before_uS and conductance_after_uS, or positions");
    }
    return places.mistakes() == 0;
  }

  private PulseSelection.Raw row(CSVRecord row, int line) {
    int before = places.mistakes();
    int last = 0;
    for (int i : index.values()) {
      last = Math.max(last, i);
    }
    if (row.size() <= last) {
      places.cell(line, 0, row.size() + " cells", "at least " + (last + 1) + ", as the header");
      return null;
    }
    String device = index.containsKey(PulseColumns.DEVICE) ? cell(row, PulseColumns.DEVICE) : "";
    int polarity =
        switch (cell(row, PulseColumns.POLARITY)) {
          case "+", "+1", "1" -> 1;
          case "-", "-1" -> -1;
          default -> 0;
        };
    if (polarity == 0) {
      wrong(row, line, PulseColumns.POLARITY, "+, +1, 1, - or -1");
    }
    double width = number(row, line, PulseColumns.WIDTH, InputBounds.POSITIVE);
    double density = optional(row, line, PulseColumns.DENSITY);
    double temperature = optional(row, line, PulseColumns.TEMPERATURE);
    checkTime(row, line, device);
    String[] roles = {PulseColumns.role(reading, "before"), PulseColumns.role(reading, "after")};
    double[] readings = new double[2];
    for (int i = 0; i < 2; i++) {
      readings[i] =
          number(
              row,
              line,
              roles[i],
              reading == Scale.Reading.CONDUCTANCE ? InputBounds.NOT_NEGATIVE : InputBounds.ANY);
    }
    return places.mistakes() > before
        ? null
        : new PulseSelection.Raw(
            new Pulse(device, polarity, width, density, temperature, readings[0], readings[1]),
            line);
  }

  /** Bounds of a cell. */
  private enum InputBounds {
    ANY("a finite number"),
    NOT_NEGATIVE("a finite number, 0 or more"),
    POSITIVE("a finite number greater than 0");

    private final String words;

    InputBounds(String words) {
      this.words = words;
    }
  }

  private double optional(CSVRecord row, int line, String role) {
    boolean given = index.containsKey(role) && !cell(row, role).isEmpty();
    return given ? number(row, line, role, InputBounds.POSITIVE) : Double.NaN;
  }

  private double number(CSVRecord row, int line, String role, InputBounds bounds) {
    try {
      double value =
          new BigDecimal(cell(row, role)).scaleByPowerOfTen(exponents.get(role)).doubleValue();
      boolean inside =
          switch (bounds) {
            case ANY -> true;
            case NOT_NEGATIVE -> value >= 0;
            case POSITIVE -> value > 0;
          };
      if (inside && Double.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Reported below, as what is out of bounds.
    }
    wrong(row, line, role, bounds.words);
    return Double.NaN;
  }

  private void checkTime(CSVRecord row, int line, String device) {
    if (index.containsKey(PulseColumns.TIME)
        && !Double.isNaN(number(row, line, PulseColumns.TIME, InputBounds.ANY))) {
      BigDecimal time = new BigDecimal(cell(row, PulseColumns.TIME));
      BigDecimal last = lastTime.put(device, time);
      if (last != null && time.compareTo(last) < 0) {
        wrong(row, line, PulseColumns.TIME, "times that do not decrease; the last was " + last);
      }
    }
  }

  private String cell(CSVRecord row, String role) {
    return row.get(index.get(role));
  }

  private void wrong(CSVRecord row, int line, String role, String allowed) {
    places.cell(line, index.get(role), role + " \"" + cell(row, role) + "\"", allowed);
  }
}
