package dev.spindrift.trace;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;
import net.jpountz.xxhash.XXHashFactory;

/** LZ4 frames as Arrow wants them: one frame a buffer, no checksums (the seal has one). */
final class Lz4Frames {
  /** Largest piece of a frame, as its header says [byte]. */
  private static final int PIECE = 4 << 20;

  private static final int STORED = 1 << 31;
  private static final byte[] HEADER = header();

  /** In Java, with bounds checks: what is read may be damaged. */
  private static final LZ4SafeDecompressor DECOMPRESSOR =
      LZ4Factory.safeInstance().safeDecompressor();

  private final LZ4Compressor compressor = LZ4Factory.fastestInstance().fastCompressor();

  private static byte[] header() {
    byte[] h = {0x04, 0x22, 0x4D, 0x18, 0x60, 0x70, 0};
    h[6] = (byte) (XXHashFactory.fastestInstance().hash32().hash(h, 4, 2, 0) >>> 8);
    return h;
  }

  /** Returns the most bytes that a frame of so many raw bytes takes [byte]. */
  int bound(int raw) {
    int pieces = raw / PIECE + 1;
    return HEADER.length + pieces * 4 + 4 + compressor.maxCompressedLength(raw) + pieces * 16;
  }

  /**
   * Writes a frame.
   *
   * @param to receives the frame at its position; a heap buffer, little endian
   */
  void write(byte[] raw, int length, ByteBuffer to) {
    to.put(HEADER);
    for (int from = 0; from < length; from += PIECE) {
      int n = Math.min(PIECE, length - from);
      int at = to.position();
      int size =
          compressor.compress(
              raw, from, n, to.array(), to.arrayOffset() + at + 4, to.remaining() - 4);
      if (size < n) {
        to.putInt(at, size).position(at + 4 + size);
      } else {
        to.putInt(n | STORED).put(raw, from, n);
      }
    }
    to.putInt(0);
  }

  /**
   * Reads a frame.
   *
   * @param length bytes that it must hold [byte]
   * @throws IOException if it is no frame or holds another number of bytes
   */
  static byte[] read(byte[] body, int from, int size, int length) throws IOException {
    // A piece of LZ4 cannot expand more than 255 times.
    if (length > 255L * size) {
      throw new IOException("a compressed buffer claims " + length + " bytes");
    }
    if (size < HEADER.length + 4
        || !Arrays.equals(body, from, from + HEADER.length, HEADER, 0, HEADER.length)) {
      throw new IOException("a compressed buffer that is no LZ4 frame");
    }
    ByteBuffer in = ByteBuffer.wrap(body, from, size).order(ByteOrder.LITTLE_ENDIAN);
    in.position(from + HEADER.length);
    byte[] raw = new byte[length];
    int at = 0;
    try {
      for (int piece = in.getInt(); piece != 0; piece = in.getInt()) {
        int n = piece & ~STORED;
        if (n > in.remaining()) {
          throw new IOException("a compressed buffer that ends too early");
        }
        if (piece < 0) {
          in.get(raw, at, n);
          at += n;
        } else {
          at += DECOMPRESSOR.decompress(body, in.position(), n, raw, at);
          in.position(in.position() + n);
        }
      }
    } catch (RuntimeException e) {
      throw new IOException("a compressed buffer that is no LZ4 frame", e);
    }
    if (at != length) {
      throw new IOException("a compressed buffer of another length than it claims");
    }
    return raw;
  }

  static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
