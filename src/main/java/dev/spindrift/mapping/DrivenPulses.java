package dev.spindrift.mapping;

import dev.spindrift.circuit.Specs.DriverErrors;
import dev.spindrift.device.CellArray;
import dev.spindrift.engine.CounterNoise;

/**
 * What real drivers and a drooping rail make of a planned pulse of width T, in two numbers:
 *
 * <pre>
 *   T_on   = max(0, T + jitter z)                                    how long current flows  [s]
 *   T_eff  = c f (T_on - rise/2 + fall/2)            width of the nominal pulse of that charge  [s]
 *   mean   = mu(T_eff),  variance = sigma^2(T_on)
 * </pre>
 *
 * with z standard normal, anew for each pulse; rise and fall the lengths of linear edges; c the
 * driver's current for this polarity relative to the nominal one; f the share of the nominal
 * current that the drooping supply leaves (below). Below the Walker density a wall's velocity is
 * proportional to the current, so charge decides how far it moves; its diffusion depends on the
 * time that passes, not on the current (see package {@code physics}: the exact identity without
 * pinning).
 *
 * <pre>
 *   f      = min(1, V / (I R))    V: supply at the tile when its row starts, R: the track
 * </pre>
 *
 * A driver is a current source until droop has eaten its headroom V - I R; beyond that it is a
 * closed switch.
 *
 * <p>Jitter comes from the purposes {@code "driver jitter push"} and {@code "driver jitter pull"}
 * by (update, device number), so that it depends on neither threads nor order. One instance per
 * thread.
 */
final class DrivenPulses {
  private final DriverErrors errors;
  private final DriverBank bank;
  private final double timeStep;
  private final CounterNoise pushJitter;
  private final CounterNoise pullJitter;
  private CellArray cells;
  private int tile;
  private long update;
  private double supply = 1;

  DrivenPulses(DriverErrors errors, DriverBank bank, double timeStep, long seed) {
    this.errors = errors;
    this.bank = bank;
    this.timeStep = timeStep;
    pushJitter = new CounterNoise(seed, "driver jitter push");
    pullJitter = new CounterNoise(seed, "driver jitter pull");
  }

  /** Says whose pulses come next. */
  void begin(CellArray of, long number) {
    if (of != cells) {
      cells = of;
      tile = bank.tile(of);
    }
    update = number;
    supply = 1;
  }

  /** Says which share of the nominal current the supply leaves the next pulses [1]. */
  void supply(double share) {
    supply = share;
  }

  /** Returns for how long current flows, 0 or more [s]. */
  double onTime(int cell, boolean push, int steps) {
    double width = steps * timeStep;
    if (errors.jitter() > 0) {
      CounterNoise noise = push ? pushJitter : pullJitter;
      width += errors.jitter() * noise.gaussian(update, cells.firstDevice() + cell);
    }
    return Math.max(0, width);
  }

  /**
   * Returns the width of the nominal pulse of the same charge, 0 or more [s].
   *
   * @param onTime for how long current flows [s]
   */
  double effectiveWidth(int cell, boolean push, double onTime) {
    double charged = Math.max(0, onTime + (errors.fall() - errors.rise()) / 2);
    return bank.current(tile, cell / cells.rows(), push) * supply * charged;
  }
}
