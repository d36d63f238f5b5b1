package dev.spindrift.physics;

/**
 * Quenched random heights of the pinning barriers: a(wall, cell) = 1 + roughness sqrt(3) v with v
 * uniform on [-1, 1), a function of (seed, wall, cell) alone.
 *
 * <p>Between two minima, X in [k p, (k + 1) p), the potential is V0 a sin^2(pi X/p) with that
 * cell's own a. Potential and force are continuous, because both vanish at the minima. The bits are
 * SplitMix64's output function (Steele, Lea, Flood, OOPSLA 2014) of a mixed counter.
 */
final class Roughness {
  private final long key;
  private final double spread;

  /**
   * Prepares the heights.
   *
   * @param seed of the ensemble
   * @param roughness standard deviation of a [1]
   */
  Roughness(long seed, double roughness) {
    key = mix(seed ^ 0x9E3779B97F4A7C15L);
    spread = roughness * Math.sqrt(3.0);
  }

  /** Returns a of one cell of one wall's track [1]. */
  double height(long wall, long cell) {
    long bits = mix(key + mix(wall * 0x9E3779B97F4A7C15L + mix(cell)));
    return 1.0 + spread * ((bits >> 11) * 0x1p-52);
  }

  /**
   * Writes a at each wall's position.
   *
   * @param firstWall number of the block's first wall [1]
   * @param turns positions in periods, [n]; not modified
   * @param out a, [n]; modified
   */
  void heights(long firstWall, double[] turns, double[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = height(firstWall + i, (long) Math.floor(turns[i]));
    }
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
