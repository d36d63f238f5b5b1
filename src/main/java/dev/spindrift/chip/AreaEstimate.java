package dev.spindrift.chip;

import dev.spindrift.circuit.Specs;
import dev.spindrift.energy.TechnologyTable;
import java.util.ArrayList;
import java.util.List;

/**
 * The area of a die: units of each component times the area of one unit in the technology table.
 *
 * <p>Lines are driven and sensed from both sides (forward and transposed reads share converters),
 * so a tile has as many input and output lines as the longer of its sides asks for. Every bank has
 * its own tiles, converters and drivers; digital units, buses and memory are there once. Supply
 * rails, pads, clocks and the gaps of a real floor plan are not counted.
 *
 * @param rows one per component that takes area, in the netlist's order of kinds
 */
public record AreaEstimate(List<Row> rows) {

  /**
   * One component.
   *
   * @param component its name
   * @param unit what is counted
   * @param count how many on the die [1]
   * @param each area of one, not a number if the table has none [m^2]
   * @param source source of that figure; empty if there is none
   */
  public record Row(String component, String unit, long count, double each, String source) {
    /** Returns the component's area; not a number if unknown [m^2]. */
    public double area() {
      return count * each;
    }

    /** Returns whether the table has a figure. */
    public boolean known() {
      return !Double.isNaN(each);
    }

    /** Returns whether the figure is an assumption. */
    public boolean assumed() {
      return source.startsWith("assumed");
    }
  }

  /** Copies the list. */
  public AreaEstimate {
    rows = List.copyOf(rows);
  }

  /** Returns the estimate for a netlist. */
  public static AreaEstimate of(Netlist n) {
    List<Row> rows = new ArrayList<>();
    Specs.Tile t = n.tile();
    long tiles = (long) n.banks() * t.count();
    int lines = Math.max(t.rows(), t.columns());
    add(rows, n, t.name(), "cells of two devices", tiles * t.rows() * t.columns());
    add(rows, n, n.wordLines().name(), "word lines", tiles * t.rows());
    String bitLines = n.bitLines().name();
    if (bitLines.equals(n.wordLines().name())) {
      throw new IllegalArgumentException("one line driver for word and bit lines: " + bitLines);
    }
    add(rows, n, bitLines, "bit lines", tiles * 2 * t.columns());
    Specs.PulseDriver p = n.pulses();
    add(
        rows,
        n,
        p.name(),
        "pulse drivers",
        n.banks()
            * groups(t.count(), p.tilesPerBank())
            * groups(t.columns(), p.columnsPerDriver()));
    add(rows, n, n.dac().name(), "converters", tiles * groups(lines, n.dac().linesPerConverter()));
    add(
        rows,
        n,
        n.adc().name(),
        "converters",
        n.banks()
            * groups(t.count(), n.adc().tilesPerBank())
            * groups(lines, n.adc().linesPerConverter()));
    for (Specs.Bus b : n.buses().values()) {
      add(rows, n, b.name(), "bits of width", b.count() * b.bitsPerCycle());
    }
    add(rows, n, n.vectorUnit().name(), "lanes", n.vectorUnit().perCycle());
    add(rows, n, n.gradientUnit().name(), "lanes", n.gradientUnit().perCycle());
    add(rows, n, n.gradientMemory().name(), "bits", n.gradientMemory().capacity());
    add(rows, n, n.pulsePlanner().name(), "lanes", n.pulsePlanner().perCycle());
    add(rows, n, n.thinningCounter().name(), "bits", n.thinningCounter().width());
    add(rows, n, n.sampleController().name(), "controllers", 1);
    return new AreaEstimate(rows);
  }

  private static long groups(long items, int perGroup) {
    return (items + perGroup - 1) / perGroup;
  }

  private static void add(List<Row> rows, Netlist n, String component, String unit, long count) {
    TechnologyTable.Area a = n.technology().area(n.cells().getOrDefault(component, ""));
    rows.add(
        a == null
            ? new Row(component, unit, count, Double.NaN, "")
            : new Row(component, unit, count, a.squareMetres(), a.source()));
  }

  /** Returns the sum of all known areas [m^2]. */
  public double total() {
    return rows.stream().filter(Row::known).mapToDouble(Row::area).sum();
  }

  /** Returns the part of the total that rests on assumed figures [m^2]. */
  public double assumed() {
    return rows.stream().filter(r -> r.known() && r.assumed()).mapToDouble(Row::area).sum();
  }
}
