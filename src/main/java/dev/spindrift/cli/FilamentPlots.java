package dev.spindrift.cli;

import dev.spindrift.device.FilamentLaw;
import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Plots like the paper's Fig. 1, as PNG. */
final class FilamentPlots {
  private static final double MICRO = 1e-6;
  private static final int COLOURS = 10;
  private static final Color FIRST = new Color(0x1f4fd8);
  private static final Color LAST = new Color(0xd62728);

  private FilamentPlots() {}

  /** The spread against the mean. */
  static void spread(String name, FilamentLaw law, Path file) throws IOException {
    XYChart chart =
        CharacterizationPlots.chart(
            "Spread of a programmed conductance: " + name,
            "mean conductance [uS]",
            "standard deviation [uS]");
    double[] x = new double[101];
    double[] y = new double[101];
    for (int i = 0; i < x.length; i++) {
      double mean = law.lowest() + i / 100.0 * (law.highest() - law.lowest());
      x[i] = mean / MICRO;
      y[i] = law.spread(mean) / MICRO;
    }
    XYSeries series = chart.addSeries("spread", x, y);
    CharacterizationPlots.line(series, FIRST, 2f, SeriesMarkers.NONE);
    CharacterizationPlots.save(chart, file);
  }

  /** One chain of two conductances; colour is order, blue to red. */
  static void chain(String title, FilamentLaw law, double[][] samples, Path file)
      throws IOException {
    XYChart chart = CharacterizationPlots.chart(title, "G1 [uS]", "G2 [uS]");
    chart.getStyler().setXAxisMin(law.lowest() / MICRO).setXAxisMax(law.highest() / MICRO);
    chart.getStyler().setYAxisMin(law.lowest() / MICRO).setYAxisMax(law.highest() / MICRO);
    chart.getStyler().setMarkerSize(5);
    int parts = Math.min(COLOURS, samples.length);
    for (int k = 0; k < parts; k++) {
      int from = (int) ((long) samples.length * k / parts);
      int to = (int) ((long) samples.length * (k + 1) / parts);
      double[] x = new double[to - from];
      double[] y = new double[to - from];
      for (int i = from; i < to; i++) {
        x[i - from] = samples[i][0] / MICRO;
        y[i - from] = samples[i][1] / MICRO;
      }
      XYSeries series = chart.addSeries("samples " + from + " to " + (to - 1), x, y);
      CharacterizationPlots.points(
          series, between(parts == 1 ? 0 : k / (parts - 1.0)), SeriesMarkers.CIRCLE);
      series.setLineStyle(new BasicStroke(0));
    }
    CharacterizationPlots.save(chart, file);
  }

  private static Color between(double share) {
    return new Color(
        (int) Math.round(FIRST.getRed() + share * (LAST.getRed() - FIRST.getRed())),
        (int) Math.round(FIRST.getGreen() + share * (LAST.getGreen() - FIRST.getGreen())),
        (int) Math.round(FIRST.getBlue() + share * (LAST.getBlue() - FIRST.getBlue())));
  }
}
