package dev.spindrift.chip;

import dev.spindrift.circuit.Specs;
import dev.spindrift.input.Dimension;
import dev.spindrift.input.InputNode;

/** Parses buses and digital units. */
final class DigitalParts {
  private final NetlistFields fields;

  DigitalParts(NetlistFields fields) {
    this.fields = fields;
  }

  Specs.Bus bus(String name, InputNode node) {
    return new Specs.Bus(
        name,
        (int) node.integer("count", 1, 100_000, 1),
        (long) fields.si(name, node, "width", Dimension.DATA, 1, 1e7),
        fields.cycle(name, node),
        fields.time(name, node, "latency", 0));
  }

  Specs.Digital digital(String name, InputNode node) {
    return new Specs.Digital(
        name, node.integer("perCycle", 1, 1_000_000_000L), fields.cycle(name, node));
  }

  Specs.Memory memory(String name, InputNode node) {
    return new Specs.Memory(
        name,
        (long) fields.si(name, node, "capacity", Dimension.DATA, 1, 1e15),
        (int) fields.si(name, node, "word", Dimension.DATA, 1, 64),
        (long) fields.si(name, node, "width", Dimension.DATA, 1, 1e9),
        fields.cycle(name, node));
  }

  Specs.Counter counter(String name, InputNode node) {
    return new Specs.Counter(
        name,
        (int) fields.si(name, node, "width", Dimension.DATA, 1, 62),
        fields.time(name, node, "tick", 0));
  }

  Specs.IndexController controller(String name, InputNode node) {
    return new Specs.IndexController(name, fields.time(name, node, "switchTime", 0));
  }
}
