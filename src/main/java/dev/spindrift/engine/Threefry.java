package dev.spindrift.engine;

/**
 * The counter-based generator Threefry2x32: a keyed bijection of 64-bit counters.
 *
 * <p>Source: J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, "Parallel random numbers: as easy
 * as 1, 2, 3", Proc. SC11 (2011); the rotations and the parity constant are theirs. 13 rounds are
 * the fewest that pass BigCrush in that paper for this width; 20 are its default with a safety
 * margin.
 */
final class Threefry {
  /** Rounds used here. */
  static final int ROUNDS = 13;

  static final int PARITY = 0x1BD11BDA;
  private static final int[] ROTATIONS = {13, 15, 26, 6, 17, 29, 16, 24};

  private Threefry() {}

  /**
   * Returns the two output words of one counter, the first one in the upper half.
   *
   * @param c0 first counter word
   * @param c1 second counter word
   * @param k0 first key word
   * @param k1 second key word
   * @param rounds number of rounds [1]
   */
  static long words(int c0, int c1, int k0, int k1, int rounds) {
    int[] key = {k0, k1, PARITY ^ k0 ^ k1};
    int x0 = c0 + k0;
    int x1 = c1 + k1;
    for (int round = 1; round <= rounds; round++) {
      x0 += x1;
      x1 = Integer.rotateLeft(x1, ROTATIONS[(round - 1) % 8]) ^ x0;
      if (round % 4 == 0) {
        int injection = round / 4;
        x0 += key[injection % 3];
        x1 += key[(injection + 1) % 3] + injection;
      }
    }
    return (long) x0 << 32 | Integer.toUnsignedLong(x1);
  }

  /**
   * Computes the words of the counters (c0 + 0, c1), (c0 + 1, c1), ... with 13 rounds, unrolled so
   * that C2 vectorises the loop.
   *
   * @param index 0, 1, 2, ... (C2 of JDK 17 does not vectorise a loop that uses its own counter as
   *     a value), [n]; not modified
   * @param r0 first words, [n]; modified
   * @param r1 second words, [n]; modified
   * @param n number of counters [1]
   */
  static void words(int c0, int c1, int k0, int k1, int[] index, int[] r0, int[] r1, int n) {
    int k2 = PARITY ^ k0 ^ k1;
    int start1 = c1 + k1;
    int start0 = c0 + k0 + start1; // the first round, as far as it is the same for all
    int turned1 = Integer.rotateLeft(start1, 13);
    for (int j = 0; j < n; j++) {
      int x0 = index[j] + start0;
      int x1 = turned1 ^ x0;
      x0 += x1;
      x1 = Integer.rotateLeft(x1, 15) ^ x0;
      x0 += x1;
      x1 = Integer.rotateLeft(x1, 26) ^ x0;
      x0 += x1;
      x1 = Integer.rotateLeft(x1, 6) ^ x0;
      x0 += k1;
      x1 += k2 + 1;
      x0 += x1;
      x1 = Integer.rotateLeft(x1, 17) ^ x0;
      x0 += x1;
      x1 = Integer.rotateLeft(x1, 29) ^ x0;
      x0 += x1;
      x1 = Integer.rotateLeft(x1, 16) ^ x0;
      x0 += x1;
      x1 = Integer.rotateLeft(x1, 24) ^ x0;
      x0 += k2;
      x1 += k0 + 2;
      x0 += x1;
      x1 = Integer.rotateLeft(x1, 13) ^ x0;
      x0 += x1;
      x1 = Integer.rotateLeft(x1, 15) ^ x0;
      x0 += x1;
      x1 = Integer.rotateLeft(x1, 26) ^ x0;
      x0 += x1;
      x1 = Integer.rotateLeft(x1, 6) ^ x0;
      x0 += k0;
      x1 += k1 + 3;
      x0 += x1;
      x1 = Integer.rotateLeft(x1, 17) ^ x0;
      r0[j] = x0;
      r1[j] = x1;
    }
  }
}
