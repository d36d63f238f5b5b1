package dev.spindrift.physics;

import dev.spindrift.engine.CounterNoise;
import dev.spindrift.engine.Workers;
import java.util.function.Supplier;

/**
 * Many independent walls on tracks of their own that all see the same current.
 *
 * <p>A wall's trajectory is a function of (parameters, scheme, dt, seed, purpose, wall number, the
 * waveforms run so far): it does not depend on the number of walls or threads, bit for bit.
 */
public final class WallEnsemble {
  private final WallParameters parameters;
  private final Scheme scheme;
  private final double dt;
  private final Supplier<NoiseSource> noise;
  private final Roughness roughness;
  private final double[] position;
  private final double[] phase;
  private long step;

  /**
   * Creates walls at X = 0, a pinning minimum, with phase 0.
   *
   * @param parameters the wall and its track
   * @param scheme time-stepping scheme
   * @param dt longest step [s]; pieces of current are cut into equal steps no longer than it
   * @param seed root seed
   * @param purpose name of this ensemble's noise; ensembles of the same seed and purpose see the
   *     same thermal field
   * @param walls number of walls, 1 or more [1]
   * @throws IllegalArgumentException if dt is too long for the wall without current
   */
  public WallEnsemble(
      WallParameters parameters, Scheme scheme, double dt, long seed, String purpose, int walls) {
    this(parameters, scheme, dt, seed, walls, thermal(parameters, seed, purpose));
  }

  /** Creates walls with any source of noise; each thread asks the supplier once per run. */
  WallEnsemble(
      WallParameters parameters,
      Scheme scheme,
      double dt,
      long seed,
      int walls,
      Supplier<NoiseSource> noise) {
    if (walls < 1) {
      throw new IllegalArgumentException("an ensemble needs 1 wall or more, was " + walls);
    }
    this.parameters = parameters;
    this.scheme = scheme;
    this.dt = dt;
    this.noise = noise;
    double rough = parameters.pinning().present() ? parameters.pinning().roughness() : 0.0;
    roughness = rough > 0 ? new Roughness(seed, rough) : null;
    position = new double[walls];
    phase = new double[walls];
    checkStep(0.0);
  }

  private static Supplier<NoiseSource> thermal(
      WallParameters parameters, long seed, String purpose) {
    CounterNoise normals = new CounterNoise(seed, purpose);
    return () -> new ThermalNoise(normals.fork(), parameters.noise());
  }

  /** Returns the number of walls [1]. */
  public int walls() {
    return position.length;
  }

  /** Returns the number of steps done since the ensemble was made [1]. */
  public long steps() {
    return step;
  }

  /** Returns a wall's position X [m]. */
  public double position(int wall) {
    return position[wall];
  }

  /** Returns a wall's phase phi from its zero-field equilibrium [rad], not reduced. */
  public double phase(int wall) {
    return phase[wall] * Math.PI;
  }

  /** Returns a copy of all positions [m]. */
  public double[] positions() {
    return position.clone();
  }

  /**
   * Puts a wall somewhere.
   *
   * @param wall its number [1]
   * @param x position [m], within the track
   * @param phi phase [rad]
   */
  public void place(int wall, double x, double phi) {
    boolean outside = parameters.strip().hasEnds() && (x < 0 || x > parameters.strip().length());
    if (outside || !Double.isFinite(x) || !Double.isFinite(phi)) {
      throw new IllegalArgumentException(
          "cannot place a wall at X = "
              + x
              + " m, phi = "
              + phi
              + " on a track from 0 to "
              + parameters.strip().length()
              + " m");
    }
    position[wall] = x;
    phase[wall] = phi / Math.PI;
  }

  /**
   * Integrates all walls through a waveform.
   *
   * @param waveform the current
   * @param workers who computes; results do not depend on their number
   * @throws IllegalArgumentException if dt is too long for the waveform's peak current
   * @throws ArithmeticException if a wall's state is no longer finite
   */
  public void run(CurrentWaveform waveform, Workers workers) {
    checkStep(waveform.peak());
    StepPlan plan = StepPlan.of(parameters, dt, waveform);
    int blocks = (walls() + WallBlock.WALLS - 1) / WallBlock.WALLS;
    WallBlock[] scratch = new WallBlock[workers.threads()];
    workers.forEach(
        blocks,
        (worker, block) -> {
          if (scratch[worker] == null) {
            scratch[worker] = new WallBlock(parameters, scheme, noise.get(), roughness);
          }
          int from = block * WallBlock.WALLS;
          int n = Math.min(WallBlock.WALLS, walls() - from);
          scratch[worker].run(block, position, phase, from, n, plan, step);
        });
    step += plan.steps();
    for (int wall = 0; wall < walls(); wall++) {
      if (!Double.isFinite(position[wall]) || !Double.isFinite(phase[wall])) {
        throw new ArithmeticException(
            "wall " + wall + " left the finite numbers by step " + step + " of " + dt + " s");
      }
    }
  }

  private void checkStep(double density) {
    double longest = new WallTheory(parameters).longestStep(density);
    if (!(dt > 0) || dt > longest) {
      throw new IllegalArgumentException(
          String.format(
              java.util.Locale.ROOT,
              "dt = %.4g s is not within 0 to %.4g s, a fifth of the wall's shortest time constant"
                  + " at %.3g A/m^2",
              dt,
              longest,
              density));
    }
  }
}
