package dev.spindrift.explore;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Main effect of an axis: a mark per configuration, and per level the mean over its configurations.
 * Its interval is that of the levels' means over the seeds, so that what configurations of one seed
 * have in common counts once.
 */
final class EffectPlot {
  private static final int LEFT = 96;
  private static final int RIGHT = StaticPlots.WIDTH - 30;
  private static final int TOP = 50;
  private static final int BOTTOM = StaticPlots.HEIGHT - 70;

  private final Axis axis;
  private final Levels levels;
  private final Metric metric;
  private final int index;
  private final List<ResultRow> rows;
  private final int missing;

  EffectPlot(Exploration e, List<ResultRow> all, int index, Levels levels, Metric metric) {
    this.axis = e.axes().get(index);
    this.levels = levels;
    this.metric = metric;
    this.index = index;
    this.rows = all.stream().filter(r -> !Double.isNaN(r.mean(metric))).toList();
    this.missing = all.size() - rows.size();
  }

  boolean empty() {
    return rows.isEmpty();
  }

  /** Returns the mean over configurations with its interval over seeds. */
  static Spread mean(List<ResultRow> rows, Metric m) {
    int seeds = rows.stream().mapToInt(r -> spread(r, m).values().size()).min().orElse(0);
    double[] means = new double[seeds];
    for (int s = 0; s < seeds; s++) {
      int seed = s;
      means[s] =
          rows.stream().mapToDouble(r -> spread(r, m).values().get(seed)).average().orElse(0);
    }
    return Spread.of(means);
  }

  private static Spread spread(ResultRow r, Metric m) {
    return r.metrics().get(m.name());
  }

  void paint(Graphics2D g) {
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, StaticPlots.WIDTH, StaticPlots.HEIGHT);
    String without = missing == 0 ? "" : " (" + missing + " without a value not drawn)";
    Text.title(g, "Main effect of " + axis.name() + without, StaticPlots.WIDTH);
    Ruler across = Ruler.of(levels);
    List<Double> values = new ArrayList<>();
    List<Spread> means = new ArrayList<>();
    List<String> present = new ArrayList<>();
    rows.forEach(r -> values.add(r.mean(metric)));
    for (String level : levels.labels().keySet()) {
      List<ResultRow> at =
          rows.stream().filter(r -> r.configuration().levels().get(index).equals(level)).toList();
      if (!at.isEmpty()) {
        Spread mean = mean(at, metric);
        means.add(mean);
        present.add(level);
        values.add(mean.mean() - half(mean));
        values.add(mean.mean() + half(mean));
      }
    }
    Ruler up = Ruler.of(values, metric.dimension().symbol());
    frame(g, across, up);
    g.setColor(new Color(0x8b, 0x94, 0x9c, 170));
    for (ResultRow r : rows) {
      mark(g, x(across, r.configuration().levels().get(index)), y(up, r.mean(metric)), 2.5);
    }
    if (!levels.few()) {
      return; // nearly each configuration has a level of its own
    }
    g.setColor(StaticPlots.CHIP);
    g.setStroke(new BasicStroke(1.8f));
    Path2D line = new Path2D.Double();
    for (int i = 0; i < means.size(); i++) {
      double x = x(across, present.get(i));
      Spread s = means.get(i);
      if (i == 0) {
        line.moveTo(x, y(up, s.mean()));
      } else {
        line.lineTo(x, y(up, s.mean()));
      }
      g.draw(new Line2D.Double(x, y(up, s.mean() - half(s)), x, y(up, s.mean() + half(s))));
      mark(g, x, y(up, s.mean()), 4);
    }
    if (levels.numeric()) {
      g.draw(line); // between categories there is nothing
    }
  }

  private static double half(Spread s) {
    return Double.isNaN(s.halfWidth()) ? 0 : s.halfWidth();
  }

  private static void mark(Graphics2D g, double x, double y, double radius) {
    g.fill(new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius));
  }

  private double x(Ruler across, String level) {
    return LEFT + across.at(levels, level) * (RIGHT - LEFT);
  }

  private static double y(Ruler up, double value) {
    return BOTTOM - up.at(value) * (BOTTOM - TOP);
  }

  private void frame(Graphics2D g, Ruler across, Ruler up) {
    Text.plain(g);
    g.setStroke(new BasicStroke(0.8f));
    for (Map.Entry<String, Double> t : up.ticks().entrySet()) {
      double y = BOTTOM - t.getValue() * (BOTTOM - TOP);
      g.setColor(StaticPlots.GRID);
      g.draw(new Line2D.Double(LEFT, y, RIGHT, y));
      Text.plain(g);
      String label = Figures.typeset(t.getKey());
      g.drawString(label, LEFT - 8 - g.getFontMetrics().stringWidth(label), (float) y + 4);
    }
    g.draw(new Line2D.Double(LEFT, BOTTOM, RIGHT, BOTTOM));
    int room = (RIGHT - LEFT) / Math.max(1, across.ticks().size()) - 6;
    for (Map.Entry<String, Double> t : across.ticks().entrySet()) {
      double x = LEFT + t.getValue() * (RIGHT - LEFT);
      g.draw(new Line2D.Double(x, BOTTOM, x, BOTTOM + 4));
      String label = Text.cut(g, Figures.typeset(t.getKey()), Math.max(24, room));
      Text.centred(g, label, x, BOTTOM + 18);
    }
    Text.centred(g, axis.name(), (LEFT + RIGHT) / 2.0, BOTTOM + 40);
    String legend =
        (levels.few() ? "grey: configurations; blue: mean of a level" : "configurations")
            + (levels.few() && rows.get(0).runs() > 1
                ? ", bar: 95 % over " + rows.get(0).runs() + " seeds"
                : "");
    Text.centred(g, legend, (LEFT + RIGHT) / 2.0, BOTTOM + 58);
    g.rotate(-Math.PI / 2);
    Text.centred(g, metric.label(), -(TOP + BOTTOM) / 2.0, 18);
    g.rotate(Math.PI / 2);
  }
}
