package dev.spindrift.exchange;

import dev.spindrift.chip.Die;
import dev.spindrift.chip.Netlist;
import dev.spindrift.energy.EnergyLedger;
import dev.spindrift.engine.Engine;
import dev.spindrift.engine.Workers;
import dev.spindrift.input.Problems;
import dev.spindrift.mapping.Layout;
import dev.spindrift.mapping.PushPull;
import dev.spindrift.mapping.TileBlock;
import dev.spindrift.network.Layer;
import dev.spindrift.network.NetworkSpec;
import dev.spindrift.network.Networks;
import dev.spindrift.replay.Recording;
import dev.spindrift.replay.Replay;
import dev.spindrift.replay.ReplayChip;
import dev.spindrift.replay.Setup;
import dev.spindrift.trace.Action;
import dev.spindrift.trace.Announcer;
import dev.spindrift.trace.Components;
import dev.spindrift.trace.Marker;
import dev.spindrift.trace.TraceHeader;
import dev.spindrift.trace.TraceReader;
import dev.spindrift.trace.TraceWriter;
import dev.spindrift.trace.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes a trace of a list of pulses, as if a run had programmed one tile of a chip with them, so
 * that replay, re-pricing and exports take it like any other.
 *
 * <p>Pulses become updates (the trace's mini-batches): each cell gets at most one push and then one
 * pull in an update, and a pulse that its cell cannot take any more begins the next update. All
 * cells start at the same weight. Pulses are resolved one by one (device grain {@code pulse}), and
 * the seed's thermal noise of the trace's updates acts on them. The recorded end is found by
 * replaying the list once, so that later replays can be compared with it to the last bit.
 *
 * <p>The trace holds the list's own times, single pulses (grain {@code pulse}), and their energy as
 * the chip's tile and drivers draw it. Not simulated: reads, digital work, and whether the chip's
 * drivers could deliver the list (row by row, gaps, limits of the rail).
 */
public final class PulseListImport {
  private final Netlist chip;
  private final int tile;
  private final long seed;
  private final double weight;
  private final PulseList list;
  private final Setup setup;
  private final Layout layout;
  private final Components components = new Components();
  private final int component;
  private final int drivers;
  private final List<Layer> layers;
  private EnergyLedger ledger;

  /** The pulses of one update. */
  private static final class Update {
    final List<PulseList.Pulse> pulses = new ArrayList<>();
    final Map<Integer, Integer> state = new LinkedHashMap<>(); // cell to 1 pushed, 2 pulled

    /** Adds a pulse unless its cell has had its turn. */
    boolean take(PulseList.Pulse p, int columns) {
      int cell = p.row() * columns + p.column();
      int had = state.getOrDefault(cell, 0);
      if (had == 2 || (had == 1 && p.push())) {
        return false;
      }
      state.put(cell, p.push() ? 1 : 2);
      return pulses.add(p);
    }
  }

  /**
   * Prepares a list for a tile.
   *
   * @param chip the chip
   * @param tile number of the tile in its bank [1]
   * @param seed root of the device noise
   * @param weight weight at which all cells start, -1 to 1 [1]
   */
  public PulseListImport(PulseList list, Netlist chip, int tile, long seed, double weight) {
    this.list = list;
    this.chip = chip;
    this.tile = tile;
    this.seed = seed;
    this.weight = weight;
    // A layer that covers the tiles up to this one: the tile keeps its number, and so its noise.
    NetworkSpec one =
        NetworkSpec.of(
            "linear",
            1,
            1,
            Math.multiplyExact(chip.tile().rows(), tile + 1),
            chip.tile().columns());
    setup =
        new Setup(
            "pulse-list",
            seed,
            1,
            1,
            new PushPull(
                PushPull.DEFAULT.crossing(),
                PushPull.Order.PUSH_FIRST,
                PushPull.DEFAULT.widths(),
                PushPull.DEFAULT.offset()),
            dev.spindrift.device.Grain.PULSE,
            false,
            one,
            list.unit(),
            new Recording(Recording.Grain.PULSE, List.of(tile), List.of(), 1, Integer.MAX_VALUE));
    layers = Networks.describe(one);
    layout = Layout.of(layers, chip.tile());
    Die die =
        new Die(chip, layout.blocks().size(), components, new Engine(), new Announcer(components));
    component = die.tile(0, tile).component();
    drivers = components.instances().indexOf(chip.pulses().name());
  }

  /**
   * Finds what keeps a tile from taking a list.
   *
   * @param problems receives them; modified
   */
  public static void check(Netlist chip, int tile, double weight, Problems problems) {
    if (tile < 0 || tile >= chip.tile().count()) {
      problems.add("--tile", Integer.toString(tile), "0 to " + (chip.tile().count() - 1));
    }
    if (chip.tile().columns() < 2) {
      problems.add("--netlist", "tiles of one column", "tiles of at least two columns");
    }
    if (!(weight >= -1 && weight <= 1)) {
      problems.add("--start", Double.toString(weight), "a weight, -1 to 1");
    }
    if (chip.device().model().complementary()) {
      problems.add(
          "--netlist", "filaments, which are programmed by weight", "devices that pulses displace");
    }
  }

  /**
   * Writes the trace.
   *
   * @param file the file to be
   * @param force whether an existing file may be replaced
   * @return updates in it [1]
   */
  public long write(Path file, boolean force, Workers workers) throws IOException {
    Path draft = Files.createTempFile("spindrift-pulses", ".arrow");
    try {
      long updates = trace(draft, true, null);
      long[] digest;
      try (TraceReader t = TraceReader.open(draft)) {
        digest =
            new Replay(t, ReplayChip.of(t, null, null, null), false, seed, workers)
                .run(k -> {})
                .digest();
        t.requireWhole();
      }
      trace(file, force, digest);
      return updates;
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private long trace(Path file, boolean force, long[] digest) throws IOException {
    TraceHeader header = TraceHeader.of(setup.toJson(), Setup.components(components), chip.files());
    List<String> names = layers.stream().map(Layer::name).toList();
    ledger = new EnergyLedger(components, chip::price, layers.size());
    try (TraceWriter out = new TraceWriter(file, force, header, components.instances(), names)) {
      out.marker(Marker.HAND_OVER, 1, 0, 0);
      walls(out);
      int k = 0;
      Update update = new Update();
      for (PulseList.Pulse p : list.pulses()) {
        if (!update.take(p, chip.tile().columns())) {
          put(out, ++k, update);
          update = new Update();
          update.take(p, chip.tile().columns());
        }
      }
      put(out, ++k, update);
      long end = 0;
      for (PulseList.Pulse p : list.pulses()) {
        end = Math.max(end, p.time() + p.steps() * list.unit());
      }
      for (int i = 0; digest != null && i < digest.length; i++) {
        out.marker(Marker.DIGEST, k, end, digest[i]);
      }
      out.end(k, end, ledger.total());
      out.finish();
      return k;
    }
  }

  private void walls(TraceWriter out) {
    TileBlock b = layout.blocks().get(tile);
    float[] plus = new float[b.columns()];
    float[] minus = new float[b.columns()];
    Arrays.fill(plus, (float) Math.max(0, weight));
    Arrays.fill(minus, (float) Math.max(0, -weight));
    for (int r = 0; r < b.rows(); r++) {
      out.wallRow(Marker.WALLS_PLUS, 1, component, b.layer(), 0, r, plus);
      out.wallRow(Marker.WALLS_MINUS, 1, component, b.layer(), 0, r, minus);
    }
  }

  /** Writes an update: its row programs, then its single pulses with their own times. */
  private void put(TraceWriter out, int k, Update update) {
    TileBlock b = layout.blocks().get(tile);
    out.marker(Marker.MINI_BATCH, k, update.pulses.get(0).time(), k);
    Map<Integer, List<PulseList.Pulse>> rows = new java.util.TreeMap<>();
    update.pulses.forEach(p -> rows.computeIfAbsent(p.row(), r -> new ArrayList<>()).add(p));
    double heat = chip.price(chip.tile().name(), Action.PULSE).joules();
    double headroom = chip.price(chip.pulses().name(), Action.PULSE).joules();
    double edge = chip.price(chip.pulses().name(), Action.DRIVE).joules();
    for (Map.Entry<Integer, List<PulseList.Pulse>> e : rows.entrySet()) {
      char[] push = new char[b.columns()];
      char[] pull = new char[b.columns()];
      long start = e.getValue().get(0).time();
      long end = start;
      long devicePs = 0;
      for (PulseList.Pulse p : e.getValue()) {
        (p.push() ? push : pull)[p.column()] = p.steps();
        long width = p.steps() * list.unit();
        end = Math.max(end, p.time() + width);
        devicePs += width;
      }
      int n = e.getValue().size();
      long d = end - start;
      Work w = Work.UPDATE;
      int l = b.layer();
      double all = devicePs * (heat + headroom) + n * edge;
      out.rowProgram(
          k,
          component,
          w,
          l,
          start,
          d,
          devicePs,
          all,
          e.getKey(),
          push,
          pull,
          null,
          0,
          push.length);
      int r = e.getKey();
      announce(out, k, component, Action.PULSE, l, start, d, devicePs, devicePs * heat, r);
      announce(out, k, drivers, Action.PULSE, l, start, d, devicePs, devicePs * headroom, r);
      announce(out, k, drivers, Action.DRIVE, l, start, d, n, n * edge, r);
    }
    for (PulseList.Pulse p : update.pulses) {
      long width = p.steps() * list.unit();
      Marker kind = p.push() ? Marker.PUSH : Marker.PULL;
      double all = width * (heat + headroom) + edge;
      out.pulse(
          kind, k, component, Work.UPDATE, b.layer(), p.time(), width, all, p.row(), p.column());
    }
  }

  /** Records an action and counts it as the run's ledger does: re-priced energy equals it. */
  private void announce(
      TraceWriter out,
      int k,
      int who,
      Action what,
      int layer,
      long start,
      long duration,
      long quantity,
      double all,
      int row) {
    out.action(k, who, what, Work.UPDATE, layer, start, duration, quantity, 0, all, row);
    ledger.onAction(who, what, Work.UPDATE, layer, start, duration, quantity, 0);
  }
}
