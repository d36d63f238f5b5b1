package dev.spindrift.report;

import java.io.IOException;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** Small tables as CSV text. */
final class CsvText {
  private CsvText() {}

  /**
   * Returns a table.
   *
   * @param header the first line, names separated by commas
   * @param rows cells; NaN is what is not known, an empty cell. Not modified
   */
  static String table(String header, List<List<Object>> rows) {
    StringBuilder text = new StringBuilder(header).append('\n');
    CSVFormat format = CSVFormat.DEFAULT.builder().setRecordSeparator("\n").get();
    try (CSVPrinter out = new CSVPrinter(text, format)) {
      for (List<Object> row : rows) {
        out.printRecord(row.stream().map(v -> v.equals(Double.NaN) ? "" : v).toList());
      }
    } catch (IOException e) {
      throw new AssertionError("a StringBuilder takes all text", e);
    }
    return text.toString();
  }
}
