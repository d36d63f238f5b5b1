package dev.spindrift.chip;

import dev.spindrift.circuit.CrossbarWires;
import dev.spindrift.circuit.ReadPath;
import dev.spindrift.circuit.Specs;
import dev.spindrift.device.DeviceFile;
import dev.spindrift.device.DeviceParameters;
import dev.spindrift.energy.Price;
import dev.spindrift.energy.TechnologyTable;
import dev.spindrift.input.Dimension;
import dev.spindrift.input.InputFile;
import dev.spindrift.input.InputNode;
import dev.spindrift.input.InputOverride;
import dev.spindrift.input.Problems;
import dev.spindrift.input.Quantity;
import dev.spindrift.trace.Action;
import java.io.IOException;
import java.io.UncheckedIOException;
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
  private final Map<String, String> kinds = new LinkedHashMap<>();
  private final Map<String, String> cells = new LinkedHashMap<>();
  private final List<Netlist.Constant> assumptions = new ArrayList<>();
  private TechnologyTable technology;

  private NetlistFile(InputNode root, Problems problems) {
    this.root = root;
    this.problems = problems;
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
    InputNode root = InputFile.read(file, problems);
    List<String> changes = new ArrayList<>();
    if (gap != null) {
      for (Map.Entry<String, InputNode> e : root.child("components").entries().entrySet()) {
        if ("pulse-driver".equals(e.getValue().text("kind", ""))) {
          String value = "{value: \"" + gap + "\", source: \"update.gap of the scenario\"}";
          changes.add("/components/" + e.getKey() + "/gap=" + value);
        }
      }
    }
    return new NetlistFile(InputOverride.apply(root, changes), problems)
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
            ? DeviceFile.read(devicePath, problems)
            : null;
    technology =
        exists("technology", technologyPath)
            ? TechnologyTable.read(technologyPath, problems)
            : null;
    Specs.Reads reads = root.optional("reads").map(this::reads).orElse(null);
    for (Map.Entry<String, InputNode> e : root.child("components").entries().entrySet()) {
      nodes.put(e.getKey(), e.getValue());
      String kind = e.getValue().choice("kind", KINDS);
      kinds.put(e.getKey(), kind);
      cell(e.getKey(), kind, e.getValue());
    }
    root.finish();

    Map<String, Specs.Rail> rails = new LinkedHashMap<>();
    Map<String, Specs.Bus> buses = new LinkedHashMap<>();
    Map<String, Specs.LineDriver> lines = new LinkedHashMap<>();
    nodes.forEach(
        (n, node) -> {
          switch (kinds.get(n)) {
            case "rail" -> rails.put(n, rail(n, node));
            case "bus" -> buses.put(n, bus(n, node));
            case "line-driver" -> lines.put(n, new Specs.LineDriver(n, time(n, node, "setup", 0)));
            default -> {}
          }
        });
    Specs.Tile tile = only("tile", this::tile);
    Specs.PulseDriver pulses = only("pulse-driver", this::pulseDriver);
    Specs.Dac dac = only("dac", this::dac);
    Specs.Adc adc = only("adc", this::adc);
    Specs.Digital vector = only("vector-unit", this::digital);
    Specs.Digital gradient = only("gradient-unit", this::digital);
    Specs.Memory memory = only("gradient-memory", this::memory);
    Specs.Digital planner = only("pulse-planner", this::digital);
    Specs.Counter counter = only("thinning-counter", this::counter);
    Specs.IndexController controller =
        only(
            "sample-controller",
            (n, node) -> new Specs.IndexController(n, time(n, node, "switchTime", 0)));
    nodes.values().forEach(InputNode::finish);
    if (!problems.isEmpty()) {
      return null;
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
            List.copyOf(assumptions),
            texts(file, changes, devicePath, technologyPath));
    NetlistChecks.check(netlist, nodes, problems);
    return problems.isEmpty() ? netlist : null;
  }

  /** Every priced action of every component needs a price; assumed ones are booked. */
  private void prices(DeviceParameters device) {
    device
        .assumed()
        .forEach(
            a ->
                assumptions.add(new Netlist.Constant("device " + a.what(), a.value(), a.source())));
    kinds.forEach(
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
              assumptions.add(
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
    if (kind == null || kind.equals("rail") || kind.equals("tile")) {
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
      if (kind.equals(kinds.get(e.getKey()))) {
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

  /** Reads a quantity and books it if its source is an assumption. */
  private Quantity quantity(
      String name, InputNode node, String key, Dimension dimension, double min, double max) {
    Quantity q = node.quantity(key, dimension, min, max);
    if (q != null && q.assumed()) {
      assumptions.add(new Netlist.Constant(name + ": " + key, q.text(), q.source()));
    }
    return q;
  }

  private double si(
      String name, InputNode node, String key, Dimension dimension, double min, double max) {
    Quantity q = quantity(name, node, key, dimension, min, max);
    return q == null ? 0 : q.si();
  }

  /** A time as whole picoseconds. */
  private long time(String name, InputNode node, String key, double min) {
    double ps = si(name, node, key, Dimension.TIME, min, 1) * 1e12;
    long t = Math.round(ps);
    if (Math.abs(ps - t) > 1e-6 * Math.max(1, ps)) {
      problems.add(node.child(key), ps + " ps", "a whole number of picoseconds");
    }
    return t;
  }

  private long cycle(String name, InputNode node) {
    double hz = si(name, node, "clock", Dimension.FREQUENCY, 1e3, 1e12);
    return Math.max(1, Math.round(1e12 / Math.max(1e3, hz)));
  }

  private String reference(InputNode node, String key, String kind) {
    List<String> known = kinds.keySet().stream().filter(k -> kind.equals(kinds.get(k))).toList();
    return node.choice(key, known);
  }

  private Specs.Rail rail(String name, InputNode node) {
    return new Specs.Rail(
        name,
        (int) node.integer("count", 1, 100_000, 1),
        si(name, node, "voltage", Dimension.VOLTAGE, 1e-3, 100),
        (long) Math.floor(si(name, node, "limit", Dimension.CURRENT, 0, 1e6) * 1e9));
  }

  private Specs.Bus bus(String name, InputNode node) {
    return new Specs.Bus(
        name,
        (int) node.integer("count", 1, 100_000, 1),
        (long) si(name, node, "width", Dimension.DATA, 1, 1e7),
        cycle(name, node),
        time(name, node, "latency", 0));
  }

  private Specs.PulseDriver pulseDriver(String name, InputNode node) {
    return new Specs.PulseDriver(
        name,
        reference(node, "rail", "rail"),
        time(name, node, "timeStep", 1e-12),
        time(name, node, "shortest", 1e-12),
        time(name, node, "longest", 1e-12),
        time(name, node, "gap", 0),
        time(name, node, "deadTime", 0),
        (int) node.integer("columnsPerDriver", 1, 4096, 1),
        (int) node.integer("tilesPerBank", 1, 4096, 1),
        node.choice("order", Specs.PairOrder.class, Specs.PairOrder.FIXED));
  }

  private Specs.Dac dac(String name, InputNode node) {
    return new Specs.Dac(
        name,
        (int) node.integer("bits", 1, 32),
        time(name, node, "conversion", 0),
        (int) node.integer("linesPerConverter", 1, 4096, 1));
  }

  private Specs.Adc adc(String name, InputNode node) {
    return new Specs.Adc(
        name,
        (int) node.integer("bits", 1, 32),
        time(name, node, "conversion", 0),
        (int) node.integer("linesPerConverter", 1, 4096, 1),
        (int) node.integer("tilesPerBank", 1, 4096, 1));
  }

  private Specs.Reads reads(InputNode node) {
    String name = "reads";
    double far = Double.MAX_VALUE;
    CrossbarWires wires =
        new CrossbarWires(
            si(name, node, "wordSegment", Dimension.RESISTANCE, 0, far),
            si(name, node, "bitSegment", Dimension.RESISTANCE, 0, far),
            si(name, node, "driver", Dimension.RESISTANCE, 0, far),
            si(name, node, "sense", Dimension.RESISTANCE, 0, far),
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
                si(name, node, "offset", Dimension.DIMENSIONLESS, 0, 1e3),
                si(name, node, "gainError", Dimension.DIMENSIONLESS, 0, 1),
                si(name, node, "bow", Dimension.DIMENSIONLESS, 0, 1e3)));
    node.finish();
    return reads;
  }

  private Specs.Tile tile(String name, InputNode node) {
    return new Specs.Tile(
        name,
        (int) node.integer("count", 1, 1_000_000),
        (int) node.integer("rows", 1, 8192),
        (int) node.integer("columns", 1, 8192),
        reference(node, "readRail", "rail"),
        si(name, node, "readVoltage", Dimension.VOLTAGE, 1e-4, 10),
        time(name, node, "settle", 0),
        si(name, node, "inputMean", Dimension.DIMENSIONLESS, 0, 1),
        si(name, node, "inputMeanSquare", Dimension.DIMENSIONLESS, 0, 1),
        reference(node, "wordLines", "line-driver"),
        reference(node, "bitLines", "line-driver"),
        reference(node, "pulses", "pulse-driver"),
        reference(node, "dac", "dac"),
        reference(node, "adc", "adc"),
        reference(node, "bus", "bus"));
  }

  private Specs.Digital digital(String name, InputNode node) {
    return new Specs.Digital(name, node.integer("perCycle", 1, 1_000_000_000L), cycle(name, node));
  }

  private Specs.Memory memory(String name, InputNode node) {
    return new Specs.Memory(
        name,
        (long) si(name, node, "capacity", Dimension.DATA, 1, 1e15),
        (int) si(name, node, "word", Dimension.DATA, 1, 64),
        (long) si(name, node, "width", Dimension.DATA, 1, 1e9),
        cycle(name, node));
  }

  private Specs.Counter counter(String name, InputNode node) {
    return new Specs.Counter(
        name, (int) si(name, node, "width", Dimension.DATA, 1, 62), time(name, node, "tick", 0));
  }

  /** The files, naming one another as they are called here: ready to run. */
  private static Map<String, String> texts(
      Path netlist, List<String> changes, Path device, Path technology) {
    List<String> all = new ArrayList<>(changes);
    all.add("device=device.yaml");
    all.add("technology=technology.yaml");
    InputNode moved = InputOverride.apply(InputFile.read(netlist, new Problems()), all);
    Map<String, String> out = new LinkedHashMap<>();
    out.put("netlist.yaml", moved.toYaml());
    try {
      Map<String, Path> named = DeviceFile.named(device);
      List<String> names = new ArrayList<>();
      named.forEach((key, path) -> names.add(key + "=device-" + path.getFileName()));
      out.put(
          "device.yaml",
          names.isEmpty()
              ? Files.readString(device)
              : InputOverride.apply(InputFile.read(device, new Problems()), names).toYaml());
      for (Path path : named.values()) {
        out.put("device-" + path.getFileName(), Files.readString(path));
      }
      out.put("technology.yaml", Files.readString(technology));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out;
  }
}
