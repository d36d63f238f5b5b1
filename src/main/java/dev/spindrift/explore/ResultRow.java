package dev.spindrift.explore;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One configuration with what came out: means over the seeds that ran.
 *
 * @param configuration levels and points
 * @param status {@code done}, {@code stopped early}, {@code violates} (a constraint), {@code
 *     infeasible}, {@code failed} or {@code missing} (not run yet)
 * @param message why there is no result, or which constraint is not kept; empty otherwise
 * @param metrics metric name to mean and interval; NaN where a finished point lacks the metric
 * @param numbers mean of every number that all finished points have, by path of {@code
 *     summary.json}
 * @param front whether no other configuration is at least as good in all objectives and better in
 *     one
 */
public record ResultRow(
    Configuration configuration,
    String status,
    String message,
    Map<String, Spread> metrics,
    Map<String, Double> numbers,
    boolean front) {

  /** Returns the metrics that a table shows: objectives, constraints, then the usual ones. */
  static List<Metric> shown(Exploration e) {
    Map<String, Metric> all = new LinkedHashMap<>();
    e.used().forEach(m -> all.put(m.name(), m));
    for (String name : Metric.names()) {
      Metric m = Metric.of(name);
      if (!m.toAccuracy()) {
        all.putIfAbsent(name, m);
      } else if (!Double.isNaN(e.accuracyTarget())) {
        all.putIfAbsent(name, m.at(e.accuracyTarget(), false));
      }
    }
    return new ArrayList<>(all.values());
  }

  /** Returns whether the configuration ran in full. */
  boolean complete() {
    return status.equals("done") || status.equals("violates");
  }

  /** Returns how many seeds ran [1]. */
  int runs() {
    return metrics.values().iterator().next().values().size();
  }

  /** Returns whether a finished point never reached the accuracy that the metric asks for. */
  boolean missed(Metric m) {
    return m.toAccuracy() && !numbers.isEmpty() && Double.isNaN(mean(m));
  }

  /** Returns a metric for people. */
  public String text(Metric m) {
    return missed(m)
        ? "not reached"
        : Figures.spread(metrics.get(m.name()), m.dimension().symbol());
  }

  double mean(Metric metric) {
    Spread s = metrics.get(metric.name());
    return s == null ? Double.NaN : s.mean();
  }
}
