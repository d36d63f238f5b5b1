package dev.spindrift.learning;

import dev.spindrift.engine.CounterNoise;
import java.nio.FloatBuffer;

/**
 * The software reference of the chip: the same kernel in float arithmetic without devices, w =
 * clip(w + drift + sqrt(variance) z, -1, 1).
 *
 * <p>The prior is uniform on [-1, 1]; its edges clip as the track's ends do.
 *
 * <p>Noise is a function of seed, index in the flat vector and update, so the vector may be updated
 * in any pieces by any threads: one instance per thread, see {@link #fork()}.
 */
public final class FloatChain {
  private final CounterNoise noise;
  private final float[] normals = new float[CounterNoise.BLOCK];
  private final float[] slopes = new float[CounterNoise.BLOCK];
  private final float[] values = new float[CounterNoise.BLOCK];

  /**
   * Makes a chain.
   *
   * @param seed root seed
   */
  public FloatChain(long seed) {
    this(new CounterNoise(seed, "float"));
  }

  private FloatChain(CounterNoise noise) {
    this.noise = noise;
  }

  /** Returns the same chain for another thread. */
  public FloatChain fork() {
    return new FloatChain(noise.fork());
  }

  /**
   * Makes one step of the weights from..to-1.
   *
   * @param update number of the update, 0 to 2^32 - 1 [1]
   * @param gradient flat gradient, the sum over the mini-batch; not modified
   * @param weights flat weight vector, aligned with the gradient; modified in the range
   * @param from first index [1]
   * @param to end of the range, exclusive [1]
   * @param increment drift per gradient and required variance
   * @throws ArithmeticException if a gradient is not finite
   */
  public void step(
      long update,
      FloatBuffer gradient,
      FloatBuffer weights,
      int from,
      int to,
      Increment increment) {
    float deviation = (float) Math.sqrt(increment.noiseVariance());
    int start = from;
    while (start < to) {
      int block = start / CounterNoise.BLOCK * CounterNoise.BLOCK;
      int skip = start - block;
      int n = Math.min(CounterNoise.BLOCK - skip, to - start);
      noise.gaussian(update, block, skip + n, normals);
      System.arraycopy(normals, skip, normals, 0, n);
      gradient.get(start, slopes, 0, n);
      weights.get(start, values, 0, n);
      stepStage(values, slopes, normals, increment.drift(), deviation, n);
      weights.put(start, values, 0, n);
      for (int j = 0; j < n; j++) {
        if (!Float.isFinite(slopes[j])) {
          throw new ArithmeticException(
              "the gradient of parameter " + (start + j) + " is " + slopes[j]);
        }
      }
      start += n;
    }
  }

  private static void stepStage(
      float[] values, float[] slopes, float[] normals, float drift, float deviation, int n) {
    for (int j = 0; j < n; j++) {
      float value = values[j] + (slopes[j] * drift + deviation * normals[j]);
      values[j] = Math.max(-1f, Math.min(1f, value));
    }
  }
}
