package dev.spindrift.mapping;

import java.util.Arrays;

/**
 * Counters of the vector kernel, shaped for speed and added to {@link UpdateStatistics} when
 * somebody asks.
 *
 * <p>Limits are counted per position in the chunk. Widths are counted with one increment per pair:
 * as the drift grows, the shorter width only falls and the longer only rises, so within one update
 * the difference tells the pair, except that rounding may swap two neighbouring steps; the last two
 * bits of the shorter width tell these apart. Each bin remembers its shorter width, and has four
 * counters in turn, since incrementing the same counter twice in a row waits for the first store.
 */
final class LaneCounts {
  private static final int WAYS = 4;
  private static final int KEYS_PER_DIFFERENCE = 4;

  /** Pairs after which a counter might overflow. */
  private static final long CAPACITY = 1L << 31;

  private final int[] pairsOfKey;
  private final int[] shorterOfKey;
  private LinearPlan plan;
  private float required;
  private int[] limited = new int[0];
  private int[] upper = new int[0];
  private int[] longest = new int[0];
  private int[] ends = new int[0];
  private long pairs;

  LaneCounts(int longestSteps) {
    pairsOfKey = new int[WAYS * KEYS_PER_DIFFERENCE * (longestSteps + 1)];
    shorterOfKey = new int[KEYS_PER_DIFFERENCE * (longestSteps + 1)];
  }

  /** Returns the counts of pairs at the lower or the upper limit. */
  int[] limited() {
    return limited;
  }

  /** Returns the counts of pairs at the upper limit. */
  int[] upper() {
    return upper;
  }

  /** Returns the counts of pairs cut to the longest pulse. */
  int[] longest() {
    return longest;
  }

  /** Returns the counts of walls at the end of their track. */
  int[] ends() {
    return ends;
  }

  /**
   * Makes room for a chunk of n pairs.
   *
   * @param plan arithmetic of the widths
   * @param required required variance
   * @param statistics receives what is there if the counters are full or belong to other widths;
   *     modified
   */
  void open(LinearPlan plan, float required, int n, UpdateStatistics statistics) {
    if (pairs + n >= CAPACITY
        || n > limited.length
        || plan != this.plan
        || required != this.required) {
      moveTo(statistics);
      this.plan = plan;
      this.required = required;
    }
    if (n > limited.length) {
      limited = new int[n];
      upper = new int[n];
      longest = new int[n];
      ends = new int[n];
    }
    pairs += n;
  }

  /**
   * Counts widths.
   *
   * @param shorter shorter widths, [n]; not modified
   * @param keys keys by {@link #key}, [n]; not modified
   * @return whether all widths are in range, as they are unless a gradient was not usable
   */
  boolean widths(int[] shorter, int[] keys, int n) {
    int all = 0;
    int j = 0;
    for (; j <= n - WAYS; j += WAYS) {
      all |= shorter[j] | shorter[j + 1] | shorter[j + 2] | shorter[j + 3];
      width(shorter[j], keys[j], 0);
      width(shorter[j + 1], keys[j + 1], 1);
      width(shorter[j + 2], keys[j + 2], 2);
      width(shorter[j + 3], keys[j + 3], 3);
    }
    for (; j < n; j++) {
      all |= shorter[j];
      width(shorter[j], keys[j], 0);
    }
    return (all & ~0x1FFFF) == 0;
  }

  /**
   * Returns the bin of a pair: 4 (longer - shorter) + shorter mod 4, in a form that C2 17
   * vectorises (it does not vectorise the shifted difference).
   */
  static int key(int shorter, int longer) {
    return (longer << 2) - (shorter << 1) - shorter - (shorter & -4);
  }

  private void width(int shorter, int key, int way) {
    pairsOfKey[WAYS * key + way]++;
    shorterOfKey[key] = shorter;
  }

  /** Adds everything to the statistics and starts again from zero. */
  void moveTo(UpdateStatistics statistics) {
    if (pairs == 0) {
      return;
    }
    long upperLimit = take(upper);
    statistics.addLimits(take(limited) - upperLimit, upperLimit, take(longest), take(ends));
    for (int key = 0; key < shorterOfKey.length; key++) {
      long count = 0;
      for (int i = WAYS * key; i < WAYS * (key + 1); i++) {
        count += pairsOfKey[i];
        pairsOfKey[i] = 0;
      }
      if (count > 0) {
        int shorter = shorterOfKey[key];
        statistics.addPairs(shorter, shorter + key / KEYS_PER_DIFFERENCE, count);
      }
    }
    pairs = 0;
  }

  private static long take(int[] counters) {
    long sum = 0;
    for (int counter : counters) {
      sum += counter;
    }
    Arrays.fill(counters, 0);
    return sum;
  }
}
