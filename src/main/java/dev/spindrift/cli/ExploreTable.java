package dev.spindrift.cli;

import dev.spindrift.explore.Axis;
import dev.spindrift.explore.Exploration;
import dev.spindrift.explore.ResultRow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The table at the end of an exploration. */
final class ExploreTable {
  private static final int MOST_ROWS = 40;
  private static final int MOST_REASONS = 3;

  private ExploreTable() {}

  /**
   * Returns why configurations cannot be built, and how many for each reason; some reasons only.
   */
  private static Map<String, Long> reasons(List<ResultRow> rows) {
    return rows.stream()
        .filter(r -> r.status().equals("infeasible"))
        .map(ResultRow::message)
        .map(m -> m.lines().findFirst().orElse(""))
        .collect(Collectors.groupingBy(m -> m, LinkedHashMap::new, Collectors.counting()))
        .entrySet()
        .stream()
        .limit(MOST_REASONS)
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, Map.Entry::getValue, Long::sum, LinkedHashMap::new));
  }

  static String render(Exploration e, List<ResultRow> rows, Path folder) {
    List<List<String>> table = new ArrayList<>();
    List<String> header = new ArrayList<>();
    header.add("");
    e.axes().stream().map(Axis::name).forEach(header::add);
    e.objectives().forEach(o -> header.add(o.metric().name()));
    header.add("status");
    table.add(header);
    List<ResultRow> shown = rows;
    if (rows.size() > MOST_ROWS) {
      shown = rows.stream().filter(ResultRow::front).limit(MOST_ROWS).toList();
    }
    for (ResultRow r : shown) {
      List<String> line = new ArrayList<>();
      line.add(r.front() ? "*" : "");
      line.addAll(r.configuration().levels());
      for (Exploration.Objective o : e.objectives()) {
        line.add(r.text(o.metric()));
      }
      line.add(r.status());
      table.add(line);
    }
    StringBuilder out = new StringBuilder();
    int[] width = new int[header.size()];
    table.forEach(
        line -> {
          for (int i = 0; i < width.length; i++) {
            width[i] = Math.max(width[i], line.get(i).length());
          }
        });
    for (List<String> line : table) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < width.length; i++) {
        text.append(line.get(i)).append(" ".repeat(width[i] - line.get(i).length() + 2));
      }
      out.append(text.toString().stripTrailing()).append(System.lineSeparator());
    }
    out.append(
        String.format(
            "%n%d of %d configurations shown; * is not beaten in all objectives by another%n",
            shown.size(), rows.size()));
    reasons(rows)
        .forEach(
            (reason, count) -> out.append(String.format("%d infeasible: %s%n", count, reason)));
    return out.append(String.format("Results in %s (open explore.html)%n", folder)).toString();
  }
}
