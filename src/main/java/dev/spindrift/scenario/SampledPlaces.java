package dev.spindrift.scenario;

import java.util.Arrays;
import umontreal.ssj.rng.RandomStream;

/**
 * Where along numbered steps something is measured: the steps are cut into strata, short at the
 * beginning, where a training changes fast, and longer later; in each of them two steps are drawn
 * at random (all of a stratum that has no more).
 *
 * <p>Two, because then every stratum tells its own scatter, and the variance of a total is
 * estimated without bias whatever trend or cycle the steps follow.
 */
final class SampledPlaces {
  private static final int PER_STRATUM = 2;

  /** Last step of each stratum; the first stratum begins at 1. */
  private final long[] ends;

  private final long[] chosen;

  /**
   * Draws places.
   *
   * @param size steps, positive [1]
   * @param wanted how many of them to measure; all of them if there are no more [1]
   * @param draws modified
   */
  SampledPlaces(long size, int wanted, RandomStream draws) {
    long all = Math.min(size, Math.max(PER_STRATUM, wanted));
    ends = new long[(int) Math.max(1, (all + 1) / PER_STRATUM)];
    for (int h = 0; h < ends.length; h++) {
      double share = (h + 1.0) / ends.length;
      long end = all == size ? PER_STRATUM * (h + 1L) : Math.round(size * share * share);
      ends[h] = Math.min(size, Math.max(first(h), end));
    }
    ends[ends.length - 1] = size;
    long[] places = new long[PER_STRATUM * ends.length];
    int n = 0;
    for (int h = 0; h < ends.length; h++) {
      if (length(h) <= PER_STRATUM) {
        for (long k = first(h); k <= ends[h]; k++) {
          places[n++] = k;
        }
      } else {
        long a = draw(draws, length(h));
        long b = draw(draws, length(h) - 1);
        b += b >= a ? 1 : 0;
        places[n++] = first(h) + Math.min(a, b);
        places[n++] = first(h) + Math.max(a, b);
      }
    }
    chosen = Arrays.copyOf(places, n);
  }

  private static long draw(RandomStream draws, long below) {
    return Math.min(below - 1, (long) (draws.nextDouble() * below));
  }

  /** Returns whether a step is measured. */
  boolean chosen(long step) {
    return Arrays.binarySearch(chosen, step) >= 0;
  }

  /** Returns how many steps are measured [1]. */
  int count() {
    return chosen.length;
  }

  int strata() {
    return ends.length;
  }

  /** Returns the stratum of a step. */
  int stratum(long step) {
    int at = Arrays.binarySearch(ends, step);
    return at >= 0 ? at : -at - 1;
  }

  /** Returns the first step of a stratum, from 1. */
  long first(int stratum) {
    return stratum == 0 ? 1 : ends[stratum - 1] + 1;
  }

  /** Returns the last step of a stratum. */
  long last(int stratum) {
    return ends[stratum];
  }

  /** Returns the steps in a stratum [1]. */
  long length(int stratum) {
    return ends[stratum] - first(stratum) + 1;
  }
}
