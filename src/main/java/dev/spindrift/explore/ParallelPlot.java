package dev.spindrift.explore;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Parallel coordinates: an upright axis for each field and each objective, a line for each
 * configuration. Objectives that are to be small stand on their heads, so that up is better.
 */
final class ParallelPlot {
  private static final int GAP = 120;
  private static final int LEFT = 70;
  private static final int RIGHT = 70;
  private static final int TOP = 86;
  private static final int BOTTOM = StaticPlots.HEIGHT - 44;
  private static final int MOST_LABELS = 24;

  /** More lines than this are drawn paler [1]. */
  private static final int MANY = 40;

  private final Exploration e;
  private final List<ResultRow> rows;
  private final List<Levels> levels;
  private final List<Ruler> rulers = new ArrayList<>();

  ParallelPlot(Exploration e, List<ResultRow> rows, List<Levels> levels) {
    this.e = e;
    this.rows = rows;
    this.levels = levels;
    levels.forEach(l -> rulers.add(Ruler.of(l)));
    for (Exploration.Objective o : e.objectives()) {
      List<Double> values = rows.stream().map(r -> r.mean(o.metric())).toList();
      rulers.add(Ruler.of(values, o.metric().dimension().symbol()));
    }
  }

  int width() {
    return Math.max(StaticPlots.WIDTH, LEFT + RIGHT + GAP * (rulers.size() - 1));
  }

  private double x(int axis) {
    int n = rulers.size();
    return n == 1 ? LEFT : LEFT + (double) axis * (width() - LEFT - RIGHT) / (n - 1);
  }

  private double y(int axis, double share) {
    boolean down = axis >= levels.size() && e.objectives().get(axis - levels.size()).minimise();
    return BOTTOM - (down ? 1 - share : share) * (BOTTOM - TOP);
  }

  void paint(Graphics2D g) {
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, width(), StaticPlots.HEIGHT);
    Text.title(g, e.name() + ": all axes", width());
    for (boolean front : new boolean[] {false, true}) {
      List<ResultRow> of = rows.stream().filter(r -> r.front() == front).toList();
      boolean many = of.size() > MANY;
      Color c = front ? StaticPlots.FRONT : StaticPlots.CHIP;
      int opacity = many ? (front ? 140 : 60) : front ? 235 : 120;
      g.setColor(new Color(c.getRed(), c.getGreen(), c.getBlue(), opacity));
      g.setStroke(new BasicStroke(front ? (many ? 1.2f : 2) : 0.9f));
      of.forEach(r -> g.draw(line(r)));
    }
    for (int i = 0; i < rulers.size(); i++) {
      axis(g, i);
    }
    Text.plain(g);
    String missing = missing();
    g.drawString(
        "orange: not beaten in all objectives; objectives: up is better" + missing,
        LEFT / 2f,
        StaticPlots.HEIGHT - 12f);
  }

  private String missing() {
    long n =
        rows.stream()
            .filter(r -> e.objectives().stream().anyMatch(o -> Double.isNaN(r.mean(o.metric()))))
            .count();
    return n == 0 ? "" : "; " + n + " lines break where a configuration has no value";
  }

  private Path2D line(ResultRow r) {
    Path2D path = new Path2D.Double();
    boolean pen = false;
    for (int i = 0; i < rulers.size(); i++) {
      double share =
          i < levels.size()
              ? rulers.get(i).at(levels.get(i), r.configuration().levels().get(i))
              : rulers.get(i).at(r.mean(e.objectives().get(i - levels.size()).metric()));
      if (Double.isNaN(share)) {
        pen = false;
      } else if (pen) {
        path.lineTo(x(i), y(i, share));
      } else {
        path.moveTo(x(i), y(i, share));
        pen = true;
      }
    }
    return path;
  }

  private void axis(Graphics2D g, int i) {
    g.setColor(Color.DARK_GRAY);
    g.setStroke(new BasicStroke(1));
    g.draw(new Line2D.Double(x(i), TOP, x(i), BOTTOM));
    String name =
        i < levels.size()
            ? e.axes().get(i).name()
            : e.objectives().get(i - levels.size()).metric().label();
    g.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 11));
    List<String> lines = Text.wrapped(g, name, GAP - 10);
    for (int k = 0; k < lines.size(); k++) {
      Text.centred(g, lines.get(k), x(i), TOP - 12 - 13.0 * (lines.size() - 1 - k));
    }
    Text.plain(g);
    FontMetrics font = g.getFontMetrics();
    Map<String, Double> ticks = rulers.get(i).ticks();
    int every = 1 + ticks.size() / MOST_LABELS;
    int k = 0;
    for (Map.Entry<String, Double> t : ticks.entrySet()) {
      double at = y(i, t.getValue());
      g.draw(new Line2D.Double(x(i) - 3, at, x(i) + 3, at));
      if (k++ % every == 0) {
        String label = Text.cut(g, Figures.typeset(t.getKey()), GAP - 24);
        Text.haloed(g, label, x(i) + 6, at + font.getAscent() / 2.0 - 1);
      }
    }
  }
}
