package dev.spindrift.mapping;

import dev.spindrift.chip.Die;
import dev.spindrift.chip.Netlist;
import dev.spindrift.chip.NetlistFile;
import dev.spindrift.circuit.RowSequence;
import dev.spindrift.energy.EnergyLedger;
import dev.spindrift.energy.PowerTimeline;
import dev.spindrift.engine.Engine;
import dev.spindrift.input.Problems;
import dev.spindrift.network.Layer;
import dev.spindrift.network.NetworkSpec;
import dev.spindrift.network.Networks;
import dev.spindrift.trace.Announcer;
import dev.spindrift.trace.Components;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The events of one ResNet18 mini-batch on the shipped chip, with ledger and power timeline: reads,
 * transfers, gradient accumulation and 87,000 row programs, without network math and walls.
 *
 * <pre>mvn -q -P bench test-compile exec:exec -Dbench=MiniBatchEvents</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class MiniBatchEventsBenchmark {
  /** Images per read burst. */
  @Param({"8", "48"})
  public int burstImages;

  private TrainingController controller;
  private Layout layout;
  private double[] conductances;
  private int step;

  /** Wires the die. */
  @Setup
  public void wire() {
    Problems problems = new Problems();
    Netlist netlist = NetlistFile.read(Path.of("netlists/edge-28nm-resnet18.yaml"), problems);
    problems.throwIfAny();
    List<Layer> layers = Networks.describe(NetworkSpec.of("resnet18", 3, 32, 32, 10));
    layout = Layout.of(layers, netlist.tile());
    Components components = new Components();
    Announcer announcer =
        new Announcer(
            components,
            new EnergyLedger(components, netlist::price, layers.size()),
            new PowerTimeline(components, netlist::price, 4096, 20));
    Die die = new Die(netlist, layout.blocks().size(), components, new Engine(), announcer);
    controller = new TrainingController(die, layers, layout, 48, burstImages);
    conductances = new double[layout.blocks().size()];
    Arrays.fill(conductances, 2.0);
  }

  /** Forward, backward, gradient. */
  @Benchmark
  public Object reads() {
    return controller.runGradient(conductances);
  }

  /** Row programs of all tiles. */
  @Benchmark
  public long rowPrograms() {
    step++;
    return controller.runUpdate(tile -> new Rows(layout.blocks().get(tile), tile + step));
  }

  /** Row programs whose longest pairs differ from row to row as they do in training. */
  private record Rows(TileBlock block, int salt) implements RowSequence {
    @Override
    public int rows() {
      return block.rows();
    }

    @Override
    public int phases() {
      return 1;
    }

    @Override
    public long longestPair(int row, int phase) {
      return 2_800 + 10L * ((row * 7919 + salt * 104_729) & 63);
    }

    @Override
    public int columns(int row, int phase) {
      return block.columns();
    }

    @Override
    public long pulseTime(int row) {
      return 2_800L * block.columns();
    }

    @Override
    public int pulses(int row) {
      return 2 * block.columns();
    }
  }
}
