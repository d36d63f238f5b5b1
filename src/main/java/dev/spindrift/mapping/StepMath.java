package dev.spindrift.mapping;

/**
 * Float arithmetic that C2 of JDK 17 turns into vector code: no branches, no casts. The one-element
 * functions are shared by the vector loops and the scalar code, so that both agree bit for bit.
 */
final class StepMath {
  /** 2^23: a float this large has no fraction; its low mantissa bits are an integer. */
  static final float MAGIC = 0x1p23f;

  /** Bits of {@link #MAGIC}; the bits of MAGIC + n are MAGIC_BITS + n. */
  static final int MAGIC_BITS = 0x4B000000;

  /** Large enough to lift any difference of two widths or weights above 1. */
  static final float HUGE = 0x1p100f;

  private StepMath() {}

  /** Returns 1 if x is positive, else 0. */
  static float positive(float x) {
    return Math.min(1f, Math.max(0f, x * HUGE));
  }

  /** Returns the sign of x: -1, 0 or 1 (between, for magnitudes below 1e-30). */
  static float sign(float x) {
    return Math.max(-1f, Math.min(1f, x * HUGE));
  }

  /**
   * Rounds a width to whole steps, halves up.
   *
   * @param x 0 to 2^22
   */
  static float round(float x) {
    float even = x + MAGIC - MAGIC;
    // x - even is exact; it is 1/2 where a half was rounded down to an even number. The largest
    // float below 1/2 is 1/2 - 2^-25.
    return even + Math.min(1f, Math.max(0f, (x - even - (0.5f - 0x1p-25f)) * 0x1p25f));
  }
}
