package dev.spindrift.device;

import dev.spindrift.physics.NoiseConvention;
import dev.spindrift.physics.Scheme;
import dev.spindrift.physics.WallParameters;
import java.util.List;

/**
 * Every pulse integrated: each wall follows the stochastic equations of motion of {@link
 * dev.spindrift.physics} through push, gap, pull and a settling time, and goes into the next update
 * with the position and phase that this one left.
 *
 * <p>A wall that still moves when the next pulse comes starts warm, so effects of the pulses'
 * sequence (the bias of a pinned wall pushed and pulled back to back) appear by themselves; the
 * displacement law of the device file serves the pulse planner only.
 *
 * <p>State is double: positions [m] and phases [half turns]; the positions that {@link CellArray}
 * shows are their values over the track's length, rounded to float once per update.
 *
 * @param wall the wall on a track of the device's length
 * @param physics name of the wall file
 * @param scheme time-stepping scheme
 * @param dt step; driver steps, gap and the times below are whole multiples of it [s]
 * @param rise straight rise before a pulse's full width [s]
 * @param fall straight fall after it [s]
 * @param settle time without current after the pair [s]
 * @param idle time at rest after that, for both devices of a cell [s]
 * @param longestRun core time that a run may be estimated to take [s]
 */
public record LlgModel(
    WallParameters wall,
    String physics,
    Scheme scheme,
    double dt,
    double rise,
    double fall,
    double settle,
    double idle,
    double longestRun)
    implements DeviceModel {
  static final int PLUS_POSITION = 0;
  static final int PLUS_PHASE = 1;
  static final int MINUS_POSITION = 2;
  static final int MINUS_PHASE = 3;

  /** Core time of a wall's step with one normal and with two, for estimates [s]. */
  private static final double STEP_PRINTED = 7e-9;

  private static final double STEP_FDT = 9e-9;

  @Override
  public String name() {
    return "llg";
  }

  @Override
  public List<String> stateNames() {
    return List.of(
        "plus position [m]", "plus phase [pi]", "minus position [m]", "minus phase [pi]");
  }

  @Override
  public void rest(CellArray cells) {
    double length = wall.strip().length();
    for (int cell = 0; cell < cells.size(); cell++) {
      double plus = cells.plusVariation() == null ? 1 : cells.plusVariation().length(cell);
      double minus = cells.minusVariation() == null ? 1 : cells.minusVariation().length(cell);
      cells.hidden(PLUS_POSITION)[cell] = cells.plus()[cell] * length * plus;
      cells.hidden(PLUS_PHASE)[cell] = 0;
      cells.hidden(MINUS_POSITION)[cell] = cells.minus()[cell] * length * minus;
      cells.hidden(MINUS_PHASE)[cell] = 0;
    }
  }

  /** Returns a time in steps, or -1 if it is no whole number of them [dt]. */
  public int steps(double time) {
    double exact = time / dt;
    double rounded = Math.rint(exact);
    return Math.abs(exact - rounded) < 1e-6 && rounded < Integer.MAX_VALUE ? (int) rounded : -1;
  }

  /**
   * Returns the core time that one update of one cell takes, roughly (a factor of two either way)
   * [s].
   *
   * @param pulses widths of push and pull together [s]
   * @param gap between them [s]
   */
  public double coreTime(double pulses, double gap) {
    double time = pulses + gap + 2 * (rise + fall) + settle + 2 * idle;
    return time / dt * (wall.noise() == NoiseConvention.PRINTED ? STEP_PRINTED : STEP_FDT);
  }
}
