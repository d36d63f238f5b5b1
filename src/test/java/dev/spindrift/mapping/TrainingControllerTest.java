package dev.spindrift.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindrift.Chips;
import dev.spindrift.chip.Die;
import dev.spindrift.chip.Netlist;
import dev.spindrift.chip.NetlistFile;
import dev.spindrift.device.Grain;
import dev.spindrift.engine.Engine;
import dev.spindrift.engine.Workers;
import dev.spindrift.input.Problems;
import dev.spindrift.learning.Increment;
import dev.spindrift.network.Layer;
import dev.spindrift.network.NetworkSpec;
import dev.spindrift.network.Networks;
import dev.spindrift.trace.Action;
import dev.spindrift.trace.Components;
import dev.spindrift.trace.Work;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingControllerTest {
  private static final NetworkSpec MLP = NetworkSpec.of("mlp", 1, 8, 8, 10).withWidths(12);
  private static final int BATCH = 8;

  @TempDir Path temp;

  private final Engine engine = new Engine();
  private final Workers workers = new Workers(1);
  private final List<Heard> heard = new ArrayList<>();
  private Netlist netlist;
  private List<Layer> layers;
  private Layout layout;
  private TrainingController controller;
  private ChipUpdater updater;
  private FloatBuffer weights;
  private FloatBuffer gradient;
  private double[] conductances;

  private record Heard(
      String who, Action action, Work work, int layer, long start, long end, long quantity) {}

  @AfterEach
  void stop() {
    workers.close();
  }

  /** Wires the crowded chip for a network; images are read three at a time. */
  private void wire(NetworkSpec spec, int batch, float weight) throws IOException {
    Problems problems = new Problems();
    netlist = NetlistFile.read(Chips.crowded(temp, 1), problems);
    problems.throwIfAny();
    layers = Networks.describe(spec);
    layout = Layout.of(layers, netlist.tile());
    Components components = new Components();
    Die die =
        new Die(
            netlist,
            layout.blocks().size(),
            components,
            engine,
            (c, action, work, layer, start, duration, n, own) ->
                heard.add(
                    new Heard(
                        components.instances().get(c),
                        action,
                        work,
                        layer,
                        start,
                        start + duration,
                        n)));
    controller = new TrainingController(die, layers, layout, batch, 3);
    updater =
        new ChipUpdater(layout, netlist, netlist.device(), PushPull.DEFAULT, false, 5, workers);
    int length = 0;
    for (Layer l : layers) {
      length = Math.max(length, l.weightOffset() + l.rows() * l.columns());
    }
    float[] start = new float[length];
    Arrays.fill(start, weight);
    weights = MappingCases.direct(start);
    gradient = MappingCases.direct(new float[length]);
    updater.initialise(weights);
    conductances = new double[layout.blocks().size()];
    updater.conductances(conductances);
  }

  private long sum(Predicate<Heard> which) {
    return heard.stream().filter(which).mapToLong(Heard::quantity).sum();
  }

  private long count(Predicate<Heard> which) {
    return heard.stream().filter(which).count();
  }

  private static Predicate<Heard> is(Action action, Work work) {
    return h -> h.action() == action && h.work() == work;
  }

  @Test
  void everyTileReadsEveryBurstOnceForwardAndOnceBackwardsBeyondTheFirstLayer() throws IOException {
    wire(MLP, BATCH, 0.5f);
    controller.runGradient(conductances);
    // 20 x 8 tiles: 64 x 12 takes 4 x 2 of them, 12 x 10 takes 2. Bursts of 3, 3 and 2 images.
    assertEquals(10, layout.blocks().size());
    assertEquals(3 * 10, count(is(Action.CELL_READ, Work.FORWARD)));
    assertEquals(3 * 2, count(is(Action.CELL_READ, Work.BACKWARD)));
    assertEquals(8 * 10, sum(is(Action.CELL_READ, Work.FORWARD)), "vectors: one per image");
    assertEquals(8 * 2, sum(is(Action.CELL_READ, Work.BACKWARD)));
    int first = layout.blocks().get(0).layer();
    assertEquals(0, count(h -> h.layer() == first && h.work() == Work.BACKWARD));
    // each of 4 row splits converts 12 columns of layer one; one split converts 10 of layer two
    assertEquals(8 * (4 * 12 + 10), sum(is(Action.ADC_CONVERSION, Work.FORWARD)));
    assertEquals(8 * 12 * 2, sum(is(Action.ADC_CONVERSION, Work.BACKWARD)), "2 column splits");
  }

  @Test
  void gradientMacsAndMemoryTrafficAreVectorsTimesWeightsTimesImages() throws IOException {
    for (NetworkSpec spec :
        List.of(MLP, NetworkSpec.of("lenet", 1, 8, 8, 10).withWidths(3, 4, 12))) {
      heard.clear();
      wire(spec, BATCH, 0.5f);
      controller.runGradient(conductances);
      long macs = 0;
      for (Layer l : layers) {
        macs += (long) l.vectors() * l.rows() * l.columns();
      }
      assertEquals(BATCH * macs, sum(is(Action.MAC, Work.GRADIENT)));
      assertEquals(BATCH * layout.weights() * 32, sum(is(Action.MEMORY_READ, Work.GRADIENT)));
      assertEquals(BATCH * layout.weights() * 32, sum(is(Action.MEMORY_WRITE, Work.GRADIENT)));
    }
  }

  @Test
  void instantsFollowEachOther() throws IOException {
    wire(MLP, BATCH, 0.5f);
    TrainingController.Instants i = controller.runGradient(conductances);
    assertEquals(0, i.start());
    assertTrue(i.start() < i.forward() && i.forward() < i.backward(), "" + i);
    assertTrue(i.backward() <= i.gradient() && i.gradient() == i.update(), "" + i);
    for (Heard h : heard) {
      if (h.work() == Work.FORWARD) {
        assertTrue(h.end() <= i.forward());
      } else {
        assertTrue(h.start() >= i.forward());
      }
    }
  }

  @Test
  void residualBranchesAreReadAtTheSameTime() throws IOException {
    wire(NetworkSpec.of("resnet18", 3, 32, 32, 10).withWidths(2, 3, 4, 5), 2, 0.5f);
    controller.runGradient(conductances);
    int overlaps = 0;
    for (int a = 0; a < layers.size(); a++) {
      for (int b = a + 1; b < layers.size(); b++) {
        if (layers.get(a).kind().hasWeights()
            && layers.get(b).kind().hasWeights()
            && layers.get(a).inputs().equals(layers.get(b).inputs())) {
          assertTrue(
              start(a) < end(b) && start(b) < end(a),
              layers.get(a).name() + " and " + layers.get(b).name());
          overlaps++;
        }
      }
    }
    assertEquals(3, overlaps, "the first block of stages 2, 3 and 4 has a shortcut");
  }

  private long start(int layer) {
    return reads(layer).mapToLong(Heard::start).min().orElseThrow();
  }

  private long end(int layer) {
    return reads(layer).mapToLong(Heard::end).max().orElseThrow();
  }

  private java.util.stream.Stream<Heard> reads(int layer) {
    return heard.stream()
        .filter(is(Action.CELL_READ, Work.FORWARD))
        .filter(h -> h.layer() == layer);
  }

  @Test
  void anUpdateFetchesPlansAndProgramsEveryWeightOnce() throws IOException {
    wire(MLP, BATCH, 0.5f);
    controller.runGradient(conductances);
    long before = engine.now();
    updater.plan(1, gradient, weights, MappingCases.SGLD);
    long end = controller.runUpdate(updater::sequence);
    assertTrue(end > before);
    assertEquals(888, sum(is(Action.PLAN, Work.UPDATE)));
    assertEquals(888 * 32, sum(is(Action.MEMORY_READ, Work.UPDATE)));
    assertEquals(2 * 888, sum(is(Action.DRIVE, Work.UPDATE)));
    int rows = layout.blocks().stream().mapToInt(TileBlock::rows).sum();
    assertEquals(rows, sum(is(Action.LINE_ACTIVATION, Work.UPDATE)));
  }

  @Test
  void withoutDriftAndWithoutNoiseNothingIsPulsedAndNoWallMoves() throws IOException {
    wire(MLP, BATCH, 0.25f);
    for (long step = 1; step <= 3; step++) {
      controller.runGradient(conductances);
      updater.plan(step, gradient, weights, new Increment(-1e-2, 0));
      controller.runUpdate(updater::sequence);
    }
    assertEquals(0, count(h -> h.action() == Action.PULSE || h.action() == Action.DRIVE));
    for (TileBlock b : layout.blocks()) {
      for (int offset : b.columnOffsets()) {
        for (int r = 0; r < b.rows(); r++) {
          assertEquals(0.25f, weights.get(offset + r), 0f);
        }
      }
    }
    assertEquals(0, updater.statistics().updates());
  }

  @Test
  void theHandOverReadsTheOldBankAndProgramsTheNext() throws IOException {
    wire(MLP, BATCH, 0.5f);
    long switchTime = netlist.sampleController().switchTime();
    controller.runHandOver(1, conductances, updater.handOver()::get);
    assertEquals(1, controller.bank());
    assertTrue(engine.now() > switchTime);
    assertEquals(1, sum(is(Action.INDEX_SWITCH, Work.CONTROL)));
    assertEquals(10, count(is(Action.CELL_READ, Work.HANDOVER)));
    for (Heard h : heard) {
      if (h.who().startsWith("tile")) {
        String bank = h.action() == Action.CELL_READ ? "tile[0]" : "tile[1]";
        assertTrue(h.who().startsWith(bank), h.toString());
      }
    }
    assertEquals(888 * 8, sum(is(Action.BUS_TRANSFER, Work.HANDOVER)), "8 bit a weight");
    // Track of 4 um at 34.1 m/s: a reset takes 117,302.05 ps, so 11,731 steps; half of it 58,651.03
    // ps, so 5,866 steps. Two resets of 6 pulses (20 ns at most) and 3 pulses to the position.
    assertEquals(888L * (2 * 117_310 + 58_660), pulseTime("tile[1]"));
    assertEquals(888 * 15, sum(is(Action.DRIVE, Work.HANDOVER)));
    // The next mini-batch is read where the chain is now.
    heard.clear();
    controller.runGradient(conductances);
    assertEquals(0, count(h -> h.action() == Action.CELL_READ && !h.who().startsWith("tile[1]")));
    // No other bank: the index alone moves.
    heard.clear();
    long from = engine.now();
    controller.runHandOver(1, conductances, updater.handOver()::get);
    assertEquals(from + switchTime, engine.now());
    assertEquals(1, heard.size());
  }

  private long pulseTime(String who) {
    return sum(h -> h.action() == Action.PULSE && h.who().startsWith(who));
  }

  @Test
  void aHandedOverRowTakesItsResetsAndItsSetWithPausesBetweenThePulses() throws IOException {
    wire(MLP, BATCH, 0.5f);
    HandOverSequence s = new HandOverSequence(updater.cells(0), netlist.device(), netlist.pulses());
    // 15 pulses with 14 pauses of gap 5,000 and dead time 1,000 ps
    assertEquals(2 * 117_310 + 58_660 + 14 * 6_000, s.longestPair(0, 0));
    assertEquals(8, s.columns(0, 0));
    assertFalse(s.rows() == 0);
  }

  @Test
  void programmingErrorOfAHandOverHasTheLawsSigma() throws IOException {
    wire(NetworkSpec.of("mlp", 1, 8, 8, 10).withWidths(200), BATCH, -0.5f);
    updater.disturb(7, weights);
    double sum = 0;
    double squares = 0;
    int n = 0;
    for (TileBlock b : layout.blocks()) {
      for (int offset : b.columnOffsets()) {
        for (int r = 0; r < b.rows(); r++) {
          double change = weights.get(offset + r) + 0.5;
          sum += change;
          squares += change * change;
          n++;
        }
      }
    }
    assertEquals(64 * 200 + 200 * 10, n);
    // T = 2 um / 34.1 m/s = 58.651 ns; variance 289.2 nm^2/ns T - 68 nm^2 = 16,894 nm^2; over 4 um
    double sigma = Math.sqrt(289.2 * 2000 / 34.1 - 68) / 4000;
    // 5 standard errors each: a correct build fails once in 2e6 seeds; sees 3 % of sigma
    assertEquals(0, sum / n, 5 * sigma / Math.sqrt(n));
    assertEquals(sigma, Math.sqrt(squares / n), 5 * sigma / Math.sqrt(2.0 * n));
    assertEquals(Grain.PAIR, netlist.device().grain());
  }
}
