package dev.spindrift.explore;

import dev.spindrift.input.Dimension;
import dev.spindrift.input.InputFile;
import dev.spindrift.input.InputNode;
import dev.spindrift.input.Problems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads exploration files; the only place that knows their format.
 *
 * <pre>{@code
 * spindrift: exploration/1
 * name: converters
 * scenario: ../scenarios/quickstart.yaml        # relative to this file
 * set: {learning.miniBatches: 100}              # for all points
 * seeds: [1, 2, 3]                              # every configuration with each of them
 * axes:
 *   - {path: netlist:components.adc.bits, values: [4, 6, 8]}
 *   - {path: learning.tau, range: {from: 1e-6, to: 1e-4, steps: 5, scale: log}}
 *   - name: track                               # fields that change together
 *     together:
 *       device:track.length: [2 um, 4 um]
 *       device:track.resistance: [1 kohm, 2 kohm]
 * objectives: [accuracy, {metric: energyPerUpdate, goal: minimise}]
 * constraints: [{metric: peakCurrent, atMost: 0.4 A}]
 *                                               # or {metric: energyToAccuracy, accuracy: 0.8}
 * accuracyTarget: 0.9                           # for metrics "to accuracy" without their own
 * search: {method: nsga2, population: 12, evaluations: 60, seed: 1,
 *          halving: {shares: [0.25, 1], keep: 0.5}}
 * points: {retries: 1, timeout: 10 min}
 * }</pre>
 */
public final class ExplorationFile {
  private final Problems problems;

  private ExplorationFile(Problems problems) {
    this.problems = problems;
  }

  /**
   * Reads an exploration and checks that its axes are fields of its base scenario.
   *
   * @param file YAML or JSON file
   * @param overrides {@code path=value} settings for all points, besides those of the file
   * @throws dev.spindrift.input.InputException listing every problem
   */
  public static Exploration read(Path file, List<String> overrides) {
    Problems problems = new Problems();
    InputNode root = InputFile.read(file, problems);
    Exploration e = new ExplorationFile(problems).exploration(file, root, overrides);
    problems.throwIfAny();
    AxisCheck.check(e, root, problems);
    problems.throwIfAny();
    return e;
  }

  private Exploration exploration(Path file, InputNode root, List<String> overrides) {
    root.choice("spindrift", List.of("exploration/1"));
    String name = root.text("name");
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
      problems.add(
          root.child("name"),
          "the name \"" + name + "\"",
          "letters, digits, dot, underscore, hyphen");
    }
    String title = root.text("title", name);
    Path scenario = file.toAbsolutePath().getParent().resolve(root.text("scenario")).normalize();
    if (root.has("scenario") && !Files.isRegularFile(scenario)) {
      problems.add(
          root.child("scenario"),
          "no readable file \"" + root.text("scenario") + "\"",
          "the path of a scenario file, relative to the exploration");
    }
    List<String> settings = new ArrayList<>();
    root.optional("set")
        .ifPresent(
            set ->
                set.entries()
                    .forEach(
                        (path, value) -> settings.add(path + "=" + AxisReader.spelled(value))));
    settings.addAll(overrides);
    List<Long> seeds = seeds(root);
    Exploration.Search search =
        root.has("search") ? new SearchReader(problems).search(root.child("search")) : null;
    boolean grid = search == null;
    List<Axis> axes = new ArrayList<>();
    Set<String> paths = new HashSet<>();
    for (InputNode node : root.child("axes").items()) {
      Axis axis = new AxisReader(problems).axis(node, grid);
      for (String path : axis.paths()) {
        if (!paths.add(path)) {
          problems.add(node, "the field " + path + " a second time", "each field in one axis");
        }
      }
      axes.add(axis);
    }
    if (axes.isEmpty() && root.has("axes") && root.child("axes").isSequence()) {
      problems.add(root.child("axes"), "no axis: an empty grid", "at least one axis");
    }
    double target = root.number("accuracyTarget", 0, 1, Double.NaN);
    GoalReader goals = new GoalReader(problems, target);
    List<Exploration.Objective> objectives = goals.objectives(root);
    List<Exploration.Constraint> constraints = goals.constraints(root);
    int retries = 1;
    double timeout = Double.NaN;
    if (root.has("points")) {
      InputNode p = root.child("points");
      retries = (int) p.integer("retries", 0, 100, 1);
      if (p.has("timeout")) {
        timeout = p.quantity("timeout", Dimension.TIME, 1, 1e9).si();
      }
      p.finish();
    }
    root.finish();
    Exploration e =
        new Exploration(
            name,
            title,
            scenario,
            List.copyOf(settings),
            seeds,
            List.copyOf(axes),
            objectives,
            constraints,
            target,
            search,
            retries,
            timeout,
            root.toYaml());
    if (problems.isEmpty()) {
      wholeGrid(e, root, grid);
    }
    return e;
  }

  private void wholeGrid(Exploration e, InputNode root, boolean grid) {
    if (!grid) {
      return;
    }
    double points = e.seeds().size();
    for (Axis axis : e.axes()) {
      points *= axis.levels().size();
    }
    if (points > Exploration.MOST_POINTS) {
      problems.add(
          root.child("axes"),
          String.format("a grid of %.4g points", points),
          "at most " + Exploration.MOST_POINTS + "; or a search");
    }
  }

  private List<Long> seeds(InputNode root) {
    List<Long> seeds = new ArrayList<>();
    Set<Long> seen = new HashSet<>();
    root.optional("seeds")
        .ifPresent(
            list -> {
              for (InputNode item : list.items()) {
                long seed = item.asInteger(Long.MIN_VALUE, Long.MAX_VALUE);
                if (!seen.add(seed)) {
                  problems.add(item, "seed " + seed + " a second time", "each seed once");
                }
                seeds.add(seed);
              }
              if (seeds.isEmpty() && list.isSequence()) {
                problems.add(list, "no seed", "at least one, e.g. [1, 2, 3]");
              }
            });
    return seeds.isEmpty() ? List.of(1L) : List.copyOf(seeds);
  }
}
