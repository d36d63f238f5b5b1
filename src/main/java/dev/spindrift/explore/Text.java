package dev.spindrift.explore;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.util.ArrayList;
import java.util.List;

/** Texts of the plots that this package paints itself. */
final class Text {
  private Text() {}

  static void plain(Graphics2D g) {
    g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11));
    g.setColor(Color.DARK_GRAY);
  }

  static void title(Graphics2D g, String text, int width) {
    g.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 15));
    g.setColor(Color.BLACK);
    centred(g, text, width / 2.0, 24);
  }

  static void centred(Graphics2D g, String text, double x, double y) {
    g.drawString(text, (float) (x - g.getFontMetrics().stringWidth(text) / 2.0), (float) y);
  }

  /** Draws a text on a white ground, so that lines below it do not disturb. */
  static void haloed(Graphics2D g, String text, double x, double y) {
    FontMetrics font = g.getFontMetrics();
    Color ink = g.getColor();
    g.setColor(new Color(255, 255, 255, 200));
    g.fillRect(
        (int) x - 1,
        (int) y - font.getAscent() + 1,
        font.stringWidth(text) + 2,
        font.getAscent() + font.getDescent() - 1);
    g.setColor(ink);
    g.drawString(text, (float) x, (float) y);
  }

  /** Returns the text, cut at its end if it is wider than allowed. */
  static String cut(Graphics2D g, String text, int width) {
    String shown = text;
    while (shown.length() > 3 && g.getFontMetrics().stringWidth(shown) > width) {
      shown = shown.substring(0, shown.length() - 2) + "\u2026";
    }
    return shown;
  }

  /** Returns the text in lines of at most a width, broken at blanks and dots. */
  static List<String> wrapped(Graphics2D g, String text, int width) {
    List<String> lines = new ArrayList<>();
    String line = "";
    for (String word : text.split("(?<=[ .])")) {
      if (!line.isEmpty() && g.getFontMetrics().stringWidth(line + word) > width) {
        lines.add(line.strip());
        line = "";
      }
      line += word;
    }
    lines.add(line.strip());
    return lines;
  }
}
