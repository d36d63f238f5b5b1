package dev.spindrift.mapping;

/**
 * Float arithmetic that C2 of JDK 17 turns into fast vector code: no branches, no casts, and no
 * {@code min}/{@code max}, which cost six instructions for the sake of NaN and -0. The one-element
 * functions are shared by the vector loops and the scalar code, so that both agree bit for bit.
 */
final class StepMath {
  /** 2^23: a float this large has no fraction; its low mantissa bits are an integer. */
  static final float MAGIC = 0x1p23f;

  /** Bits of {@link #MAGIC}; the bits of MAGIC + n are MAGIC_BITS + n. */
  static final int MAGIC_BITS = 0x4B000000;

  /** Widths above this many steps are cut before they are rounded; far above any driver's. */
  static final float FAR = 0x1p21f;

  /** Bits of 1f: |x| exceeds 1 if its bits without the sign exceed these. */
  static final int ONE_BITS = 0x3F800000;

  /** Drifts above this are refused: they would overflow. */
  static final float LARGEST_DRIFT = 0x1p63f;

  private StepMath() {}

  /** Returns max(0, 2 x). */
  static float twicePositivePart(float x) {
    return x + Math.abs(x);
  }

  /** Returns 1 for x >= 0 and -1 below, for |x| up to 2^64; between for |x| under 2^-60. */
  static float sign(float x) {
    // x 2^60 is 0 or beyond 1, so that the difference is exactly 1 or negative.
    float above = 1f - twicePositivePart(-x * 0x1p60f);
    return twicePositivePart(above) - 1f;
  }

  /**
   * Rounds a width to whole steps, halves up. The factor lifts halves above themselves, so numbers
   * up to two units in the last place below a half may go up, too.
   *
   * @param x 0 to 2^22
   */
  static float round(float x) {
    return x * (1f + 0x1p-23f) + MAGIC - MAGIC;
  }

  /** Returns the larger of two whole numbers; exact. */
  static float larger(float x, float y) {
    return x + twicePositivePart(y - x) * 0.5f;
  }
}
