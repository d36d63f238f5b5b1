package dev.spindrift.explore;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The levels of an axis as they are shown and drawn.
 *
 * @param unit SI unit of all levels, empty for pure numbers; null for categories
 * @param log whether equal steps are equal ratios
 * @param numbers level to its SI value in growing order; empty for categories
 * @param labels level to what people read; numbers in growing order, categories in the file's
 */
record Levels(String unit, boolean log, Map<String, Double> numbers, Map<String, String> labels) {
  /** Numbers that span more than this are easier to read by their ratios [1]. */
  private static final double WIDE = 30;

  /** So many numbers are labelled one by one [1]. */
  private static final int FEW = 12;

  /**
   * Looks at texts: numbers or quantities of one dimension are numbers, all else are categories.
   *
   * @param levels as files spell them; not modified
   * @param range range that levels are drawn from, or null
   */
  static Levels of(List<String> levels, Axis.Range range) {
    Set<String> distinct = new LinkedHashSet<>(levels);
    Map<String, SiNumber> read = new LinkedHashMap<>();
    for (String level : distinct) {
      SiNumber n = SiNumber.of(level);
      if (n == null || (!read.isEmpty() && !first(read).unit().equals(n.unit()))) {
        Map<String, String> labels = new LinkedHashMap<>();
        distinct.forEach(l -> labels.put(l, l));
        return new Levels(null, false, Map.of(), labels);
      }
      read.put(level, n);
    }
    if (read.isEmpty()) {
      return new Levels(null, false, Map.of(), Map.of());
    }
    List<String> order = new ArrayList<>(distinct);
    order.sort(Comparator.comparingDouble(l -> read.get(l).si()));
    Map<String, Double> numbers = new LinkedHashMap<>();
    Map<String, String> labels = new LinkedHashMap<>();
    for (String level : order) {
      numbers.put(level, read.get(level).si());
      labels.put(level, Figures.level(read.get(level)));
    }
    if (new HashSet<>(labels.values()).size() < labels.size()) {
      order.forEach(l -> labels.put(l, l)); // they differ beyond the digits that labels have
    }
    double low = numbers.get(order.get(0));
    double high = numbers.get(order.get(order.size() - 1));
    boolean log = range == null ? low > 0 && high / low > WIDE : range.log();
    return new Levels(first(read).unit(), log, numbers, labels);
  }

  private static SiNumber first(Map<String, SiNumber> read) {
    return read.values().iterator().next();
  }

  /** Returns the levels of each axis that rows have. */
  static List<Levels> of(Exploration e, List<ResultRow> rows) {
    List<Levels> out = new ArrayList<>();
    for (int a = 0; a < e.axes().size(); a++) {
      int index = a;
      List<String> texts = rows.stream().map(r -> r.configuration().levels().get(index)).toList();
      out.add(of(texts, e.axes().get(a).range()));
    }
    return out;
  }

  boolean numeric() {
    return unit != null;
  }

  /** Returns whether plots put the levels side by side, each with its label. */
  boolean few() {
    return !numeric() || labels.size() <= FEW;
  }
}
