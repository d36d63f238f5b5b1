package dev.spindrift.engine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Well-mixed bits of (use, seed, text): neighbouring seeds and similar names share nothing. */
final class Keys {
  private Keys() {}

  /**
   * Returns the SHA-256 digest (FIPS 180-4).
   *
   * @param use what the bits are for, without NUL; different uses never share bits
   * @param seed root seed
   * @param text any text
   */
  static ByteBuffer digest(String use, long seed, String text) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(use.getBytes(StandardCharsets.UTF_8));
      sha.update((byte) 0);
      sha.update(ByteBuffer.allocate(Long.BYTES).putLong(0, seed));
      sha.update(text.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(sha.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
