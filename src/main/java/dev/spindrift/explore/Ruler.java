package dev.spindrift.explore;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where values stand on an axis that this package paints itself, and what is written there: levels
 * one by one if there are few or if they are categories, else round numbers.
 */
final class Ruler {
  private static final int TICKS = 6;
  private static final double[] ROUND = {1, 2, 5, 10};

  private final Map<String, Double> ticks = new LinkedHashMap<>();
  private double low = Double.POSITIVE_INFINITY;
  private double high = Double.NEGATIVE_INFINITY;
  private boolean log;

  private Ruler() {}

  /**
   * Returns the ruler of an axis' levels: at their numbers, or side by side if few or categories.
   */
  static Ruler of(Levels levels) {
    Ruler ruler = new Ruler();
    if (levels.few()) {
      int n = levels.labels().size();
      ruler.low = -0.5;
      ruler.high = n - 0.5;
      for (String label : levels.labels().values()) {
        ruler.ticks.put(label, (double) ruler.ticks.size());
      }
      return ruler;
    }
    return ruler.over(new ArrayList<>(levels.numbers().values()), levels.unit(), levels.log());
  }

  /** Returns the ruler of numbers in a unit, NaN left out. */
  static Ruler of(List<Double> values, String unit) {
    return new Ruler().over(values, unit, false);
  }

  private Ruler over(List<Double> values, String unit, boolean logarithmic) {
    log = logarithmic;
    for (double v : values) {
      if (!Double.isNaN(v)) {
        low = Math.min(low, place(v));
        high = Math.max(high, place(v));
      }
    }
    if (low > high) {
      low = 0;
      high = 1;
      return this;
    }
    double room = high > low ? 0.04 * (high - low) : log ? 0.5 : Math.max(Math.abs(low), 1e-30) / 2;
    low -= room;
    high += room;
    if (log) {
      decades(unit);
    } else {
      steps(unit);
    }
    return this;
  }

  private void steps(String unit) {
    double rough = (high - low) / TICKS;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double step = power;
    for (double r : ROUND) {
      if (step < rough) {
        step = r * power;
      }
    }
    Figures.Scale scale = Figures.scale(Math.max(Math.abs(low), Math.abs(high)), unit);
    for (double k = Math.ceil(low / step); k * step <= high; k++) {
      ticks.put(scale.text(k * step), k * step);
    }
  }

  private void decades(String unit) {
    boolean wide = high - low > 3;
    for (int d = (int) Math.floor(low); d <= Math.ceil(high); d++) {
      for (int k = 0; k < (wide ? 1 : ROUND.length - 1); k++) {
        double v = ROUND[k] * Math.pow(10, d);
        if (place(v) >= low && place(v) <= high) {
          ticks.put(Figures.level(new SiNumber(v, unit)), place(v));
        }
      }
    }
  }

  private double place(double v) {
    return log ? Math.log10(v) : v;
  }

  /** Returns the place of a value, 0 to 1. */
  double at(double value) {
    return (place(value) - low) / (high - low);
  }

  /** Returns the place of a level, 0 to 1. */
  double at(Levels levels, String level) {
    return levels.few()
        ? share(ticks.get(levels.labels().get(level)))
        : at(levels.numbers().get(level));
  }

  private double share(double tick) {
    return (tick - low) / (high - low);
  }

  /** Returns labels and their places, 0 to 1. */
  Map<String, Double> ticks() {
    Map<String, Double> out = new LinkedHashMap<>();
    ticks.forEach((label, tick) -> out.put(label, share(tick)));
    return out;
  }
}
