package dev.spindrift.explore;

import java.util.ArrayList;
import java.util.List;

/** Comparison by several objectives at once. */
final class Pareto {
  private Pareto() {}

  /** Returns the rows with those marked that no other complete row beats. */
  static List<ResultRow> marked(Exploration e, List<ResultRow> rows) {
    List<ResultRow> out = new ArrayList<>();
    for (ResultRow r : rows) {
      boolean front = candidate(e, r);
      for (ResultRow other : rows) {
        front = front && !(candidate(e, other) && beats(losses(e, other), losses(e, r)));
      }
      out.add(
          new ResultRow(
              r.configuration(), r.status(), r.message(), r.metrics(), r.numbers(), front));
    }
    return out;
  }

  /** An accuracy never reached is the worst there is, but no reason to forget the rest. */
  private static boolean candidate(Exploration e, ResultRow r) {
    return r.status().equals("done")
        && e.objectives().stream()
            .allMatch(o -> !Double.isNaN(r.mean(o.metric())) || r.missed(o.metric()));
  }

  /** Returns an array in which less is better; unknown values are infinite. */
  static double[] losses(Exploration e, ResultRow r) {
    return e.objectives().stream()
        .mapToDouble(o -> o.loss(r.mean(o.metric())))
        .map(v -> Double.isNaN(v) ? Double.POSITIVE_INFINITY : v)
        .toArray();
  }

  /** Returns whether {@code a} is nowhere worse and somewhere better. */
  static boolean beats(double[] a, double[] b) {
    boolean better = false;
    for (int i = 0; i < a.length; i++) {
      if (a[i] > b[i]) {
        return false;
      }
      better |= a[i] < b[i];
    }
    return better;
  }

  /**
   * Returns the number of configurations that beat each one, and breaks ties by how lonely it is in
   * objective space: a total order in which the front comes first.
   *
   * @param losses not modified
   * @return indices, best first
   */
  static List<Integer> ranked(List<double[]> losses) {
    int n = losses.size();
    int[] beaten = new int[n];
    double[] distance = new double[n];
    double[] span = spans(losses);
    for (int i = 0; i < n; i++) {
      distance[i] = Double.POSITIVE_INFINITY;
      for (int j = 0; j < n; j++) {
        if (i != j) {
          beaten[i] += beats(losses.get(j), losses.get(i)) ? 1 : 0;
          distance[i] = Math.min(distance[i], distance(losses.get(i), losses.get(j), span));
        }
      }
    }
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      order.add(i);
    }
    order.sort(
        (a, b) ->
            beaten[a] != beaten[b]
                ? Integer.compare(beaten[a], beaten[b])
                : Double.compare(distance[b], distance[a]));
    return order;
  }

  private static double[] spans(List<double[]> losses) {
    int m = losses.isEmpty() ? 0 : losses.get(0).length;
    double[] span = new double[m];
    for (int k = 0; k < m; k++) {
      double low = Double.POSITIVE_INFINITY;
      double high = Double.NEGATIVE_INFINITY;
      for (double[] l : losses) {
        if (Double.isFinite(l[k])) {
          low = Math.min(low, l[k]);
          high = Math.max(high, l[k]);
        }
      }
      span[k] = high > low ? high - low : 1;
    }
    return span;
  }

  private static double distance(double[] a, double[] b, double[] span) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      double d = a[k] == b[k] ? 0 : (a[k] - b[k]) / span[k];
      sum += d * d;
    }
    return Double.isNaN(sum) ? Double.POSITIVE_INFINITY : sum;
  }
}
