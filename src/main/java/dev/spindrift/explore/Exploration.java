package dev.spindrift.explore;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What to explore, as an exploration file says it: immutable and checked.
 *
 * @param name short name, used for the folder
 * @param title one line that says what is asked
 * @param scenario base scenario
 * @param settings what is set for all points, {@code path=value}
 * @param seeds root seeds; every configuration is run once with each, so that all configurations
 *     see the same random numbers
 * @param axes directions; a configuration is one level of each
 * @param objectives what is compared, most interesting first
 * @param constraints what a configuration must keep
 * @param accuracyTarget accuracy for the metrics "to accuracy" [1]
 * @param search how configurations are chosen, or null: all combinations of levels
 * @param retries how often a point that failed is tried again in one sweep [1]
 * @param timeout longest wall-clock time of a point, NaN: any [s]
 * @param text the file as it was, for the record
 */
public record Exploration(
    String name,
    String title,
    Path scenario,
    List<String> settings,
    List<Long> seeds,
    List<Axis> axes,
    List<Objective> objectives,
    List<Constraint> constraints,
    double accuracyTarget,
    Search search,
    int retries,
    double timeout,
    String text) {

  /** Greatest number of points of a grid: more is a mistake in a file [1]. */
  static final long MOST_POINTS = 100_000;

  /** What is compared, and whether less is better. */
  public record Objective(Metric metric, boolean minimise) {
    /** Returns the value with its sign such that less is better. */
    double loss(double value) {
      return minimise ? value : -value;
    }
  }

  /**
   * Bounds on a metric's mean over the seeds.
   *
   * @param atLeast lower bound, negative infinity: none [SI unit of the metric]
   * @param atMost upper bound, infinity: none [SI unit of the metric]
   */
  public record Constraint(Metric metric, double atLeast, double atMost) {
    /** Returns by which part of the bound it is exceeded, 0 if it is kept; 1 if not known. */
    double violation(double value) {
      if (Double.isNaN(value)) {
        return 1;
      }
      double below = Math.max(0, atLeast - value) / scale(atLeast);
      double above = Math.max(0, value - atMost) / scale(atMost);
      return Math.max(below, above);
    }

    private static double scale(double bound) {
      return Double.isInfinite(bound) || bound == 0 ? 1 : Math.abs(bound);
    }
  }

  /**
   * How a search chooses configurations.
   *
   * @param method NSGA-II, or random configurations of equal spacing
   * @param population configurations in a generation, or in all for {@link Method#SAMPLE} [1]
   * @param evaluations configurations in all [1]
   * @param seed seed of the search itself
   * @param halving stages of growing length, or null: every configuration in full
   */
  public record Search(
      Method method, int population, int evaluations, long seed, Halving halving) {}

  /** How configurations are chosen. */
  public enum Method {
    /** All combinations of levels. */
    GRID,
    /** Latin hypercube: each axis is covered evenly. */
    SAMPLE,
    /** Genetic search for the Pareto front. */
    NSGA2
  }

  /**
   * Successive halving: all configurations start with a short run, the better part goes on to a
   * longer one.
   *
   * @param shares length of each stage as a share of the full run, growing, the last one 1 [1]
   * @param keep share of the configurations that goes on to the next stage [1]
   */
  public record Halving(List<Double> shares, double keep) {}

  /** Returns the metrics of objectives, then those of constraints, each once. */
  List<Metric> used() {
    Map<String, Metric> all = new LinkedHashMap<>();
    objectives.forEach(o -> all.putIfAbsent(o.metric().name(), o.metric()));
    constraints.forEach(c -> all.putIfAbsent(c.metric().name(), c.metric()));
    return List.copyOf(all.values());
  }

  /** Returns the accuracies that metrics "to accuracy" ask for [1]. */
  Set<Double> accuracies() {
    Set<Double> all = new TreeSet<>();
    if (!Double.isNaN(accuracyTarget)) {
      all.add(accuracyTarget);
    }
    used().stream().filter(Metric::toAccuracy).forEach(m -> all.add(m.accuracy()));
    return all;
  }

  /** Returns the number of configurations of the grid. */
  long combinations() {
    long n = 1;
    for (Axis axis : axes) {
      n = Math.multiplyExact(n, (long) axis.levels().size());
    }
    return n;
  }
}
