package dev.spindrift.chip;

import dev.spindrift.circuit.CrossbarWires;
import dev.spindrift.circuit.ReadPath;
import dev.spindrift.circuit.Specs;
import dev.spindrift.input.Dimension;
import dev.spindrift.input.InputNode;

/**
 * Parses what reads take: tiles, converters, line drivers and the analogue section {@code reads:}.
 */
final class ReadParts {
  private final NetlistFields fields;

  ReadParts(NetlistFields fields) {
    this.fields = fields;
  }

  Specs.LineDriver lineDriver(String name, InputNode node) {
    return new Specs.LineDriver(name, fields.time(name, node, "setup", 0));
  }

  Specs.Dac dac(String name, InputNode node) {
    return new Specs.Dac(
        name,
        (int) node.integer("bits", 1, 32),
        fields.time(name, node, "conversion", 0),
        (int) node.integer("linesPerConverter", 1, 4096, 1));
  }

  Specs.Adc adc(String name, InputNode node) {
    return new Specs.Adc(
        name,
        (int) node.integer("bits", 1, 32),
        fields.time(name, node, "conversion", 0),
        (int) node.integer("linesPerConverter", 1, 4096, 1),
        (int) node.integer("tilesPerBank", 1, 4096, 1));
  }

  Specs.Reads reads(InputNode node) {
    String name = "reads";
    double far = Double.MAX_VALUE;
    CrossbarWires wires =
        new CrossbarWires(
            fields.si(name, node, "wordSegment", Dimension.RESISTANCE, 0, far),
            fields.si(name, node, "bitSegment", Dimension.RESISTANCE, 0, far),
            fields.si(name, node, "driver", Dimension.RESISTANCE, 0, far),
            fields.si(name, node, "sense", Dimension.RESISTANCE, 0, far),
            node.choice("driversAt", CrossbarWires.End.class, CrossbarWires.End.FIRST),
            node.choice("sensesAt", CrossbarWires.End.class, CrossbarWires.End.LAST));
    Specs.Reads reads =
        new Specs.Reads(
            wires,
            node.choice("inputs", ReadPath.Inputs.class, ReadPath.Inputs.VOLTAGE),
            node.number("inputRange", 0, 1e9, 0),
            node.choice("subtraction", ReadPath.Subtraction.class, ReadPath.Subtraction.ANALOGUE),
            new ReadPath.Converter(
                node.number("converterRange", 0, 1, 0),
                fields.si(name, node, "offset", Dimension.DIMENSIONLESS, 0, 1e3),
                fields.si(name, node, "gainError", Dimension.DIMENSIONLESS, 0, 1),
                fields.si(name, node, "bow", Dimension.DIMENSIONLESS, 0, 1e3)),
            node.number("largestClipped", 0, 1, 0.01));
    node.finish();
    return reads;
  }

  Specs.Tile tile(String name, InputNode node) {
    return new Specs.Tile(
        name,
        (int) node.integer("count", 1, 1_000_000),
        (int) node.integer("rows", 1, 8192),
        (int) node.integer("columns", 1, 8192),
        fields.reference(node, "readRail", "rail"),
        fields.si(name, node, "readVoltage", Dimension.VOLTAGE, 1e-4, 10),
        fields.time(name, node, "settle", 0),
        fields.si(name, node, "inputMean", Dimension.DIMENSIONLESS, 0, 1),
        fields.si(name, node, "inputMeanSquare", Dimension.DIMENSIONLESS, 0, 1),
        fields.reference(node, "wordLines", "line-driver"),
        fields.reference(node, "bitLines", "line-driver"),
        fields.reference(node, "pulses", "pulse-driver"),
        fields.reference(node, "dac", "dac"),
        fields.reference(node, "adc", "adc"),
        fields.reference(node, "bus", "bus"));
  }
}
