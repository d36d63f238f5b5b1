package dev.spindrift.chip;

import dev.spindrift.circuit.Specs;
import dev.spindrift.device.DeviceFile;
import dev.spindrift.device.DeviceParameters;
import dev.spindrift.energy.Price;
import dev.spindrift.energy.TechnologyTable;
import dev.spindrift.input.InputFile;
import dev.spindrift.input.InputNode;
import dev.spindrift.input.InputOverride;
import dev.spindrift.input.Problems;
import dev.spindrift.trace.Action;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a netlist: named components of the kinds below, wired by naming each other.
 *
 * <p>Kinds: {@code rail, bus, line-driver, pulse-driver, dac, adc, tile, vector-unit,
 * gradient-unit, gradient-memory, pulse-planner, thinning-counter, sample-controller}. Any number
 * of rails, buses and line drivers; exactly one of each other kind. Every constant carries a
 * source, its own or that of an enclosing block.
 */
public final class NetlistFile {
  private static final List<String> KINDS =
      List.of(
          "rail",
          "bus",
          "line-driver",
          "pulse-driver",
          "dac",
          "adc",
          "tile",
          "vector-unit",
          "gradient-unit",
          "gradient-memory",
          "pulse-planner",
          "thinning-counter",
          "sample-controller");

  /** Technology cell of one weight's two devices unless a tile names another. */
  private static final String TILE_CELL = "differential-cell";

  /** What each kind does that the technology table must price. */
  private static final Map<String, List<Action>> PRICED =
      Map.ofEntries(
          Map.entry("bus", List.of(Action.BUS_TRANSFER)),
          Map.entry("line-driver", List.of(Action.LINE_ACTIVATION)),
          Map.entry("pulse-driver", List.of(Action.DRIVE)),
          Map.entry("dac", List.of(Action.DAC_CONVERSION)),
          Map.entry("adc", List.of(Action.ADC_CONVERSION)),
          Map.entry("vector-unit", List.of(Action.VECTOR_OPERATION)),
          Map.entry("gradient-unit", List.of(Action.MAC)),
          Map.entry("gradient-memory", List.of(Action.MEMORY_READ, Action.MEMORY_WRITE)),
          Map.entry("pulse-planner", List.of(Action.PLAN)),
          Map.entry("thinning-counter", List.of(Action.COUNTER_TICK)),
          Map.entry("sample-controller", List.of(Action.INDEX_SWITCH)));

  private final Problems problems;
  private final InputNode root;
  private final Map<String, InputNode> nodes = new LinkedHashMap<>();
  private final Map<String, String> cells = new LinkedHashMap<>();
  private final NetlistFields fields;
  private final ReadParts readParts;
  private final WriteParts writeParts;
  private final DigitalParts digitalParts;
  private TechnologyTable technology;

  private NetlistFile(InputNode root, Problems problems) {
    this.root = root;
    this.problems = problems;
    this.fields = new NetlistFields(problems);
    this.readParts = new ReadParts(fields);
    this.writeParts = new WriteParts(fields);
    this.digitalParts = new DigitalParts(fields);
  }

  /**
   * Reads a netlist and the device file and technology table it names.
   *
   * @param file YAML or JSON file
   * @param problems collector of problems; modified. If it has any afterwards the returned value
   *     must not be used.
   * @return the netlist, or null if it is too broken to build one
   */
  public static Netlist read(Path file, Problems problems) {
    return read(file, null, null, problems);
  }

  /**
   * Reads a netlist of which a scenario changes something.
   *
   * @param file YAML or JSON file
   * @param device device file in place of the one that the netlist names; null: that one
   * @param gap time between push and pull in place of the driver's, with its unit; null: that one
   * @param problems as in {@link #read(Path, Problems)}
   */
  public static Netlist read(Path file, Path device, String gap, Problems problems) {
    return read(file, device, gap, List.of(), problems);
  }

  /**
   * Reads a netlist of which a scenario and its user change something.
   *
   * @param settings {@code netlist:path=value}, {@code device:...} or {@code technology:...} each;
   *     others are left alone; not modified
   */
  public static Netlist read(
      Path file, Path device, String gap, List<String> settings, Problems problems) {
    InputNode root = InputFile.read(file, problems);
    List<String> changes = new ArrayList<>();
    for (String setting : settings) {
      if (setting.matches("device:/?temperature\\s*=.*")) {
        problems.add(
            "--set " + setting,
            "another temperature for constants that were determined at the file's own",
            "a device file made at that temperature: spindrift characterize WALL --temperature ...,"
                + " then --set device=FILE (docs/circuits.md)");
      }
    }
    for (String name : List.of("netlist", "device", "technology")) {
      changes.addAll(InputOverride.select(settings, name));
    }
    if (gap != null) {
      for (Map.Entry<String, InputNode> e : root.child("components").entries().entrySet()) {
        if ("pulse-driver".equals(e.getValue().text("kind", ""))) {
          String value = "{value: \"" + gap + "\", source: \"update.gap of the scenario\"}";
          changes.add("/components/" + e.getKey() + "/gap=" + value);
        }
      }
    }
    return new NetlistFile(InputOverride.apply(root, NetlistTexts.own(changes)), problems)
        .read(file, device, changes);
  }

  private Netlist read(Path file, Path otherDevice, List<String> changes) {
    root.requireSources(true);
    root.choice("spindrift", List.of("netlist/1"));
    String name = root.text("name");
    String title = root.text("title", name);
    int banks = (int) root.integer("banks", 1, 4096);
    Path folder = file.toAbsolutePath().getParent();
    Path namedDevice = folder.resolve(root.text("device"));
    Path devicePath = otherDevice == null ? namedDevice : otherDevice;
    Path technologyPath = folder.resolve(root.text("technology"));
    DeviceParameters device =
        otherDevice != null || exists("device", devicePath)
            ? DeviceFile.read(
                NetlistTexts.changed(devicePath, "device", changes, problems), problems)
            : null;
    technology =
        exists("technology", technologyPath)
            ? TechnologyTable.read(
                NetlistTexts.changed(technologyPath, "technology", changes, problems))
            : null;
    Specs.Reads reads = root.optional("reads").map(readParts::reads).orElse(null);
    for (Map.Entry<String, InputNode> e : root.child("components").entries().entrySet()) {
      nodes.put(e.getKey(), e.getValue());
      String kind = e.getValue().choice("kind", KINDS);
      fields.kinds.put(e.getKey(), kind);
      cell(e.getKey(), kind, e.getValue());
    }
    root.finish();

    Map<String, Specs.Rail> rails = new LinkedHashMap<>();
    Map<String, Specs.Bus> buses = new LinkedHashMap<>();
    Map<String, Specs.LineDriver> lines = new LinkedHashMap<>();
    nodes.forEach(
        (n, node) -> {
          switch (fields.kinds.get(n)) {
            case "rail" -> rails.put(n, writeParts.rail(n, node));
            case "bus" -> buses.put(n, digitalParts.bus(n, node));
            case "line-driver" -> lines.put(n, readParts.lineDriver(n, node));
            default -> {}
          }
        });
    Specs.Tile tile = only("tile", readParts::tile);
    Specs.PulseDriver pulses = only("pulse-driver", writeParts::pulseDriver);
    Specs.Dac dac = only("dac", readParts::dac);
    Specs.Adc adc = only("adc", readParts::adc);
    Specs.Digital vector = only("vector-unit", digitalParts::digital);
    Specs.Digital gradient = only("gradient-unit", digitalParts::digital);
    Specs.Memory memory = only("gradient-memory", digitalParts::memory);
    Specs.Digital planner = only("pulse-planner", digitalParts::digital);
    Specs.Counter counter = only("thinning-counter", digitalParts::counter);
    Specs.IndexController controller = only("sample-controller", digitalParts::controller);
    nodes.values().forEach(InputNode::finish);
    if (!problems.isEmpty()) {
      return null;
    }
    for (String line : lines.keySet()) {
      if (!line.equals(tile.wordLines()) && !line.equals(tile.bitLines())) {
        problems.add(
            nodes.get(line),
            "a floating net: line driver \"" + line + "\" drives nothing",
            "a tile that names it, or none of that name");
      }
    }
    prices(device);
    Netlist netlist =
        new Netlist(
            name,
            title,
            banks,
            device,
            technology,
            rails,
            buses,
            tile,
            lines.get(tile.wordLines()),
            lines.get(tile.bitLines()),
            pulses,
            dac,
            adc,
            reads,
            vector,
            gradient,
            memory,
            planner,
            counter,
            controller,
            cells,
            List.copyOf(fields.assumptions),
            NetlistTexts.of(file, changes, devicePath, technologyPath));
    NetlistChecks.check(netlist, nodes, problems);
    return problems.isEmpty() ? netlist : null;
  }

  /** Every priced action of every component needs a price; assumed ones are booked. */
  private void prices(DeviceParameters device) {
    device
        .assumed()
        .forEach(
            a ->
                fields.assumptions.add(
                    new Netlist.Constant("device " + a.what(), a.value(), a.source())));
    fields.kinds.forEach(
        (component, kind) -> {
          for (Action a : PRICED.getOrDefault(kind, List.of())) {
            String cell = cells.get(component);
            Price price = technology.find(cell, a);
            if (price == null) {
              problems.add(
                  nodes.get(component),
                  "technology cell \"" + cell + "\" without a price for \"" + a.label() + "\"",
                  "a cell of table "
                      + technology.name()
                      + " that prices it; this one prices "
                      + technology.priced(cell));
            } else if (price.source().startsWith("assumed")) {
              fields.assumptions.add(
                  new Netlist.Constant(
                      component + ": " + a.label() + " energy", price.text(), price.source()));
            }
          }
        });
  }

  private boolean exists(String key, Path path) {
    if (Files.isRegularFile(path) && Files.isReadable(path)) {
      return true;
    }
    if (root.has(key)) {
      problems.add(
          root.child(key),
          "no readable file \"" + root.text(key) + "\"",
          "a path relative to the netlist");
    }
    return false;
  }

  private void cell(String name, String kind, InputNode node) {
    if (kind == null || kind.equals("rail")) {
      return;
    }
    if (kind.equals("tile")) {
      // Its energy is physics, not a price; the cell says how large a weight is, if anything does.
      boolean known = technology != null && technology.cells().contains(TILE_CELL);
      cells.put(
          name,
          node.has("cell") && technology != null
              ? node.choice("cell", technology.cells())
              : known ? TILE_CELL : "");
      return;
    }
    if (technology == null) { // was reported; whether its cells exist cannot be said
      cells.put(name, node.text("cell", kind));
      return;
    }
    List<String> known = technology.cells();
    String cell = node.has("cell") ? node.choice("cell", known) : kind;
    if (!node.has("cell") && !known.contains(kind)) {
      node.choice("cell", known); // reports the missing key together with what exists
    }
    cells.put(name, cell);
  }

  private interface Reader<T> {
    T read(String name, InputNode node);
  }

  private <T> T only(String kind, Reader<T> reader) {
    T found = null;
    for (Map.Entry<String, InputNode> e : nodes.entrySet()) {
      if (kind.equals(fields.kinds.get(e.getKey()))) {
        if (found != null) {
          problems.add(e.getValue(), "a second component of kind " + kind, "exactly one");
        }
        found = reader.read(e.getKey(), e.getValue());
      }
    }
    if (found == null) {
      problems.add(root.child("components"), "no component of kind " + kind, "exactly one");
    }
    return found;
  }
}
