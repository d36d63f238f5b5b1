package dev.spindrift.report;

import java.util.List;

/** Small pieces of HTML; every text that comes from a run passes through {@link #escape}. */
final class Html {
  private Html() {}

  /** Escapes text for element content and quoted attributes. */
  static String escape(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        default -> out.append(c);
      }
    }
    return out.toString();
  }

  /** Formats as {@link Engineering#format}, with the micro sign that a browser can show. */
  static String si(double value, String unit) {
    return Engineering.format(value, unit).replace(" u", " \u00b5");
  }

  /**
   * Returns a table. Cells are escaped. A header that starts with {@code #} makes a column of
   * numbers, flush right; one that starts with {@code %} a column of shares in [0, 1] (as {@link
   * Double#toString} writes them), shown as bars.
   *
   * @param caption what the table shows, for all readers
   * @param header column titles, with units
   * @param rows cells, the first of each row being its heading
   */
  static String table(String caption, List<String> header, List<List<String>> rows) {
    StringBuilder out = new StringBuilder();
    out.append("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"")
        .append(escape(caption))
        .append("\">\n<table><caption>")
        .append(escape(caption))
        .append("</caption>\n<thead><tr>");
    for (String title : header) {
      boolean plain = kind(title) == ' ';
      out.append(plain ? "<th scope=\"col\">" : "<th scope=\"col\" class=\"n\">")
          .append(escape(plain ? title : title.substring(1)))
          .append("</th>");
    }
    out.append("</tr></thead>\n<tbody>\n");
    for (List<String> row : rows) {
      out.append("<tr>");
      for (int c = 0; c < row.size(); c++) {
        char kind = kind(header.get(c));
        String tag = c == 0 ? "th scope=\"row\"" : "td";
        out.append('<').append(tag).append(kind == ' ' ? ">" : " class=\"n\">");
        out.append(kind == '%' ? bar(row.get(c)) : escape(row.get(c)));
        out.append(c == 0 ? "</th>" : "</td>");
      }
      out.append("</tr>\n");
    }
    return out.append("</tbody></table></div>\n").toString();
  }

  private static char kind(String header) {
    return header.startsWith("#") || header.startsWith("%") ? header.charAt(0) : ' ';
  }

  private static String bar(String number) {
    double share = Double.parseDouble(number);
    double shown = Double.isNaN(share) ? 0 : Math.min(1, Math.max(0, share));
    return "<span class=\"bar\"><i style=\"width:"
        + Engineering.fixed(100 * shown, 1)
        + "%\"></i></span><span class=\"share\">"
        + Engineering.percent(share)
        + "</span>";
  }

  /** Returns a place for a plot, hidden without JavaScript. */
  static String chart(String id, String label) {
    return "<figure class=\"plot\"><div class=\"chart\" id=\""
        + escape(id)
        + "\" data-label=\""
        + escape(label)
        + "\"></div></figure>\n";
  }

  /** Returns a block that the reader opens. */
  static String details(String summary, String html) {
    return "<details><summary>" + escape(summary) + "</summary>\n" + html + "</details>\n";
  }

  /** Returns the sentence that stands where nothing can be shown. */
  static String nothing(String sentence) {
    return "<p class=\"empty\">" + escape(sentence) + "</p>\n";
  }
}
