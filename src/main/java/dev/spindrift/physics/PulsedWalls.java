package dev.spindrift.physics;

import dev.spindrift.engine.CounterNoise;
import java.util.Arrays;

/**
 * A few walls, each under a current of its own: what a row of devices needs, where {@link
 * WallEnsemble} has many walls under one current.
 *
 * <p>All walls take the same step dt and start together; each has its own pieces of current, whole
 * numbers of steps long, and its own ends. A wall's trajectory is a function of (parameters,
 * scheme, dt, start, its pieces, its number, the noise's key): it does not depend on which walls
 * are integrated beside it, bit for bit. State and arithmetic are double.
 *
 * <p>Implementation note: walls are kept in order of falling duration, so that those that have
 * ended are the last ones and every loop just becomes shorter. Pieces that begin are taken from one
 * sorted list. Noise is drawn for the walls present, by number.
 *
 * <p>Not thread-safe.
 */
public final class PulsedWalls {
  /** Largest number of walls [1]. */
  public static final int WALLS = 256;

  private static final int PIECES = 16;

  private final WallParameters parameters;
  private final Scheme scheme;
  private final double dt;
  private final StepCoefficients c;
  private final Roughness roughness;
  private final boolean noisy;
  private final boolean printed;
  private final double unit;

  private final int[] numbers = new int[WALLS];
  private final int[] end = new int[WALLS];
  private final int[] pieces = new int[WALLS];
  private final double[] from = new double[WALLS * PIECES];
  private final double[] rate = new double[WALLS * PIECES];
  private final long[] begins = new long[WALLS * PIECES];
  private final double[] low = new double[WALLS];
  private final double[] high = new double[WALLS];
  private final double[] lost = new double[WALLS];
  private final double[] density = new double[WALLS];
  private final double[] densityEnd = new double[WALLS];
  private final double[] slope = new double[WALLS];
  private final double[] x = new double[WALLS];
  private final double[] p = new double[WALLS];
  private final double[] xNext = new double[WALLS];
  private final double[] pNext = new double[WALLS];
  private final double[] xNoise = new double[WALLS];
  private final double[] pNoise = new double[WALLS];
  private final double[] xDrift = new double[WALLS];
  private final double[] pDrift = new double[WALLS];
  private final double[] xDriftEnd = new double[WALLS];
  private final double[] pDriftEnd = new double[WALLS];
  private final double[] s = new double[WALLS];
  private final double[] t = new double[WALLS];
  private final float[] first = new float[WALLS];
  private final float[] second = new float[WALLS];
  private int walls;
  private int begun;
  private long wallSteps;

  /**
   * Prepares the integrator.
   *
   * @param parameters the walls, all alike; their track's ends do not count
   * @param scheme time-stepping scheme
   * @param dt step [s]
   * @param peak largest current density to come [A/m^2]
   * @param seed root seed of the barriers' roughness
   * @throws IllegalArgumentException if dt is too long, or the wall is not the same seen in a
   *     mirror: an applied field, spin-orbit torque or Dzyaloshinskii-Moriya interaction
   */
  public PulsedWalls(WallParameters parameters, Scheme scheme, double dt, double peak, long seed) {
    double longest = new WallTheory(parameters).longestStep(peak);
    if (!(dt > 0) || dt > longest) {
      throw new IllegalArgumentException(
          "dt = "
              + dt
              + " s is not within 0 to "
              + longest
              + " s, a fifth of the wall's shortest time constant at "
              + peak
              + " A/m^2");
    }
    this.parameters = parameters;
    this.scheme = scheme;
    this.dt = dt;
    c = new StepCoefficients(parameters, dt);
    if (!mirrors(parameters)) {
      throw new IllegalArgumentException(
          "a wall with fields, spin-orbit torque or Dzyaloshinskii-Moriya interaction");
    }
    double rough = parameters.pinning().present() ? parameters.pinning().roughness() : 0.0;
    roughness = rough > 0 ? new Roughness(seed, rough) : null;
    noisy = parameters.temperature() > 0;
    printed = parameters.noise() == NoiseConvention.PRINTED;
    unit = c.unit;
  }

  /**
   * Returns whether (X, phi, j) and (-X, -phi, -j) move alike, so that one wall may stand for
   * either device of a differential cell.
   */
  public static boolean mirrors(WallParameters parameters) {
    return !new StepCoefficients(parameters, 1e-12).transverse && parameters.field().z() == 0;
  }

  /** Forgets all walls. */
  public void clear() {
    walls = 0;
    begun = 0;
  }

  /** Returns the number of walls [1]. */
  public int walls() {
    return walls;
  }

  /**
   * Adds a wall that starts at once, without current.
   *
   * @param number names its noise and its barriers, 32 bits [1]
   * @param position X [m], between the ends
   * @param phase phi [half turns]
   * @param lowEnd low end of its track [m]
   * @param highEnd high end of its track [m]
   * @return its index [1]
   * @throws IllegalStateException if there are {@link #WALLS} already
   */
  public int add(long number, double position, double phase, double lowEnd, double highEnd) {
    if (walls == WALLS) {
      throw new IllegalStateException("no more than " + WALLS + " walls at a time");
    }
    numbers[walls] = (int) number;
    end[walls] = 0;
    pieces[walls] = 0;
    x[walls] = position / unit;
    p[walls] = phase;
    low[walls] = lowEnd / unit;
    high[walls] = highEnd / unit;
    lost[walls] = 0;
    density[walls] = 0;
    slope[walls] = 0;
    return walls++;
  }

  /**
   * Lets the current of the wall added last run straight from one value to another.
   *
   * @param steps duration; nothing is added if 0 [dt]
   * @param fromDensity at the piece's start [A/m^2]
   * @param toDensity at its end [A/m^2]
   */
  public void piece(int steps, double fromDensity, double toDensity) {
    if (steps <= 0) {
      return;
    }
    int wall = walls - 1;
    int place = wall * PIECES + pieces[wall];
    if (pieces[wall] == PIECES) {
      throw new IllegalStateException("no more than " + PIECES + " pieces a wall");
    }
    from[place] = fromDensity;
    rate[place] = (toDensity - fromDensity) / steps;
    begins[begun++] = ((long) end[wall] << 16) | place;
    pieces[wall]++;
    end[wall] += steps;
  }

  /**
   * Integrates every wall to the end of its last piece.
   *
   * @param noise whose key, with each wall's number and the step's number from this run's start,
   *     makes the thermal field; its scratch is modified
   * @throws IllegalStateException if a wall lasts longer than the one added before it
   * @throws ArithmeticException if a wall's state is no longer finite
   */
  public void run(CounterNoise noise) {
    for (int i = 1; i < walls; i++) {
      if (end[i] > end[i - 1]) {
        throw new IllegalStateException("walls must be added in order of falling duration");
      }
    }
    Arrays.sort(begins, 0, begun);
    Arrays.fill(xNoise, 0.0);
    Arrays.fill(pNoise, 0.0);
    int n = walls;
    int next = 0;
    int ramps = 0;
    for (int k = 0; ; k++) {
      while (n > 0 && end[n - 1] == k) {
        n--;
      }
      if (n == 0) {
        break;
      }
      for (; next < begun && begins[next] >>> 16 == k; next++) {
        int place = (int) (begins[next] & 0xFFFF);
        int wall = place / PIECES;
        ramps += (rate[place] != 0 ? 1 : 0) - (slope[wall] != 0 ? 1 : 0);
        density[wall] = from[place];
        slope[wall] = rate[place];
      }
      step(noise, k, n, ramps > 0);
      wallSteps += n;
    }
    for (int i = 0; i < walls; i++) {
      if (!Double.isFinite(x[i]) || !Double.isFinite(p[i])) {
        throw new ArithmeticException(
            "wall " + numbers[i] + " left the finite numbers within " + end[i] + " steps of " + dt);
      }
    }
  }

  private void step(CounterNoise noise, int k, int n, boolean ramp) {
    if (noisy) {
      thermal(noise, k, n);
    }
    double[] last = density;
    drift(density, x, p, xDrift, pDrift, n);
    if (ramp) {
      for (int i = 0; i < n; i++) {
        densityEnd[i] = density[i] + slope[i];
      }
      last = densityEnd;
    }
    if (scheme == Scheme.HEUN) {
      WallKernel.predict(p, pNoise, pDrift, pNext, n);
      if (c.pinned) {
        WallKernel.predict(x, xNoise, xDrift, xNext, n);
      }
      drift(last, xNext, pNext, xDriftEnd, pDriftEnd, n);
      WallKernel.correct(x, xNoise, xDrift, xDriftEnd, n);
      WallKernel.correct(p, pNoise, pDrift, pDriftEnd, n);
    } else {
      WallKernel.predict(x, xNoise, xDrift, x, n);
      WallKernel.predict(p, pNoise, pDrift, p, n);
    }
    WallKernel.hold(x, low, high, lost, n);
    if (ramp) {
      System.arraycopy(densityEnd, 0, density, 0, n);
    }
  }

  /** One normal a step if printed, so that a pair serves two; two if fdt. */
  private void thermal(CounterNoise noise, int k, int n) {
    if (printed) {
      if (k % 2 == 0) {
        noise.pairs(k / 2, numbers, n, first, second);
      }
      WallKernel.widen(k % 2 == 0 ? first : second, 0, t, n);
      WallKernel.scale(t, c.xNoise, xNoise, n);
      WallKernel.scale(t, c.pNoise, pNoise, n);
    } else {
      noise.pairs(k, numbers, n, first, second);
      WallKernel.widen(first, 0, t, n);
      WallKernel.scale(t, c.xNoise, xNoise, n);
      WallKernel.widen(second, 0, t, n);
      WallKernel.scale(t, c.pNoise, pNoise, n);
    }
  }

  private void drift(
      double[] current, double[] xAt, double[] pAt, double[] xOut, double[] pOut, int n) {
    WallKernel.sine(pAt, s, n);
    if (c.pinned) {
      WallKernel.sine(xAt, t, n);
      if (roughness != null) {
        for (int i = 0; i < n; i++) {
          t[i] *= roughness.height(numbers[i], (long) Math.floor(xAt[i]));
        }
      }
      WallKernel.drive(c.xHard, s, c.xPin, t, c.xCurrent, current, xOut, n);
      WallKernel.drive(c.pHard, s, c.pPin, t, c.pCurrent, current, pOut, n);
    } else {
      WallKernel.drive(c.xHard, s, c.xCurrent, current, xOut, n);
      WallKernel.drive(c.pHard, s, c.pCurrent, current, pOut, n);
    }
  }

  /** Returns a wall's position X [m]. */
  public double position(int wall) {
    return x[wall] * unit;
  }

  /** Returns a wall's phase phi, not reduced [half turns]. */
  public double phase(int wall) {
    return p[wall];
  }

  /** Returns whether a wall was held back at an end of its track. */
  public boolean held(int wall) {
    return lost[wall] > 0;
  }

  /** Returns the wall-steps done since the object was made [1]. */
  public long wallSteps() {
    return wallSteps;
  }

  /** Returns the walls' parameters. */
  public WallParameters parameters() {
    return parameters;
  }
}
