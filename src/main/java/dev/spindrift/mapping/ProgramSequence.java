package dev.spindrift.mapping;

import dev.spindrift.circuit.RowSequence;

/** Row programs of a tile as its drivers see them: steps turned into picoseconds. */
class ProgramSequence implements RowSequence {
  private final RowPrograms programs;
  private final long step;

  /**
   * Wraps programs.
   *
   * @param step driver time step [ps]
   */
  ProgramSequence(RowPrograms programs, long step) {
    this.programs = programs;
    this.step = step;
  }

  /** Returns the driver's time step [ps]. */
  final long step() {
    return step;
  }

  @Override
  public int rows() {
    return programs.rows();
  }

  @Override
  public int phases() {
    return programs.phases();
  }

  @Override
  public long longestPair(int row, int phase) {
    return programs.longestSteps(phase, row) * step;
  }

  @Override
  public int columns(int row, int phase) {
    return programs.pulsedColumns(phase, row);
  }

  @Override
  public long pulseTime(int row) {
    long steps = 0;
    for (int p = 0; p < programs.phases(); p++) {
      steps += programs.sumSteps(p, row);
    }
    return steps * step;
  }

  @Override
  public int pulses(int row) {
    int pairs = 0;
    for (int p = 0; p < programs.phases(); p++) {
      pairs += programs.pulsedColumns(p, row);
    }
    return 2 * pairs;
  }
}
