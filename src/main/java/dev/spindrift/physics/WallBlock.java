package dev.spindrift.physics;

import java.util.Arrays;

/**
 * Integrates one block of walls through a waveform; all its arrays together stay in a first-level
 * cache of 32 kB. One instance per thread.
 */
final class WallBlock {
  /** Walls per block [1]. */
  static final int WALLS = 256;

  private final WallParameters parameters;
  private final Scheme scheme;
  private final NoiseSource noise;
  private final Roughness roughness;
  private final boolean noisy;

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

  /**
   * Prepares the scratch memory.
   *
   * @param noise source of this block's normals; referenced
   * @param roughness barrier heights; null if the pinning is periodic or absent
   */
  WallBlock(WallParameters parameters, Scheme scheme, NoiseSource noise, Roughness roughness) {
    this.parameters = parameters;
    this.scheme = scheme;
    this.noise = noise;
    this.roughness = roughness;
    this.noisy = parameters.temperature() > 0;
  }

  /**
   * Moves the walls of one block.
   *
   * @param block number of the block [1]
   * @param position [m], whole ensemble; modified at from .. from + n - 1
   * @param phase [half turns], whole ensemble; modified likewise
   * @param from the block's first wall [1]
   * @param n number of walls, at most {@link #WALLS} [1]
   * @param plan the steps
   * @param firstStep number of the plan's first step since the ensemble was made [1]
   */
  void run(
      int block,
      double[] position,
      double[] phase,
      int from,
      int n,
      StepPlan plan,
      long firstStep) {
    double unit = StepCoefficients.unit(parameters);
    for (int i = 0; i < n; i++) {
      x[i] = position[from + i] / unit;
    }
    System.arraycopy(phase, from, p, 0, n);
    double end = parameters.strip().length() / unit;
    boolean ends = parameters.strip().hasEnds();
    Arrays.fill(xNoise, 0.0);
    Arrays.fill(pNoise, 0.0);

    long step = firstStep;
    for (StepPlan.Run run : plan.runs()) {
      StepCoefficients c = run.coefficients();
      for (int k = 0; k < run.steps(); k++, step++) {
        if (noisy) {
          noise.fill(block, step, c.xNoise, c.pNoise, xNoise, pNoise, n);
        }
        drift(c, run.density(k), x, p, xDrift, pDrift, from, n);
        if (scheme == Scheme.HEUN) {
          WallKernel.predict(p, pNoise, pDrift, pNext, n);
          if (c.pinned) {
            WallKernel.predict(x, xNoise, xDrift, xNext, n);
          }
          drift(c, run.density(k + 1), xNext, pNext, xDriftEnd, pDriftEnd, from, n);
          WallKernel.correct(x, xNoise, xDrift, xDriftEnd, n);
          WallKernel.correct(p, pNoise, pDrift, pDriftEnd, n);
        } else {
          WallKernel.predict(x, xNoise, xDrift, x, n);
          WallKernel.predict(p, pNoise, pDrift, p, n);
        }
        if (ends) {
          WallKernel.clamp(x, 0.0, end, n);
        }
      }
    }

    for (int i = 0; i < n; i++) {
      position[from + i] = x[i] * unit;
      phase[from + i] = p[i];
    }
  }

  /** Drift of one step at given positions (used only if pinned) and phases. */
  private void drift(
      StepCoefficients c,
      double density,
      double[] xAt,
      double[] pAt,
      double[] xOut,
      double[] pOut,
      int from,
      int n) {
    double x0 = c.xCurrent * density + c.xField;
    double p0 = c.pCurrent * density + c.pField;
    WallKernel.sine(pAt, s, n);
    if (c.pinned) {
      WallKernel.sine(xAt, t, n);
      if (roughness != null) {
        roughness.heights(from, xAt, xOut, n);
        WallKernel.multiply(t, xOut, n);
      }
      WallKernel.combine(x0, c.xHard, s, c.xPin, t, xOut, n);
      WallKernel.combine(p0, c.pHard, s, c.pPin, t, pOut, n);
    } else {
      WallKernel.affine(s, c.xHard, x0, xOut, n);
      WallKernel.affine(s, c.pHard, p0, pOut, n);
    }
    if (c.transverse) {
      // sin(phi) and cos(phi) of phi = pi p.
      WallKernel.affine(pAt, 0.5, 0.25, t, n);
      WallKernel.sine(t, t, n);
      WallKernel.scale(pAt, 0.5, s, n);
      WallKernel.sine(s, s, n);
      WallKernel.accumulate(xOut, c.xSin + c.xSpinHall * density, s, c.xCos, t, n);
      WallKernel.accumulate(pOut, c.pSin + c.pSpinHall * density, s, c.pCos, t, n);
    }
  }
}
