package dev.spindrift.cli;

import dev.spindrift.physics.Characterization.PairRow;
import dev.spindrift.physics.Characterization.PositionRow;
import dev.spindrift.physics.Characterization.PulseRow;
import dev.spindrift.physics.DisplacementStatistics;
import dev.spindrift.physics.LawFit;
import dev.spindrift.physics.PairFit;
import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.Styler.YAxisPosition;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Plots like the paper's Fig. 2(b), (c), (d) and Fig. 3, as PNG. */
final class CharacterizationPlots {
  private static final double NM = 1e-9;
  private static final double NS = 1e-9;
  private static final Color BLUE = new Color(0x1f77b4);
  private static final Color ORANGE = new Color(0xff7f0e);
  private static final Color GREEN = new Color(0x2ca02c);
  private static final Color RED = new Color(0xd62728);
  private static final Color PURPLE = new Color(0x9467bd);
  private static final Color[] COLOURS = {BLUE, ORANGE, GREEN, RED, PURPLE};
  private static final int DPI = 144;

  private CharacterizationPlots() {}

  static void write(CharacterizationPlan plan, CharacterizationResult result, Path folder)
      throws IOException {
    save(histograms(plan, result.pulses()), folder.resolve("fig2b"));
    if (!result.positions().isEmpty()) {
      save(alongTrack(plan, result.positions()), folder.resolve("fig2c"));
    }
    save(againstWidth(plan, result), folder.resolve("fig2d"));
    save(pair(result.pairs()), folder.resolve("fig3"));
    if (result.pairFits().size() > 1) {
      save(memory(plan, result), folder.resolve("pairmemory"));
    }
  }

  static void save(XYChart chart, Path file) throws IOException {
    BitmapEncoder.saveBitmapWithDPI(chart, file.toString(), BitmapFormat.PNG, DPI);
  }

  static XYChart chart(String title, String x, String y) {
    XYChart chart =
        new XYChartBuilder()
            .width(720)
            .height(440)
            .title(title)
            .xAxisTitle(x)
            .yAxisTitle(y)
            .build();
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setPlotBorderVisible(false);
    chart.getStyler().setPlotGridLinesColor(new Color(0xe6e6e6));
    chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
    chart.getStyler().setLegendBorderColor(Color.WHITE);
    chart.getStyler().setLocale(Locale.ROOT);
    return chart;
  }

  /** Histograms of up to five widths, positive polarity, with their Gaussians. */
  private static XYChart histograms(CharacterizationPlan plan, List<PulseRow> all) {
    XYChart chart =
        chart(
            "Displacement by pulse width, +" + density(plan),
            "displacement [nm]",
            "probability density [1/um]");
    List<PulseRow> rows =
        all.stream()
            .filter(r -> r.polarity() > 0 && r.relaxation() == plan.relaxations()[0])
            .sorted(Comparator.comparingDouble(PulseRow::width))
            .toList();
    int shown = Math.min(COLOURS.length, rows.size());
    for (int k = 0; k < shown; k++) {
      int index = shown == 1 ? 0 : (int) Math.round(k * (rows.size() - 1.0) / (shown - 1));
      PulseRow row = rows.get(index);
      String name = "T = " + plain(row.width() / NS) + " ns";
      histogram(chart, name, row.displacements(), row.statistics(), COLOURS[k]);
    }
    return chart;
  }

  /** Steps of a density histogram, and the Gaussian of the same mean and spread. */
  private static void histogram(
      XYChart chart, String name, double[] sample, DisplacementStatistics s, Color colour) {
    if (s.sd() == 0) {
      return;
    }
    double low = DoubleStream.of(sample).min().orElseThrow();
    double high = DoubleStream.of(sample).max().orElseThrow();
    // Scott's rule: bins of 3.49 sd n^(-1/3).
    int bins = Math.max(1, (int) Math.ceil((high - low) / (3.49 * s.sd()) * Math.cbrt(s.trials())));
    double width = (high - low) / bins;
    double[] count = new double[bins];
    for (double x : sample) {
      count[Math.min(bins - 1, (int) ((x - low) / width))]++;
    }
    List<Double> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    x.add(low / NM);
    y.add(0.0);
    for (int i = 0; i < bins; i++) {
      double perMicrometre = count[i] / s.trials() / width * 1e-6;
      x.add((low + i * width) / NM);
      y.add(perMicrometre);
      x.add((low + (i + 1) * width) / NM);
      y.add(perMicrometre);
    }
    x.add(high / NM);
    y.add(0.0);
    line(chart.addSeries(name, x, y), colour, 1.2f, SeriesMarkers.NONE);
    double[] gx = new double[101];
    double[] gy = new double[101];
    for (int i = 0; i <= 100; i++) {
      double z = -4 + 0.08 * i;
      gx[i] = (s.mean() + z * s.sd()) / NM;
      gy[i] = Math.exp(-0.5 * z * z) / (Math.sqrt(2 * Math.PI) * s.sd()) * 1e-6;
    }
    XYSeries gaussian = chart.addSeries(name + " Gaussian", gx, gy);
    line(gaussian, colour, 2f, SeriesMarkers.NONE);
    gaussian.setShowInLegend(false);
  }

  private static XYChart alongTrack(CharacterizationPlan plan, List<PositionRow> all) {
    double length = plan.parameters().strip().length();
    XYChart chart =
        chart(
            "Displacement along the track, T = "
                + plain(plan.pulse() / NS)
                + " ns, L = "
                + plain(length * 1e6)
                + " um",
            "initial position X0/L",
            "mean, standard deviation [nm]");
    for (int polarity : new int[] {1, -1}) {
      List<PositionRow> rows =
          all.stream()
              .filter(r -> r.polarity() == polarity && r.relaxation() == plan.relaxations()[0])
              .toList();
      double[] x = rows.stream().mapToDouble(r -> r.start() / length).toArray();
      String sign = polarity > 0 ? " +" : " -";
      Marker marker = polarity > 0 ? SeriesMarkers.CROSS : SeriesMarkers.CIRCLE;
      points(
          chart.addSeries(
              "mean" + sign,
              x,
              rows.stream().mapToDouble(r -> r.statistics().mean() / NM).toArray(),
              rows.stream().mapToDouble(r -> r.statistics().seMean() / NM).toArray()),
          BLUE,
          marker);
      points(
          chart.addSeries(
              "sd" + sign,
              x,
              rows.stream().mapToDouble(r -> r.statistics().sd() / NM).toArray(),
              rows.stream().mapToDouble(r -> r.statistics().seSd() / NM).toArray()),
          ORANGE,
          marker);
    }
    return chart;
  }

  private static XYChart againstWidth(CharacterizationPlan plan, CharacterizationResult result) {
    XYChart chart =
        chart(
            "Mean and variance against pulse width, " + density(plan),
            "pulse width T [ns]",
            "|mean displacement| [nm]");
    chart.setYAxisGroupTitle(1, "variance [nm^2]");
    chart.getStyler().setYAxisGroupPosition(1, YAxisPosition.Right);
    for (int polarity : new int[] {1, -1}) {
      List<PulseRow> rows =
          result.pulses().stream()
              .filter(r -> r.polarity() == polarity && r.relaxation() == plan.relaxations()[0])
              .toList();
      double[] x = rows.stream().mapToDouble(r -> r.width() / NS).toArray();
      String sign = polarity > 0 ? " +" : " -";
      points(
          chart.addSeries(
              "mean" + sign,
              x,
              rows.stream().mapToDouble(r -> polarity * r.statistics().mean() / NM).toArray()),
          BLUE,
          polarity > 0 ? SeriesMarkers.CROSS : SeriesMarkers.PLUS);
      XYSeries variance =
          chart.addSeries(
              "variance" + sign,
              x,
              rows.stream().mapToDouble(r -> r.statistics().variance() / NM / NM).toArray(),
              rows.stream().mapToDouble(r -> r.statistics().seVariance() / NM / NM).toArray());
      points(variance, ORANGE, polarity > 0 ? SeriesMarkers.CIRCLE : SeriesMarkers.DIAMOND);
      variance.setYAxisGroup(1);
    }
    LawFit fit = result.fit();
    if (fit != null) {
      double[] x = {fit.shortest() / NS, fit.longest() / NS};
      line(
          chart.addSeries(
              "v T + x0",
              x,
              new double[] {fit.mean().at(fit.shortest()) / NM, fit.mean().at(fit.longest()) / NM}),
          BLUE,
          1.5f,
          SeriesMarkers.NONE);
      XYSeries variance =
          chart.addSeries(
              "b T + a",
              x,
              new double[] {
                fit.variance().at(fit.shortest()) / NM / NM,
                fit.variance().at(fit.longest()) / NM / NM
              });
      line(variance, ORANGE, 1.5f, SeriesMarkers.NONE);
      variance.setYAxisGroup(1);
    }
    return chart;
  }

  /** First pulse, second pulse and their sum: the most asymmetric pair with the longest gap. */
  private static XYChart pair(List<PairRow> rows) {
    PairRow row =
        rows.stream()
            .filter(PairRow::pushFirst)
            .max(Comparator.comparingDouble(PairRow::asymmetry).thenComparingDouble(PairRow::gap))
            .orElseThrow();
    XYChart chart =
        chart(
            "Push of "
                + plain((row.width() + Math.max(0, row.asymmetry())) / NS)
                + " ns, pull of "
                + plain((row.width() + Math.max(0, -row.asymmetry())) / NS)
                + " ns, gap "
                + plain(row.gap() / NS)
                + " ns",
            "displacement [nm]",
            "probability density [1/um]");
    histogram(chart, "push", row.firstDisplacements(), row.first(), BLUE);
    histogram(chart, "pull", row.secondDisplacements(), row.second(), RED);
    histogram(chart, "sum", row.netDisplacements(), row.net(), PURPLE);
    return chart;
  }

  /** Bias against gap, and the net means of both orders that it is made of. */
  private static XYChart memory(CharacterizationPlan plan, CharacterizationResult result) {
    XYChart chart =
        chart(
            "Symmetric pairs of " + plain(plan.pulse() / NS) + " ns, " + density(plan),
            "gap between the pulses [ns]",
            "net displacement [nm], error bars 1 standard error");
    for (boolean pushFirst : new boolean[] {true, false}) {
      List<PairRow> rows =
          result.pairs().stream()
              .filter(r -> r.asymmetry() == 0 && r.pushFirst() == pushFirst)
              .toList();
      points(
          chart.addSeries(
              pushFirst ? "push, then pull" : "pull, then push",
              rows.stream().mapToDouble(r -> r.gap() / NS).toArray(),
              rows.stream().mapToDouble(r -> r.net().mean() / NM).toArray(),
              rows.stream().mapToDouble(r -> r.net().seMean() / NM).toArray()),
          pushFirst ? BLUE : RED,
          pushFirst ? SeriesMarkers.CIRCLE : SeriesMarkers.DIAMOND);
    }
    List<PairFit> fits = result.pairFits();
    line(
        chart.addSeries(
            "bias toward the second",
            fits.stream().mapToDouble(f -> f.gap() / NS).toArray(),
            fits.stream().mapToDouble(f -> f.bias() / NM).toArray()),
        PURPLE,
        1.5f,
        SeriesMarkers.NONE);
    return chart;
  }

  private static String density(CharacterizationPlan plan) {
    return plain(plan.settings().density()) + " A/m^2";
  }

  /** Four digits without trailing zeros. */
  private static String plain(double value) {
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(4)).stripTrailingZeros();
    return Math.abs(value) < 1e6 ? rounded.toPlainString() : rounded.toString();
  }

  static void line(XYSeries series, Color colour, float width, Marker marker) {
    series.setLineColor(colour);
    series.setLineStyle(new BasicStroke(width));
    series.setMarker(marker);
  }

  static void points(XYSeries series, Color colour, Marker marker) {
    series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
    series.setMarkerColor(colour);
    series.setLineColor(colour);
    series.setMarker(marker);
  }
}
