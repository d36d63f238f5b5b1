package dev.spindrift.explore;

import dev.spindrift.input.Dimension;
import dev.spindrift.input.InputNode;
import dev.spindrift.input.Problems;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads what an exploration compares and what configurations must keep. */
final class GoalReader {
  private final Problems problems;
  private final double target;

  /**
   * Creates a reader.
   *
   * @param target accuracy for metrics "to accuracy" that have none of their own, NaN: none [1]
   */
  GoalReader(Problems problems, double target) {
    this.problems = problems;
    this.target = target;
  }

  /** Reads the objectives. */
  List<Exploration.Objective> objectives(InputNode root) {
    List<Exploration.Objective> out = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (InputNode node : root.child("objectives").items()) {
      Exploration.Objective o = objective(node);
      if (!seen.add(o.metric().name())) {
        problems.add(
            node, "the objective " + o.metric().name() + " a second time", "each metric once");
      }
      out.add(o);
    }
    if (out.isEmpty() && root.has("objectives") && root.child("objectives").isSequence()) {
      problems.add(root.child("objectives"), "no objective", "at least one of " + Metric.names());
    }
    return List.copyOf(out);
  }

  /** Reads the constraints and holds them against each other. */
  List<Exploration.Constraint> constraints(InputNode root) {
    List<Exploration.Constraint> out = new ArrayList<>();
    root.optional("constraints")
        .ifPresent(list -> list.items().forEach(node -> out.add(constraint(node))));
    contradictions(root, out);
    return List.copyOf(out);
  }

  private Exploration.Objective objective(InputNode node) {
    Metric m = metric(node);
    if (!node.isMapping()) {
      return new Exploration.Objective(m, m.minimise());
    }
    String goal =
        node.choice(
            "goal", List.of("minimise", "maximise"), m.minimise() ? "minimise" : "maximise");
    node.finish();
    return new Exploration.Objective(m, goal.equals("minimise"));
  }

  /**
   * A name, or a path of {@code summary.json}, which has a dot; by itself or as the field {@code
   * metric}, beside which {@code accuracy} may stand.
   */
  private Metric metric(InputNode node) {
    InputNode named = node.isMapping() ? node.child("metric") : node;
    String name = named.asText();
    if (!Metric.names().contains(name) && !name.contains(".")) {
      problems.add(
          named,
          "\"" + name + "\"",
          String.join(", ", Metric.names())
              + ", or a path of summary.json, e.g. phases.update.total",
          Problems.nearest(name, Metric.names()));
    }
    Metric m = Metric.of(name);
    boolean own = node.isMapping() && node.has("accuracy");
    double accuracy = own ? node.number("accuracy", 0, 1) : target;
    if (own && !m.toAccuracy()) {
      problems.add(
          node.child("accuracy"), "an accuracy for " + name, "one for metrics \"to accuracy\"");
    } else if (m.toAccuracy() && Double.isNaN(accuracy)) {
      problems.add(
          named,
          name + " without an accuracy",
          "{metric: " + name + ", accuracy: 0.9}, or accuracyTarget: 0.9 in the file");
    }
    return m.toAccuracy() && !Double.isNaN(accuracy) ? m.at(accuracy, own) : m;
  }

  private Exploration.Constraint constraint(InputNode node) {
    Metric m = metric(node);
    double least = bound(node, "atLeast", m, Double.NEGATIVE_INFINITY);
    double most = bound(node, "atMost", m, Double.POSITIVE_INFINITY);
    if (!node.has("atLeast") && !node.has("atMost")) {
      problems.add(node, "a constraint without a bound", "atLeast, atMost or both");
    }
    node.finish();
    return new Exploration.Constraint(m, least, most);
  }

  private static double bound(InputNode node, String key, Metric metric, double none) {
    if (!node.has(key)) {
      return none;
    }
    double far = Double.MAX_VALUE;
    return metric.dimension() == Dimension.DIMENSIONLESS
        ? node.number(key, -far, far)
        : node.quantity(key, metric.dimension(), -far, far).si();
  }

  private void contradictions(InputNode root, List<Exploration.Constraint> constraints) {
    Map<String, double[]> bounds = new LinkedHashMap<>();
    for (int i = 0; i < constraints.size(); i++) {
      Exploration.Constraint c = constraints.get(i);
      double[] b =
          bounds.computeIfAbsent(
              c.metric().name(),
              m -> new double[] {Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY});
      b[0] = Math.max(b[0], c.atLeast());
      b[1] = Math.min(b[1], c.atMost());
      if (b[0] > b[1]) {
        problems.add(
            root.child("constraints").items().get(i),
            "contradictory constraints: "
                + c.metric().name()
                + " at least "
                + Figures.number(b[0], c.metric().dimension().symbol())
                + " and at most "
                + Figures.number(b[1], c.metric().dimension().symbol()),
            "bounds that some value keeps");
      }
    }
  }
}
