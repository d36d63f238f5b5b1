package dev.spindrift.physics;

import dev.spindrift.engine.Workers;
import java.util.function.LongConsumer;

/**
 * What pinning does to a wall, measured on simulated walls: diffusion at rest, the displacement
 * that a pulse leaves behind once the wall has settled, and the ripple of displacements with the
 * starting place inside a period.
 *
 * <p>All measurements are on tracks without ends and depend on parameters, seed and purpose only.
 * Each runs on the {@link Workers} it is given; independent measurements may run in parallel on
 * workers of their own.
 */
public final class PinningExperiments {
  private final WallParameters parameters;
  private final Settings settings;
  private final String purpose;
  private final LongConsumer progress;

  /**
   * How to measure.
   *
   * @param dt longest step of the Heun scheme [s]
   * @param seed root seed
   * @param walls trials per condition, 2 or more [1]
   * @param rest time without current before a measurement [s]
   * @param settling time without current between a pulse and the reading [s]
   */
  public record Settings(double dt, long seed, int walls, double rest, double settling) {
    /** Checks the numbers that the integrator does not. */
    public Settings {
      if (walls < 2 || !(rest >= 0) || !(settling >= 0)) {
        throw new IllegalArgumentException(
            "need 2 walls or more and times of 0 or more, was "
                + walls
                + " walls, rest "
                + rest
                + " s, settling "
                + settling
                + " s");
      }
    }
  }

  /**
   * Diffusion of walls without current.
   *
   * @param time how long the walls were watched [s]
   * @param diffusion Var X/t at long times [m^2/s]
   * @param error its standard error from the spread between walls, which sees rare hops only once
   *     there are several tens of them [m^2/s]
   * @param moved walls found nearer to another minimum than at the start [1]
   */
  public record Idle(double time, double diffusion, double error, int moved) {}

  /**
   * The displacement a pulse leaves behind.
   *
   * @param width of the pulse [s]
   * @param statistics of the displacements, along the current
   */
  public record Response(double width, DisplacementStatistics statistics) {}

  /**
   * How the displacement depends on the starting place.
   *
   * @param starts X0 within one period, from 0 [m]
   * @param rows displacements from X0, read at the end of the pulse
   */
  public record Ripple(double[] starts, DisplacementStatistics[] rows) {

    /** Returns the mean of the means over one period [m]. */
    public double mean() {
      double sum = 0;
      for (DisplacementStatistics row : rows) {
        sum += row.mean();
      }
      return sum / rows.length;
    }

    /** Returns the amplitude of the means' first harmonic over one period [m]. */
    public double amplitude() {
      double a = 0;
      double b = 0;
      for (int i = 0; i < rows.length; i++) {
        a += rows[i].mean() * Math.cos(2 * Math.PI * i / rows.length);
        b += rows[i].mean() * Math.sin(2 * Math.PI * i / rows.length);
      }
      return 2 * Math.hypot(a, b) / rows.length;
    }

    /** Returns the standard error of {@link #amplitude} [m]; without ripple it is 1.25 of it. */
    public double error() {
      double sum = 0;
      for (DisplacementStatistics row : rows) {
        sum += row.seMean() * row.seMean();
      }
      return Math.sqrt(2 * sum) / rows.length;
    }
  }

  /**
   * Prepares measurements.
   *
   * @param parameters the wall
   * @param settings how to measure
   * @param purpose name of the noise; other purposes see other noise
   * @param progress hears the number of wall-steps done since it was last called, from any thread
   */
  public PinningExperiments(
      WallParameters parameters, Settings settings, String purpose, LongConsumer progress) {
    this.parameters = parameters.withLength(Double.POSITIVE_INFINITY);
    this.settings = settings;
    this.purpose = purpose;
    this.progress = progress;
  }

  /** Returns the wall-steps that {@link #idle} will take [1]. */
  public static long idleSteps(Settings settings, double time) {
    return Math.round((settings.rest() + time) / settings.dt() * settings.walls());
  }

  /** Returns the wall-steps that {@link #responses} will take [1]. */
  public static long responseSteps(Settings settings, double[] widths) {
    double time = 0;
    for (double width : widths) {
      time += settings.rest() + width + settings.settling();
    }
    return Math.round(time / settings.dt() * settings.walls());
  }

  /**
   * Watches walls without current. The mean square displacement is read at a quarter of the time
   * and at its end; their difference does not contain the wall's motion within its well.
   *
   * @param time after the rest [s], longer than the motion within a well
   * @param workers who computes
   */
  public Idle idle(double time, Workers workers) {
    WallEnsemble walls = ensemble("idle");
    run(walls, CurrentWaveform.idle(settings.rest()), workers);
    double[] start = walls.positions();
    double quarter = 0.25 * time;
    run(walls, CurrentWaveform.idle(quarter), workers);
    double[] early = walls.positions();
    run(walls, CurrentWaveform.idle(time - quarter), workers);
    double[] late = walls.positions();
    double[] rate = new double[start.length];
    double period = parameters.pinning().period();
    int moved = 0;
    for (int i = 0; i < rate.length; i++) {
      double a = early[i] - start[i];
      double b = late[i] - start[i];
      rate[i] = (b * b - a * a) / (time - quarter);
      moved += Math.rint(late[i] / period) != Math.rint(start[i] / period) ? 1 : 0;
    }
    DisplacementStatistics s = DisplacementStatistics.of(rate);
    return new Idle(time, s.mean(), s.seMean(), moved);
  }

  /**
   * Applies one pulse to walls at rest in their wells and reads them after they have settled.
   *
   * @param widths of the pulses, each on fresh walls [s]; not modified
   * @param density current density, positive [A/m^2]
   * @param workers who computes
   */
  public Response[] responses(double[] widths, double density, Workers workers) {
    Response[] rows = new Response[widths.length];
    for (int i = 0; i < widths.length; i++) {
      WallEnsemble walls = ensemble("response." + widths[i] + "." + density);
      run(walls, CurrentWaveform.idle(settings.rest()), workers);
      double[] start = walls.positions();
      run(
          walls,
          CurrentWaveform.pulse(widths[i], density).then(CurrentWaveform.idle(settings.settling())),
          workers);
      rows[i] = new Response(widths[i], difference(walls.positions(), start));
    }
    return rows;
  }

  /**
   * Applies one pulse to walls placed exactly at points of one period, without rest or settling.
   *
   * @param points number of places, 3 or more [1]
   * @param width of the pulse [s]
   * @param density current density, positive [A/m^2]
   * @param workers who computes
   */
  public Ripple ripple(int points, double width, double density, Workers workers) {
    double[] starts = new double[points];
    DisplacementStatistics[] rows = new DisplacementStatistics[points];
    for (int k = 0; k < points; k++) {
      starts[k] = parameters.pinning().period() * k / points;
      WallEnsemble walls = ensemble("ripple." + k);
      double[] from = new double[walls.walls()];
      for (int i = 0; i < from.length; i++) {
        walls.place(i, starts[k], 0);
        from[i] = starts[k];
      }
      run(walls, CurrentWaveform.pulse(width, density), workers);
      rows[k] = difference(walls.positions(), from);
    }
    return new Ripple(starts, rows);
  }

  private WallEnsemble ensemble(String what) {
    return new WallEnsemble(
        parameters,
        Scheme.HEUN,
        settings.dt(),
        settings.seed(),
        purpose + "." + what,
        settings.walls());
  }

  private void run(WallEnsemble walls, CurrentWaveform waveform, Workers workers) {
    long before = walls.steps();
    walls.run(waveform, workers);
    progress.accept((walls.steps() - before) * walls.walls());
  }

  private static DisplacementStatistics difference(double[] to, double[] from) {
    double[] moved = new double[to.length];
    for (int i = 0; i < moved.length; i++) {
      moved[i] = to[i] - from[i];
    }
    return DisplacementStatistics.of(moved);
  }
}
