package dev.spindrift.chip;

import dev.spindrift.circuit.Specs;
import dev.spindrift.input.InputNode;

/** Parses what feeds and drives pulses: rails, pulse drivers. */
final class WriteParts {
  private final NetlistFields fields;

  WriteParts(NetlistFields fields) {
    this.fields = fields;
  }

  Specs.Rail rail(String name, InputNode node) {
    return RailSection.read(name, node, fields);
  }

  Specs.PulseDriver pulseDriver(String name, InputNode node) {
    return new Specs.PulseDriver(
        name,
        fields.reference(node, "rail", "rail"),
        fields.time(name, node, "timeStep", 1e-12),
        fields.time(name, node, "shortest", 1e-12),
        fields.time(name, node, "longest", 1e-12),
        fields.time(name, node, "gap", 0),
        fields.time(name, node, "deadTime", 0),
        (int) node.integer("columnsPerDriver", 1, 4096, 1),
        (int) node.integer("tilesPerBank", 1, 4096, 1),
        node.choice("order", Specs.PairOrder.class, Specs.PairOrder.FIXED),
        node.optional("errors")
            .map(e -> DriverSection.read(name + ": errors", e, fields))
            .orElse(Specs.DriverErrors.NONE));
  }
}
