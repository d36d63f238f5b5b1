package dev.spindrift.chip;

import dev.spindrift.circuit.RailPolicy;
import dev.spindrift.circuit.Specs;
import dev.spindrift.input.Dimension;
import dev.spindrift.input.InputNode;
import dev.spindrift.input.Problems;
import java.util.Map;

/** A netlist's component of kind {@code rail}: its keys, and what only the whole chip can tell. */
final class RailSection {
  private RailSection() {}

  /**
   * Reads a rail.
   *
   * @param fields books constants whose source is an assumption; modified
   */
  static Specs.Rail read(String name, InputNode node, NetlistFields fields) {
    int count = (int) node.integer("count", 1, 100_000, 1);
    double voltage = fields.si(name, node, "voltage", Dimension.VOLTAGE, 1e-3, 100);
    long limit = (long) Math.floor(fields.si(name, node, "limit", Dimension.CURRENT, 0, 1e6) * 1e9);
    RailPolicy.Kind kind = node.choice("policy", RailPolicy.Kind.class, RailPolicy.Kind.FIRST_COME);
    long budget = limit;
    long cap = 0;
    int lookAhead = 1;
    if (kind == RailPolicy.Kind.ROW_PARALLEL) {
      if (node.has("budget")) {
        double amperes = fields.si(name, node, "budget", Dimension.CURRENT, 0, 1e6);
        budget = (long) Math.floor(amperes * 1e9);
      }
      lookAhead = (int) node.integer("lookAhead", 1, 65_536, 16);
    } else {
      refuse(node, "budget", "row-parallel");
      refuse(node, "lookAhead", "row-parallel");
    }
    if (kind == RailPolicy.Kind.POWER_CAPPED) {
      double watts = fields.si(name, node, "cap", Dimension.POWER, 0, 1e6);
      cap = (long) Math.floor(watts * 1e9);
    } else {
      refuse(node, "cap", "power-capped");
    }
    double resistance =
        node.has("resistance")
            ? fields.si(name, node, "resistance", Dimension.RESISTANCE, 0, 1e6)
            : 0;
    return new Specs.Rail(
        name, count, voltage, limit, new RailPolicy(kind, budget, cap, lookAhead), resistance);
  }

  private static void refuse(InputNode node, String key, String policy) {
    if (node.has(key)) {
      node.problems()
          .add(
              node.child(key),
              "a " + key + " for a rail whose policy does not use it",
              "policy: " + policy + ", or no " + key);
    }
  }

  /**
   * Reports policies and resistances with which the chip cannot work.
   *
   * @param nodes the components' places in the file
   * @param problems collector; modified
   */
  static void check(Netlist n, Map<String, InputNode> nodes, Problems problems) {
    for (Specs.Rail rail : n.rails().values()) {
      InputNode node = nodes.get(rail.name());
      boolean writes = rail.name().equals(n.pulses().rail());
      long least = n.leastLimit(rail.name());
      RailPolicy policy = rail.policy();
      if (policy.kind() == RailPolicy.Kind.ROW_PARALLEL && policy.budget() < least) {
        problems.add(
            node,
            String.format(
                "a budget of %.4g A, but one %s draws up to %.4g A",
                policy.budget() * 1e-9, writes ? "row" : "read", least * 1e-9),
            "a budget for at least that");
      }
      if (policy.kind() == RailPolicy.Kind.ROW_PARALLEL && policy.budget() > rail.limit()) {
        problems.add(
            node.child("budget"),
            String.format(
                "a budget of %.4g A on a rail of %.4g A",
                policy.budget() * 1e-9, rail.limit() * 1e-9),
            "at most the limit");
      }
      double watts = least * rail.voltage();
      if (policy.kind() == RailPolicy.Kind.POWER_CAPPED && policy.cap() < watts + 1) {
        problems.add(
            node,
            String.format(
                "a cap of %.4g W, but one %s takes up to %.4g W",
                policy.cap() * 1e-9, writes ? "row" : "read", watts * 1e-9),
            "a cap of at least that");
      }
      if (rail.resistance() > 0 && !writes) {
        problems.add(
            node.child("resistance"),
            "a resistance of a rail that feeds no pulse drivers",
            "a resistance of rail " + n.pulses().rail() + ": droop acts on pulses, not on reads");
      }
      double droop = rail.resistance() * rail.limit() * 1e-9;
      if (droop >= rail.voltage()) {
        problems.add(
            node.child("resistance"),
            String.format(
                "a droop of %.4g V at the limit on a rail of %.4g V", droop, rail.voltage()),
            "less than voltage / limit");
      }
    }
  }
}
