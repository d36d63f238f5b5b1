package dev.spindrift.replay;

import dev.spindrift.chip.Die;
import dev.spindrift.chip.Netlist;
import dev.spindrift.device.CellArray;
import dev.spindrift.energy.EnergyLedger;
import dev.spindrift.engine.Engine;
import dev.spindrift.engine.Phase;
import dev.spindrift.engine.Workers;
import dev.spindrift.input.InputException;
import dev.spindrift.mapping.ChipUpdater;
import dev.spindrift.mapping.Layout;
import dev.spindrift.mapping.PushPull;
import dev.spindrift.mapping.TileBlock;
import dev.spindrift.mapping.TrainingController;
import dev.spindrift.network.Layer;
import dev.spindrift.network.Networks;
import dev.spindrift.trace.Action;
import dev.spindrift.trace.Announcer;
import dev.spindrift.trace.Components;
import dev.spindrift.trace.Marker;
import dev.spindrift.trace.TraceReader;
import dev.spindrift.trace.Work;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * Drives a chip with recorded pulses. On the recorded chip with the recorded seed the walls end
 * where they ended, at the recorded time and energy, to the last bit; on another chip or with
 * another seed it is a what-if.
 */
public final class Replay {
  private final TraceReader trace;
  private final Setup setup;
  private final Netlist chip;
  private final List<Layer> layers;
  private final RecordedTiles recorded;
  private final Engine engine = new Engine();
  private final EnergyLedger ledger;
  private final TrainingController controller;
  private final ChipUpdater updater;
  private final RecordedPulses pulses;
  private final FloatBuffer weights;
  private final double[] conductances;
  private final Map<Work, Long> phases = new EnumMap<>(Work.class);
  private final boolean events;

  // the mini-batch whose records are being read
  private long miniBatch;
  private boolean ticked;
  private int toBank = -1;
  private long firstMiniBatch;
  private long restedUntil;
  private long rests;
  private long[] digest;
  private int words;
  private long recordedTime = -1;
  private double recordedJoules = Double.NaN;

  /**
   * Prepares a chip.
   *
   * @param trace the recording, before its first record; read to its end by {@link #run}
   * @param chip the chip; the trace's own ({@link ReplayChip}) or another one
   * @param other whether the device is another than the recorded one, so that pairs are resolved as
   *     its file says instead of as the recorded scenario said
   * @param seed root of the device noise; the trace's is {@code setup.seed()}
   * @param workers threads for the walls; results do not depend on them
   * @throws InputException if the chip cannot hold the trace's network
   */
  public Replay(TraceReader trace, Netlist chip, boolean other, long seed, Workers workers) {
    this.trace = trace;
    this.setup = TraceFile.setup(trace);
    this.chip = chip;
    List<String> wrong = setup.network().problems();
    if (!wrong.isEmpty()) {
      throw RecordedTiles.refused(
          trace, String.join("; ", wrong), "a trace whose network this version knows");
    }
    layers = Networks.describe(setup.network());
    recorded = new RecordedTiles(trace, layers);
    Layout layout = Layout.of(layers, chip.tile());
    requireRoom(layout);
    requireChanges();
    Components components = new Components();
    ledger = new EnergyLedger(components, chip::price, layers.size());
    Die die =
        new Die(
            chip, layout.blocks().size(), components, engine, new Announcer(components, ledger));
    controller = new TrainingController(die, layers, layout, setup.batch(), setup.burstImages());
    updater =
        new ChipUpdater(
            layout,
            chip,
            other ? chip.device() : chip.device().withGrain(setup.grain()),
            setup.mode(),
            false,
            seed,
            workers);
    pulses =
        new RecordedPulses(
            recorded.layout(), setup.timeStep(), chip.tile(), chip.pulses(), updater);
    int size = 0;
    for (TileBlock b : layout.blocks()) {
      size = Math.max(size, b.flatStart() + (b.columns() - 1) * b.layerRows() + b.rows());
    }
    weights = FloatBuffer.allocate(size);
    conductances = new double[layout.blocks().size()];
    events = setup.recording().wholeChip();
    for (Work w : Work.values()) {
      phases.put(w, 0L);
    }
  }

  private void requireRoom(Layout layout) {
    if (layout.blocks().size() > chip.tile().count()) {
      throw recorded.refused(
          String.format(
              "a recording of %d weights, which need %d tiles of %d x %d cells; chip %s has %d",
              layout.weights(),
              layout.blocks().size(),
              chip.tile().rows(),
              chip.tile().columns(),
              chip.name(),
              chip.tile().count()),
          "a netlist with more or larger tiles");
    }
    long bits = layout.weights() * chip.gradientMemory().word();
    if (setup.recording().wholeChip() && bits > chip.gradientMemory().capacity()) {
      throw recorded.refused(
          "gradients of " + bits + " bit, but " + chip.gradientMemory().name() + " holds fewer",
          "a netlist with a gradient memory of at least that size");
    }
  }

  /** Filaments are programmed by the change of weight asked for, which walls' traces lack. */
  private void requireChanges() {
    boolean recordedChanges =
        setup.mode().crossing() == PushPull.Crossing.SATURATE
            || ReplayChip.of(trace, null, null, null).device().model().complementary();
    if (chip.device().model().complementary() && !recordedChanges) {
      throw recorded.refused(
          "pulse widths only, but "
              + chip.device().name()
              + " is programmed by the changes of weight that were asked for",
          "a device moved by pulses, or a trace recorded with filaments or with crossing:"
              + " saturate");
    }
  }

  /** Watches a replay. */
  public interface Progress {
    /** A mini-batch is about to begin: the walls are where it finds them. */
    default void begin(long miniBatch) {}

    /**
     * A mini-batch is done: the walls are where it left them.
     *
     * @return whether to go on
     */
    boolean done(long miniBatch);
  }

  /** Returns a tile's walls; live. */
  public CellArray cells(int tile) {
    return updater.cells(tile);
  }

  /**
   * Replays all that can be verified.
   *
   * @param progress hears the number of each mini-batch when it is done
   * @throws InputException if a record contradicts the trace's header
   */
  public ReplayResult run(LongConsumer progress) {
    return drive(
        k -> {
          progress.accept(k);
          return true;
        });
  }

  /**
   * Replays all that can be verified, or as much as is wanted.
   *
   * @throws InputException if a record contradicts the trace's header
   */
  public ReplayResult drive(Progress progress) {
    boolean walls = false;
    long reading = 0;
    boolean on = true;
    while (on && trace.next()) {
      Marker marker = trace.marker();
      if (marker == null) {
        ticked |= trace.action() == Action.COUNTER_TICK;
        continue;
      }
      switch (marker) {
        case WALLS_PLUS, WALLS_MINUS -> {
          wall(marker == Marker.WALLS_PLUS);
          walls = true;
        }
        case MINI_BATCH -> {
          on = finishMiniBatch(progress);
          if (firstMiniBatch == 0) {
            begin(walls);
          }
          reading = trace.quantity();
          startMiniBatch(reading);
          if (on) {
            progress.begin(reading);
          }
        }
        case ROW_PROGRAM -> row();
        case HAND_OVER -> {
          toBank = (int) trace.quantity();
          if (firstMiniBatch == 0) {
            controller.resumeIn(Math.floorMod(toBank, chip.banks()));
          }
        }
        case DIGEST -> digest(trace.quantity());
        case END -> {
          recordedTime = trace.start();
          recordedJoules = trace.joules();
        }
        case PUSH, PULL -> {}
      }
    }
    if (recordedTime >= 0) {
      finishMiniBatch(progress);
    } else {
      miniBatch = 0; // it may lack records: only those before it are known to be whole
    }
    return result(recordedTime >= 0 ? reading : reading - 1);
  }

  private void digest(long word) {
    digest = digest == null ? new long[4] : digest;
    if (words < digest.length) {
      digest[words++] = word;
    }
  }

  private void wall(boolean plus) {
    TileBlock from = recorded.block();
    int r = from.rowStart() + trace.row();
    List<Integer> tiles = updater.layout().byLayer().get(from.layer());
    int down = (from.layerRows() + chip.tile().rows() - 1) / chip.tile().rows();
    for (int c = 0; c < trace.walls(); c++) {
      int column = from.columnStart() + c;
      int tile = tiles.get(column / chip.tile().columns() * down + r / chip.tile().rows());
      CellArray cells = updater.cells(tile);
      int cell = column % chip.tile().columns() * cells.rows() + r % chip.tile().rows();
      float x = trace.wall(c);
      if (!(x >= 0 && x <= 1)) {
        throw recorded.refused("a wall at " + x, "positions from 0 to 1");
      }
      (plus ? cells.plus() : cells.minus())[cell] = x;
    }
  }

  private void row() {
    pulses.add(recorded.block().tile(), trace);
  }

  /** All walls are known: the chip begins where the recording began. */
  private void begin(boolean walls) {
    if (!walls) {
      throw recorded.refused(
          "pulses without the walls that they move", "a recording from its beginning");
    }
    firstMiniBatch = trace.quantity();
    for (int i = 0; i < conductances.length; i++) {
      updater.cells(i).positionSum(CellArray.UNKNOWN);
      chip.device().model().rest(updater.cells(i));
    }
    if (trace.start() > 0) {
      engine.schedule(trace.start(), Phase.DEFAULT, (a, b) -> {}, 0, 0);
      engine.run();
    }
  }

  private void startMiniBatch(long k) {
    if (k < 1 || k > 0xFFFF_FFFFL || (miniBatch > 0 && k != miniBatch + 1)) {
      throw recorded.refused("mini-batch " + k + " after " + miniBatch, "mini-batches in order");
    }
    miniBatch = k;
    ticked = false;
    toBank = -1;
    pulses.clear();
  }

  private boolean finishMiniBatch(Progress progress) {
    if (miniBatch == 0) {
      return true;
    }
    rest();
    if (events) {
      updater.conductances(conductances);
      TrainingController.Instants i = controller.runGradient(conductances);
      add(Work.FORWARD, i.forward() - i.start());
      add(Work.BACKWARD, i.backward() - i.forward());
      add(Work.GRADIENT, i.gradient() - i.backward());
    }
    rest();
    updater.apply(miniBatch, pulses::of);
    if (events) {
      long from = engine.now();
      long end = controller.runUpdate(updater::sequence);
      add(Work.UPDATE, end - from);
      if (ticked) {
        controller.tick();
        add(Work.CONTROL, engine.now() - end);
      }
    }
    if (toBank >= 0) {
      handOver();
    }
    return progress.done(miniBatch);
  }

  /** Walls that diffuse at rest do so twice a mini-batch, as in the run. */
  private void rest() {
    if (chip.device().betweenPulses().restDiffusion() > 0) {
      long now = engine.now();
      updater.rest((now - restedUntil) * 1e-12, rests++, weights);
      restedUntil = now;
    }
  }

  private void handOver() {
    int bank = Math.floorMod(toBank, chip.banks());
    if (events) {
      long from = engine.now();
      updater.conductances(conductances);
      controller.runHandOver(bank, conductances, updater.handOver()::get);
      add(Work.HANDOVER, engine.now() - from);
    }
    if (setup.handOverError() && chip.banks() > 1) {
      updater.disturb(miniBatch, weights);
    }
  }

  private void add(Work work, long duration) {
    phases.merge(work, duration, Long::sum);
  }

  private ReplayResult result(long last) {
    WallDigest now = new WallDigest();
    for (TileBlock b : updater.layout().blocks()) {
      CellArray cells = updater.cells(b.tile());
      cells.readWeights(weights, b.columnOffsets());
      Recording r = setup.recording();
      boolean mine = r.layers().isEmpty() || r.layers().contains(layers.get(b.layer()).name());
      if (mine && (r.tiles().isEmpty() || r.tiles().contains(b.tile()))) {
        now.add(b.tile(), cells);
      }
    }
    List<ReplayResult.LayerWeights> parts = new ArrayList<>();
    for (Layer l : layers) {
      if (l.kind().hasWeights()) {
        parts.add(
            new ReplayResult.LayerWeights(l.name(), l.weightOffset(), l.rows() * l.columns()));
      }
    }
    var statistics = updater.statistics();
    return new ReplayResult(
        chip.name(),
        chip.device().name(),
        firstMiniBatch,
        last,
        events,
        weights.array(),
        parts,
        now.words(),
        words == 4 ? digest : null,
        engine.now(),
        recordedTime,
        events ? ledger.total() : Double.NaN,
        recordedJoules,
        phases,
        ledger.entries(),
        statistics.updates(),
        statistics.trackEnds(),
        pulses.raised(),
        pulses.cut(),
        pulses.rounded());
  }
}
