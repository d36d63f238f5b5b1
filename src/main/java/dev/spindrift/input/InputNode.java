package dev.spindrift.input;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A node of an input file that knows where it stands.
 *
 * <p>No accessor throws: a mistake is reported to the shared {@link Problems} and a harmless value
 * that satisfies the asked range is returned, so that reading goes on and finds the other mistakes.
 * The key {@code source} is reserved in every mapping: its text says where the mapping's numbers
 * come from. Not thread-safe.
 */
public final class InputNode {

  private static final String SOURCE = "source";

  /** As a minimum: greater than zero. */
  public static final double POSITIVE = Double.MIN_VALUE;

  private final Tree tree;
  private final InputNode parent;
  private final String pointer;
  private final Problems problems;
  private final Map<String, InputNode> children = new LinkedHashMap<>();
  private final Set<String> known = new LinkedHashSet<>();
  private Boolean requireSources;

  private InputNode(Tree tree, InputNode parent, String pointer, Problems problems) {
    this.tree = tree;
    this.parent = parent;
    this.pointer = pointer;
    this.problems = problems;
  }

  static InputNode root(Tree tree, Problems problems) {
    return new InputNode(tree, null, "", problems);
  }

  /** Escapes a key for a JSON pointer (RFC 6901). */
  static String escape(String key) {
    return key.replace("~", "~0").replace("/", "~1");
  }

  Tree tree() {
    return tree;
  }

  /** Returns the collector that hears of this tree's problems. */
  public Problems problems() {
    return problems;
  }

  /** Returns the name of the file. */
  public String file() {
    return tree.file();
  }

  /** Returns the JSON pointer (RFC 6901); empty for the root. */
  public String pointer() {
    return pointer;
  }

  /** Returns the last part of the pointer as written in the file: a key or an index. */
  public String name() {
    String last = pointer.substring(pointer.lastIndexOf('/') + 1);
    return last.replace("~1", "/").replace("~0", "~");
  }

  /** Returns the line of the value, from 1 [1]. */
  public int line() {
    return tree.line();
  }

  /** Returns the column of the value, from 1 [1]. */
  public int column() {
    return tree.column();
  }

  /** Returns whether the node is a mapping. */
  public boolean isMapping() {
    return tree.kind() == Tree.Kind.MAPPING;
  }

  /** Returns whether the node is a sequence. */
  public boolean isSequence() {
    return tree.kind() == Tree.Kind.SEQUENCE;
  }

  /** Returns the tree as YAML text: the input as resolved. */
  public String toYaml() {
    return YamlText.write(tree.toPlain());
  }

  /** Returns maps, lists, strings, numbers, booleans and null; reports nothing. */
  public Object plain() {
    return tree.toPlain();
  }

  /**
   * Demands, or no longer demands, that every quantity below has a source.
   *
   * @param on whether a quantity without any source is a problem
   * @return this
   */
  public InputNode requireSources(boolean on) {
    requireSources = on;
    return this;
  }

  /** Returns whether the mapping has the key, and marks it as known. */
  public boolean has(String key) {
    known.add(key);
    return tree.entries().containsKey(key);
  }

  /** Returns the required value of a key; if it is missing, a node that is silent from then on. */
  public InputNode child(String key) {
    if (has(key)) {
      return wrap(key, tree.entries().get(key));
    }
    if (expect(Tree.Kind.MAPPING)) {
      problems.add(
          new Problem(
              file(),
              tree.keyLine(),
              tree.keyColumn(),
              pointer,
              "no key \"" + key + "\"",
              "\"" + key + "\" is required here",
              null));
    }
    return wrap(key, missing());
  }

  /** Returns the value of a key, or empty if the mapping does not have it. */
  public Optional<InputNode> optional(String key) {
    if (!has(key)) {
      expect(Tree.Kind.MAPPING);
      return Optional.empty();
    }
    return Optional.of(child(key));
  }

  /** Returns the items of a sequence; empty if the node is something else, which is reported. */
  public List<InputNode> items() {
    if (!expect(Tree.Kind.SEQUENCE)) {
      return List.of();
    }
    List<InputNode> items = new ArrayList<>();
    for (Tree item : tree.items()) {
      items.add(wrap(Integer.toString(items.size()), item));
    }
    return Collections.unmodifiableList(items);
  }

  /**
   * Returns the entries of a mapping whose keys are free names, in file order, and marks them as
   * known; the reserved text {@code source} is left out.
   */
  public Map<String, InputNode> entries() {
    Map<String, InputNode> entries = new LinkedHashMap<>();
    if (expect(Tree.Kind.MAPPING)) {
      known.addAll(tree.entries().keySet());
      tree.entries()
          .forEach(
              (key, value) -> {
                if (!(key.equals(SOURCE) && value.isScalar())) {
                  entries.put(key, wrap(key, value));
                }
              });
    }
    return Collections.unmodifiableMap(entries);
  }

  /** Reports every key of this mapping (not of those below) that no accessor has asked for. */
  public void finish() {
    // A key that is missing is a likelier guess than one that is there as well.
    Set<String> free = new LinkedHashSet<>(known);
    free.removeAll(tree.entries().keySet());
    tree.entries()
        .forEach(
            (key, value) -> {
              if (!known.contains(key) && !key.equals(SOURCE)) {
                String nearest = Nearest.of(key, free);
                problems.add(
                    new Problem(
                        value.file(),
                        value.keyLine(),
                        value.keyColumn(),
                        pointer + "/" + escape(key),
                        "unknown key \"" + key + "\"",
                        String.join(", ", known),
                        nearest == null ? Nearest.of(key, known) : nearest));
              }
            });
  }

  /** Returns the required text of a key. */
  public String text(String key) {
    return child(key).asText();
  }

  /** Returns the text of a key, or {@code dflt} if the key is absent. */
  public String text(String key, String dflt) {
    return optional(key).map(InputNode::asText).orElse(dflt);
  }

  /** Returns this scalar's text; empty if it is none. */
  public String asText() {
    if (tree.isScalar()) {
      return tree.text();
    }
    wrong("text");
    return "";
  }

  /** Returns the required integer of a key, bounds included. */
  public long integer(String key, long min, long max) {
    return child(key).asInteger(min, max);
  }

  /** Returns the integer of a key, or {@code dflt} if the key is absent. */
  public long integer(String key, long min, long max, long dflt) {
    return optional(key).map(node -> node.asInteger(min, max)).orElse(dflt);
  }

  /** Returns this integer; if it is none within the bounds, the admissible one nearest zero. */
  public long asInteger(long min, long max) {
    return NumberText.integer(this, min, max);
  }

  /** Returns the required pure number of a key, bounds included. */
  public double number(String key, double min, double max) {
    return child(key).asNumber(min, max);
  }

  /** Returns the pure number of a key, or {@code dflt} if the key is absent. */
  public double number(String key, double min, double max, double dflt) {
    return optional(key).map(node -> node.asNumber(min, max)).orElse(dflt);
  }

  /** Returns this pure number [1]; if it is none within the bounds, the admissible nearest zero. */
  public double asNumber(double min, double max) {
    return NumberText.number(this, min, max);
  }

  /** Returns true or false as the key says, or {@code dflt} if the key is absent. */
  public boolean flag(String key, boolean dflt) {
    return optional(key).map(InputNode::asFlag).orElse(dflt);
  }

  /** Returns this flag; false if it is none. */
  public boolean asFlag() {
    if (tree.isScalar() && (tree.text().equals("true") || tree.text().equals("false"))) {
      return tree.text().equals("true");
    }
    wrong("true or false");
    return false;
  }

  /** Returns the required choice of a key among an enum's constants. */
  public <E extends Enum<E>> E choice(String key, Class<E> type) {
    return child(key).asChoice(type);
  }

  /** Returns the choice of a key, or {@code dflt} if the key is absent. */
  public <E extends Enum<E>> E choice(String key, Class<E> type, E dflt) {
    return optional(key).map(node -> node.asChoice(type)).orElse(dflt);
  }

  /** Returns the required choice of a key among names. */
  public String choice(String key, Collection<String> names) {
    return child(key).asChoice(names);
  }

  /** Returns the choice of a key among names, or {@code dflt} if the key is absent. */
  public String choice(String key, Collection<String> names, String dflt) {
    return optional(key).map(node -> node.asChoice(names)).orElse(dflt);
  }

  /** Returns this choice, spelled in lower case with hyphens; the first constant if it is none. */
  public <E extends Enum<E>> E asChoice(Class<E> type) {
    E[] constants = type.getEnumConstants();
    Map<String, E> byName = new LinkedHashMap<>();
    for (E constant : constants) {
      byName.put(constant.name().toLowerCase(Locale.ROOT).replace('_', '-'), constant);
    }
    return byName.getOrDefault(asChoice(byName.keySet()), constants[0]);
  }

  /** Returns this choice among names; the first name, or empty text, if it is none of them. */
  public String asChoice(Collection<String> names) {
    if (tree.isScalar() && names.contains(tree.text())) {
      return tree.text();
    }
    String allowed = String.join(", ", names);
    if (tree.isScalar()) {
      problems.add(this, "\"" + tree.text() + "\"", allowed, Nearest.of(tree.text(), names));
    } else {
      wrong("one of " + allowed);
    }
    return names.isEmpty() ? "" : names.iterator().next();
  }

  /** Returns the required quantity of a key, bounds in SI units and included. */
  public Quantity quantity(String key, Dimension dimension, double min, double max) {
    return child(key).asQuantity(dimension, min, max);
  }

  /** Returns the quantity of a key, or {@code dflt} if the key is absent. */
  public Quantity quantity(String key, Dimension dimension, double min, double max, Quantity dflt) {
    return optional(key).map(node -> node.asQuantity(dimension, min, max)).orElse(dflt);
  }

  /**
   * Returns this quantity, written {@code 5 ns} or {@code {value: 5 ns, source: "..."}}.
   *
   * @param dimension the dimension that is due
   * @param min least value [SI unit of the dimension]
   * @param max greatest value [SI unit of the dimension]
   * @return the quantity; if there is none in bounds, the admissible value nearest zero
   */
  public Quantity asQuantity(Dimension dimension, double min, double max) {
    InputNode value = this;
    if (isMapping()) {
      value = child("value");
      finish();
    }
    double si = QuantityText.read(value, dimension, min, max);
    return new Quantity(si, value.tree.isScalar() ? value.tree.text() : "", source());
  }

  /** Returns the source of the numbers here: the nearest one at or above this node, or null. */
  private String source() {
    boolean required = false;
    boolean decided = false;
    String source = null;
    for (InputNode node = this; node != null; node = node.parent) {
      Tree text = node.tree.entries().get(SOURCE);
      if (source == null && text != null && text.isScalar() && !text.text().isBlank()) {
        source = text.text();
      }
      if (!decided && node.requireSources != null) {
        decided = true;
        required = node.requireSources;
      }
    }
    if (source == null && required && tree.kind() != Tree.Kind.MISSING) {
      problems.add(
          this,
          "a constant without a source",
          "every constant here needs a source: write {value: ..., source: \"...\"} or give an"
              + " enclosing mapping a source");
    }
    return source;
  }

  /** Reports a node of the wrong kind; silent where its absence was reported already. */
  void wrong(String allowed) {
    if (tree.kind() == Tree.Kind.MISSING) {
      return;
    }
    String found = tree.isScalar() ? "\"" + tree.text() + "\"" : tree.kind().label;
    problems.add(this, found, allowed);
  }

  private boolean expect(Tree.Kind kind) {
    if (tree.kind() != kind) {
      wrong(kind.label);
    }
    return tree.kind() == kind;
  }

  private InputNode wrap(String key, Tree child) {
    InputNode node = children.get(key);
    if (node == null) {
      node = new InputNode(child, this, pointer + "/" + escape(key), problems);
      children.put(key, node);
    }
    return node;
  }

  private Tree missing() {
    return new Tree(
        Tree.Kind.MISSING,
        file(),
        line(),
        column(),
        tree.keyLine(),
        tree.keyColumn(),
        null,
        Map.of(),
        List.of());
  }
}
