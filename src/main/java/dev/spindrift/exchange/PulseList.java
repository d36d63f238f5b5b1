package dev.spindrift.exchange;

import dev.spindrift.circuit.Specs;
import dev.spindrift.input.InputException;
import dev.spindrift.input.Problem;
import dev.spindrift.input.Problems;
import java.io.IOException;
import java.io.Reader;
import java.math.BigDecimal;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A laboratory's list of pulses for one tile: comma-separated values with one header line, one line
 * per pulse in the order of time, lines starting with {@code #} ignored.
 *
 * <pre>
 * time_ns      required  or _ps, _us, _ms, _s: begin of the pulse; must not decrease
 * row, column  required  cell of the tile, from 0
 * polarity     required  + or - (also +1, 1, -1): towards larger or smaller weight
 * width_ns     required  or another unit: pulse width, positive
 * current_density_A_m2   optional; must be that of the device file, which holds for no other
 * comment                optional
 * </pre>
 *
 * @param pulses the pulses in the order of the file
 * @param unit of widths: the smallest power of ten in which all fit 16 bits [ps]
 * @param rounded pulses whose width is no multiple of the unit, and was rounded to one [1]
 */
public record PulseList(List<Pulse> pulses, long unit, long rounded) {
  /** Pulses of a list, at most [1]. */
  public static final int MOST = 10_000_000;

  private static final int LISTED = 20;
  private static final String TIME = "time";
  private static final String ROW = "row";
  private static final String COLUMN = "column";
  private static final String POLARITY = "polarity";
  private static final String WIDTH = "width";
  private static final String DENSITY = "current density";
  private static final String COMMENT = "comment";

  /** Names of columns: what they hold, and the power of ten of picoseconds. */
  private static final Map<String, Map.Entry<String, Integer>> COLUMNS = new LinkedHashMap<>();

  static {
    String[] units = {"ps", "ns", "us", "ms", "s"};
    for (String role : List.of(TIME, WIDTH)) {
      for (int i = 0; i < units.length; i++) {
        COLUMNS.put(role + "_" + units[i], Map.entry(role, 3 * i));
      }
    }
    for (String role : List.of(ROW, COLUMN, POLARITY, COMMENT)) {
      COLUMNS.put(role, Map.entry(role, 0));
    }
    COLUMNS.put("current_density_A_m2", Map.entry(DENSITY, 0));
  }

  /**
   * One pulse.
   *
   * @param time its begin [ps]
   * @param push towards larger weight
   * @param steps its width in units of the list [1]
   */
  public record Pulse(long time, int row, int column, boolean push, char steps) {}

  /** Copies the list. */
  public PulseList {
    pulses = List.copyOf(pulses);
  }

  /**
   * Reads a list.
   *
   * @param tile the tile that it is for
   * @param density current density of the device file, not a number if it has none [A/m^2]
   * @throws InputException listing every mistake with its line and, for a column, the cell's number
   */
  public static PulseList read(Path file, Specs.Tile tile, double density) {
    return new Parser(file, tile, density).read();
  }

  /** A list that is being read. */
  private static final class Parser {
    private final Path file;
    private final Specs.Tile tile;
    private final double density;
    private final Problems problems = new Problems();
    private final Map<String, Integer> index = new LinkedHashMap<>();
    private final Map<String, Integer> exponents = new LinkedHashMap<>();
    private final List<long[]> rows = new ArrayList<>(); // time, row, column, sign, width
    private int mistakes;
    private long longest;

    Parser(Path file, Specs.Tile tile, double density) {
      this.file = file;
      this.tile = tile;
      this.density = density;
    }

    PulseList read() {
      CSVFormat format =
          CSVFormat.DEFAULT
              .builder()
              .setCommentMarker('#')
              .setTrim(true)
              .setIgnoreEmptyLines(true)
              .get();
      try (Reader text = Files.newBufferedReader(file);
          CSVParser parser = CSVParser.parse(text, format)) {
        for (CSVRecord row : parser) {
          int line = (int) parser.getCurrentLineNumber();
          if (index.isEmpty()) {
            header(row, line);
            if (mistakes > 0) {
              break;
            }
          } else {
            row(row, line);
          }
          if (rows.size() > MOST) {
            wrong(line, 0, "more than " + MOST + " pulses", "a shorter list");
            break;
          }
        }
      } catch (MalformedInputException e) {
        wrong(0, 0, "bytes that are no UTF-8 text", "UTF-8");
      } catch (IOException e) {
        wrong(0, 0, "no readable file", "a file of comma-separated values");
      } catch (java.io.UncheckedIOException | IllegalStateException e) {
        wrong(0, 0, "no comma-separated values: " + e.getMessage(), "RFC 4180");
      }
      if (mistakes == 0 && rows.isEmpty()) {
        wrong(0, 0, "no pulses", "a header line, then one line per pulse");
      }
      if (mistakes > LISTED) {
        problems.add(file.toString(), mistakes - LISTED + " more mistakes", "as said above");
      }
      problems.throwIfAny();
      return list();
    }

    private PulseList list() {
      long unit = 1;
      while (longest > 65_535 * unit) {
        unit *= 10;
      }
      List<Pulse> pulses = new ArrayList<>(rows.size());
      long rounded = 0;
      for (long[] r : rows) {
        long steps = Math.max(1, (r[4] + unit / 2) / unit);
        rounded += steps * unit != r[4] ? 1 : 0;
        pulses.add(new Pulse(r[0], (int) r[1], (int) r[2], r[3] > 0, (char) steps));
      }
      return new PulseList(pulses, unit, rounded);
    }

    private void wrong(int line, int cell, String found, String allowed) {
      wrong(line, cell, found, allowed, null);
    }

    private void wrong(int line, int cell, String found, String allowed, String nearest) {
      if (++mistakes <= LISTED) {
        problems.add(
            new Problem(
                file.toString(),
                line,
                line > 0 ? Math.max(1, cell) : 0,
                "",
                found,
                allowed,
                nearest));
      }
    }

    private void header(CSVRecord row, int line) {
      for (int i = 0; i < row.size(); i++) {
        String name = row.get(i).replace("\uFEFF", "");
        Map.Entry<String, Integer> column = COLUMNS.get(name);
        if (column == null) {
          wrong(
              line,
              i + 1,
              "the column \"" + name + "\"",
              String.join(", ", COLUMNS.keySet()),
              Problems.nearest(name, COLUMNS.keySet()));
        } else if (index.putIfAbsent(column.getKey(), i) != null) {
          wrong(line, i + 1, "a second column for " + column.getKey(), "one of each");
        } else {
          exponents.put(column.getKey(), column.getValue());
        }
      }
      for (String role : List.of(TIME, ROW, COLUMN, POLARITY, WIDTH)) {
        if (!index.containsKey(role)) {
          boolean unit = role.equals(TIME) || role.equals(WIDTH);
          wrong(line, 0, "no column for " + role, unit ? role + "_ns" : role);
        }
      }
    }

    private void row(CSVRecord row, int line) {
      int before = mistakes;
      int last = index.values().stream().mapToInt(i -> i).max().orElse(0);
      if (row.size() <= last) {
        wrong(line, 0, row.size() + " cells", "at least " + (last + 1) + ", as the header");
        return;
      }
      long[] r = {
        picoseconds(row, line, TIME, 0),
        number(row, line, ROW, tile.rows()),
        number(row, line, COLUMN, tile.columns()),
        polarity(row, line),
        picoseconds(row, line, WIDTH, 1)
      };
      density(row, line);
      if (mistakes > before) {
        return;
      }
      long latest = rows.isEmpty() ? 0 : rows.get(rows.size() - 1)[0];
      if (r[0] < latest) {
        cell(row, line, TIME, "times that do not decrease; the last was " + latest + " ps");
        return;
      }
      longest = Math.max(longest, r[4]);
      rows.add(r);
    }

    private void cell(CSVRecord row, int line, String role, String allowed) {
      int i = index.get(role);
      wrong(line, i + 1, role + " \"" + row.get(i) + "\"", allowed);
    }

    private int number(CSVRecord row, int line, String role, int end) {
      String text = row.get(index.get(role));
      if (text.matches("\\d{1,9}") && Integer.parseInt(text) < end) {
        return Integer.parseInt(text);
      }
      cell(row, line, role, "0 to " + (end - 1) + ", a " + role + " of the tile");
      return 0;
    }

    private int polarity(CSVRecord row, int line) {
      switch (row.get(index.get(POLARITY))) {
        case "+", "+1", "1" -> {
          return 1;
        }
        case "-", "-1" -> {
          return -1;
        }
        default -> {
          cell(row, line, POLARITY, "+, +1, 1, - or -1");
          return 0;
        }
      }
    }

    /** Whole picoseconds, at least {@code least} and below a day. */
    private long picoseconds(CSVRecord row, int line, String role, long least) {
      String text = row.get(index.get(role));
      if (text.matches("[0-9.eE+-]{1,40}")) {
        try {
          BigDecimal ps = new BigDecimal(text).scaleByPowerOfTen(exponents.get(role));
          boolean inside = ps.signum() >= 0 && ps.precision() - ps.scale() <= 17;
          long whole = inside ? ps.setScale(0, java.math.RoundingMode.HALF_EVEN).longValue() : -1;
          if (whole >= least) {
            return whole;
          }
        } catch (NumberFormatException | ArithmeticException e) {
          // said below, as what is out of bounds
        }
      }
      cell(row, line, role, "a number of at least " + least + " ps, below 1e17 ps");
      return 0;
    }

    private void density(CSVRecord row, int line) {
      Integer i = index.get(DENSITY);
      if (i == null || row.get(i).isEmpty()) {
        return;
      }
      try {
        double given = Double.parseDouble(row.get(i));
        if (Math.abs(given / density - 1) <= 1e-3) {
          return;
        }
      } catch (NumberFormatException e) {
        // said below
      }
      cell(row, line, DENSITY, "that of the device file, " + density + " A/m^2");
    }
  }
}
