package dev.spindrift.mapping;

import dev.spindrift.state.Checkpointed;
import dev.spindrift.state.StateReader;
import dev.spindrift.state.StateWriter;
import java.io.IOException;

/**
 * Exact counts over device updates (push-pull pairs): histograms of widths and how often a limit
 * was met. Counts are integers, so that the sum over tiles and threads does not depend on the
 * order.
 *
 * <p>One instance per thread; {@link #merge} adds them up.
 */
public final class UpdateStatistics implements Checkpointed {
  private final int longestSteps;
  private final long[] shorter;
  private final long[] longer;
  private final long[] total;
  private long lowerLimit;
  private long upperLimit;
  private long longestLimit;
  private long trackEnds;

  /** Counts of the vector kernel that were not added yet; null if it never ran. */
  private LaneCounts lanes;

  /**
   * Makes empty statistics.
   *
   * @param timing the driver whose pulses are counted
   */
  public UpdateStatistics(PulseTiming timing) {
    longestSteps = timing.longestSteps();
    shorter = new long[longestSteps + 1];
    longer = new long[longestSteps + 1];
    total = new long[2 * longestSteps + 1];
  }

  /** Returns counts of the shorter pulse of each pair by width in steps; a copy. */
  public long[] shorterHistogram() {
    settle();
    return shorter.clone();
  }

  /** Returns counts of the longer pulse of each pair by width in steps; a copy. */
  public long[] longerHistogram() {
    settle();
    return longer.clone();
  }

  /**
   * Returns counts of pairs by the sum of both widths in steps, which fixes the pair's energy; a
   * copy.
   */
  public long[] totalHistogram() {
    settle();
    return total.clone();
  }

  /** Returns the number of pairs [1]. */
  public long updates() {
    settle();
    long updates = 0;
    for (long count : total) {
      updates += count;
    }
    return updates;
  }

  /** Returns pairs whose noise exceeds the required variance because of the shortest pulse [1]. */
  public long lowerLimit() {
    settle();
    return lowerLimit;
  }

  /** Returns pairs whose drift alone brings more variance than required [1]. */
  public long upperLimit() {
    settle();
    return upperLimit;
  }

  /** Returns pairs with a width cut to the driver's longest pulse [1]. */
  public long longestLimit() {
    settle();
    return longestLimit;
  }

  /** Returns updates that lost displacement at an end of a track [1]. */
  public long trackEnds() {
    settle();
    return trackEnds;
  }

  /**
   * Adds the counts of another instance of the same driver.
   *
   * @param other added; not modified
   * @throws IllegalArgumentException if its driver has another longest pulse
   */
  public void merge(UpdateStatistics other) {
    if (other.longestSteps != longestSteps) {
      throw new IllegalArgumentException(
          "statistics of different drivers: longest pulse "
              + longestSteps
              + " and "
              + other.longestSteps
              + " steps");
    }
    other.settle();
    add(shorter, other.shorter);
    add(longer, other.longer);
    add(total, other.total);
    addLimits(other.lowerLimit, other.upperLimit, other.longestLimit, other.trackEnds);
  }

  private static void add(long[] to, long[] from) {
    for (int i = 0; i < to.length; i++) {
      to[i] += from[i];
    }
  }

  /** Counts one pair that was pulsed. */
  void count(PulsePair pair, boolean reachedEnd) {
    addPairs(pair.shorter, pair.longer, 1);
    addLimits(
        pair.lowerLimit ? 1 : 0,
        pair.upperLimit ? 1 : 0,
        pair.longestLimit ? 1 : 0,
        reachedEnd ? 1 : 0);
  }

  /** Adds to the limit counts. */
  void addLimits(long lower, long upper, long longest, long ends) {
    lowerLimit += lower;
    upperLimit += upper;
    longestLimit += longest;
    trackEnds += ends;
  }

  /** Adds pairs of the same widths to the histograms. */
  void addPairs(int shorterSteps, int longerSteps, long count) {
    shorter[shorterSteps] += count;
    longer[longerSteps] += count;
    total[shorterSteps + longerSteps] += count;
  }

  /** Returns the vector kernel's counters. */
  LaneCounts lanes() {
    if (lanes == null) {
      lanes = new LaneCounts(longestSteps);
    }
    return lanes;
  }

  private void settle() {
    if (lanes != null) {
      lanes.moveTo(this);
    }
  }

  @Override
  public void save(StateWriter out) throws IOException {
    settle();
    out.writeLongs(shorter);
    out.writeLongs(longer);
    out.writeLongs(total);
    out.writeLongs(lowerLimit, upperLimit, longestLimit, trackEnds);
  }

  @Override
  public void restore(StateReader in) throws IOException {
    settle(); // what the vector kernel counted before must not be added later
    fill(shorter, in);
    fill(longer, in);
    fill(total, in);
    long[] limits = in.readLongs(4);
    lowerLimit = limits[0];
    upperLimit = limits[1];
    longestLimit = limits[2];
    trackEnds = limits[3];
  }

  private static void fill(long[] counts, StateReader in) throws IOException {
    System.arraycopy(in.readLongs(counts.length), 0, counts, 0, counts.length);
  }
}
