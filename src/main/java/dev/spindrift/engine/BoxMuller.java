package dev.spindrift.engine;

import static dev.spindrift.engine.FloatBits.INT;

/**
 * Pairs of random words to pairs of standard normals (Box and Muller, Ann. Math. Stat. 29, 1958).
 *
 * <p>The first word gives u = (its value + tiny) in (0, 1] with 32 bits, hence the radius r =
 * sqrt(-2 ln u) up to 6.66. The second word gives the angle: 23 bits within a quarter turn around
 * an axis, one bit for the axis, one for the direction; 7 bits are unused.
 *
 * <p>Implementation note: the polynomials are minimax fits (Remez exchange), rounded to float.
 * Their absolute errors are 1.9e-7 for ln on [1, 2), 3e-9 for sin(x)/x and 5e-11 for cos on [-pi/4,
 * pi/4], thus below or about the rounding of float. The work is cut into loops over short arrays
 * that stay in the first-level cache, each simple enough for C2 of JDK 17 to vectorise; bits become
 * floats by bulk copies ({@link FloatBits}), as few as can be. All arithmetic sits in functions of
 * one element, which the single value shares, so bulk and single results agree bit for bit (Java 17
 * floats are strict, Math.sqrt is correctly rounded, also after rounding to float).
 */
final class BoxMuller implements PairNormals {
  static final float L0 = 0.4054653f;
  static final float L1 = 0.66666573f;
  static final float L2 = -0.2222454f;
  static final float L3 = 0.09880489f;
  static final float L4 = -0.04892899f;
  static final float L5 = 0.025862215f;
  static final float L6 = -0.017414194f;
  static final float L7 = 0.0104841f;
  static final float LN2 = 0.6931472f;
  static final float S1 = -0.16666651f;
  static final float S2 = 0.008332036f;
  static final float S3 = -0.00019504022f;
  static final float C1 = -0.5f;
  static final float C2 = 0.041666616f;
  static final float C3 = -0.0013886619f;
  static final float C4 = 2.437993e-05f;
  static final float HALF_PI = 1.5707964f;

  /** Bits of 1.0f: with 23 bits m below, the float 1 + m 2^-23. */
  static final int ONE = 0x3f800000;

  /** Bits of 2^23 as float: with an integer m below, the float 2^23 + m. */
  static final int TWO_23 = 0x4B000000;

  static final float TWO_23_FLOAT = 8388608f;
  static final int MANTISSA = 0x7fffff;

  /** 2^-32. */
  static final float TINY = 0x1p-32f;

  private final FloatBits upper;
  private final FloatBits lower;
  private final FloatBits turn;
  private final float[] first;
  private final float[] second;
  private final float[] turns;
  private final float[] cosine;
  private final float[] sine;

  /**
   * Creates scratch memory.
   *
   * @param capacity largest number of pairs per call [1]
   */
  BoxMuller(int capacity) {
    upper = new FloatBits(capacity);
    lower = new FloatBits(capacity);
    turn = new FloatBits(capacity);
    first = new float[capacity];
    second = new float[capacity];
    turns = new float[capacity];
    cosine = new float[capacity];
    sine = new float[capacity];
  }

  /** Returns the first (side 0) or second (side 1) normal of a pair of words. */
  static float normal(int word0, int word1, int side) {
    float u = unit(Float.intBitsToFloat(unitBits(word0)), Float.intBitsToFloat(lowBits(word0)));
    int uBits = Float.floatToRawIntBits(u);
    float r =
        radius(
            Float.intBitsToFloat(exponentBits(uBits)), Float.intBitsToFloat(mantissaBits(uBits)));
    float turn = Float.intBitsToFloat(turnBits(word1));
    float swap = swap(turn);
    float x = angle(turn, swap);
    float s = sine(x);
    float c = cosine(x, sign(turn));
    float d = (s - c) * swap;
    return side == 0 ? (c + d) * r : (s - d) * r;
  }

  @Override
  public void normals(
      int[] word0, int[] word1, float[] z0, int start0, float[] z1, int start1, int n) {
    wordStage(word0, word1, upper.bytes(), lower.bytes(), turn.bytes(), n);
    upper.get(first, n);
    lower.get(second, n);
    turn.get(turns, n);
    uniformStage(first, second, n);
    splitStage(turn.put(first, n), upper.bytes(), lower.bytes(), n);
    upper.get(first, n);
    lower.get(second, n);
    radiusStage(first, second, n);
    angleStage(turns, cosine, n);
    sineStage(cosine, sine, n);
    cosineStage(turns, cosine, n);
    pairStage(turns, second, cosine, sine, n);
    System.arraycopy(cosine, 0, z0, start0, n);
    System.arraycopy(sine, 0, z1, start1, n);
  }

  // One element.

  private static int unitBits(int word) {
    return word >>> 9 | ONE;
  }

  private static int lowBits(int word) {
    return (word & 0x1ff) | TWO_23;
  }

  /** u = 1 - (upper 23 bits) 2^-23 - (lower 9 bits) 2^-32, at least 2^-32, rounded once. */
  private static float unit(float onePlusUpper, float two23PlusLower) {
    return 2f - onePlusUpper - (two23PlusLower - TWO_23_FLOAT) * TINY;
  }

  private static int exponentBits(int uBits) {
    return uBits >>> 23 | TWO_23;
  }

  private static int mantissaBits(int uBits) {
    return (uBits & MANTISSA) | ONE;
  }

  /** sqrt(-2 ln(2^e m)) of the biased exponent (as 2^23 + e + 127) and m in [1, 2). */
  private static float radius(float exponent, float mantissa) {
    float x = mantissa - 1.5f;
    float ln =
        ((((((L7 * x + L6) * x + L5) * x + L4) * x + L3) * x + L2) * x + L1) * x
            + L0
            + (exponent - (TWO_23_FLOAT + 127f)) * LN2;
    return (float) Math.sqrt(Math.abs(-2f * ln)); // at u = 1 the fit may be above 0 by 2e-7
  }

  /** All 25 bits in one float: the angle as 1 + fraction, twice that to swap, and a sign. */
  private static int turnBits(int word) {
    return ((word & 0x80000000) | (word << 2 >>> 9)) + ((word >>> 30 & 1) << 23) + ONE;
  }

  /** Returns 1 for magnitudes in [2, 4) and 0 for those in [1, 2). */
  private static float swap(float turn) {
    float below = 2f - Math.abs(turn); // at least 2^-23 for the latter
    float not = 1f - (below + Math.abs(below)) * 0x1p23f;
    return (not + Math.abs(not)) * 0.5f;
  }

  /** Returns 1 or -1. */
  private static float sign(float turn) {
    float not = 1f + (turn - Math.abs(turn));
    return not + Math.abs(not) - 1f;
  }

  /** Maps a magnitude, halved for those to swap, to [-pi/4, pi/4). */
  private static float angle(float turn, float swap) {
    return (Math.abs(turn) * (1f - 0.5f * swap) - 1.5f) * HALF_PI;
  }

  private static float sine(float x) {
    float q = x * x;
    return x * (1f + q * (S1 + q * (S2 + q * S3)));
  }

  private static float cosine(float x, float sign) {
    float q = x * x;
    return sign * (1f + q * (C1 + q * (C2 + q * (C3 + q * C4))));
  }

  // Loops.

  private static void wordStage(
      int[] word0, int[] word1, byte[] upper, byte[] lower, byte[] turn, int n) {
    for (int j = 0; j < n; j++) {
      INT.set(upper, 4 * j, unitBits(word0[j]));
      INT.set(lower, 4 * j, lowBits(word0[j]));
      INT.set(turn, 4 * j, turnBits(word1[j]));
    }
  }

  /** Replaces the upper parts by u. */
  private static void uniformStage(float[] upper, float[] lower, int n) {
    for (int j = 0; j < n; j++) {
      upper[j] = unit(upper[j], lower[j]);
    }
  }

  private static void splitStage(byte[] u, byte[] exponent, byte[] mantissa, int n) {
    for (int j = 0; j < n; j++) {
      int bits = (int) INT.get(u, 4 * j);
      INT.set(exponent, 4 * j, exponentBits(bits));
      INT.set(mantissa, 4 * j, mantissaBits(bits));
    }
  }

  /** Replaces the mantissas by radii. */
  private static void radiusStage(float[] exponent, float[] mantissa, int n) {
    for (int j = 0; j < n; j++) {
      mantissa[j] = radius(exponent[j], mantissa[j]);
    }
  }

  private static void angleStage(float[] turn, float[] angle, int n) {
    for (int j = 0; j < n; j++) {
      angle[j] = angle(turn[j], swap(turn[j]));
    }
  }

  private static void sineStage(float[] angle, float[] out, int n) {
    for (int j = 0; j < n; j++) {
      out[j] = sine(angle[j]);
    }
  }

  /** Replaces the angles by cosines. */
  private static void cosineStage(float[] turn, float[] angle, int n) {
    for (int j = 0; j < n; j++) {
      angle[j] = cosine(angle[j], sign(turn[j]));
    }
  }

  /** Replaces sines and cosines by normals. */
  private static void pairStage(float[] turn, float[] r, float[] c, float[] s, int n) {
    for (int j = 0; j < n; j++) {
      float d = (s[j] - c[j]) * swap(turn[j]);
      c[j] = (c[j] + d) * r[j];
      s[j] = (s[j] - d) * r[j];
    }
  }
}
