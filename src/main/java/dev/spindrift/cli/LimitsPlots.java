package dev.spindrift.cli;

import java.awt.Color;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** What the plots of {@code spindrift limits} share. */
final class LimitsPlots {
  private static final Color[] COLOURS = {
    new Color(0x1f77b4),
    new Color(0xff7f0e),
    new Color(0x2ca02c),
    new Color(0xd62728),
    new Color(0x9467bd),
    new Color(0x8c564b),
    new Color(0x17becf)
  };

  private static final Marker[] MARKERS = {
    SeriesMarkers.CIRCLE,
    SeriesMarkers.SQUARE,
    SeriesMarkers.DIAMOND,
    SeriesMarkers.TRIANGLE_UP,
    SeriesMarkers.CROSS,
    SeriesMarkers.PLUS,
    SeriesMarkers.TRIANGLE_DOWN
  };

  private LimitsPlots() {}

  static XYChart chart(String title, String x, String y) {
    XYChart chart = CharacterizationPlots.chart(title, x, y);
    chart.getStyler().setMarkerSize(6);
    return chart;
  }

  /** A line without markers; nothing if it has no points. */
  static void line(XYChart chart, String name, List<double[]> points, int colour) {
    add(chart, name, points, colour, true);
  }

  /** Points without a line, with error bars if points have a third number. */
  static void points(XYChart chart, String name, List<double[]> points, int colour) {
    add(chart, name, points, colour, false);
  }

  /** A line with markers. */
  static void marked(XYChart chart, String name, List<double[]> points, int colour) {
    XYSeries series = add(chart, name, points, colour, true);
    if (series != null) {
      series.setMarker(MARKERS[colour % MARKERS.length]);
      series.setMarkerColor(COLOURS[colour % COLOURS.length]);
    }
  }

  private static XYSeries add(
      XYChart chart, String name, List<double[]> points, int colour, boolean line) {
    if (points.isEmpty()) {
      return null;
    }
    double[] x = points.stream().mapToDouble(p -> p[0]).toArray();
    double[] y = points.stream().mapToDouble(p -> p[1]).toArray();
    XYSeries series =
        points.get(0).length > 2
            ? chart.addSeries(name, x, y, points.stream().mapToDouble(p -> p[2]).toArray())
            : chart.addSeries(name, x, y);
    Color c = COLOURS[colour % COLOURS.length];
    if (line) {
      CharacterizationPlots.line(series, c, 2f, SeriesMarkers.NONE);
    } else {
      CharacterizationPlots.points(series, c, MARKERS[colour % MARKERS.length]);
    }
    return series;
  }

  /** Four digits without trailing zeros. */
  static String plain(double value) {
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(4)).stripTrailingZeros();
    return Math.abs(value) < 1e6 && (value == 0 || Math.abs(value) >= 1e-4)
        ? rounded.toPlainString()
        : rounded.toString();
  }

  /** A current density for people [1e12 A/m^2]. */
  static String density(double value) {
    return plain(value / 1e12) + "e12 A/m^2";
  }

  /** A time for people. */
  static String time(double seconds) {
    double[] units = {365 * 86400.0, 86400, 3600, 60, 1, 1e-3, 1e-6, 1e-9, 1e-12};
    String[] names = {" year", " day", " h", " min", " s", " ms", " us", " ns", " ps"};
    for (int i = 0; i < units.length; i++) {
      if (seconds >= units[i] * 0.9995 || i == units.length - 1) {
        BigDecimal value = new BigDecimal(seconds / units[i]).round(new MathContext(3));
        return (seconds / units[i] < 1e6
                ? value.stripTrailingZeros().toPlainString()
                : value.stripTrailingZeros().toString())
            + names[i];
      }
    }
    throw new IllegalStateException("no unit for " + seconds + " s");
  }
}
