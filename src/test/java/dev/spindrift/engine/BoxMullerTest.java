package dev.spindrift.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BoxMullerTest {

  /** The transformation in double precision, from the meaning of the bits. */
  private static double exact(int word0, int word1, int side) {
    double u = 1 - (word0 >>> 9) * 0x1p-23 - (word0 & 0x1ff) * 0x1p-32;
    double r = Math.sqrt(-2 * Math.log(u));
    double fraction = (word1 >>> 7 & 0x7fffff) * 0x1p-23;
    double x = (fraction - 0.5) * Math.PI / 2;
    double s = Math.sin(x);
    double c = word1 < 0 ? -Math.cos(x) : Math.cos(x);
    boolean swap = (word1 >>> 30 & 1) == 1;
    return r * (swap == (side == 0) ? s : c);
  }

  private static void check(int word0, int word1) {
    for (int side = 0; side < 2; side++) {
      double expected = exact(word0, word1, side);
      double r = Math.hypot(exact(word0, word1, 0), exact(word0, word1, 1));
      // r^2 = -2 ln u carries an absolute error of 2 (1.9e-7 fit + 6e-8 rounding of u + 6e-8 of the
      // sum) < 1e-6, so r carries one of 1e-6 / (r + computed r) <= 1e-6 / r, and never more than
      // the
      // root of 1e-6; then a few float roundings of r < 6.7 (4e-7 each).
      double tolerance = Math.min(1e-3, 1e-6 / r) + 2e-6;
      assertEquals(
          expected,
          BoxMuller.normal(word0, word1, side),
          tolerance,
          () -> Integer.toHexString(word0) + " " + Integer.toHexString(word1));
    }
  }

  @Test
  void theNormalsAreThoseOfTheFormulaInDoublePrecision() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 1_000_000; i++) {
      check(random.nextInt(), random.nextInt());
    }
  }

  @Test
  void theVectorApisTwinGivesTheSameBits() {
    PairNormals vectors =
        Objects.requireNonNull(
            VectorApi.create("dev.spindrift.engine.VectorNormals", PairNormals.class),
            "the build starts tests with the Vector API's module");
    SplittableRandom random = new SplittableRandom(2);
    for (int n : new int[] {CounterNoise.LANE, 48, 37, 1}) {
      for (int i = 0; i < 200; i++) {
        int[] word0 = random.ints(CounterNoise.LANE).toArray();
        int[] word1 = random.ints(CounterNoise.LANE).toArray();
        word0[0] = i; // u next to 1
        word0[n - 1] = -1 - i; // u next to 0
        float[][] z = new float[4][CounterNoise.LANE];
        new BoxMuller(CounterNoise.LANE).normals(word0.clone(), word1, z[0], 0, z[1], 0, n);
        vectors.normals(word0, word1, z[2], 0, z[3], 0, n);
        assertArrayEquals(z[0], z[2]);
        assertArrayEquals(z[1], z[3]);
      }
    }
  }

  @Test
  void theNormalsAreRightAtTheEdgesOfTheRangeOfTheWords() {
    int[] edges = new int[2 * 2000];
    for (int i = 0; i < 2000; i++) {
      edges[i] = i; // u = 1 - i 2^-32
      edges[2000 + i] = -1 - i; // u = (i + 1) 2^-32
    }
    for (int word0 : edges) {
      for (int word1 : new int[] {0, -1, 1 << 30, 1 << 31, 3 << 30, 1 << 29, (1 << 30) - 1}) {
        check(word0, word1);
      }
    }
  }

  @Test
  void theLargestNormalIsTheRadiusOfTheSmallestUniform() {
    // u = 2^-32: r = sqrt(64 ln 2) = 6.6604; at x = 0 all of it is the cosine.
    int straight = 0x400000 << 7;
    double largest = Math.sqrt(64 * Math.log(2));
    assertEquals(largest, BoxMuller.normal(-1, straight, 0), 2e-6); // float rounding at 6.7
    assertEquals(-largest, BoxMuller.normal(-1, straight | 1 << 31, 0), 2e-6);
    assertEquals(largest, BoxMuller.normal(-1, straight | 1 << 30, 1), 2e-6);
  }

  @Test
  void theTwoNormalsTurnThroughAllFourQuarters() {
    // u with r near 1; the 4 settings of the two top bits must give 4 directions a quarter apart.
    int word0 = (int) (0.39 * 0x1p32);
    boolean[] seen = new boolean[4];
    for (int top = 0; top < 4; top++) {
      int word1 = top << 30 | 0x400000 << 7;
      double z0 = BoxMuller.normal(word0, word1, 0);
      double z1 = BoxMuller.normal(word0, word1, 1);
      long quarter = Math.round(Math.atan2(z1, z0) / (Math.PI / 2));
      seen[Math.floorMod(quarter, 4)] = true;
    }
    assertArrayEquals(new boolean[] {true, true, true, true}, seen);
  }
}
