package dev.spindrift.chip;

import dev.spindrift.circuit.LineDriverIds;
import dev.spindrift.circuit.Rail;
import dev.spindrift.circuit.RailTap;
import dev.spindrift.circuit.Resource;
import dev.spindrift.circuit.Server;
import dev.spindrift.circuit.Specs;
import dev.spindrift.circuit.TileUnit;
import dev.spindrift.circuit.TileWiring;
import dev.spindrift.engine.Engine;
import dev.spindrift.state.Checkpointed;
import dev.spindrift.state.StateReader;
import dev.spindrift.state.StateWriter;
import dev.spindrift.trace.Action;
import dev.spindrift.trace.ActionListener;
import dev.spindrift.trace.Components;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A wired die: the netlist's components as things that act in simulated time.
 *
 * <p>Tiles of all sample banks share rails and buses (spread over them in turn) and the digital
 * units; each bank has its own tiles, converters and drivers.
 *
 * <p>Its state between mini-batches is the use of its resources and servers; tiles are idle then,
 * and what they hold is told to them anew.
 */
public final class Die implements Checkpointed {
  private final Netlist netlist;
  private final Engine engine;
  private final ActionListener listener;
  private final Map<String, Rail[]> rails = new LinkedHashMap<>();
  private final Map<String, Server[]> buses = new LinkedHashMap<>();
  private final List<Resource> shared = new ArrayList<>();
  private final List<List<Resource>> ports = new ArrayList<>();
  private final TileUnit[][] tiles;
  private final Server vectorUnit;
  private final Server gradientUnit;
  private final Server gradientMemory;
  private final Server pulsePlanner;
  private final Server thinningCounter;
  private final Server sampleController;

  /**
   * Wires a die.
   *
   * @param netlist what to wire
   * @param usedTiles tiles of each bank that are needed, at most {@code netlist.tile().count()} [1]
   * @param components registry to which everything is added; modified
   * @param engine clock
   * @param listener hears of every action
   */
  public Die(
      Netlist netlist,
      int usedTiles,
      Components components,
      Engine engine,
      ActionListener listener) {
    this.netlist = netlist;
    this.engine = engine;
    this.listener = listener;
    netlist.rails().forEach((name, r) -> rails.put(name, Rail.of(r, engine)));
    netlist
        .buses()
        .forEach(
            (name, b) -> {
              Server[] s = new Server[b.count()];
              for (int i = 0; i < s.length; i++) {
                String instance = indexed(name, i, s.length);
                s[i] =
                    new Server(
                        instance,
                        components.register(name, instance),
                        Action.BUS_TRANSFER,
                        b.bitsPerCycle(),
                        b.cycle(),
                        b.latency(),
                        engine,
                        listener);
              }
              buses.put(name, s);
            });
    LineDriverIds ids =
        new LineDriverIds(
            register(components, netlist.wordLines().name()),
            register(components, netlist.bitLines().name()),
            register(components, netlist.dac().name()),
            register(components, netlist.adc().name()),
            register(components, netlist.pulses().name()));
    TileWiring wiring =
        new TileWiring(
            netlist.tile(),
            netlist.wordLines(),
            netlist.bitLines(),
            netlist.pulses(),
            netlist.dac(),
            netlist.adc(),
            netlist.conversionsPerWeight(),
            netlist.pulseCurrent(),
            ids);
    tiles = new TileUnit[netlist.banks()][];
    for (int bank = 0; bank < tiles.length; bank++) {
      tiles[bank] = wireBank(bank, usedTiles, wiring, components);
    }
    vectorUnit = digital(netlist.vectorUnit(), Action.VECTOR_OPERATION, components);
    gradientUnit = digital(netlist.gradientUnit(), Action.MAC, components);
    pulsePlanner = digital(netlist.pulsePlanner(), Action.PLAN, components);
    Specs.Memory m = netlist.gradientMemory();
    gradientMemory =
        new Server(
            m.name(),
            register(components, m.name()),
            Action.MEMORY_READ,
            m.bitsPerCycle(),
            m.cycle(),
            0,
            engine,
            listener);
    thinningCounter =
        new Server(
            netlist.thinningCounter().name(),
            register(components, netlist.thinningCounter().name()),
            Action.COUNTER_TICK,
            1,
            netlist.thinningCounter().tick(),
            0,
            engine,
            listener);
    sampleController =
        new Server(
            netlist.sampleController().name(),
            register(components, netlist.sampleController().name()),
            Action.INDEX_SWITCH,
            1,
            netlist.sampleController().switchTime(),
            0,
            engine,
            listener);
  }

  private TileUnit[] wireBank(int bank, int used, TileWiring wiring, Components components) {
    String tile = netlist.tile().name();
    Resource[] converters = banks("converters", bank, used, netlist.adc().tilesPerBank());
    Resource[] drivers = banks("drivers", bank, used, netlist.pulses().tilesPerBank());
    Rail[] read = rails.get(netlist.tile().readRail());
    Rail[] write = rails.get(netlist.pulses().rail());
    List<Resource> bankPorts = new ArrayList<>();
    TileUnit[] units = new TileUnit[used];
    for (int i = 0; i < used; i++) {
      String instance = tile + "[" + bank + "][" + i + "]";
      Resource port = new Resource(instance, 1, engine);
      bankPorts.add(port);
      units[i] =
          new TileUnit(
              wiring,
              components.register(tile, instance),
              port,
              converters == null ? null : converters[i / netlist.adc().tilesPerBank()],
              drivers == null ? null : drivers[i / netlist.pulses().tilesPerBank()],
              tap(read, bank, i, used),
              tap(write, bank, i, used),
              engine,
              listener);
    }
    ports.add(bankPorts);
    return units;
  }

  /** Banks of converters or drivers shared by several tiles; null if every tile has its own. */
  private Resource[] banks(String what, int bank, int used, int tilesPerBank) {
    if (tilesPerBank == 1) {
      return null;
    }
    Resource[] r = new Resource[(used + tilesPerBank - 1) / tilesPerBank];
    for (int i = 0; i < r.length; i++) {
      r[i] = new Resource(what + "[" + bank + "][" + i + "]", 1, engine);
      shared.add(r[i]);
    }
    return r;
  }

  /**
   * A tile's place on the rails that it shares in turn with the others of its bank: tiles lie along
   * a rail at equal distances in the order of their numbers, and every bank lies alike.
   */
  private static RailTap tap(Rail[] rails, int bank, int tile, int used) {
    int n = rails.length;
    int users = (used - tile % n + n - 1) / n;
    int position = tile / n + 1;
    return new RailTap(rails[tile % n], bank * used + tile, (double) position / users);
  }

  private Server digital(Specs.Digital d, Action action, Components components) {
    int id = register(components, d.name());
    return new Server(d.name(), id, action, d.perCycle(), d.cycle(), 0, engine, listener);
  }

  private static int register(Components components, String name) {
    return components.register(name, name);
  }

  private static String indexed(String name, int i, int count) {
    return count == 1 ? name : name + "[" + i + "]";
  }

  /** Returns the netlist the die was wired from. */
  public Netlist netlist() {
    return netlist;
  }

  /** Returns the clock. */
  public Engine engine() {
    return engine;
  }

  /** Returns a tile of a sample bank. */
  public TileUnit tile(int bank, int index) {
    return tiles[bank][index];
  }

  /** Returns the bus that serves a tile. */
  public Server bus(int tileIndex) {
    Server[] b = buses.get(netlist.tile().bus());
    return b[tileIndex % b.length];
  }

  /** Returns the unit for element-wise operations. */
  public Server vectorUnit() {
    return vectorUnit;
  }

  /** Returns the MACs that accumulate the weight gradient. */
  public Server gradientUnit() {
    return gradientUnit;
  }

  /** Returns the weight-gradient memory. */
  public Server gradientMemory() {
    return gradientMemory;
  }

  /** Returns the unit that computes push and pull widths. */
  public Server pulsePlanner() {
    return pulsePlanner;
  }

  /** Returns the online thinning counter. */
  public Server thinningCounter() {
    return thinningCounter;
  }

  /** Returns the sample-index controller. */
  public Server sampleController() {
    return sampleController;
  }

  /** Returns all rails, instance by instance. */
  public List<Rail> rails() {
    return rails.values().stream().flatMap(java.util.Arrays::stream).toList();
  }

  /** Returns the banks of converters and drivers that are shared by tiles. */
  public List<Resource> sharedBanks() {
    return List.copyOf(shared);
  }

  /** Returns the ports of a bank's tiles. */
  public List<Resource> ports(int bank) {
    return ports.get(bank);
  }

  /**
   * Returns all first-come first-served units: buses, digital units, memory, counter, controller.
   */
  public List<Server> servers() {
    List<Server> all = new ArrayList<>();
    buses.values().forEach(b -> all.addAll(List.of(b)));
    all.addAll(
        List.of(
            vectorUnit,
            gradientUnit,
            gradientMemory,
            pulsePlanner,
            thinningCounter,
            sampleController));
    return all;
  }

  @Override
  public void save(StateWriter out) throws IOException {
    for (Checkpointed unit : units()) {
      unit.save(out);
    }
  }

  @Override
  public void restore(StateReader in) throws IOException {
    for (Checkpointed unit : units()) {
      unit.restore(in);
    }
  }

  private List<Checkpointed> units() {
    List<Checkpointed> all = new ArrayList<>(rails());
    all.addAll(shared);
    ports.forEach(all::addAll);
    all.addAll(servers());
    return all;
  }
}
