package dev.spindrift.explore;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * The table of all configurations: inputs, metrics with their spread, provenance.
 *
 * @param header column names; metrics are in SI units
 * @param numbers whether a column holds numbers (else text)
 * @param rows cells, {@link Double} (NaN: none) or {@link String}
 */
record CsvTable(List<String> header, List<Boolean> numbers, List<List<Object>> rows) {

  static CsvTable of(Exploration e, List<ResultRow> results) {
    List<Metric> metrics = ResultRow.shown(e);
    List<String> header = new ArrayList<>();
    List<Boolean> numbers = new ArrayList<>();
    for (Axis axis : e.axes()) {
      for (String path : axis.paths()) {
        header.add(path);
        numbers.add(false);
      }
    }
    for (String name : List.of("status", "message")) {
      header.add(name);
      numbers.add(false);
    }
    for (String name : List.of("on_front", "share_of_run", "runs")) {
      header.add(name);
      numbers.add(true);
    }
    for (Metric m : metrics) {
      String unit = m.dimension().symbol();
      header.add(m.name() + (unit.isEmpty() ? "" : "_" + unit));
      header.add(m.name() + "_ci95");
      numbers.add(true);
      numbers.add(true);
    }
    for (String name : List.of("points", "seeds", "scenario", "program", "settings")) {
      header.add(name);
      numbers.add(false);
    }
    List<List<Object>> rows = new ArrayList<>();
    for (ResultRow r : results) {
      rows.add(row(e, metrics, r));
    }
    return new CsvTable(header, numbers, rows);
  }

  private static List<Object> row(Exploration e, List<Metric> metrics, ResultRow r) {
    List<Object> cells = new ArrayList<>();
    List<Point> points = r.configuration().points();
    List<String> settings = points.get(0).settings();
    for (Axis axis : e.axes()) {
      for (String path : axis.paths()) {
        cells.add(last(settings, path));
      }
    }
    cells.add(r.status());
    cells.add(r.message());
    cells.add(r.front() ? 1.0 : 0.0);
    cells.add(r.configuration().share());
    cells.add((double) r.metrics().values().iterator().next().count());
    for (Metric m : metrics) {
      Spread s = r.metrics().get(m.name());
      cells.add(s.mean());
      cells.add(s.halfWidth());
    }
    cells.add(points.stream().map(Point::id).collect(Collectors.joining(" ")));
    cells.add(e.seeds().stream().map(String::valueOf).collect(Collectors.joining(" ")));
    cells.add(e.scenario().getFileName().toString());
    cells.add(ProgramVersion.text());
    cells.add(
        settings.stream().filter(s -> !s.startsWith("seed=")).collect(Collectors.joining("; ")));
    return cells;
  }

  /** The last setting of a path wins. */
  private static String last(List<String> settings, String path) {
    String value = "";
    for (String s : settings) {
      if (s.startsWith(path + "=")) {
        value = s.substring(path.length() + 1);
      }
    }
    return value;
  }

  /** Returns the table as RFC 4180 text; numbers with all their digits, unknown ones empty. */
  String csv() {
    StringBuilder text = new StringBuilder();
    CSVFormat format = CSVFormat.DEFAULT.builder().setRecordSeparator('\n').get();
    try (CSVPrinter out = new CSVPrinter(text, format)) {
      out.printRecord(header);
      for (List<Object> row : rows) {
        out.printRecord(
            row.stream().map(c -> c instanceof Double d && d.isNaN() ? "" : c).toList());
      }
    } catch (IOException e) {
      throw new AssertionError("a StringBuilder takes all text", e);
    }
    return text.toString();
  }
}
