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
    e.objectives().forEach(o -> all.put(o.metric().name(), o.metric()));
    e.constraints().forEach(c -> all.put(c.metric().name(), c.metric()));
    for (String name : Metric.names()) {
      all.putIfAbsent(name, Metric.of(name));
    }
    return new ArrayList<>(all.values());
  }

  /** Returns whether the configuration ran in full. */
  boolean complete() {
    return status.equals("done") || status.equals("violates");
  }

  double mean(Metric metric) {
    Spread s = metrics.get(metric.name());
    return s == null ? Double.NaN : s.mean();
  }
}
