package dev.spindrift.input;

import java.util.Collection;
import java.util.Locale;

/** Finds the name a user most likely meant. */
final class Nearest {

  private Nearest() {}

  /**
   * Returns the nearest name, or null if none is near.
   *
   * <p>Near means at most a third of the longer length in edits (insert, delete, replace, swap
   * neighbours), upper and lower case being equal.
   *
   * @param name the misspelt name
   * @param names the valid names
   */
  static String of(String name, Collection<String> names) {
    String best = null;
    double bestShare = 0.34;
    // Anything longer is no misspelling, and the table below is quadratic in the length.
    if (name.length() > 60) {
      return null;
    }
    for (String candidate : names) {
      if (candidate.length() <= 60) {
        int distance = distance(name.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
        double share = (double) distance / Math.max(1, Math.max(name.length(), candidate.length()));
        if (share < bestShare) {
          bestShare = share;
          best = candidate;
        }
      }
    }
    return best;
  }

  /**
   * Optimal string alignment distance (Damerau-Levenshtein without editing a swapped pair again).
   */
  private static int distance(String a, String b) {
    int[][] table = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          table[i][j] = i + j;
          continue;
        }
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        int least = Math.min(table[i - 1][j], table[i][j - 1]) + 1;
        least = Math.min(least, table[i - 1][j - 1] + (same ? 0 : 1));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          least = Math.min(least, table[i - 2][j - 2] + 1);
        }
        table[i][j] = least;
      }
    }
    return table[a.length()][b.length()];
  }
}
