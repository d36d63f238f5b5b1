package dev.spindrift.chip;

import dev.spindrift.input.Dimension;
import dev.spindrift.input.InputNode;
import dev.spindrift.input.Problems;
import dev.spindrift.input.Quantity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What every parser of a netlist's parts needs: quantities in SI, references, the book of
 * assumptions.
 */
final class NetlistFields {
  private final Problems problems;

  /** Kind of each component by name, in the file's order. Filled before parts are read. */
  final Map<String, String> kinds = new LinkedHashMap<>();

  /** Constants whose source says that they were assumed. */
  final List<Netlist.Constant> assumptions = new ArrayList<>();

  NetlistFields(Problems problems) {
    this.problems = problems;
  }

  /** Reads a quantity and books it if its source is an assumption. */
  Quantity quantity(
      String name, InputNode node, String key, Dimension dimension, double min, double max) {
    Quantity q = node.quantity(key, dimension, min, max);
    if (q != null && q.assumed()) {
      assumptions.add(new Netlist.Constant(name + ": " + key, q.text(), q.source()));
    }
    return q;
  }

  double si(String name, InputNode node, String key, Dimension dimension, double min, double max) {
    Quantity q = quantity(name, node, key, dimension, min, max);
    return q == null ? 0 : q.si();
  }

  /** A time as whole picoseconds. */
  long time(String name, InputNode node, String key, double min) {
    double ps = si(name, node, key, Dimension.TIME, min, 1) * 1e12;
    long t = Math.round(ps);
    if (Math.abs(ps - t) > 1e-6 * Math.max(1, ps)) {
      problems.add(node.child(key), ps + " ps", "a whole number of picoseconds");
    }
    return t;
  }

  long cycle(String name, InputNode node) {
    double hz = si(name, node, "clock", Dimension.FREQUENCY, 1e3, 1e12);
    return Math.max(1, Math.round(1e12 / Math.max(1e3, hz)));
  }

  /**
   * Returns the component of a kind that a key names; one line has one driver, one tile one rail.
   */
  String reference(InputNode node, String key, String kind) {
    List<String> known = kinds.keySet().stream().filter(k -> kind.equals(kinds.get(k))).toList();
    String allowed = "the name of one " + kind + ": " + String.join(", ", known);
    if (node.isMapping() && !node.has(key)) {
      problems.add(node, "no key \"" + key + "\", so it hangs on no " + kind, allowed);
      return "";
    }
    if (node.has(key) && node.child(key).isSequence()) {
      problems.add(node.child(key), "several at one place, which would drive one another", allowed);
      return "";
    }
    return node.choice(key, known);
  }
}
