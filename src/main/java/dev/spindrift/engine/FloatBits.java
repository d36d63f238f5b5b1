package dev.spindrift.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * Scratch memory in which loops see the bits of floats as integers: the loop goes over {@link
 * #bytes} by {@link #INT}, and one bulk copy brings the floats in or out.
 *
 * <p>C2 of JDK 17 vectorises loops over bytes seen as ints, but neither {@code
 * Float.intBitsToFloat}, nor {@code floatToRawIntBits}, nor casts between the two, nor bytes seen
 * as floats. Element j is at byte 4 j:
 *
 * <pre>{@code
 * for (int j = 0; j < n; j++) {
 *   INT.set(bytes, 4 * j, word[j] >>> 9 | ONE);
 * }
 * }</pre>
 */
public final class FloatBits {
  /** Sees four bytes as an int; its index is that of the first byte. */
  public static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());

  private final byte[] bytes;
  private final FloatBuffer floats;

  /**
   * Makes memory.
   *
   * @param capacity number of floats [1]
   */
  public FloatBits(int capacity) {
    bytes = new byte[Float.BYTES * capacity];
    floats = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).asFloatBuffer();
  }

  /** Returns the bytes; referenced. */
  public byte[] bytes() {
    return bytes;
  }

  /** Copies n floats in and returns their bytes; referenced. */
  public byte[] put(float[] from, int n) {
    floats.put(0, from, 0, n);
    return bytes;
  }

  /** Copies n floats out. */
  public void get(float[] to, int n) {
    floats.get(0, to, 0, n);
  }
}
