package dev.spindrift.mapping;

import dev.spindrift.circuit.RowSequence;
import dev.spindrift.device.CellArray;
import dev.spindrift.device.DeviceParameters;
import dev.spindrift.learning.Increment;
import java.nio.FloatBuffer;

/**
 * One update of one tile at {@code detail: pulse}: every pair planned on its own, every pulse an
 * event, and each row's walls moved one by one when its row program completes.
 */
final class DetailedUpdate extends ProgramSequence implements RowSequence.PulseSequence {
  private final PulseProgram program;
  private final FloatBuffer weights;
  private final UpdateStatistics statistics;
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
    this.weights = weights;
    this.statistics = statistics;
    this.step = step;
    program =
        new PulseProgram(update, device, planner, mode, noise, cells, gradient, offsets, increment);
    program.fill(programs);
  }

  @Override
  public PulseSequence pulses() {
    return this;
  }

  @Override
  public int columns() {
    return program.columns();
  }

  @Override
  public long first(int row, int column) {
    return step * program.firstSteps(column, row);
  }

  @Override
  public long second(int row, int column) {
    return step * program.secondSteps(column, row);
  }

  @Override
  public void programmed(int row) {
    program.execute(row, weights, statistics);
  }
}
