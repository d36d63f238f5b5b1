package dev.spindrift.explore;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Evaluates batches of configurations: in full, or by successive halving, where all start with a
 * short run and only the better part goes on to a longer one. Every stage runs from the start: a
 * configuration that gets through costs the sum of its stages.
 */
final class Stages {
  /** A search was asked to stop while points were under way. */
  static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private final Exploration exploration;
  private final PointStore store;
  private final Sweep sweep;
  private final Planner planner;
  private final Map<List<List<String>>, Configuration> known = new LinkedHashMap<>();

  Stages(Exploration exploration, PointStore store, Sweep sweep) {
    this.exploration = exploration;
    this.store = store;
    this.sweep = sweep;
    this.planner = new Planner(exploration);
  }

  /** Returns every configuration met so far, each in the longest run it got. */
  List<Configuration> all() {
    return new ArrayList<>(known.values());
  }

  /**
   * Evaluates configurations.
   *
   * @param batch levels of each axis per configuration; equal ones are run once; not modified
   * @return a row for each, in their order
   * @throws Stopped if the sweep was stopped
   */
  List<ResultRow> evaluate(List<List<List<String>>> batch) {
    List<List<List<String>>> left = new ArrayList<>(new LinkedHashMap<>(index(batch)).keySet());
    Exploration.Halving halving = exploration.search().halving();
    List<Double> shares = halving == null ? List.of(1.0) : halving.shares();
    for (int stage = 0; stage < shares.size() && !left.isEmpty(); stage++) {
      List<Configuration> now = new ArrayList<>();
      List<Point> points = new ArrayList<>();
      for (List<List<String>> levels : left) {
        Configuration before = known.get(levels);
        Configuration c =
            before != null && before.share() >= shares.get(stage)
                ? before // an earlier batch took it as far
                : planner.configuration(levels, shares.get(stage));
        now.add(c);
        known.put(levels, c);
        points.addAll(c.points());
      }
      if (!sweep.run(points)) {
        throw new Stopped();
      }
      if (stage + 1 < shares.size()) {
        left = best(left, Results.gather(exploration, store, now), halving.keep());
      }
    }
    List<Configuration> result = new ArrayList<>();
    batch.forEach(levels -> result.add(known.get(levels)));
    return Results.gather(exploration, store, result);
  }

  private static <T> Map<T, Boolean> index(List<T> list) {
    Map<T, Boolean> map = new LinkedHashMap<>();
    list.forEach(item -> map.put(item, true));
    return map;
  }

  /** Configurations that keep the constraints come first, then those that are beaten by fewer. */
  private List<List<List<String>>> best(
      List<List<List<String>>> levels, List<ResultRow> rows, double keep) {
    List<double[]> losses = new ArrayList<>();
    for (ResultRow r : rows) {
      double[] own = Pareto.losses(exploration, r);
      double violation = violation(exploration, r);
      for (int i = 0; i < own.length && violation > 0; i++) {
        own[i] = Double.POSITIVE_INFINITY;
      }
      losses.add(own);
    }
    int count = Math.max(1, (int) Math.ceil(keep * levels.size()));
    List<List<List<String>>> out = new ArrayList<>();
    for (int i : Pareto.ranked(losses).subList(0, Math.min(count, levels.size()))) {
      if (hasResults(rows.get(i))) {
        out.add(levels.get(i));
      }
    }
    return out;
  }

  private static boolean hasResults(ResultRow r) {
    return !r.numbers().isEmpty();
  }

  /** Returns the sum of the violations; 1 more if the configuration has no results at all. */
  static double violation(Exploration e, ResultRow r) {
    double sum = hasResults(r) ? 0 : 1;
    for (Exploration.Constraint c : e.constraints()) {
      sum += c.violation(r.mean(c.metric()));
    }
    return sum;
  }
}
