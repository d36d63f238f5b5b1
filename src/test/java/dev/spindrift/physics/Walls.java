package dev.spindrift.physics;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/** The parameter sets of the reference tables, and the tables. */
final class Walls {
  /** Current density of the tables [A/m^2]. */
  static final double J = 1e12;

  /** Standard step [s]. */
  static final double PS = 1e-12;

  static final double NS = 1e-9;
  static final double NM = 1e-9;

  private static final WallParameters.Magnet MAGNET =
      new WallParameters.Magnet(0.07, 0.06, 0.55, 8e5, 5e-9, 264762.720183, 2.2105e5, 0.0, 0.0);
  private static final WallParameters.Strip STRIP =
      new WallParameters.Strip(60e-9, 7.5e-9, Double.POSITIVE_INFINITY);

  private Walls() {}

  /** Returns a set by its name in the tables: nopin, cmtj or strong. */
  static WallParameters of(String set, NoiseConvention noise) {
    WallParameters.Pinning pinning =
        switch (set) {
          case "nopin" -> WallParameters.Pinning.NONE;
          case "cmtj" -> new WallParameters.Pinning(1.65e-20, 30e-9, 0.0);
          case "strong" -> new WallParameters.Pinning(7e-20, 21e-9, 0.0);
          default -> throw new IllegalArgumentException(set);
        };
    return new WallParameters(MAGNET, STRIP, pinning, WallParameters.Field.NONE, 300, noise);
  }

  static WallParameters cold(String set) {
    return of(set, NoiseConvention.FDT).withTemperature(0);
  }

  /** Reads a table of src/test/resources/physics. */
  static List<CSVRecord> table(String name) {
    try (InputStreamReader in =
        new InputStreamReader(
            Objects.requireNonNull(Walls.class.getResourceAsStream("/physics/" + name)),
            StandardCharsets.UTF_8)) {
      return CSVFormat.DEFAULT
          .builder()
          .setHeader()
          .setSkipHeaderRecord(true)
          .get()
          .parse(in)
          .getRecords();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static double number(CSVRecord row, String column) {
    return Double.parseDouble(row.get(column));
  }
}
