package dev.spindrift.cli;

import dev.spindrift.device.DisplacementLaw;
import dev.spindrift.device.PositionLaw;
import dev.spindrift.measurement.DeviceFit;
import dev.spindrift.measurement.Findings;
import dev.spindrift.measurement.Findings.Bin;
import dev.spindrift.measurement.Findings.Condition;
import dev.spindrift.measurement.Findings.Position;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Plots of the fit report, as PNG. */
final class MeasurementPlots {
  private static final Color PUSH = new Color(0x1f77b4);
  private static final Color PULL = new Color(0xd62728);

  private MeasurementPlots() {}

  /** Writes the plots and returns file name to what it shows, in the order of the questions. */
  static Map<String, String> write(Findings findings, DeviceFit fit, double length, Path folder)
      throws IOException {
    Map<String, String> shown = new LinkedHashMap<>();
    save(
        quantiles(findings),
        folder,
        "gaussian",
        shown,
        "Quantiles against the Gaussian's: a" + " Gaussian lies on the line");
    save(
        widths(findings, fit, length),
        folder,
        "symmetry",
        shown,
        "Mean and standard deviation"
            + " against pulse width, both polarities, with the fitted law");
    if (!findings.positions().isEmpty()) {
      save(
          positions(findings, fit, length),
          folder,
          "position",
          shown,
          "Mean displacement against"
              + " starting position, shortest and longest width; bars are standard errors, lines the"
              + " law of the device file");
    }
    return shown;
  }

  private static void save(
      XYChart chart, Path folder, String name, Map<String, String> shown, String what)
      throws IOException {
    CharacterizationPlots.save(chart, folder.resolve(name));
    shown.put(name + ".png", what);
  }

  private static List<Condition> ends(List<Condition> conditions) {
    double least = conditions.stream().mapToDouble(Condition::width).min().orElseThrow();
    double most = conditions.stream().mapToDouble(Condition::width).max().orElseThrow();
    return conditions.stream().filter(c -> c.width() == least || c.width() == most).toList();
  }

  private static String name(double width, int polarity) {
    return CharacterizationFiles.text("%.4g ns %s", width * 1e9, polarity > 0 ? "+" : "-");
  }

  private static XYChart quantiles(Findings findings) {
    XYChart chart =
        CharacterizationPlots.chart("Quantiles", "Gaussian quantile", "standardised displacement");
    NormalDistribution normal = new NormalDistribution(null, 0, 1);
    int colour = 0;
    double reach = 2;
    Color[] colours = {PUSH, PULL, new Color(0x2ca02c), new Color(0xff7f0e)};
    for (Condition c : ends(findings.conditions())) {
      double[] sorted = c.sample().clone();
      Arrays.sort(sorted);
      int n = sorted.length;
      double mean = Arrays.stream(sorted).average().orElseThrow();
      double sd =
          Math.sqrt(Arrays.stream(sorted).map(v -> (v - mean) * (v - mean)).sum() / (n - 1));
      int shown = Math.min(n, 400);
      double[] x = new double[shown];
      double[] y = new double[shown];
      for (int k = 0; k < shown; k++) {
        int i = shown == 1 ? 0 : (int) Math.round(k * (n - 1.0) / (shown - 1));
        x[k] = normal.inverseCumulativeProbability((i + 0.5) / n);
        y[k] = sd > 0 ? (sorted[i] - mean) / sd : 0;
      }
      reach = Math.max(reach, x[shown - 1]);
      CharacterizationPlots.points(
          chart.addSeries(name(c.width(), c.polarity()), x, y),
          colours[colour++ % colours.length],
          SeriesMarkers.CIRCLE);
    }
    double[] line = {-reach, reach};
    CharacterizationPlots.line(
        chart.addSeries("Gaussian", line, line), Color.GRAY, 1.5f, SeriesMarkers.NONE);
    chart.getStyler().setMarkerSize(5);
    return chart;
  }

  private static XYChart widths(Findings findings, DeviceFit fit, double length) {
    XYChart chart =
        CharacterizationPlots.chart(
            "Displacement by pulse width", "pulse width T [ns]", "share of the track");
    for (int polarity : new int[] {1, -1}) {
      List<Condition> rows =
          findings.conditions().stream()
              .filter(c -> c.polarity() == polarity)
              .sorted(Comparator.comparingDouble(Condition::width))
              .toList();
      double[] x = rows.stream().mapToDouble(c -> c.width() * 1e9).toArray();
      String sign = polarity > 0 ? " +" : " -";
      Color colour = polarity > 0 ? PUSH : PULL;
      points(chart, "mean" + sign, x, rows, false, colour);
      points(chart, "sd" + sign, x, rows, true, colour);
    }
    DisplacementLaw law = fit.law();
    if (law != null) {
      double[] x = new double[51];
      double[] mean = new double[51];
      double[] sd = new double[51];
      double low = fit.shortest();
      double high = Math.max(widest(findings), low * 1.0001);
      for (int i = 0; i <= 50; i++) {
        double width = low + (high - low) * i / 50;
        x[i] = width * 1e9;
        mean[i] = law.mean(width) / length;
        sd[i] = Math.sqrt(law.variance(width)) / length;
      }
      CharacterizationPlots.line(
          chart.addSeries("law: mean", x, mean), Color.GRAY, 1.5f, SeriesMarkers.NONE);
      CharacterizationPlots.line(
          chart.addSeries("law: sd", x, sd), Color.LIGHT_GRAY, 1.5f, SeriesMarkers.NONE);
    }
    return chart;
  }

  private static double widest(Findings findings) {
    return findings.conditions().stream().mapToDouble(Condition::width).max().orElseThrow();
  }

  private static void points(
      XYChart chart, String name, double[] x, List<Condition> rows, boolean sd, Color colour) {
    double[] y =
        rows.stream().mapToDouble(c -> sd ? c.statistics().sd() : c.statistics().mean()).toArray();
    CharacterizationPlots.points(
        chart.addSeries(name, x, y), colour, sd ? SeriesMarkers.CIRCLE : SeriesMarkers.CROSS);
  }

  private static XYChart positions(Findings findings, DeviceFit fit, double length) {
    XYChart chart =
        CharacterizationPlots.chart(
            "Displacement along the track", "starting position x", "mean, share of the track");
    double least = findings.positions().stream().mapToDouble(Position::width).min().orElseThrow();
    double most = findings.positions().stream().mapToDouble(Position::width).max().orElseThrow();
    for (Position row : findings.positions()) {
      if (row.width() != least && row.width() != most) {
        continue;
      }
      double[] x = row.bins().stream().mapToDouble(Bin::position).toArray();
      double[] y = row.bins().stream().mapToDouble(Bin::mean).toArray();
      double[] e =
          row.bins().stream().mapToDouble(b -> Double.isNaN(b.seMean()) ? 0 : b.seMean()).toArray();
      Color colour = row.polarity() > 0 ? PUSH : PULL;
      XYSeries series = chart.addSeries(name(row.width(), row.polarity()), x, y, e);
      CharacterizationPlots.points(
          series, colour, row.width() == least ? SeriesMarkers.CROSS : SeriesMarkers.CIRCLE);
      if (fit.law() != null) {
        double[] at = new double[41];
        double[] law = new double[41];
        for (int i = 0; i <= 40; i++) {
          at[i] = i / 40.0;
          law[i] =
              (fit.law() instanceof PositionLaw p
                      ? p.mean(row.polarity(), row.width(), at[i])
                      : fit.law().mean(row.width()))
                  / length;
        }
        XYSeries line = chart.addSeries(name(row.width(), row.polarity()) + " law", at, law);
        CharacterizationPlots.line(line, colour, 1f, SeriesMarkers.NONE);
        line.setShowInLegend(false);
      }
    }
    return chart;
  }
}
