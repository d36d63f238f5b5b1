package dev.spindrift.circuit;

import dev.spindrift.energy.EnergyLedger;
import dev.spindrift.energy.Price;
import dev.spindrift.engine.Engine;
import dev.spindrift.trace.Action;
import dev.spindrift.trace.ActionListener;
import dev.spindrift.trace.Announcer;
import dev.spindrift.trace.Components;
import dev.spindrift.trace.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Tiles on a bench: everything a tile is wired to, with round numbers, and who listens. */
final class Bench {
  static final int TIMING_ROWS = 2;
  static final int COLUMNS = 3;

  /** One device under a pulse: 0.45 mA [nA]. */
  static final long PULSE = 450_000;

  /** Joules per unit; distinct, so that no two actions can be mistaken for each other. */
  static final Map<Action, Double> PRICES =
      Map.of(
          Action.DAC_CONVERSION, 0.3e-12,
          Action.LINE_ACTIVATION, 0.4e-12,
          Action.CELL_READ, 0.0,
          Action.ADC_CONVERSION, 2.5e-12,
          Action.PULSE, 1e-16,
          Action.DRIVE, 37.5e-15);

  /** One announcement as heard. */
  record Heard(
      String who, Action action, Work work, long start, long duration, long quantity, double own) {}

  final Engine engine = new Engine();
  final Components components = new Components();
  final List<Heard> heard = new ArrayList<>();
  final EnergyLedger ledger =
      new EnergyLedger(components, (kind, a) -> new Price(PRICES.get(a), "", "test"), 1);
  final ActionListener listener =
      new Announcer(
          components,
          ledger,
          (c, action, work, layer, start, duration, quantity, own) ->
              heard.add(
                  new Heard(
                      components.instances().get(c),
                      action,
                      work,
                      start,
                      duration,
                      quantity,
                      own)));
  final Rail readRail;
  final Rail writeRail;
  private final TileWiring wiring;
  private int tiles;

  /**
   * Sets the bench up.
   *
   * @param columnsPerDriver columns that share a driver [1]
   * @param writeLimit limit of the write rail [nA]
   */
  Bench(int columnsPerDriver, long writeLimit) {
    this(columnsPerDriver, writeLimit, 700);
  }

  /**
   * Sets the bench up with another dead time.
   *
   * @param deadTime recovery of the pulse drivers [ps]
   */
  Bench(int columnsPerDriver, long writeLimit, long deadTime) {
    this(columnsPerDriver, writeLimit, deadTime, RailPolicy.FIRST_COME, 0);
  }

  /**
   * Sets the bench up with another write rail of 1 V.
   *
   * @param resistance of the write rail [ohm]
   */
  Bench(
      int columnsPerDriver, long writeLimit, long deadTime, RailPolicy policy, double resistance) {
    Specs.Tile tile =
        new Specs.Tile(
            "tile", 4, 4, 4, "vread", 0.1, 5_000, 0.25, 0.125, "wl", "bl", "pd", "dac", "adc", "n");
    wiring =
        new TileWiring(
            tile,
            new Specs.LineDriver("wl", 1_000),
            new Specs.LineDriver("bl", 1_500),
            new Specs.PulseDriver(
                "pd", "vwrite", 10, 600, 20_000, 5_000, deadTime, columnsPerDriver, 1, null),
            new Specs.Dac("dac", 8, 1_000, 1),
            new Specs.Adc("adc", 8, 2_000, 2, 1),
            1,
            PULSE,
            new LineDriverIds(
                components.register("wl", "wl"),
                components.register("bl", "bl"),
                components.register("dac", "dac"),
                components.register("adc", "adc"),
                components.register("pd", "pd")));
    readRail = rail("vread", 1_000_000_000, RailPolicy.FIRST_COME, 0);
    writeRail = rail("vwrite", writeLimit, policy, resistance);
  }

  /** Adds a tile of 2 x 3 cells with a summed conductance of 1 mS. */
  TileUnit tile(String name, Resource converters, Resource drivers) {
    TileUnit t =
        new TileUnit(
            wiring,
            components.register("tile", name),
            new Resource(name, 1, engine),
            converters,
            drivers,
            new RailTap(readRail, tiles, 1),
            new RailTap(writeRail, tiles, ++tiles / 4.0),
            engine,
            listener);
    t.assign(0, TIMING_ROWS, COLUMNS);
    t.conductance(1e-3);
    return t;
  }

  private Rail rail(String name, long limit, RailPolicy policy, double resistance) {
    return Rail.of(new Specs.Rail(name, 1, 1.0, limit, policy, resistance), engine)[0];
  }

  Resource one(String name) {
    return new Resource(name, 1, engine);
  }

  /** Everything heard of an action, in order. */
  List<Heard> heard(Action action) {
    return heard.stream().filter(h -> h.action() == action).toList();
  }

  /** Joules that the ledger books for a kind of component and an action. */
  double joules(String kind, Action action) {
    return ledger.entries().stream()
        .filter(e -> e.kind().equals(kind) && e.action() == action)
        .mapToDouble(EnergyLedger.Entry::joules)
        .sum();
  }

  /** Pairs [row][column] of push and pull widths [ps], {0, 0} for no pulse. */
  static RowSequence rows(int phases, boolean single, long[][][] pairs) {
    return new Pairs(phases, single, pairs);
  }

  private static final class Pairs implements RowSequence, RowSequence.PulseSequence {
    private final int phases;
    private final boolean single;
    private final long[][][] pairs;

    Pairs(int phases, boolean single, long[][][] pairs) {
      this.phases = phases;
      this.single = single;
      this.pairs = pairs;
    }

    @Override
    public int rows() {
      return pairs.length;
    }

    @Override
    public int phases() {
      return phases;
    }

    @Override
    public long longestPair(int row, int phase) {
      long longest = 0;
      for (int c = phase; c < columns(); c += phases) {
        longest = Math.max(longest, pairs[row][c][0] + pairs[row][c][1]);
      }
      return longest;
    }

    @Override
    public int columns(int row, int phase) {
      int n = 0;
      for (int c = phase; c < columns(); c += phases) {
        n += pairs[row][c][0] > 0 ? 1 : 0;
      }
      return n;
    }

    @Override
    public long pulseTime(int row) {
      long sum = 0;
      for (long[] p : pairs[row]) {
        sum += p[0] + p[1];
      }
      return sum;
    }

    @Override
    public int pulses(int row) {
      int n = 0;
      for (long[] p : pairs[row]) {
        n += p[0] > 0 ? 2 : 0;
      }
      return n;
    }

    @Override
    public PulseSequence pulses() {
      return single ? this : null;
    }

    @Override
    public int columns() {
      return COLUMNS;
    }

    @Override
    public long first(int row, int column) {
      return pairs[row][column][0];
    }

    @Override
    public long second(int row, int column) {
      return pairs[row][column][1];
    }
  }
}
