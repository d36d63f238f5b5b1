package dev.spindrift.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.knowm.xchart.XYChart;

/**
 * A reproduction's tables and plots as Markdown, CSV and a page that needs no other file. Every
 * file appears in one step, since it is written anew after every run.
 */
final class StudyReport {
  private static final String STYLE =
      "body{font:16px/1.5 system-ui,sans-serif;max-width:62rem;margin:2rem auto;padding:0 1rem;"
          + "color:#1b1b1b}table{border-collapse:collapse;margin:1rem 0}"
          + "th,td{border-bottom:1px solid #ccc;padding:.25rem .7rem;text-align:right;"
          + "font-variant-numeric:tabular-nums}th:first-child,td:first-child{text-align:left}"
          + "thead th{border-bottom:2px solid #555}img{max-width:100%;height:auto}"
          + "figure{margin:1.5rem 0}figcaption{color:#777}.wide{overflow-x:auto}"
          + "td.text{text-align:left}@media(prefers-color-scheme:dark){body{background:#16181d;"
          + "color:#e4e6eb}th,td{border-color:#444}img{background:#fff}}";

  /** Cells longer than this hold words, not numbers. */
  private static final int TEXT = 24;

  private final String title;
  private final List<Object> parts = new ArrayList<>();
  private final List<String> csvHeader;
  private final List<List<Object>> csvRows = new ArrayList<>();

  private record Table(String caption, List<String> header, List<List<String>> rows) {}

  private record Image(String name, String caption, Path png) {}

  private record Plot(String name, String caption, XYChart chart) {}

  /**
   * Begins a report.
   *
   * @param csvHeader columns of the CSV file
   */
  StudyReport(String title, List<String> csvHeader) {
    this.title = title;
    this.csvHeader = csvHeader;
  }

  void text(String paragraph) {
    parts.add(paragraph);
  }

  void table(String caption, List<String> header, List<List<String>> rows) {
    parts.add(new Table(caption, header, rows));
  }

  /** Adds a plot; one without series is left out. */
  void plot(String name, String caption, XYChart chart) {
    if (!chart.getSeriesCollection().isEmpty()) {
      parts.add(new Plot(name, caption, chart));
    }
  }

  /** Adds a picture from a PNG file. */
  void image(String name, String caption, Path png) {
    parts.add(new Image(name, caption, png));
  }

  void row(List<Object> cells) {
    csvRows.add(cells);
  }

  /**
   * Writes {@code name.md, name.csv, name.html} and a PNG per plot.
   *
   * @throws UncheckedIOException if that fails
   */
  void write(Path folder, String name) {
    try {
      StringBuilder md = new StringBuilder("# " + title + "\n");
      StringBuilder page = new StringBuilder();
      for (Object part : parts) {
        if (part instanceof Table t) {
          markdown(t, md);
          html(t, page);
        } else if (part instanceof Plot p) {
          picture(folder, name, p.name(), p.caption(), png(p, folder), md, page);
        } else if (part instanceof Image i) {
          picture(folder, name, i.name(), i.caption(), Files.readAllBytes(i.png()), md, page);
        } else {
          md.append('\n').append(part).append('\n');
          page.append("<p>").append(escape(part.toString())).append("</p>\n");
        }
      }
      put(folder.resolve(name + ".md"), md.toString().getBytes(StandardCharsets.UTF_8));
      String html =
          "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>"
              + escape(title)
              + "</title><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';"
              + " img-src data:; style-src 'unsafe-inline'\"><style>"
              + STYLE
              + "</style></head><body>\n<h1>"
              + escape(title)
              + "</h1>\n"
              + page
              + "</body></html>\n";
      put(folder.resolve(name + ".html"), html.getBytes(StandardCharsets.UTF_8));
      put(folder.resolve(name + ".csv"), csv().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("the tables cannot be written to " + folder, e);
    }
  }

  private static void picture(
      Path folder,
      String report,
      String name,
      String caption,
      byte[] png,
      StringBuilder md,
      StringBuilder page)
      throws IOException {
    String file = report + "-" + name + ".png";
    put(folder.resolve(file), png);
    md.append("\n![").append(caption).append("](").append(file).append(")\n");
    page.append("<figure><img alt=\"").append(escape(caption));
    page.append("\" src=\"data:image/png;base64,").append(Base64.getEncoder().encodeToString(png));
    page.append("\"><figcaption>").append(escape(caption)).append("</figcaption></figure>\n");
  }

  private static byte[] png(Plot p, Path folder) throws IOException {
    Path part = folder.resolve("." + p.name() + ".part");
    CharacterizationPlots.save(p.chart(), part);
    Path file = part.resolveSibling(part.getFileName() + ".png"); // XChart adds the ending
    byte[] content = Files.readAllBytes(file);
    Files.delete(file);
    return content;
  }

  private String csv() throws IOException {
    StringBuilder text = new StringBuilder();
    CSVFormat format = CSVFormat.DEFAULT.builder().setRecordSeparator("\n").get();
    try (CSVPrinter out = new CSVPrinter(text, format)) {
      out.printRecord(csvHeader);
      for (List<Object> row : csvRows) {
        for (Object cell : row) {
          out.print(cell instanceof Double d && d.isNaN() ? "" : cell);
        }
        out.println();
      }
    }
    return text.toString();
  }

  private static void put(Path file, byte[] content) throws IOException {
    Path part = file.resolveSibling("." + file.getFileName() + ".part");
    Files.write(part, content);
    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void markdown(Table t, StringBuilder out) {
    out.append("\n**").append(t.caption()).append("**\n\n| ");
    out.append(String.join(" | ", t.header())).append(" |\n|");
    out.append("---|".repeat(t.header().size())).append('\n');
    t.rows().forEach(r -> out.append("| ").append(String.join(" | ", r)).append(" |\n"));
  }

  private static void html(Table t, StringBuilder out) {
    out.append("<h2>").append(escape(t.caption())).append("</h2>\n<div class=\"wide\"><table>");
    out.append("<thead><tr>");
    t.header().forEach(h -> out.append("<th>").append(escape(h)).append("</th>"));
    out.append("</tr></thead><tbody>\n");
    for (List<String> row : t.rows()) {
      out.append("<tr>");
      row.forEach(
          c ->
              out.append(c.length() > TEXT ? "<td class=\"text\">" : "<td>")
                  .append(escape(c))
                  .append("</td>"));
      out.append("</tr>\n");
    }
    out.append("</tbody></table></div>\n");
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
