package dev.spindrift.mapping;

import dev.spindrift.chip.Netlist;
import dev.spindrift.chip.NetlistFile;
import dev.spindrift.circuit.RowSequence;
import dev.spindrift.device.CellState;
import dev.spindrift.device.DeviceFile;
import dev.spindrift.device.DeviceParameters;
import dev.spindrift.device.Grain;
import dev.spindrift.device.LlgModel;
import dev.spindrift.device.Spread;
import dev.spindrift.engine.Workers;
import dev.spindrift.input.Problems;
import dev.spindrift.learning.Increment;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Two tiles of cells of any device model behind the chip's updater, for contract tests. */
final class ModelChip implements AutoCloseable {
  private static final int SEED = 5;

  final Netlist netlist;
  final ChipUpdater updater;
  final FloatBuffer weights;
  final FloatBuffer gradient;
  private final boolean pulseDetail;
  private final Workers workers;

  /** A netlist and the devices on it. */
  record Case(String name, Netlist netlist, DeviceParameters device) {
    @Override
    public String toString() {
      return name;
    }

    boolean idles() {
      return device.model() instanceof LlgModel llg && llg.idle() > 0;
    }
  }

  /** Every device model that ships, and what their options change. */
  static Stream<Case> cases() {
    Netlist gap = netlist("edge-28nm-small");
    Netlist warm = netlist("edge-28nm-small-llg");
    Netlist filament = netlist("edge-28nm-small-filament");
    DeviceParameters law = gap.device();
    DeviceParameters llg = warm.device();
    DeviceParameters varied = device("dw-copd-4um-varied");
    DeviceParameters pinned = device("dw-copd-4um-llg-cmtj");
    return Stream.of(
        new Case("law, pair", gap, law),
        new Case("law, pulse", gap, law.withGrain(Grain.PULSE)),
        new Case("law, varied", gap, varied),
        new Case("llg", warm, llg),
        new Case("llg, pinned", gap, pinned),
        new Case("llg, varied, ramps, idle", warm, rich(llg, varied.spread())),
        new Case("filament", filament, filament.device()));
  }

  private static DeviceParameters rich(DeviceParameters d, Spread spread) {
    LlgModel m = (LlgModel) d.model();
    LlgModel ramped =
        new LlgModel(
            m.wall(), m.physics(), m.scheme(), m.dt(), 20e-12, 40e-12, 200e-12, 200e-12, 1);
    return new DeviceParameters(
            d.name(),
            d.length(),
            d.width(),
            d.thickness(),
            d.currentDensity(),
            d.trackResistance(),
            d.parallelConductance(),
            d.antiparallelConductance(),
            d.law(),
            d.shortestValidWidth(),
            d.longestValidWidth(),
            d.grain(),
            spread,
            d.temperature(),
            d.assumed())
        .withModel(ramped, d.assumed());
  }

  static Netlist netlist(String name) {
    Problems problems = new Problems();
    Netlist netlist = NetlistFile.read(Path.of("netlists", name + ".yaml"), problems);
    problems.throwIfAny();
    return netlist;
  }

  static DeviceParameters device(String name) {
    Problems problems = new Problems();
    DeviceParameters device =
        DeviceFile.read(Path.of("netlists/devices", name + ".yaml"), problems);
    problems.throwIfAny();
    return device;
  }

  ModelChip(Case c, int threads, boolean pulseDetail, int[]... shapes) {
    this(c, PushPull.DEFAULT, threads, pulseDetail, shapes);
  }

  /** A chip with one tile per shape (rows, columns); weights in (-1, 1). */
  ModelChip(Case c, PushPull mode, int threads, boolean pulseDetail, int[]... shapes) {
    netlist = c.netlist();
    this.pulseDetail = pulseDetail;
    workers = new Workers(threads);
    List<TileBlock> blocks = new ArrayList<>();
    int start = 7;
    for (int[] s : shapes) {
      blocks.add(new TileBlock(blocks.size(), 0, 0, s[0], 0, s[1], start, s[0] + 2));
      start += (s[0] + 2) * s[1];
    }
    Layout layout = new Layout(blocks, List.of());
    updater = new ChipUpdater(layout, netlist, c.device(), mode, pulseDetail, SEED, workers);
    float[] uniform = MappingCases.uniform(3, start);
    for (int i = 0; i < uniform.length; i++) {
      uniform[i] *= i % 5 == 0 ? 0.01f : 1; // many near zero, where cells cross
    }
    weights = MappingCases.direct(uniform);
    gradient = MappingCases.direct(MappingCases.gradients(4, start, 1));
    updater.initialise(weights);
  }

  void set(float weight, float slope) {
    for (int i = 0; i < weights.capacity(); i++) {
      weights.put(i, weight);
      gradient.put(i, slope);
    }
    updater.initialise(weights);
  }

  /** One update, with the row programs in the order of events. */
  void update(long number, Increment increment) {
    updater.plan(number, gradient, weights, increment);
    if (pulseDetail) {
      for (int tile = 0; tile < tiles(); tile++) {
        RowSequence rows = updater.sequence(tile);
        for (int row = rows.rows() - 1; row >= 0; row--) {
          rows.programmed(row);
        }
      }
    }
  }

  int tiles() {
    return updater.layout().blocks().size();
  }

  CellState state(int tile) {
    return updater.cells(tile).snapshot();
  }

  @Override
  public void close() {
    workers.close();
  }
}
