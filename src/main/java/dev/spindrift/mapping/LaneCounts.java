package dev.spindrift.mapping;

import java.util.Arrays;

/**
 * Counters of the vector kernel, shaped for speed and added to {@link UpdateStatistics} when
 * somebody asks: limit counts per position in the chunk (floats holding small integers, exactly),
 * and histograms of four interleaved counters per bin, since incrementing the same counter twice in
 * a row waits for the first store.
 */
final class LaneCounts {
  private static final int WAYS = 4;

  /** Additions after which the float counters might no longer be exact. */
  private static final int FLOAT_CAPACITY = 1 << 24;

  /** Pairs after which an int counter might overflow. */
  private static final long INT_CAPACITY = 1L << 31;

  private final int[] shorter;
  private final int[] longer;
  private final int[] total;
  private float[] lower = new float[0];
  private float[] upper = new float[0];
  private float[] longest = new float[0];
  private float[] ends = new float[0];
  private int chunks;
  private long pairs;

  LaneCounts(int longestSteps) {
    shorter = new int[WAYS * (longestSteps + 1)];
    longer = new int[WAYS * (longestSteps + 1)];
    total = new int[WAYS * (2 * longestSteps + 1)];
  }

  float[] lower() {
    return lower;
  }

  float[] upper() {
    return upper;
  }

  float[] longest() {
    return longest;
  }

  float[] ends() {
    return ends;
  }

  /**
   * Makes room for a chunk of n pairs.
   *
   * @param statistics receives what is there if the counters are full; modified
   */
  void open(int n, UpdateStatistics statistics) {
    if (chunks == FLOAT_CAPACITY - 1 || pairs + n >= INT_CAPACITY || n > lower.length) {
      moveTo(statistics);
    }
    if (n > lower.length) {
      lower = new float[n];
      upper = new float[n];
      longest = new float[n];
      ends = new float[n];
    }
    chunks++;
    pairs += n;
  }

  /**
   * Counts widths.
   *
   * @param shorterBits bits of {@link StepMath#MAGIC} + width, [n]; not modified
   * @param longerBits likewise, [n]; not modified
   * @throws ArrayIndexOutOfBoundsException if a width was not a number
   */
  void widths(int[] shorterBits, int[] longerBits, int n) {
    int j = 0;
    for (; j <= n - WAYS; j += WAYS) {
      width(shorterBits[j], longerBits[j], 0);
      width(shorterBits[j + 1], longerBits[j + 1], 1);
      width(shorterBits[j + 2], longerBits[j + 2], 2);
      width(shorterBits[j + 3], longerBits[j + 3], 3);
    }
    for (; j < n; j++) {
      width(shorterBits[j], longerBits[j], 0);
    }
  }

  private void width(int shorterBits, int longerBits, int way) {
    int s = shorterBits - StepMath.MAGIC_BITS;
    int l = longerBits - StepMath.MAGIC_BITS;
    shorter[WAYS * s + way]++;
    longer[WAYS * l + way]++;
    total[WAYS * (s + l) + way]++;
  }

  /** Adds everything to the statistics and starts again from zero. */
  void moveTo(UpdateStatistics statistics) {
    if (pairs == 0) {
      return;
    }
    statistics.addLimits(take(lower), take(upper), take(longest), take(ends));
    for (int steps = 0; steps < shorter.length / WAYS; steps++) {
      statistics.addBins(steps, take(shorter, steps), take(longer, steps));
    }
    for (int steps = 0; steps < total.length / WAYS; steps++) {
      statistics.addTotal(steps, take(total, steps));
    }
    chunks = 0;
    pairs = 0;
  }

  private static long take(float[] counters) {
    long sum = 0;
    for (float counter : counters) {
      sum += (long) counter;
    }
    Arrays.fill(counters, 0);
    return sum;
  }

  private static long take(int[] bins, int steps) {
    long sum = 0;
    for (int i = WAYS * steps; i < WAYS * (steps + 1); i++) {
      sum += bins[i];
      bins[i] = 0;
    }
    return sum;
  }
}
