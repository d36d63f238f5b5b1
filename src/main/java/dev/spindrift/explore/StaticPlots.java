package dev.spindrift.explore;

import java.awt.Color;
import java.awt.Font;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGraphics2D;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.w3c.dom.Document;

/** The plots of an exploration as PNG and SVG files, for papers. */
final class StaticPlots {
  private static final int WIDTH = 800;
  private static final int HEIGHT = 520;
  private static final Color CHIP = new Color(0x0072b2);
  private static final Color FRONT = new Color(0xd55e00);
  private static final Color GREY = new Color(0x8b949c);

  private final Exploration e;
  private final List<ResultRow> rows;

  private StaticPlots(Exploration e, List<ResultRow> rows) {
    this.e = e;
    this.rows = rows.stream().filter(ResultRow::complete).toList();
  }

  /** Returns file name to content; nothing if no configuration ran in full. */
  static Map<String, byte[]> of(Exploration e, List<ResultRow> rows) {
    StaticPlots plots = new StaticPlots(e, rows);
    Map<String, XYChart> charts = new LinkedHashMap<>();
    if (!plots.rows.isEmpty()) {
      List<Exploration.Objective> o = e.objectives();
      for (int i = 0; i < o.size(); i++) {
        for (int k = i + 1; k < o.size(); k++) {
          Metric x = o.get(k).metric();
          Metric y = o.get(i).metric();
          charts.put("pareto-" + y.name() + "-" + x.name(), plots.tradeOff(x, y));
        }
      }
      for (Axis axis : e.axes()) {
        String name = axis.name().replaceAll("[^A-Za-z0-9]+", "-");
        charts.put("effect-" + name, plots.effect(axis));
      }
      charts.put("parallel", plots.parallel());
    }
    Map<String, byte[]> files = new LinkedHashMap<>();
    charts.forEach(
        (name, chart) -> {
          if (!chart.getSeriesCollection().isEmpty()) {
            String file = name.replaceAll("[^A-Za-z0-9-]+", "-");
            files.put(file + ".png", png(chart));
            files.put(file + ".svg", svg(chart));
          }
        });
    return files;
  }

  private static XYChart chart(String title, String x, String y) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle(x)
            .yAxisTitle(y)
            .build();
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setPlotBorderVisible(false);
    chart.getStyler().setPlotGridLinesColor(new Color(0xdbe1e7));
    chart.getStyler().setLegendBorderColor(Color.WHITE);
    chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideS);
    chart.getStyler().setLegendLayout(Styler.LegendLayout.Horizontal);
    chart.getStyler().setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 15));
    return chart;
  }

  private static String titled(Metric m) {
    String unit = m.dimension().symbol();
    return unit.isEmpty() ? m.label() : m.label() + " [" + unit + "]";
  }

  private XYChart tradeOff(Metric x, Metric y) {
    XYChart chart = chart(e.name(), titled(x), titled(y));
    points(chart, "beaten", x, y, rows.stream().filter(r -> !r.front()).toList(), CHIP);
    points(chart, "front", x, y, rows.stream().filter(ResultRow::front).toList(), FRONT);
    return chart;
  }

  private static void points(
      XYChart chart, String name, Metric x, Metric y, List<ResultRow> of, Color colour) {
    List<ResultRow> known =
        of.stream()
            .filter(r -> !Double.isNaN(r.mean(x)) && !Double.isNaN(r.mean(y)))
            .sorted(Comparator.comparingDouble(r -> r.mean(x)))
            .toList();
    if (known.isEmpty()) {
      return;
    }
    double[] bars =
        known.stream()
            .mapToDouble(r -> r.metrics().get(y.name()).halfWidth())
            .map(h -> Double.isNaN(h) ? 0 : h)
            .toArray();
    XYSeries series =
        chart.addSeries(
            name,
            known.stream().mapToDouble(r -> r.mean(x)).toArray(),
            known.stream().mapToDouble(r -> r.mean(y)).toArray(),
            bars);
    series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
    series.setMarker(SeriesMarkers.CIRCLE);
    series.setMarkerColor(colour);
  }

  private XYChart effect(Axis axis) {
    Metric m = e.objectives().get(0).metric();
    int index = e.axes().indexOf(axis);
    Set<String> levels = new LinkedHashSet<>();
    rows.forEach(r -> levels.add(r.configuration().levels().get(index)));
    XYChart chart = chart("Main effect of " + axis.name(), axis.name(), titled(m));
    List<Double> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    List<Double> all = new ArrayList<>();
    List<Double> at = new ArrayList<>();
    Map<Double, Object> labels = new LinkedHashMap<>();
    for (String level : levels) {
      double place = labels.size();
      labels.put(place, level);
      double sum = 0;
      int n = 0;
      for (ResultRow r : rows) {
        if (r.configuration().levels().get(index).equals(level) && !Double.isNaN(r.mean(m))) {
          sum += r.mean(m);
          n++;
          at.add(place);
          all.add(r.mean(m));
        }
      }
      if (n > 0) {
        x.add(place);
        y.add(sum / n);
      }
    }
    if (!x.isEmpty()) {
      XYSeries each = chart.addSeries("configurations", at, all);
      each.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
      each.setMarkerColor(GREY);
      each.setMarker(SeriesMarkers.CIRCLE);
      XYSeries mean = chart.addSeries("mean", x, y);
      mean.setLineColor(CHIP);
      mean.setMarkerColor(CHIP);
      chart.getStyler().setXAxisLabelRotation(levels.size() > 6 ? 45 : 0);
      ticks(chart, labels);
    }
    return chart;
  }

  /** Axes side by side, each scaled to its own range. */
  private XYChart parallel() {
    XYChart chart = chart(e.name() + ": all axes", "", "share of each range");
    List<String> names = new ArrayList<>();
    List<double[]> columns = new ArrayList<>();
    for (int a = 0; a < e.axes().size(); a++) {
      int index = a;
      List<String> levels =
          rows.stream().map(r -> r.configuration().levels().get(index)).distinct().toList();
      names.add(e.axes().get(a).name());
      columns.add(
          rows.stream()
              .mapToDouble(r -> levels.indexOf(r.configuration().levels().get(index)))
              .toArray());
    }
    for (Exploration.Objective o : e.objectives()) {
      names.add(o.metric().label());
      columns.add(rows.stream().mapToDouble(r -> r.mean(o.metric())).toArray());
    }
    columns.forEach(StaticPlots::normalise);
    double[] x = new double[columns.size()];
    Map<Double, Object> labels = new LinkedHashMap<>();
    for (int i = 0; i < x.length; i++) {
      x[i] = i;
      labels.put((double) i, names.get(i));
    }
    for (int r = 0; r < rows.size(); r++) {
      double[] y = new double[x.length];
      for (int i = 0; i < y.length; i++) {
        y[i] = columns.get(i)[r];
      }
      XYSeries line = chart.addSeries("configuration " + (r + 1), x, y);
      line.setMarker(SeriesMarkers.NONE);
      line.setLineColor(rows.get(r).front() ? FRONT : GREY);
      line.setLineWidth(rows.get(r).front() ? 2 : 0.7f);
      line.setShowInLegend(false);
    }
    chart.getStyler().setXAxisLabelRotation(x.length > 5 ? 30 : 0);
    ticks(chart, labels);
    return chart;
  }

  private static void ticks(XYChart chart, Map<Double, Object> labels) {
    chart
        .getStyler()
        .setXAxisTickLabelsFormattingFunction(
            at ->
                Math.abs(at - Math.rint(at)) < 1e-6
                    ? String.valueOf(labels.getOrDefault(Math.rint(at) + 0.0, ""))
                    : "");
  }

  private static void normalise(double[] values) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (double v : values) {
      low = Math.min(low, Double.isNaN(v) ? low : v);
      high = Math.max(high, Double.isNaN(v) ? high : v);
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = high > low ? (values[i] - low) / (high - low) : 0.5;
    }
  }

  private static byte[] png(XYChart chart) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      BitmapEncoder.saveBitmap(chart, out, BitmapEncoder.BitmapFormat.PNG);
      return out.toByteArray();
    } catch (IOException e) {
      throw new AssertionError("a byte array takes all bytes", e);
    }
  }

  private static byte[] svg(XYChart chart) {
    try {
      Document document =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .getDOMImplementation()
              .createDocument("http://www.w3.org/2000/svg", "svg", null);
      SVGGraphics2D graphics = new SVGGraphics2D(document);
      chart.paint(graphics, WIDTH, HEIGHT);
      graphics.setSVGCanvasSize(new java.awt.Dimension(WIDTH, HEIGHT));
      StringWriter text = new StringWriter();
      graphics.stream(text, true);
      return text.toString().getBytes(StandardCharsets.UTF_8);
    } catch (ParserConfigurationException | IOException e) {
      throw new IllegalStateException("a plot cannot be written as SVG", e);
    }
  }
}
