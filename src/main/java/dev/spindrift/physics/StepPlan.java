package dev.spindrift.physics;

import java.util.ArrayList;
import java.util.List;

/**
 * A waveform cut into equal steps per piece, none longer than dt, so that no step straddles a jump
 * of the current.
 *
 * @param runs one per piece
 */
record StepPlan(List<Run> runs) {
  /** A step count this close above an integer is rounded down: 5 ns/1 ps is 5000 steps [1]. */
  private static final double SLACK = 1e-6;

  /**
   * Equal steps through one piece.
   *
   * @param coefficients of the step length
   * @param steps number of steps [1]
   * @param from current density at the start [A/m^2]
   * @param to current density at the end [A/m^2]
   */
  record Run(StepCoefficients coefficients, int steps, double from, double to) {
    /** Current density after k steps [A/m^2]. */
    double density(int k) {
      return from == to ? from : from + (to - from) * ((double) k / steps);
    }
  }

  static StepPlan of(WallParameters parameters, double dt, CurrentWaveform waveform) {
    List<Run> runs = new ArrayList<>();
    for (CurrentWaveform.Piece piece : waveform.pieces()) {
      double exact = piece.duration() / dt;
      if (exact > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "a piece of " + piece.duration() + " s takes " + exact + " steps, more than 2^31 - 1");
      }
      int steps = Math.max(1, (int) Math.ceil(exact * (1 - SLACK)));
      double h =
          Math.rint(exact) == steps && Math.abs(exact - steps) < SLACK * steps
              ? dt
              : piece.duration() / steps;
      runs.add(new Run(new StepCoefficients(parameters, h), steps, piece.from(), piece.to()));
    }
    return new StepPlan(runs);
  }

  long steps() {
    long sum = 0;
    for (Run run : runs) {
      sum += run.steps();
    }
    return sum;
  }
}
