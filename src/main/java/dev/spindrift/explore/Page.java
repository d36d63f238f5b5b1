package dev.spindrift.explore;

import dev.spindrift.input.JsonText;
import dev.spindrift.report.PageParts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The exploration as one HTML file that needs nothing else. */
final class Page {
  private static final String FOLDER = "/dev/spindrift/explore/";

  private Page() {}

  static String of(Exploration e, List<ResultRow> rows) {
    Map<String, String> parts = new LinkedHashMap<>();
    parts.put("title", PageParts.escape(e.name()));
    parts.put("lead", PageParts.escape(e.title()));
    parts.put("facts", facts(e, rows));
    List<Levels> levels = Levels.of(e, rows);
    parts.put("failures", failures(e, rows, levels));
    parts.put("style", PageParts.resource(PageParts.STYLE));
    String failed = parts.get("failures").isEmpty() ? "" : "Without results";
    parts.put("failed", failed.isEmpty() ? "" : "<a href=\"#failures\">" + failed + "</a>");
    parts.put("table", table(e, rows, levels));
    parts.put("provenance", provenance(e));
    parts.put("data", PageParts.inScript(JsonText.write(data(e, rows, levels), false)));
    parts.put("echarts", PageParts.closedTags(PageParts.resource(PageParts.ECHARTS)));
    parts.put("script", PageParts.closedTags(PageParts.resource(FOLDER + "explore.js")));
    return PageParts.fill(PageParts.resource(FOLDER + "explore.html"), parts);
  }

  private static String facts(Exploration e, List<ResultRow> rows) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    rows.forEach(r -> counts.merge(r.status(), 1, Integer::sum));
    List<String> facts = new ArrayList<>();
    facts.add(rows.size() + " configurations");
    facts.add(e.seeds().size() + (e.seeds().size() == 1 ? " seed" : " seeds each"));
    counts.forEach((status, n) -> facts.add(n + " " + status));
    facts.add("base scenario " + e.scenario().getFileName());
    StringBuilder out = new StringBuilder();
    facts.forEach(f -> out.append("<li>").append(PageParts.escape(f)).append("</li>"));
    return out.toString();
  }

  /** What the script draws: numbers in SI units, null where nothing is known. */
  private static Map<String, Object> data(
      Exploration e, List<ResultRow> rows, List<Levels> levels) {
    Map<String, Object> data = new LinkedHashMap<>();
    List<Object> axes = new ArrayList<>();
    for (int a = 0; a < levels.size(); a++) {
      Levels l = levels.get(a);
      Map<String, Object> axis = new LinkedHashMap<>();
      axis.put("name", e.axes().get(a).name());
      axis.put("paths", e.axes().get(a).paths());
      axis.put("unit", l.unit());
      axis.put("log", l.log());
      axis.put("few", l.few());
      axis.put("labels", l.labels().values().stream().map(Figures::typeset).toList());
      axis.put("values", List.copyOf(l.numbers().values()));
      axes.add(axis);
    }
    data.put("axes", axes);
    data.put("t", e.seeds().size() < 2 ? 0 : Spread.quantile(e.seeds().size()));
    List<Object> metrics = new ArrayList<>();
    for (Metric m : ResultRow.shown(e)) {
      metrics.add(Map.of("name", m.name(), "label", m.label(), "unit", m.dimension().symbol()));
    }
    data.put("metrics", metrics);
    List<Object> objectives = new ArrayList<>();
    e.objectives()
        .forEach(o -> objectives.add(Map.of("name", o.metric().name(), "minimise", o.minimise())));
    data.put("objectives", objectives);
    List<Object> list = new ArrayList<>();
    rows.forEach(r -> list.add(row(r, ResultRow.shown(e), labels(r, levels))));
    data.put("rows", list);
    return data;
  }

  private static List<String> labels(ResultRow r, List<Levels> levels) {
    List<String> out = new ArrayList<>();
    for (int a = 0; a < levels.size(); a++) {
      out.add(Figures.typeset(levels.get(a).labels().get(r.configuration().levels().get(a))));
    }
    return out;
  }

  private static Map<String, Object> row(ResultRow r, List<Metric> shown, List<String> labels) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("levels", labels);
    row.put("status", r.status());
    if (!r.message().isEmpty()) {
      row.put("why", r.message());
    }
    row.put("front", r.front());
    Map<String, Object> metrics = new LinkedHashMap<>();
    for (Metric m : shown) {
      Spread s = r.metrics().get(m.name());
      if (s.count() > 0 || r.missed(m)) {
        String text = Figures.typeset(r.text(m));
        metrics.put(m.name(), List.of(s.mean(), s.halfWidth(), text, s.values()));
      }
    }
    row.put("m", metrics);
    Double miniBatches = r.numbers().get("miniBatches");
    if (miniBatches != null) {
      row.put("energy", parts(r, "energy.byComponent.", "", miniBatches));
      row.put("time", parts(r, "phases.", ".total", miniBatches));
    }
    return row;
  }

  private static Map<String, Double> parts(
      ResultRow r, String prefix, String suffix, double miniBatches) {
    Map<String, Double> parts = new LinkedHashMap<>();
    r.numbers()
        .forEach(
            (key, value) -> {
              if (key.startsWith(prefix) && key.endsWith(suffix)) {
                String name = key.substring(prefix.length(), key.length() - suffix.length());
                parts.put(name, value / miniBatches);
              }
            });
    return parts;
  }

  private static String table(Exploration e, List<ResultRow> rows, List<Levels> levels) {
    StringBuilder out = new StringBuilder("<div class=\"scroll\" role=\"region\" tabindex=\"0\"");
    out.append(" aria-label=\"All configurations\"><table><caption>Means over seeds with 95 %");
    out.append(" intervals; * is on the front</caption><thead><tr>");
    for (Axis a : e.axes()) {
      out.append("<th scope=\"col\">").append(PageParts.escape(a.name())).append("</th>");
    }
    for (Exploration.Objective o : e.objectives()) {
      out.append("<th scope=\"col\" class=\"n\">")
          .append(PageParts.escape(o.metric().label()))
          .append("</th>");
    }
    out.append("<th scope=\"col\">status</th></tr></thead><tbody>\n");
    for (int i = 0; i < rows.size(); i++) {
      ResultRow r = rows.get(i);
      out.append("<tr id=\"row-").append(i).append(r.front() ? "\" class=\"front\">" : "\">");
      for (int a = 0; a < e.axes().size(); a++) {
        String level = PageParts.escape(labels(r, levels).get(a));
        out.append(a == 0 ? "<th scope=\"row\">" + level + "</th>" : "<td>" + level + "</td>");
      }
      for (Exploration.Objective o : e.objectives()) {
        out.append("<td class=\"n\">")
            .append(PageParts.escape(Figures.typeset(r.text(o.metric()))))
            .append("</td>");
      }
      out.append("<td class=\"reason\">")
          .append(PageParts.escape((r.front() ? "* " : "") + r.status()))
          .append(r.message().isEmpty() ? "" : ": " + PageParts.escape(r.message()))
          .append("</td></tr>\n");
    }
    return out.append("</tbody></table></div>").toString();
  }

  /** Configurations without results, or with results of some seeds only, by their reason. */
  private static String failures(Exploration e, List<ResultRow> rows, List<Levels> levels) {
    Map<String, List<ResultRow>> reasons = new LinkedHashMap<>();
    for (ResultRow r : rows) {
      if (!r.complete() && !r.status().equals("stopped early")) {
        String reason = r.status() + (r.message().isEmpty() ? "" : ": " + r.message());
        reasons.computeIfAbsent(reason, k -> new ArrayList<>()).add(r);
      }
    }
    if (reasons.isEmpty()) {
      return "";
    }
    StringBuilder out =
        new StringBuilder("<section id=\"failures\"><h2>Without results</h2><dl class=\"why\">");
    reasons.forEach(
        (reason, list) -> {
          out.append("<dt>").append(PageParts.escape(reason)).append("</dt><dd>");
          out.append(list.size()).append(list.size() == 1 ? " configuration" : " configurations");
          out.append("<ul>");
          for (ResultRow r : list) {
            List<String> parts = new ArrayList<>();
            for (int a = 0; a < levels.size(); a++) {
              parts.add(e.axes().get(a).name() + " " + labels(r, levels).get(a));
            }
            out.append("<li>").append(PageParts.escape(String.join(", ", parts))).append("</li>");
          }
          out.append("</ul></dd>");
        });
    return out.append("</dl></section>").toString();
  }

  private static String provenance(Exploration e) {
    return "<p class=\"about\">Program "
        + PageParts.escape(ProgramVersion.text())
        + ". Each point's inputs and results lie under points/&lt;id&gt;; the ids of a"
        + " configuration stand in table.csv. Any point alone: <code>spindrift run SCENARIO --set"
        + " ...</code> with the words of column settings, and its"
        + " seed.</p><details><summary>Exploration file</summary><pre>"
        + PageParts.escape(e.text())
        + "</pre></details>";
  }
}
