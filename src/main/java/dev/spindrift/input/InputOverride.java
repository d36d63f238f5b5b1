package dev.spindrift.input;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Values given on the command line in place of a file's: {@code --set chip.tile.rows=64}.
 *
 * <p>A path is a key per level joined by dots ({@code layers.0.name}; items of sequences count from
 * 0) or a JSON pointer ({@code /layers/0/name}, for keys with dots). The value is YAML, so that
 * {@code [1, 2]} is a sequence. Keys that the file leaves out may be set; whether they exist at all
 * is judged by the reader of the mapping, whose message then names the {@code --set}.
 *
 * <p>An assignment may name one of the files that a scenario leads to: {@code
 * netlist:components.adc.bits=6}, {@code device:track.length=8 um}, {@code
 * technology:cells.noc.transfer=1 fJ}; {@link #select} tells them apart. In those files every
 * constant has a source, so a quantity set there gets one that names the assignment.
 */
public final class InputOverride {

  private final String assignment;
  private final List<String> path;
  private final Tree value;
  private final boolean sourced;
  private final Problems problems;

  private InputOverride(
      String assignment, List<String> path, Tree value, boolean sourced, Problems problems) {
    this.assignment = assignment;
    this.path = path;
    this.value = value;
    this.sourced = sourced;
    this.problems = problems;
  }

  /** Files that assignments may name, besides the scenario itself. */
  private static final List<String> FILES = List.of("netlist", "device", "technology");

  /**
   * Returns the assignments that are meant for a file.
   *
   * @param assignments {@code path=value} or {@code file:path=value} each; not modified
   * @param file {@code netlist}, {@code device} or {@code technology}, or null: those without a
   *     file
   */
  public static List<String> select(List<String> assignments, String file) {
    List<String> out = new ArrayList<>();
    for (String assignment : assignments) {
      if (Objects.equals(fileOf(assignment), file)) {
        out.add(assignment);
      }
    }
    return out;
  }

  private static String fileOf(String assignment) {
    for (String file : FILES) {
      if (assignment.startsWith(file + ":")) {
        return file;
      }
    }
    return null;
  }

  /**
   * Returns the tree with the values set; later assignments win. Paths that lead through a scalar
   * or beyond the end of a sequence are reported to the tree's problems and change nothing.
   *
   * @param root root of a tree that nothing was read from yet; not modified
   * @param assignments {@code path=value} each
   * @return root of the new tree, with the same problems
   * @throws InputException if a value is not well-formed YAML
   */
  public static InputNode apply(InputNode root, List<String> assignments) {
    Problems problems = root.problems();
    Tree tree = root.tree();
    for (String assignment : assignments) {
      String name = "--set " + assignment;
      int equals = assignment.indexOf('=');
      if (equals <= 0 || equals == assignment.length() - 1) {
        problems.add(name, "no \"path=value\"", "e.g. --set learning.miniBatches=100");
        continue;
      }
      problems.register(name);
      Tree value = TreeReader.read(name, assignment.substring(equals + 1), false, problems);
      String file = fileOf(assignment);
      List<String> path = path(assignment.substring(file == null ? 0 : file.length() + 1, equals));
      tree = new InputOverride(name, path, value, file != null, problems).set(tree, 0);
    }
    return InputNode.root(tree, problems);
  }

  private static List<String> path(String text) {
    if (!text.startsWith("/")) {
      return List.of(text.split("\\.", -1));
    }
    List<String> path = new ArrayList<>();
    for (String part : text.substring(1).split("/", -1)) {
      path.add(part.replace("~1", "/").replace("~0", "~"));
    }
    return path;
  }

  private Tree set(Tree tree, int depth) {
    if (depth == path.size()) {
      return sourced && value.isScalar() ? sourced(tree) : value;
    }
    String key = path.get(depth);
    switch (tree.kind()) {
      case MAPPING -> {
        Map<String, Tree> entries = new LinkedHashMap<>(tree.entries());
        Tree child = entries.get(key);
        entries.put(key, set(child == null ? emptyMapping() : child, depth + 1));
        return tree.with(Collections.unmodifiableMap(entries), List.of());
      }
      case SEQUENCE -> {
        List<Tree> items = new ArrayList<>(tree.items());
        int index = key.matches("0|[1-9][0-9]{0,8}") ? Integer.parseInt(key) : -1;
        if (index < 0 || index >= items.size()) {
          reject(depth, "no item \"" + key + "\"", items.size() + " items, counted from 0");
          return tree;
        }
        items.set(index, set(items.get(index), depth + 1));
        return tree.with(Map.of(), List.copyOf(items));
      }
      default -> {
        String what = tree.isScalar() ? "\"" + tree.text() + "\"" : tree.kind().label;
        reject(depth, "a path through " + what + " to \"" + key + "\"", "a path of mappings");
        return tree;
      }
    }
  }

  /** Returns the new quantity with a source; what is no quantity stays as it is. */
  private Tree sourced(Tree old) {
    Map<String, Tree> entries = new LinkedHashMap<>(old.entries());
    if (old.kind() == Tree.Kind.MAPPING && !entries.isEmpty() && !entries.containsKey("value")) {
      return value; // a section: its reader will say that a scalar is wrong
    }
    NumberText.Leading number = NumberText.leading(value.text());
    boolean quantity = entries.containsKey("value") || (number != null && !number.rest().isBlank());
    if (!quantity) {
      return value;
    }
    entries.put("value", value);
    entries.put("source", scalar("set for this run: " + assignment));
    return emptyMapping().with(Collections.unmodifiableMap(entries), List.of());
  }

  private Tree scalar(String text) {
    return new Tree(Tree.Kind.TEXT, assignment, 1, 1, 1, 1, text, Map.of(), List.of());
  }

  private void reject(int depth, String found, String allowed) {
    StringBuilder pointer = new StringBuilder();
    path.subList(0, depth).forEach(key -> pointer.append('/').append(InputNode.escape(key)));
    problems.add(new Problem(assignment, 1, 1, pointer.toString(), found, allowed, null));
  }

  private Tree emptyMapping() {
    return new Tree(Tree.Kind.MAPPING, assignment, 1, 1, 1, 1, null, Map.of(), List.of());
  }
}
