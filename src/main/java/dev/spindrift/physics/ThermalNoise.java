package dev.spindrift.physics;

import dev.spindrift.engine.CounterNoise;

/**
 * Thermal noise as a function of (seed, purpose, wall, step) alone.
 *
 * <p>One bulk call of {@link CounterNoise} gives {@link CounterNoise#BLOCK} normals; a block of
 * {@link WallBlock#WALLS} walls uses them for the next steps: 8 with the printed convention, which
 * needs one normal per step, 4 with two. In the generator's words, device = block * BLOCK + slot *
 * WALLS + lane and update = step / steps per call.
 *
 * <p>The normals have float precision (23 bits, tails to 6.66 standard deviations). A wall sums
 * thousands of them: the relative error of 1e-7 of each vanishes against the statistical error of
 * any ensemble, and its variance is exact to 1e-6 (engine tests).
 */
final class ThermalNoise implements NoiseSource {
  private static final int CALL = CounterNoise.BLOCK;

  private final CounterNoise normals;
  private final boolean printed;
  private final int steps;
  private final float[] buffer = new float[CALL];
  private final double[] wide = new double[WallBlock.WALLS];
  private int bufferedBlock = -1;
  private long bufferedCall = -1;

  /**
   * Creates the noise of one thread.
   *
   * @param normals generator, used by this object alone; referenced
   * @param convention how many normals a step takes
   */
  ThermalNoise(CounterNoise normals, NoiseConvention convention) {
    this.normals = normals;
    printed = convention == NoiseConvention.PRINTED;
    steps = CALL / WallBlock.WALLS / (printed ? 1 : 2);
  }

  @Override
  public void fill(
      int block, long step, double xScale, double pScale, double[] x, double[] p, int n) {
    long call = step / steps;
    if (call != bufferedCall || block != bufferedBlock) {
      normals.gaussian(call, (long) block * CALL, CALL, buffer);
      bufferedCall = call;
      bufferedBlock = block;
    }
    int slot = (int) (step % steps);
    if (printed) {
      WallKernel.widen(buffer, slot * WallBlock.WALLS, wide, n);
      WallKernel.scale(wide, xScale, x, n);
      WallKernel.scale(wide, pScale, p, n);
    } else {
      WallKernel.widen(buffer, 2 * slot * WallBlock.WALLS, wide, n);
      WallKernel.scale(wide, xScale, x, n);
      WallKernel.widen(buffer, (2 * slot + 1) * WallBlock.WALLS, wide, n);
      WallKernel.scale(wide, pScale, p, n);
    }
  }
}
