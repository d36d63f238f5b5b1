package dev.spindrift.mapping;

import dev.spindrift.circuit.RowSequence;
import dev.spindrift.device.CellArray;
import dev.spindrift.device.DeviceParameters;
import dev.spindrift.engine.CounterNoise;
import dev.spindrift.learning.Increment;
import java.nio.FloatBuffer;

/**
 * One update of one tile at {@code detail: pulse}: every pair planned on its own, every pulse an
 * event, and each row's walls moved one by one when its row program completes.
 */
final class DetailedUpdate extends ProgramSequence implements RowSequence.PulseSequence {
  private final long update;
  private final DeviceParameters device;
  private final PushPull mode;
  private final DeviceNoise noise;
  private final CellArray cells;
  private final FloatBuffer weights;
  private final int[] offsets;
  private final UpdateStatistics statistics;
  private final CellMover mover;
  private final PulsePair[] pairs;
  private final long step;

  /** Plans the update and fills the tile's row programs. */
  DetailedUpdate(
      long update,
      DeviceParameters device,
      PulsePlanner planner,
      PushPull mode,
      DeviceNoise noise,
      CellArray cells,
      FloatBuffer gradient,
      FloatBuffer weights,
      int[] offsets,
      Increment increment,
      RowPrograms programs,
      UpdateStatistics statistics,
      long step) {
    super(programs, step);
    this.update = update;
    this.device = device;
    this.mode = mode;
    this.noise = noise;
    this.cells = cells;
    this.weights = weights;
    this.offsets = offsets;
    this.statistics = statistics;
    this.mover = new CellMover(planner, device.grain(), mode.crossing());
    this.pairs = new PulsePair[cells.size()];
    this.step = step;
    programs.clear();
    for (int c = 0; c < cells.columns(); c++) {
      for (int r = 0; r < cells.rows(); r++) {
        float slope = gradient.get(offsets[c] + r);
        TileUpdate.requireFinite(slope, c, r);
        PulsePair pair = new PulsePair();
        planner.plan(slope, increment, pair);
        pairs[c * cells.rows() + r] = pair;
        programs.add(c, r, pair.shorter + pair.longer);
      }
    }
  }

  @Override
  public PulseSequence pulses() {
    return this;
  }

  @Override
  public int columns() {
    return cells.columns();
  }

  @Override
  public long first(int row, int column) {
    PulsePair p = pairs[column * cells.rows() + row];
    return step * (mode.pushFirst(update) ? p.push() : p.pull());
  }

  @Override
  public long second(int row, int column) {
    PulsePair p = pairs[column * cells.rows() + row];
    return step * (mode.pushFirst(update) ? p.pull() : p.push());
  }

  @Override
  public void programmed(int row) {
    CounterNoise push = noise.first(device.grain());
    CounterNoise pull = noise.second();
    for (int c = 0; c < cells.columns(); c++) {
      int cell = c * cells.rows() + row;
      PulsePair pair = pairs[cell];
      if (pair.longer == 0) {
        continue;
      }
      long number = cells.firstDevice() + cell;
      boolean end =
          mover.move(
              cells,
              cell,
              pair,
              mode.pushFirst(update),
              push.gaussian(update, number),
              pull.gaussian(update, number));
      statistics.count(pair, end);
      weights.put(offsets[c] + row, cells.weight(cell));
    }
  }
}
