package dev.spindrift.cli;

import dev.spindrift.energy.EnergyLedger;
import dev.spindrift.mapping.Layout;
import dev.spindrift.mapping.TileBlock;
import dev.spindrift.replay.ReplayResult;
import dev.spindrift.report.Engineering;
import dev.spindrift.trace.Work;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** What the same pulses did on two chips: tables and plots. */
final class ReplayComparison {
  private static final int POINTS = 4000;
  private static final int BINS = 101;
  private static final Color BLUE = new Color(0x1f77b4);

  private final ReplayResult recorded;
  private final ReplayResult other;

  ReplayComparison(ReplayResult recorded, ReplayResult other) {
    this.recorded = recorded;
    this.other = other;
  }

  /** Differences of weights of one layer. */
  private record Divergence(double rms, double max, double rmsRecorded, double correlation) {}

  private Divergence divergence(int from, int length) {
    double sum = 0;
    double max = 0;
    double aa = 0;
    double bb = 0;
    double ab = 0;
    double a1 = 0;
    double b1 = 0;
    for (int i = from; i < from + length; i++) {
      double a = recorded.weights()[i];
      double b = other.weights()[i];
      sum += (a - b) * (a - b);
      max = Math.max(max, Math.abs(a - b));
      aa += a * a;
      bb += b * b;
      ab += a * b;
      a1 += a;
      b1 += b;
    }
    double n = length;
    double cov = ab / n - a1 / n * b1 / n;
    double va = aa / n - a1 / n * a1 / n;
    double vb = bb / n - b1 / n * b1 / n;
    return new Divergence(Math.sqrt(sum / n), max, Math.sqrt(aa / n), cov / Math.sqrt(va * vb));
  }

  /** Returns the table for the console. */
  String table() {
    StringBuilder s = new StringBuilder();
    row(s, "", recorded.chip(), other.chip());
    row(s, "device", recorded.device(), other.device());
    if (recorded.events()) {
      row(s, "simulated time", seconds(recorded.time()), seconds(other.time()));
      for (Work w : Work.values()) {
        row(s, "  " + w.label(), seconds(recorded, w), seconds(other, w));
      }
      row(s, "energy", joules(recorded.joules()), joules(other.joules()));
      Map<String, double[]> parts = energy();
      parts.forEach((name, j) -> row(s, "  " + name, joules(j[0]), joules(j[1])));
    }
    row(s, "device updates", number(recorded.updates()), number(other.updates()));
    row(s, "at an end of the track", number(recorded.trackEnds()), number(other.trackEnds()));
    row(s, "pulses raised to shortest", number(recorded.raised()), number(other.raised()));
    row(s, "pulses cut to longest", number(recorded.cut()), number(other.cut()));
    row(s, "pulses rounded to step", number(recorded.rounded()), number(other.rounded()));
    s.append(
        String.format(
            "%nweights: difference%n%-26s %12s %12s %14s %12s%n",
            "layer", "rms", "largest", "rms recorded", "correlation"));
    for (ReplayResult.LayerWeights l : recorded.layers()) {
      Divergence d = divergence(l.offset(), l.length());
      s.append(
          String.format(
              "%-26s %12.4g %12.4g %14.4g %12.4f%n",
              l.name(), d.rms(), d.max(), d.rmsRecorded(), d.correlation()));
    }
    return s.toString();
  }

  private Map<String, double[]> energy() {
    Map<String, double[]> parts = new TreeMap<>();
    for (EnergyLedger.Entry e : recorded.energy()) {
      parts.computeIfAbsent(e.work().label(), n -> new double[2])[0] += e.joules();
    }
    for (EnergyLedger.Entry e : other.energy()) {
      parts.computeIfAbsent(e.work().label(), n -> new double[2])[1] += e.joules();
    }
    return parts;
  }

  /** Returns weights.csv: every layer's divergence. */
  String csv() {
    StringBuilder s = new StringBuilder("layer,rms_difference,largest,rms_recorded,correlation\n");
    for (ReplayResult.LayerWeights l : recorded.layers()) {
      Divergence d = divergence(l.offset(), l.length());
      s.append(
          CharacterizationFiles.text(
              "%s,%.9g,%.9g,%.9g,%.9g%n",
              l.name(), d.rms(), d.max(), d.rmsRecorded(), d.correlation()));
    }
    return s.toString();
  }

  /** Draws the weights against each other and the histogram of their differences. */
  void plot(Path folder) throws IOException {
    int total = recorded.layers().stream().mapToInt(ReplayResult.LayerWeights::length).sum();
    int stride = Math.max(1, total / POINTS);
    XYChart chart =
        CharacterizationPlots.chart(
            "Weights after the same pulses" + (stride > 1 ? " (1 of " + stride + ")" : ""),
            "recorded chip",
            "this replay");
    for (ReplayResult.LayerWeights l : recorded.layers()) {
      int n = (l.length() + stride - 1) / stride;
      double[] x = new double[n];
      double[] y = new double[n];
      for (int i = 0; i < n; i++) {
        x[i] = recorded.weights()[l.offset() + i * stride];
        y[i] = other.weights()[l.offset() + i * stride];
      }
      XYSeries series = chart.addSeries(l.name(), x, y);
      series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
    }
    chart.getStyler().setMarkerSize(3);
    CharacterizationPlots.save(chart, folder.resolve("weights"));
    float[] difference = new float[total];
    int k = 0;
    for (ReplayResult.LayerWeights l : recorded.layers()) {
      for (int i = l.offset(); i < l.offset() + l.length(); i++) {
        difference[k++] = other.weights()[i] - recorded.weights()[i];
      }
    }
    histogram(
        "Difference of weights",
        "this replay - recorded",
        difference,
        folder.resolve("difference"));
  }

  /** Draws how often each value occurs. */
  static void histogram(String title, String axis, float[] values, Path file) throws IOException {
    float low = Float.MAX_VALUE;
    float high = -Float.MAX_VALUE;
    for (float v : values) {
      low = Math.min(low, v);
      high = Math.max(high, v);
    }
    double width = Math.max((high - low) / BINS, 1e-9);
    double[] x = new double[BINS];
    double[] y = new double[BINS];
    for (int i = 0; i < BINS; i++) {
      x[i] = low + (i + 0.5) * width;
    }
    for (float v : values) {
      y[Math.min(BINS - 1, (int) ((v - low) / width))]++;
    }
    XYChart chart = CharacterizationPlots.chart(title, axis, "weights per bin");
    XYSeries series = chart.addSeries("weights", x, y);
    CharacterizationPlots.line(series, BLUE, 1.5f, SeriesMarkers.NONE);
    chart.getStyler().setLegendVisible(false);
    CharacterizationPlots.save(chart, file);
  }

  /**
   * Returns states.csv: every replayed weight at the end, by tile of the recorded chip.
   *
   * @param layout the recorded layout
   * @param tiles tiles that were recorded; empty: all
   * @param other what another chip ended with, or null
   */
  static String states(
      Layout layout, List<Integer> tiles, ReplayResult recorded, ReplayResult other) {
    StringBuilder s = new StringBuilder("tile,row,column,weight");
    s.append(other == null ? "\n" : ",weight_of_this_replay\n");
    for (TileBlock b : layout.blocks()) {
      for (int c = 0; c < b.columns() && (tiles.isEmpty() || tiles.contains(b.tile())); c++) {
        for (int r = 0; r < b.rows(); r++) {
          int i = b.flatStart() + c * b.layerRows() + r;
          s.append(b.tile()).append(',').append(r).append(',').append(c).append(',');
          s.append(recorded.weights()[i]);
          if (other != null) {
            s.append(',').append(other.weights()[i]);
          }
          s.append('\n');
        }
      }
    }
    return s.toString();
  }

  static void row(StringBuilder s, String name, String a, String b) {
    s.append(String.format("%-26s %24s %24s%n", name, a, b));
  }

  static String seconds(long ps) {
    return Engineering.format(ps * 1e-12, "s");
  }

  private static String seconds(ReplayResult r, Work w) {
    return seconds(r.phases().get(w));
  }

  static String joules(double j) {
    return Engineering.format(j, "J");
  }

  static String number(long n) {
    return String.format("%,d", n);
  }
}
