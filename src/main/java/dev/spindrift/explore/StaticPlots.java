package dev.spindrift.explore;

import java.awt.Color;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
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
  static final int WIDTH = 800;
  static final int HEIGHT = 520;

  /** Pixels of a PNG per point of the plot. */
  private static final int SCALE = 2;

  /** With more objectives than this, the first one is drawn against each other one only [1]. */
  private static final int ALL_PAIRS = 4;

  static final Color CHIP = new Color(0x0072b2);
  static final Color FRONT = new Color(0xd55e00);
  static final Color GREY = new Color(0x8b949c);
  static final Color GRID = new Color(0xdbe1e7);

  private StaticPlots() {}

  /**
   * A plot.
   *
   * @param name file name without its end
   * @param width width [pt]
   * @param height height [pt]
   * @param painter paints it
   */
  record Plot(String name, int width, int height, Consumer<Graphics2D> painter) {
    /** Returns the plot as PNG. */
    byte[] png() {
      BufferedImage image =
          new BufferedImage(SCALE * width, SCALE * height, BufferedImage.TYPE_INT_RGB);
      Graphics2D graphics = image.createGraphics();
      graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      graphics.scale(SCALE, SCALE);
      painter.accept(graphics);
      graphics.dispose();
      try {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
      } catch (IOException e) {
        throw new AssertionError("a byte array takes all bytes", e);
      }
    }

    /** Returns the plot as SVG, texts as outlines: it looks the same everywhere. */
    byte[] svg() {
      try {
        Document document =
            DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .getDOMImplementation()
                .createDocument("http://www.w3.org/2000/svg", "svg", null);
        SVGGraphics2D graphics = new SVGGraphics2D(document);
        painter.accept(graphics);
        graphics.setSVGCanvasSize(new Dimension(width, height));
        StringWriter text = new StringWriter();
        graphics.stream(text, true);
        return text.toString().getBytes(StandardCharsets.UTF_8);
      } catch (ParserConfigurationException | IOException e) {
        throw new IllegalStateException("a plot cannot be written as SVG", e);
      }
    }
  }

  /** Returns all plots; none if no configuration ran in full. */
  static List<Plot> of(Exploration e, List<ResultRow> all) {
    List<ResultRow> rows = all.stream().filter(ResultRow::complete).toList();
    List<Plot> plots = new ArrayList<>();
    if (rows.isEmpty()) {
      return plots;
    }
    List<Exploration.Objective> o = e.objectives();
    for (int i = 0; i < o.size(); i++) {
      for (int k = i + 1; k < o.size() && (i == 0 || o.size() <= ALL_PAIRS); k++) {
        Metric x = o.get(k).metric();
        Metric y = o.get(i).metric();
        XYChart chart = tradeOff(e, rows, x, y);
        if (!chart.getSeriesCollection().isEmpty()) {
          plots.add(plot("pareto-" + y.name() + "-" + x.name(), chart));
        }
      }
    }
    List<Levels> levels = Levels.of(e, rows);
    for (int a = 0; a < e.axes().size(); a++) {
      EffectPlot effect = new EffectPlot(e, rows, a, levels.get(a), o.get(0).metric());
      if (!effect.empty()) {
        String name = file("effect-" + e.axes().get(a).name());
        plots.add(new Plot(name, WIDTH, HEIGHT, effect::paint));
      }
    }
    ParallelPlot parallel = new ParallelPlot(e, rows, levels);
    plots.add(new Plot("parallel", parallel.width(), HEIGHT, parallel::paint));
    return plots;
  }

  private static String file(String name) {
    return name.replaceAll("[^A-Za-z0-9-]+", "-");
  }

  private static Plot plot(String name, XYChart chart) {
    return new Plot(file(name), WIDTH, HEIGHT, g -> chart.paint(g, WIDTH, HEIGHT));
  }

  /** Values are drawn in a unit with a prefix, which the axis' title tells. */
  private static XYChart tradeOff(Exploration e, List<ResultRow> all, Metric x, Metric y) {
    List<ResultRow> rows =
        all.stream()
            .filter(r -> !Double.isNaN(r.mean(x)) && !Double.isNaN(r.mean(y)))
            .sorted(Comparator.comparingDouble(r -> r.mean(x)))
            .toList();
    Figures.Scale across = scale(rows, x);
    Figures.Scale up = scale(rows, y);
    int missing = all.size() - rows.size();
    String title = e.name() + (missing == 0 ? "" : " (" + missing + " without a value not drawn)");
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle(titled(x, across))
            .yAxisTitle(titled(y, up))
            .build();
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setPlotBorderVisible(false);
    chart.getStyler().setPlotGridLinesColor(GRID);
    chart.getStyler().setLegendBorderColor(Color.WHITE);
    chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideS);
    chart.getStyler().setLegendLayout(Styler.LegendLayout.Horizontal);
    chart.getStyler().setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 15));
    chart.getStyler().setErrorBarsColor(GREY);
    chart.getStyler().setLocale(Locale.ROOT);
    for (boolean front : new boolean[] {false, true}) {
      List<ResultRow> of = rows.stream().filter(r -> r.front() == front).toList();
      if (of.isEmpty()) {
        continue;
      }
      XYSeries series =
          chart.addSeries(
              front ? "front" : "beaten",
              of.stream().mapToDouble(r -> across.of(r.mean(x))).toArray(),
              of.stream().mapToDouble(r -> up.of(r.mean(y))).toArray(),
              of.stream().mapToDouble(r -> up.of(half(r, y))).toArray());
      series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
      series.setMarker(SeriesMarkers.CIRCLE);
      series.setMarkerColor(front ? FRONT : CHIP);
    }
    return chart;
  }

  private static double half(ResultRow r, Metric m) {
    double half = r.metrics().get(m.name()).halfWidth();
    return Double.isNaN(half) ? 0 : half;
  }

  private static Figures.Scale scale(List<ResultRow> rows, Metric m) {
    double most = rows.stream().mapToDouble(r -> Math.abs(r.mean(m))).max().orElse(0);
    return Figures.scale(most, m.dimension().symbol());
  }

  private static String titled(Metric m, Figures.Scale scale) {
    return scale.unit().isEmpty()
        ? m.label()
        : m.label() + " [" + Figures.typeset(scale.unit()) + "]";
  }
}
