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
  private final boolean single;
  private final double nominalVolts;
  private final float[] supply;

  /**
   * Wraps a planned update and fills the tile's row programs.
   *
   * @param single whether every pulse is an event, or each row program
   * @param nominalVolts supply at which a driver has no headroom left, I R of a track [V]
   */
  DetailedUpdate(
      PulseProgram program,
      CellWriter writer,
      FloatBuffer weights,
      RowPrograms programs,
      TilePulses pulses,
      UpdateStatistics statistics,
      long step,
      boolean single,
      double nominalVolts) {
    super(programs, step);
    this.single = single;
    this.nominalVolts = nominalVolts;
    supply = new float[program.rows()];
    java.util.Arrays.fill(supply, 1);
    this.program = program;
    this.writer = writer;
    this.weights = weights;
    this.statistics = statistics;
    program.fill(programs);
    if (pulses != null) {
      program.fill(pulses);
    }
  }

  @Override
  public PulseSequence pulses() {
    return single ? this : null;
  }

  @Override
  public int columns() {
    return program.columns();
  }

  @Override
  public long first(int row, int column) {
    return step() * program.firstSteps(column, row);
  }

  @Override
  public long second(int row, int column) {
    return step() * program.secondSteps(column, row);
  }

  /** A driver keeps its current until droop has eaten its headroom; then it is a closed switch. */
  @Override
  public void supplied(int row, double volts) {
    supply[row] = (float) Math.min(1, volts / nominalVolts);
  }

  /** Returns which share of the nominal current a row's pulses had [1]. */
  float supply(int row) {
    return supply[row];
  }

  @Override
  public void programmed(int row) {
    program.executeRow(row, supply[row], writer, weights, statistics);
  }
}
