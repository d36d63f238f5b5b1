package dev.spindrift.mapping;

import java.util.Arrays;

/**
 * Counters of the vector kernel, shaped for speed and added to {@link UpdateStatistics} when
 * somebody asks.
 *
 * <p>Limits are counted per position in the chunk. Widths are counted with one increment per pair,
 * since difference and last bits of the shorter width tell the pair ({@link LinearPlan#shorterOf}).
 * Each bin has eight counters in turn, since incrementing the same counter twice in a row waits for
 * the first store.
 */
final class LaneCounts {
  private static final int WAYS = 8;
  private static final int KEYS_PER_DIFFERENCE = 4;

  /** Pairs after which a counter might overflow. */
  private static final long CAPACITY = 1L << 31;

  /** Bin 4 (longer - shorter) + shorter mod 4, eight ways each; a power of two. */
  private final int[] pairsOfKey;

  private final int longestSteps;
  private LinearPlan plan;
  private float required;
  private int[] limited = new int[0];
  private int[] upper = new int[0];
  private int[] ends = new int[0];
  private long pairs;

  LaneCounts(int longestSteps) {
    this.longestSteps = longestSteps;
    int keys = KEYS_PER_DIFFERENCE * (longestSteps + 2); // the longer may be one above the longest
    pairsOfKey = new int[Integer.highestOneBit(WAYS * keys) * 2];
  }

  /** Returns the counts of pairs at the lower or the upper limit. */
  int[] limited() {
    return limited;
  }

  /** Returns the counts of pairs at the upper limit. */
  int[] upper() {
    return upper;
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
      ends = new int[n];
    }
    pairs += n;
  }

  /**
   * Counts widths.
   *
   * @param places keys by {@link #key}, without what makes them floats and with any way added, [n];
   *     not modified
   * @return whether all widths are in range, as they are unless a gradient was not usable; if not,
   *     none is counted
   */
  boolean widths(int[] places, int n) {
    int[] counters = pairsOfKey;
    int mask = counters.length - 1;
    int all = 0;
    for (int j = 0; j < n; j++) {
      int place = places[j];
      counters[place & mask]++;
      all |= place;
    }
    if ((all & ~mask) == 0) {
      return true;
    }
    for (int j = 0; j < n; j++) {
      counters[places[j] & mask]--;
    }
    pairs -= n;
    return false;
  }

  /** Returns the way of element j of every chunk, [n]: a new array. */
  static int[] ways(int n) {
    int[] ways = new int[n];
    for (int j = 0; j < n; j++) {
      ways[j] = j % WAYS;
    }
    return ways;
  }

  /**
   * Returns the number of the bin of a pair, (4 (longer - shorter) + shorter mod 4) x 8, as a float
   * above {@link StepMath#MAGIC}, so that its last bits are the integer.
   */
  static float key(float shorter, float longer) {
    // A quarter of the shorter width, rounded down: its fraction is 0, 1, 2 or 3 quarters.
    float quarter = shorter * 0.25f - 0.375f + StepMath.MAGIC - StepMath.MAGIC;
    return (longer - quarter) * 32f - shorter * 24f + StepMath.MAGIC;
  }

  /** Returns longer less shorter width of a place, the longer at most one above the longest. */
  static int difference(int place) {
    return place / (WAYS * KEYS_PER_DIFFERENCE);
  }

  /** Adds everything to the statistics and starts again from zero. */
  void moveTo(UpdateStatistics statistics) {
    if (pairs == 0) {
      return;
    }
    long cut = 0;
    for (int key = 0; key < pairsOfKey.length / WAYS; key++) {
      long count = 0;
      for (int i = WAYS * key; i < WAYS * (key + 1); i++) {
        count += pairsOfKey[i];
        pairsOfKey[i] = 0;
      }
      if (count > 0) {
        int difference = key / KEYS_PER_DIFFERENCE;
        int shorter = plan.shorterOf(difference, key % KEYS_PER_DIFFERENCE, required);
        int longer = Math.min(shorter + difference, longestSteps);
        cut += longer < shorter + difference ? count : 0;
        statistics.addPairs(shorter, longer, count);
      }
    }
    long upperLimit = take(upper);
    statistics.addLimits(take(limited) - upperLimit, upperLimit, cut, take(ends));
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
