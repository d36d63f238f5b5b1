package dev.spindrift.explore;

import dev.spindrift.input.InputFile;
import dev.spindrift.input.InputNode;
import dev.spindrift.input.JsonText;
import dev.spindrift.input.Problems;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
 * accuracyTarget: 0.9                           # for energyToAccuracy and timeToAccuracy
 * search: {method: nsga2, population: 12, evaluations: 60, seed: 1,
 *          halving: {shares: [0.25, 1], keep: 0.5}}
 * points: {retries: 1, timeout: 10 min}
 * }</pre>
 */
public final class ExplorationFile {
  private static final Pattern NUMBER =
      Pattern.compile("([+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?)\\s*(.*)");

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
                set.entries().forEach((path, value) -> settings.add(path + "=" + spelled(value))));
    settings.addAll(overrides);
    List<Long> seeds = seeds(root);
    Exploration.Search search = root.has("search") ? search(root.child("search")) : null;
    boolean grid = search == null;
    List<Axis> axes = new ArrayList<>();
    Set<String> paths = new HashSet<>();
    for (InputNode node : root.child("axes").items()) {
      Axis axis = axis(node, grid);
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
    List<Exploration.Objective> objectives = new ArrayList<>();
    for (InputNode node : root.child("objectives").items()) {
      objectives.add(objective(node));
    }
    if (objectives.isEmpty() && root.has("objectives") && root.child("objectives").isSequence()) {
      problems.add(root.child("objectives"), "no objective", "at least one of " + Metric.names());
    }
    double target = root.number("accuracyTarget", 0, 1, Double.NaN);
    List<Exploration.Constraint> constraints = new ArrayList<>();
    root.optional("constraints")
        .ifPresent(list -> list.items().forEach(node -> constraints.add(constraint(node))));
    contradictions(root, constraints);
    int retries = 1;
    double timeout = Double.NaN;
    if (root.has("points")) {
      InputNode p = root.child("points");
      retries = (int) p.integer("retries", 0, 100, 1);
      if (p.has("timeout")) {
        timeout = p.quantity("timeout", dev.spindrift.input.Dimension.TIME, 1, 1e9).si();
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
            List.copyOf(objectives),
            List.copyOf(constraints),
            target,
            search,
            retries,
            timeout,
            root.toYaml());
    if (problems.isEmpty()) {
      wholeGrid(e, root, grid);
      needTarget(e, root);
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

  /** The metrics "to accuracy" need a target. */
  private void needTarget(Exploration e, InputNode root) {
    if (!Double.isNaN(e.accuracyTarget())) {
      return;
    }
    List<Metric> used = new ArrayList<>();
    e.objectives().forEach(o -> used.add(o.metric()));
    e.constraints().forEach(c -> used.add(c.metric()));
    for (Metric m : used) {
      if (m.name().endsWith("ToAccuracy")) {
        problems.add(root, m.name() + " without accuracyTarget", "e.g. accuracyTarget: 0.9");
        return;
      }
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

  /** Returns a value as {@code --set} takes it. */
  private static String spelled(InputNode node) {
    return node.isMapping() || node.isSequence()
        ? JsonText.write(node.plain(), false)
        : node.asText();
  }

  private Axis axis(InputNode node, boolean grid) {
    if (node.has("together")) {
      Axis axis = together(node);
      node.finish();
      return axis;
    }
    String path = node.text("path");
    String name = node.text("name", last(path));
    List<List<String>> levels = new ArrayList<>();
    Axis.Range range = null;
    if (node.has("values")) {
      for (InputNode value : node.child("values").items()) {
        levels.add(List.of(spelled(value)));
      }
      if (levels.isEmpty() && node.child("values").isSequence()) {
        problems.add(node.child("values"), "no value: an empty grid", "at least one value");
      }
      if (node.has("range")) {
        problems.add(node.child("range"), "a range beside values", "one of them");
      }
    } else if (node.has("range")) {
      InputNode r = node.child("range");
      range = range(r);
      long steps = r.integer("steps", 1, 10_000, 0);
      r.finish();
      if (steps > 0 && range != null) {
        levels.addAll(range.steps((int) steps));
      } else if (grid && range != null) {
        problems.add(r, "a range without steps", "\"steps\", or a search, which takes any value");
      }
    } else {
      node.child("values"); // reports that it is missing
    }
    distinct(node, levels);
    node.finish();
    return new Axis(name, List.of(path), List.copyOf(levels), range);
  }

  private void distinct(InputNode node, List<List<String>> levels) {
    Set<List<String>> seen = new HashSet<>();
    for (List<String> level : levels) {
      if (!seen.add(level)) {
        problems.add(node, "the value " + String.join(", ", level) + " twice", "each value once");
      }
    }
  }

  private Axis together(InputNode node) {
    Map<String, List<String>> columns = new LinkedHashMap<>();
    InputNode fields = node.child("together");
    for (Map.Entry<String, InputNode> field : fields.entries().entrySet()) {
      List<String> values = new ArrayList<>();
      field.getValue().items().forEach(v -> values.add(spelled(v)));
      columns.put(field.getKey(), values);
    }
    List<String> paths = List.copyOf(columns.keySet());
    List<List<String>> levels = new ArrayList<>();
    int count = columns.isEmpty() ? 0 : columns.get(paths.get(0)).size();
    for (Map.Entry<String, List<String>> column : columns.entrySet()) {
      if (column.getValue().size() != count) {
        problems.add(
            fields,
            column.getValue().size() + " values of " + column.getKey(),
            count + ", as of " + paths.get(0) + ": the fields change together");
        count = Math.min(count, column.getValue().size());
      }
    }
    if (count == 0 && problems.isEmpty()) {
      problems.add(fields, "no value: an empty grid", "at least one field with one value");
    }
    for (int i = 0; i < count; i++) {
      List<String> level = new ArrayList<>();
      for (String path : paths) {
        level.add(columns.get(path).get(i));
      }
      levels.add(level);
    }
    distinct(fields, levels);
    String name = node.text("name", paths.isEmpty() ? "" : last(paths.get(0)));
    return new Axis(name, paths, List.copyOf(levels), null);
  }

  private static String last(String path) {
    String[] parts = path.split("[.:/]", -1);
    int n = parts.length;
    return n >= 2 ? parts[n - 2] + "." + parts[n - 1] : path;
  }

  private Axis.Range range(InputNode r) {
    Matcher from = number(r, "from");
    Matcher to = number(r, "to");
    boolean log = r.choice("scale", List.of("linear", "log"), "linear").equals("log");
    boolean whole = r.flag("whole", false);
    if (from == null || to == null) {
      return null;
    }
    double a = new BigDecimal(from.group(1)).doubleValue();
    double b = new BigDecimal(to.group(1)).doubleValue();
    String unit = from.group(2);
    if (!unit.equals(to.group(2))) {
      problems.add(
          r, "a range from " + from.group() + " to " + to.group(), "the same unit in both");
    } else if (!(a < b)) {
      problems.add(r, "a range from " + from.group() + " to " + to.group(), "from less than to");
    } else if (log && a <= 0) {
      problems.add(r, "a logarithmic range from " + from.group(), "from greater than zero");
    } else {
      return new Axis.Range(a, b, unit, log, whole);
    }
    return null;
  }

  private Matcher number(InputNode r, String key) {
    String text = r.has(key) ? r.text(key) : "";
    Matcher m = NUMBER.matcher(text);
    if (m.matches()) {
      return m;
    }
    if (r.has(key)) {
      problems.add(r.child(key), "\"" + text + "\"", "a number, with its unit if it has one");
    } else {
      r.child(key); // reports that it is missing
    }
    return null;
  }

  private Exploration.Objective objective(InputNode node) {
    if (!node.isMapping()) {
      Metric m = metric(node);
      return new Exploration.Objective(m, m.minimise());
    }
    Metric m = metric(node.child("metric"));
    String goal =
        node.choice(
            "goal", List.of("minimise", "maximise"), m.minimise() ? "minimise" : "maximise");
    node.finish();
    return new Exploration.Objective(m, goal.equals("minimise"));
  }

  /** A name, or a path of {@code summary.json}, which has a dot. */
  private Metric metric(InputNode node) {
    String name = node.asText();
    if (!Metric.names().contains(name) && !name.contains(".")) {
      problems.add(
          node,
          "\"" + name + "\"",
          String.join(", ", Metric.names())
              + ", or a path of summary.json, e.g. phases.update.total",
          Problems.nearest(name, Metric.names()));
    }
    return Metric.of(name);
  }

  private Exploration.Constraint constraint(InputNode node) {
    Metric m = metric(node.child("metric"));
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
    return metric.dimension() == dev.spindrift.input.Dimension.DIMENSIONLESS
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
                + b[0]
                + " and at most "
                + b[1],
            "bounds that some value keeps");
      }
    }
  }

  private Exploration.Search search(InputNode s) {
    Exploration.Method method = s.choice("method", Exploration.Method.class);
    if (method == Exploration.Method.GRID) {
      InputNode node = s.child("halving"); // a grid is searched only by halving
      Exploration.Halving halving = node.isMapping() ? halving(node) : null;
      s.finish();
      return new Exploration.Search(method, 0, 0, 1, halving);
    }
    int evaluations = (int) s.integer("evaluations", 1, 1_000_000);
    int population =
        method == Exploration.Method.SAMPLE
            ? evaluations
            : (int) s.integer("population", 4, 10_000, 16);
    long seed = s.integer("seed", Long.MIN_VALUE, Long.MAX_VALUE, 1);
    Exploration.Halving halving = s.has("halving") ? halving(s.child("halving")) : null;
    s.finish();
    return new Exploration.Search(method, population, evaluations, seed, halving);
  }

  private Exploration.Halving halving(InputNode h) {
    List<Double> shares = new ArrayList<>();
    h.child("shares").items().forEach(i -> shares.add(i.asNumber(1e-6, 1)));
    boolean grows = !shares.isEmpty() && shares.get(shares.size() - 1) == 1;
    for (int i = 1; i < shares.size(); i++) {
      grows &= shares.get(i) > shares.get(i - 1);
    }
    if (!grows && h.has("shares")) {
      problems.add(
          h.child("shares"), "stages " + shares, "growing shares of a run, the last one 1");
    }
    double keep = h.number("keep", 0.01, 1, 0.5);
    h.finish();
    return new Exploration.Halving(List.copyOf(shares), keep);
  }
}
