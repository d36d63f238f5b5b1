package dev.spindrift.explore;

import dev.spindrift.input.InputNode;
import dev.spindrift.input.JsonText;
import dev.spindrift.input.Problems;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the axes of an exploration file. */
final class AxisReader {
  private static final Pattern NUMBER =
      Pattern.compile("([+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?)\\s*(.*)");

  private final Problems problems;

  AxisReader(Problems problems) {
    this.problems = problems;
  }

  /** Returns a value as {@code --set} takes it. */
  static String spelled(InputNode node) {
    return node.isMapping() || node.isSequence()
        ? JsonText.write(node.plain(), false)
        : node.asText();
  }

  /**
   * Reads an axis.
   *
   * @param grid whether every axis must have levels
   */
  Axis axis(InputNode node, boolean grid) {
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
}
