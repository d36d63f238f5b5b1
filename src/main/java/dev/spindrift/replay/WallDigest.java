package dev.spindrift.replay;

import dev.spindrift.device.CellArray;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 of wall positions to the last bit: two chips with the same digest are in one state. */
final class WallDigest {
  private final MessageDigest sha;

  WallDigest() {
    try {
      sha = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Adds a tile: its number, all plus devices, all minus devices, [column][row]. */
  void add(int tile, CellArray cells) {
    ByteBuffer b =
        ByteBuffer.allocate(Integer.BYTES + 2 * Float.BYTES * cells.size())
            .order(ByteOrder.LITTLE_ENDIAN);
    b.putInt(tile);
    b.asFloatBuffer().put(cells.plus()).put(cells.minus());
    sha.update(b.array());
  }

  /** Returns the digest as four numbers, as a trace holds it. */
  long[] words() {
    ByteBuffer b = ByteBuffer.wrap(sha.digest());
    return new long[] {b.getLong(), b.getLong(), b.getLong(), b.getLong()};
  }
}
