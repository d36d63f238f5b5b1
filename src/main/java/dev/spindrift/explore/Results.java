package dev.spindrift.explore;

import dev.spindrift.explore.PointStore.Failure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Gathers finished points into rows. */
public final class Results {
  private Results() {}

  /**
   * Reads what the store has of some configurations.
   *
   * @param configurations not modified
   * @return a row for each, in their order
   */
  public static List<ResultRow> gather(
      Exploration e, PointStore store, List<Configuration> configurations) {
    List<ResultRow> rows = new ArrayList<>();
    for (Configuration c : configurations) {
      rows.add(row(e, store, c));
    }
    return Pareto.marked(e, rows);
  }

  private static ResultRow row(Exploration e, PointStore store, Configuration c) {
    List<PointRecord> done = new ArrayList<>();
    Set<String> messages = new LinkedHashSet<>();
    String status = "done";
    for (Point p : c.points()) {
      if (store.isDone(p.id())) {
        done.add(PointReader.read(store, p.id(), e.accuracies()));
        continue;
      }
      Failure f = p.problem() != null ? null : store.failureOf(p.id());
      if (p.problem() != null) {
        messages.add(p.problem());
        status = Failure.INFEASIBLE;
      } else if (f != null) {
        messages.add(f.message());
        status = f.kind();
      } else {
        status = "missing";
      }
    }
    Map<String, Spread> metrics = new LinkedHashMap<>();
    for (Metric m : ResultRow.shown(e)) {
      metrics.put(m.name(), spread(m, done));
    }
    if (status.equals("done") && c.share() < 1) {
      status = "stopped early";
    } else if (status.equals("done")) {
      for (Exploration.Constraint k : e.constraints()) {
        double value = metrics.get(k.metric().name()).mean();
        if (k.violation(value) > 0) {
          status = "violates";
          String unit = k.metric().dimension().symbol();
          messages.add(k.metric().name() + " is " + Figures.number(value, unit));
        }
      }
    }
    missed(e, metrics, done, messages);
    return new ResultRow(c, status, String.join("; ", messages), metrics, means(done), false);
  }

  /** A metric that one of the points lacks, e.g. an accuracy never reached, has no mean. */
  private static Spread spread(Metric m, List<PointRecord> done) {
    double[] values = done.stream().mapToDouble(p -> m.of(p.numbers())).toArray();
    Spread spread = Spread.of(values);
    return spread.count() == values.length
        ? spread
        : new Spread(Double.NaN, Double.NaN, spread.count(), spread.values());
  }

  /** Says which accuracies some points never reached, and how near they came. */
  private static void missed(
      Exploration e, Map<String, Spread> metrics, List<PointRecord> done, Set<String> messages) {
    for (Metric m : e.used()) {
      int reached = metrics.get(m.name()).count();
      if (m.toAccuracy() && reached < done.size()) {
        double best =
            done.stream()
                .mapToDouble(
                    p ->
                        p.numbers().getOrDefault(Metric.reached(m.accuracy()) + "best", Double.NaN))
                .filter(b -> !Double.isNaN(b))
                .max()
                .orElse(Double.NaN);
        String by = reached == 0 ? "" : " by " + (done.size() - reached) + " of " + done.size();
        String how =
            Double.isNaN(best)
                ? " (never tested)"
                : reached == 0 ? " (at most " + Figures.number(best, "") + ")" : "";
        messages.add("accuracy " + m.accuracy() + " not reached" + by + how);
      }
    }
  }

  private static Map<String, Double> means(List<PointRecord> done) {
    Map<String, Double> means = new LinkedHashMap<>();
    if (done.isEmpty()) {
      return means;
    }
    for (String key : done.get(0).numbers().keySet()) {
      double sum = 0;
      for (PointRecord p : done) {
        sum += p.numbers().getOrDefault(key, Double.NaN);
      }
      if (!Double.isNaN(sum)) {
        means.put(key, sum / done.size());
      }
    }
    return means;
  }

  /**
   * Returns the objectives that finished points lack altogether: nothing measures them.
   *
   * @param rows not modified
   */
  public static List<String> unmeasured(Exploration e, List<ResultRow> rows) {
    List<String> out = new ArrayList<>();
    for (Metric m : e.used()) {
      boolean some = rows.stream().anyMatch(ResultRow::complete);
      if (some
          && !m.toAccuracy()
          && rows.stream().filter(ResultRow::complete).allMatch(r -> Double.isNaN(r.mean(m)))) {
        out.add(m.name());
      }
    }
    return out;
  }
}
