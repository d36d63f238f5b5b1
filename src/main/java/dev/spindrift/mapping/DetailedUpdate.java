package dev.spindrift.mapping;

import dev.spindrift.circuit.RowSequence;
import dev.spindrift.device.CellWriter;
import java.nio.FloatBuffer;

/**
 * One update of one tile at {@code detail: pulse}: every pair planned on its own, every pulse an
 * event, and each row's walls moved one by one when its row program completes.
 */
final class DetailedUpdate extends ProgramSequence implements RowSequence.PulseSequence {
  private final PulseProgram program;
  private final CellWriter writer;
  private final FloatBuffer weights;
  private final UpdateStatistics statistics;
  private final long step;

  /** Wraps a planned update and fills the tile's row programs. */
  DetailedUpdate(
      PulseProgram program,
      CellWriter writer,
      FloatBuffer weights,
      RowPrograms programs,
      TilePulses pulses,
      UpdateStatistics statistics,
      long step) {
    super(programs, step);
    this.program = program;
    this.writer = writer;
    this.weights = weights;
    this.statistics = statistics;
    this.step = step;
    program.fill(programs);
    if (pulses != null) {
      program.fill(pulses);
    }
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
    program.execute(row, writer, weights, statistics);
  }
}
