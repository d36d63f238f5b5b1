package dev.spindrift.explore;

import dev.spindrift.input.InputException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * The table of all configurations: inputs, metrics with their spread, provenance.
 *
 * @param columns what the columns are
 * @param rows cells, {@link Double} (NaN: none) or {@link String}
 */
record CsvTable(List<Column> columns, List<List<Object>> rows) {

  /**
   * A column.
   *
   * @param name name; the unit follows after an underscore, e.g. {@code latency_s}
   * @param number whether it holds numbers (else text)
   * @param unit SI unit of its numbers, empty if they have none
   */
  record Column(String name, boolean number, String unit) {
    static Column text(String name) {
      return new Column(name, false, "");
    }

    static Column number(String name, String unit) {
      return new Column(unit.isEmpty() ? name : name + "_" + unit, true, unit);
    }
  }

  /**
   * Makes the table. A field whose levels are all numbers, or all quantities of one dimension, is a
   * column of numbers in SI units; others are text as files spell it.
   *
   * @param results not modified
   * @throws InputException if the base scenario cannot be read any more
   */
  static CsvTable of(Exploration e, List<ResultRow> results) {
    List<Metric> metrics = new ArrayList<>(ResultRow.shown(e));
    metrics.removeIf(
        m ->
            !e.used().contains(m)
                && results.stream().allMatch(r -> r.metrics().get(m.name()).count() == 0));
    List<Column> columns = new ArrayList<>();
    List<String> paths = new ArrayList<>();
    List<Levels> fields = new ArrayList<>();
    for (Axis axis : e.axes()) {
      for (String path : axis.paths()) {
        List<String> texts = results.stream().map(r -> setting(r, path)).toList();
        Levels levels = Levels.of(texts, axis.range());
        paths.add(path);
        fields.add(levels);
        columns.add(levels.numeric() ? Column.number(path, levels.unit()) : Column.text(path));
      }
    }
    columns.add(Column.text("status"));
    columns.add(Column.text("message"));
    for (String name : List.of("on_front", "share_of_run", "runs")) {
      columns.add(Column.number(name, ""));
    }
    for (Metric m : metrics) {
      String unit = m.dimension().symbol();
      columns.add(Column.number(m.name(), unit));
      columns.add(new Column(m.name() + "_ci95", true, unit));
      columns.add(Column.number(m.name() + "_n", ""));
    }
    columns.add(Column.number("duration", "s"));
    for (String name :
        List.of("seeds", "points", "scenario", "scenario_checksum", "program", "settings")) {
      columns.add(Column.text(name));
    }
    String checksum = Planner.checksum(e);
    List<List<Object>> rows = new ArrayList<>();
    for (ResultRow r : results) {
      List<Object> cells = new ArrayList<>();
      for (int p = 0; p < paths.size(); p++) {
        String text = setting(r, paths.get(p));
        cells.add(fields.get(p).numeric() ? fields.get(p).numbers().get(text) : text);
      }
      measured(metrics, r, cells);
      provenance(e, r, checksum, cells);
      rows.add(cells);
    }
    return new CsvTable(columns, rows);
  }

  private static void measured(List<Metric> metrics, ResultRow r, List<Object> cells) {
    cells.add(r.status());
    cells.add(r.message());
    cells.add(r.front() ? 1.0 : 0.0);
    cells.add(r.configuration().share());
    cells.add((double) r.runs());
    for (Metric m : metrics) {
      Spread s = r.metrics().get(m.name());
      cells.add(s.mean());
      cells.add(s.halfWidth());
      cells.add((double) s.count());
    }
  }

  private static void provenance(Exploration e, ResultRow r, String checksum, List<Object> cells) {
    cells.add(r.runs() * r.numbers().getOrDefault("wall.total", Double.NaN));
    cells.add(e.seeds().stream().map(String::valueOf).collect(Collectors.joining(" ")));
    List<Point> points = r.configuration().points();
    cells.add(points.stream().map(Point::id).collect(Collectors.joining(" ")));
    cells.add(e.scenario().getFileName().toString());
    cells.add(checksum);
    cells.add(ProgramVersion.text());
    cells.add(
        points.get(0).settings().stream()
            .filter(s -> !s.startsWith("seed="))
            .collect(Collectors.joining("; ")));
  }

  /** The last setting of a path wins. */
  private static String setting(ResultRow r, String path) {
    String value = "";
    for (String s : r.configuration().points().get(0).settings()) {
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
      out.printRecord(columns.stream().map(Column::name).toList());
      for (List<Object> row : rows) {
        out.printRecord(row.stream().map(CsvTable::spelled).toList());
      }
    } catch (IOException e) {
      throw new AssertionError("a StringBuilder takes all text", e);
    }
    return text.toString();
  }

  private static String spelled(Object cell) {
    if (!(cell instanceof Double d)) {
      return cell.toString();
    }
    boolean whole = d == Math.rint(d) && Math.abs(d) < 1e15;
    return d.isNaN() ? "" : whole ? Long.toString(Math.round(d)) : d.toString();
  }
}
