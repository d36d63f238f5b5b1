package dev.spindrift.trace;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * The seals of a trace: the last {@value #LENGTH} bytes of every message body, which no Arrow
 * buffer refers to. A seal holds a checksum of every byte since the seal before, and a running
 * digest of all checksums so far, so that blocks can be neither damaged nor dropped, doubled or
 * reordered unnoticed.
 *
 * <pre>
 *  0  "SEAL"            4  number of the seal     8  records so far
 * 16  CRC32C of the bytes since the seal before  20  first 16 bytes of
 *     SHA-256(digest before, number, records, CRC32C, number of bytes)
 * 36  CRC32C of the seal's first 36 bytes                       (little endian)
 * </pre>
 */
final class Seal {
  static final int LENGTH = 40;
  private static final int MAGIC = 0x4C414553; // "SEAL"
  private static final int DIGEST = 16;

  private final CRC32C crc = new CRC32C();
  private final MessageDigest sha;
  private byte[] digest = new byte[DIGEST];
  private int number;
  private long bytes;

  Seal() {
    try {
      sha = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Takes bytes of the file into account; the buffer's position moves to its limit. */
  void add(ByteBuffer part) {
    bytes += part.remaining();
    crc.update(part);
  }

  /** Ends a block. */
  byte[] close(long records) {
    ByteBuffer b = ByteBuffer.allocate(LENGTH).order(ByteOrder.LITTLE_ENDIAN);
    int sum = (int) crc.getValue();
    ByteBuffer chain = ByteBuffer.allocate(DIGEST + 24).order(ByteOrder.LITTLE_ENDIAN);
    chain.put(digest).putInt(number).putLong(records).putInt(sum).putLong(bytes);
    digest = Arrays.copyOf(sha.digest(chain.array()), DIGEST);
    b.putInt(MAGIC).putInt(number).putLong(records).putInt(sum).put(digest);
    CRC32C own = new CRC32C();
    own.update(b.array(), 0, b.position());
    b.putInt((int) own.getValue());
    crc.reset();
    bytes = 0;
    number++;
    return b.array();
  }

  /**
   * Ends a block that was read.
   *
   * @return null if the seal is the right one, else what is wrong
   */
  String check(byte[] found, long records) {
    byte[] right = close(records);
    if (Arrays.equals(found, right)) {
      return null;
    }
    ByteBuffer b = ByteBuffer.wrap(found).order(ByteOrder.LITTLE_ENDIAN);
    return b.getInt(0) == MAGIC
        ? "its checksum does not match (damaged, or blocks are missing)"
        : "it has no seal (damaged, or not written by Spindrift)";
  }

  /** Returns the running digest. */
  String digest() {
    return HexFormat.of().formatHex(digest);
  }
}
