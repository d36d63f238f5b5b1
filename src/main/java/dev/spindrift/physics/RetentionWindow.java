package dev.spindrift.physics;

import dev.spindrift.physics.WallParameters.Pinning;
import org.apache.commons.math3.analysis.solvers.BrentSolver;

/**
 * Which pinning both holds a wall for a time and lets a current move it.
 *
 * <p>Holding needs a barrier of a few tens of kB T, hardly dependent on the period ({@link
 * HoppingTheory#barrierFor}). Moving needs a pinning force V0 pi/p below what the current exerts
 * ({@link WallTheory#depinningDensity}), so a barrier below a bound proportional to the period.
 * Both meet at a shortest period; all longer ones have room between them. The price is resolution:
 * a wall at rest sits in one of length/period minima.
 *
 * <p>Not modelled here: heat (a current density above 1e12 A/m^2 may melt the track before it moves
 * the wall), depinning helped by temperature or inertia (simulated by {@link
 * PinningExperiments#responses}), pulses too short to cross half a period, and periods below about
 * pi Delta, over which a real wall would average.
 */
public final class RetentionWindow {
  private static final double SHORTEST = 1e-9;
  private static final double LONGEST = 1e-4;

  private final WallParameters parameters;

  /** Prepares the window of one wall; its own pinning does not count. */
  public RetentionWindow(WallParameters parameters) {
    this.parameters = parameters;
  }

  /**
   * Returns the least barrier that holds [J]; infinite if none does.
   *
   * @param period p [m]
   * @param limit standard deviation allowed after the time [m]
   * @param time [s]
   */
  public double holding(double period, double limit, double time) {
    return new HoppingTheory(parameters.withPinning(new Pinning(0, period, 0)))
        .barrierFor(limit, time);
  }

  /**
   * Returns the highest barrier that a current overcomes without help from temperature [J].
   *
   * @param period p [m]
   * @param density current density [A/m^2]
   */
  public double movable(double period, double density) {
    double joule = 1e-20;
    WallParameters one = parameters.withPinning(new Pinning(joule, period, 0));
    return joule * density / new WallTheory(one).depinningDensity();
  }

  /**
   * Returns the shortest period, 1 nm or more, with a barrier that both holds and can be overcome
   * [m]; infinite if none up to 0.1 mm has one.
   *
   * @param density current density [A/m^2]
   * @param limit standard deviation allowed after the time [m]
   * @param time [s]
   */
  public double shortestPeriod(double density, double limit, double time) {
    if (!open(LONGEST, density, limit, time)) {
      return Double.POSITIVE_INFINITY;
    }
    if (open(SHORTEST, density, limit, time)) {
      return SHORTEST;
    }
    return Math.exp(
        new BrentSolver(1e-7)
            .solve(
                200,
                logPeriod -> {
                  double period = Math.exp(logPeriod);
                  return Math.log(holding(period, limit, time) / movable(period, density));
                },
                Math.log(SHORTEST),
                Math.log(LONGEST)));
  }

  private boolean open(double period, double density, double limit, double time) {
    return holding(period, limit, time) <= movable(period, density);
  }
}
