package dev.spindrift.explore;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGraphics2D;
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

  /** Pixels of a PNG per point of the plot. */
  private static final int SCALE = 2;

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

  /** Levels stand at their numbers if all have one in the same unit, else at 0, 1, 2... */
  private XYChart effect(Axis axis) {
    Metric m = e.objectives().get(0).metric();
    int index = e.axes().indexOf(axis);
    List<ResultRow> known = rows.stream().filter(r -> !Double.isNaN(r.mean(m))).toList();
    List<String> levels =
        known.stream().map(r -> r.configuration().levels().get(index)).distinct().toList();
    Map<String, Double> places = places(levels);
    boolean numbers = places != null;
    if (!numbers) {
      places = new LinkedHashMap<>();
      for (String level : levels) {
        places.put(level, (double) places.size());
      }
    }
    XYChart chart =
        chart(
            "Main effect of " + axis.name(),
            numbers ? axis.name() + unit(levels) : axis.name() + ": " + numbered(levels),
            titled(m));
    if (levels.isEmpty()) {
      return chart;
    }
    List<Double> at = new ArrayList<>();
    List<Double> all = new ArrayList<>();
    Map<Double, List<Double>> byPlace = new TreeMap<>();
    for (ResultRow r : known) {
      double place = places.get(r.configuration().levels().get(index));
      at.add(place);
      all.add(r.mean(m));
      byPlace.computeIfAbsent(place, p -> new ArrayList<>()).add(r.mean(m));
    }
    XYSeries each = chart.addSeries("configurations", at, all);
    each.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
    each.setMarkerColor(GREY);
    each.setMarker(SeriesMarkers.CIRCLE);
    XYSeries mean =
        chart.addSeries(
            "mean",
            new ArrayList<>(byPlace.keySet()),
            byPlace.values().stream()
                .map(v -> v.stream().mapToDouble(Double::doubleValue).average().orElse(0))
                .toList());
    mean.setLineColor(CHIP);
    mean.setMarkerColor(CHIP);
    return chart;
  }

  private static String unit(List<String> levels) {
    String unit = levels.isEmpty() ? "" : levels.get(0).replaceFirst("^[^ ]*", "").strip();
    return unit.isEmpty() ? "" : " [" + unit + "]";
  }

  /** Returns level to number, or null if a level has none or another unit. */
  private static Map<String, Double> places(List<String> levels) {
    Map<String, Double> places = new LinkedHashMap<>();
    for (String level : levels) {
      try {
        places.put(level, Double.parseDouble(level.replaceFirst(" .*", "")));
      } catch (NumberFormatException none) {
        return null;
      }
      if (!unit(List.of(level)).equals(unit(levels.subList(0, 1)))) {
        return null;
      }
    }
    return places;
  }

  private static String numbered(List<String> names) {
    List<String> out = new ArrayList<>();
    for (String name : names) {
      out.add(out.size() + " = " + name);
    }
    return String.join(", ", out);
  }

  /** Axes side by side, each scaled to its own range. */
  private XYChart parallel() {
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
    XYChart chart = chart(e.name() + ": all axes", numbered(names), "share of each range");
    double[] x = new double[columns.size()];
    for (int i = 0; i < x.length; i++) {
      x[i] = i;
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
    return chart;
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
    BufferedImage image =
        new BufferedImage(SCALE * WIDTH, SCALE * HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.scale(SCALE, SCALE);
    chart.paint(graphics, WIDTH, HEIGHT);
    graphics.dispose();
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      ImageIO.write(image, "png", out);
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
