package dev.spindrift.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What pages that need nothing else are put together from. */
public final class PageParts {
  /** ECharts with every kind of plot. */
  public static final String ECHARTS = "/META-INF/resources/webjars/echarts/5.5.0/echarts.min.js";

  /** The look that all pages share. */
  public static final String STYLE = "/dev/spindrift/report/report.css";

  private PageParts() {}

  /**
   * Fills a template. What is filled in is never taken for a place-holder.
   *
   * @param template text with place-holders <code>{{name}}</code>
   * @param parts name to text; not modified
   * @throws IllegalArgumentException if a place-holder has no text
   */
  public static String fill(String template, Map<String, String> parts) {
    StringBuilder page = new StringBuilder(1 << 20);
    for (String part : template.split("(?=\\{\\{)|(?<=\\}\\})")) {
      if (part.startsWith("{{") && part.endsWith("}}")) {
        String text = parts.get(part.substring(2, part.length() - 2));
        if (text == null) {
          throw new IllegalArgumentException("nothing to fill in for " + part);
        }
        page.append(text);
      } else {
        page.append(part);
      }
    }
    return page.toString();
  }

  /** Escapes text for element content and quoted attributes. */
  public static String escape(String text) {
    return Html.escape(text);
  }

  /** JSON inside a script element: no character that could end the element or start a comment. */
  public static String inScript(String json) {
    return json.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e");
  }

  /** JavaScript inside a script element: an end tag in a string must not end the element. */
  public static String closedTags(String script) {
    return script.replaceAll("(?i)</(script)", "<\\\\/$1").replace("<!--", "<\\!--");
  }

  /**
   * Returns a text of the class path.
   *
   * @throws IllegalStateException if it is missing
   */
  public static String resource(String name) {
    try (InputStream in = PageParts.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("missing on the class path: " + name + " (rebuild)");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("unreadable on the class path: " + name, e);
    }
  }
}
