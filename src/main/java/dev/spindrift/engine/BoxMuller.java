package dev.spindrift.engine;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

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
 * that stay in the first-level cache, each simple enough for C2 of JDK 17 to vectorise; C2 17
 * vectorises neither {@code Float.intBitsToFloat} nor int-to-float casts, so bits change their type
 * by bulk copies through a direct buffer. All arithmetic sits in functions of one element, which
 * the single value shares, so bulk and single results agree bit for bit (Java 17 floats are strict,
 * Math.sqrt is correctly rounded, also after rounding to float).
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

  private final int[] bits;
  private final float[] u;
  private final float[] low;
  private final float[] angle;
  private final float[] sign;
  private final float[] swap;
  private final IntBuffer asInts;
  private final FloatBuffer asFloats;

  /**
   * Creates scratch memory.
   *
   * @param capacity largest number of pairs per call [1]
   */
  BoxMuller(int capacity) {
    bits = new int[capacity];
    u = new float[capacity];
    low = new float[capacity];
    angle = new float[capacity];
    sign = new float[capacity];
    swap = new float[capacity];
    ByteBuffer memory =
        ByteBuffer.allocateDirect(Float.BYTES * capacity).order(ByteOrder.nativeOrder());
    asInts = memory.asIntBuffer();
    asFloats = memory.asFloatBuffer();
  }

  /** Returns the first (side 0) or second (side 1) normal of a pair of words. */
  static float normal(int word0, int word1, int side) {
    float u = unit(Float.intBitsToFloat(unitBits(word0)), Float.intBitsToFloat(lowBits(word0)));
    int uBits = Float.floatToRawIntBits(u);
    float r =
        radius(
            Float.intBitsToFloat(exponentBits(uBits)), Float.intBitsToFloat(mantissaBits(uBits)));
    float x = angle(Float.intBitsToFloat(angleBits(word1)));
    float s = sine(x);
    float c = cosine(x, Float.intBitsToFloat(signBits(word1)));
    float d = (s - c) * Float.intBitsToFloat(swapBits(word1));
    return side == 0 ? (c + d) * r : (s - d) * r;
  }

  @Override
  public void normals(int[] word0, int[] word1, float[] z0, float[] z1, int n) {
    unitStage(word0, bits, n);
    reinterpret(bits, u, n);
    lowStage(word0, bits, n);
    reinterpret(bits, low, n);
    combineStage(u, low, n);
    asFloats.put(0, u, 0, n);
    asInts.get(0, word0, 0, n);
    exponentStage(word0, bits, n);
    reinterpret(bits, low, n);
    mantissaStage(word0, bits, n);
    reinterpret(bits, u, n);
    radiusStage(low, u, n);
    angleStage(word1, bits, n);
    reinterpret(bits, angle, n);
    signStage(word1, bits, n);
    reinterpret(bits, sign, n);
    swapStage(word1, bits, n);
    reinterpret(bits, swap, n);
    sineStage(angle, low, n);
    cosineStage(angle, sign, n);
    differenceStage(low, sign, swap, n);
    firstStage(sign, swap, u, z0, n);
    secondStage(low, swap, u, z1, n);
  }

  private void reinterpret(int[] from, float[] to, int n) {
    asInts.put(0, from, 0, n);
    asFloats.get(0, to, 0, n);
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

  private static int angleBits(int word) {
    return word << 2 >>> 9 | ONE;
  }

  private static int signBits(int word) {
    return (word & 0x80000000) | ONE;
  }

  /** Bits of 1f or 0f. */
  private static int swapBits(int word) {
    return -(word >>> 30 & 1) & ONE;
  }

  /** Maps [1, 2) to [-pi/4, pi/4). */
  private static float angle(float onePlusFraction) {
    return (onePlusFraction - 1.5f) * HALF_PI;
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

  private static void unitStage(int[] word, int[] out, int n) {
    for (int j = 0; j < n; j++) {
      out[j] = unitBits(word[j]);
    }
  }

  private static void lowStage(int[] word, int[] out, int n) {
    for (int j = 0; j < n; j++) {
      out[j] = lowBits(word[j]);
    }
  }

  private static void combineStage(float[] u, float[] low, int n) {
    for (int j = 0; j < n; j++) {
      u[j] = unit(u[j], low[j]);
    }
  }

  private static void exponentStage(int[] uBits, int[] out, int n) {
    for (int j = 0; j < n; j++) {
      out[j] = exponentBits(uBits[j]);
    }
  }

  private static void mantissaStage(int[] uBits, int[] out, int n) {
    for (int j = 0; j < n; j++) {
      out[j] = mantissaBits(uBits[j]);
    }
  }

  /** Replaces the mantissas by radii. */
  private static void radiusStage(float[] exponent, float[] mantissa, int n) {
    for (int j = 0; j < n; j++) {
      mantissa[j] = radius(exponent[j], mantissa[j]);
    }
  }

  private static void angleStage(int[] word, int[] out, int n) {
    for (int j = 0; j < n; j++) {
      out[j] = angleBits(word[j]);
    }
  }

  private static void signStage(int[] word, int[] out, int n) {
    for (int j = 0; j < n; j++) {
      out[j] = signBits(word[j]);
    }
  }

  private static void swapStage(int[] word, int[] out, int n) {
    for (int j = 0; j < n; j++) {
      out[j] = swapBits(word[j]);
    }
  }

  private static void sineStage(float[] angle, float[] out, int n) {
    for (int j = 0; j < n; j++) {
      out[j] = sine(angle(angle[j]));
    }
  }

  /** Replaces the signs by cosines. */
  private static void cosineStage(float[] angle, float[] sign, int n) {
    for (int j = 0; j < n; j++) {
      sign[j] = cosine(angle(angle[j]), sign[j]);
    }
  }

  private static void differenceStage(float[] s, float[] c, float[] swap, int n) {
    for (int j = 0; j < n; j++) {
      swap[j] = (s[j] - c[j]) * swap[j];
    }
  }

  private static void firstStage(float[] c, float[] d, float[] r, float[] z, int n) {
    for (int j = 0; j < n; j++) {
      z[j] = (c[j] + d[j]) * r[j];
    }
  }

  private static void secondStage(float[] s, float[] d, float[] r, float[] z, int n) {
    for (int j = 0; j < n; j++) {
      z[j] = (s[j] - d[j]) * r[j];
    }
  }
}
