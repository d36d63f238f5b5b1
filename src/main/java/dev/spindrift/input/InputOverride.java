package dev.spindrift.input;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Values given on the command line in place of a file's: {@code --set chip.tile.rows=64}.
 *
 * <p>A path is a key per level joined by dots ({@code layers.0.name}; items of sequences count from
 * 0) or a JSON pointer ({@code /layers/0/name}, for keys with dots). The value is YAML, so that
 * {@code [1, 2]} is a sequence. Keys that the file leaves out may be set; whether they exist at all
 * is judged by the reader of the mapping, whose message then names the {@code --set}.
 */
public final class InputOverride {

  private final String assignment;
  private final List<String> path;
  private final Tree value;
  private final Problems problems;

  private InputOverride(String assignment, List<String> path, Tree value, Problems problems) {
    this.assignment = assignment;
    this.path = path;
    this.value = value;
    this.problems = problems;
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
      List<String> path = path(assignment.substring(0, equals));
      tree = new InputOverride(name, path, value, problems).set(tree, 0);
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
      return value;
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

  private void reject(int depth, String found, String allowed) {
    StringBuilder pointer = new StringBuilder();
    path.subList(0, depth).forEach(key -> pointer.append('/').append(InputNode.escape(key)));
    problems.add(new Problem(assignment, 1, 1, pointer.toString(), found, allowed, null));
  }

  private Tree emptyMapping() {
    return new Tree(Tree.Kind.MAPPING, assignment, 1, 1, 1, 1, null, Map.of(), List.of());
  }
}
