package dev.spindrift.energy;

import dev.spindrift.input.Dimension;
import dev.spindrift.input.InputFile;
import dev.spindrift.input.InputNode;
import dev.spindrift.input.Problems;
import dev.spindrift.input.Quantity;
import dev.spindrift.trace.Action;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A technology file: for each named cell (e.g. {@code adc-8bit}) the energy of one unit of each of
 * its actions and the area of one unit (a converter, a line driver, a lane, a bit), with source.
 *
 * <pre>
 * spindrift: technology/1
 * name: cmos-28nm
 * cells:
 *   adc-8bit:
 *     area: {value: 2000 um^2, source: "..."}          # optional
 *     adc-conversion: {value: 1.33 pJ, source: "..."}
 * </pre>
 */
public final class TechnologyTable {
  private final String name;
  private final Map<String, Map<Action, Price>> cells;
  private final Map<String, Area> areas;

  private TechnologyTable(
      String name, Map<String, Map<Action, Price>> cells, Map<String, Area> areas) {
    this.name = name;
    this.cells = cells;
    this.areas = areas;
  }

  /**
   * The area of one unit of a cell.
   *
   * @param squareMetres area [m^2]
   * @param text as written in the file
   * @param source where the figure comes from
   */
  public record Area(double squareMetres, String text, String source) {}

  /**
   * Reads a technology file; every problem is reported to {@code problems}.
   *
   * @param file YAML or JSON file
   * @param problems collector of problems; modified
   */
  public static TechnologyTable read(Path file, Problems problems) {
    return read(InputFile.read(file, problems));
  }

  /**
   * Reads a parsed technology file; every problem is reported to the tree's problems.
   *
   * @param root the file's root
   */
  public static TechnologyTable read(InputNode root) {
    root.requireSources(true);
    root.choice("spindrift", List.of("technology/1"));
    String name = root.text("name");
    Map<String, Map<Action, Price>> cells = new LinkedHashMap<>();
    Map<String, Area> areas = new LinkedHashMap<>();
    for (Map.Entry<String, InputNode> cell : root.child("cells").entries().entrySet()) {
      Map<Action, Price> prices = new EnumMap<>(Action.class);
      InputNode node = cell.getValue();
      for (Action action : Action.values()) {
        if (node.has(action.label())) {
          Quantity q = node.quantity(action.label(), Dimension.ENERGY, 0, 1);
          prices.put(action, new Price(q.si(), q.text(), q.source()));
        }
      }
      if (node.has("area")) {
        Quantity q = node.quantity("area", Dimension.AREA, 0, 1);
        areas.put(cell.getKey(), new Area(q.si(), q.text(), q.source()));
      }
      node.finish();
      cells.put(cell.getKey(), prices);
    }
    root.finish();
    return new TechnologyTable(name, cells, areas);
  }

  /** Returns the table's name. */
  public String name() {
    return name;
  }

  /** Returns the names of the cells. */
  public List<String> cells() {
    return List.copyOf(cells.keySet());
  }

  /** Returns the price of an action of a cell, or null if the table has none. */
  public Price find(String cell, Action action) {
    Map<Action, Price> prices = cells.get(cell);
    return prices == null ? null : prices.get(action);
  }

  /** Returns the area of one unit of a cell, or null if the table has none. */
  public Area area(String cell) {
    return areas.get(cell);
  }

  /** Returns the actions that a cell has prices for, spelled as in files. */
  public List<String> priced(String cell) {
    return Arrays.stream(Action.values())
        .filter(a -> find(cell, a) != null)
        .map(a -> a.label().toLowerCase(Locale.ROOT))
        .toList();
  }
}
