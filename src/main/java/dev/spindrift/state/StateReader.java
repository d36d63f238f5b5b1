package dev.spindrift.state;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;

/**
 * Gives the items of one section of a checkpoint, in the order in which they were written. Asking
 * for another type or length than was written is an {@link IOException} that names both. Not
 * thread-safe.
 */
public final class StateReader {
  private static final String[] TYPES = {
    "nothing", "long", "double", "text", "longs", "doubles", "ints", "floats"
  };

  private final String section;
  private final FileChannel channel;
  private final ByteBuffer buffer;
  private long left;

  /**
   * @param section name for messages
   * @param channel stands at the section's contents
   * @param length their length [byte]
   * @param buffer little-endian; modified
   */
  StateReader(String section, FileChannel channel, long length, ByteBuffer buffer) {
    this.section = section;
    this.channel = channel;
    this.left = length;
    this.buffer = buffer.clear().limit(0);
  }

  /** Reads a whole number. */
  public long readLong() throws IOException {
    type(StateWriter.LONG);
    return need(8).getLong();
  }

  /** Reads a number. */
  public double readDouble() throws IOException {
    type(StateWriter.DOUBLE);
    return need(8).getDouble();
  }

  /** Reads a text. */
  public String readText() throws IOException {
    byte[] bytes = new byte[count(StateWriter.TEXT)];
    for (int from = 0; from < bytes.length; from += 4096) {
      int n = Math.min(4096, bytes.length - from);
      need(n).get(bytes, from, n);
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Reads whole numbers; a new array. */
  public long[] readLongs() throws IOException {
    long[] values = new long[count(StateWriter.LONGS)];
    for (int i = 0; i < values.length; i++) {
      values[i] = need(8).getLong();
    }
    return values;
  }

  /** Reads exactly {@code n} whole numbers; a new array. */
  public long[] readLongs(int n) throws IOException {
    long[] values = readLongs();
    require(values.length, n);
    return values;
  }

  /** Reads numbers; a new array. */
  public double[] readDoubles() throws IOException {
    double[] values = new double[count(StateWriter.DOUBLES)];
    for (int i = 0; i < values.length; i++) {
      values[i] = need(8).getDouble();
    }
    return values;
  }

  /** Reads exactly {@code n} numbers; a new array. */
  public double[] readDoubles(int n) throws IOException {
    double[] values = readDoubles();
    require(values.length, n);
    return values;
  }

  /** Reads whole numbers that fill an array; modified. */
  public void readInts(int[] into) throws IOException {
    require(count(StateWriter.INTS), into.length);
    for (int i = 0; i < into.length; i++) {
      into[i] = need(4).getInt();
    }
  }

  /** Reads numbers that fill an array; modified. */
  public void readFloats(float[] into) throws IOException {
    readFloats(FloatBuffer.wrap(into));
  }

  /** Reads numbers that fill a buffer from index 0 to its limit; modified, position unchanged. */
  public void readFloats(FloatBuffer into) throws IOException {
    int count = into.limit();
    require(count(StateWriter.FLOATS), count);
    int from = 0;
    while (from < count) {
      need(4);
      int n = Math.min(count - from, buffer.remaining() / 4);
      into.put(from, buffer.asFloatBuffer(), 0, n);
      buffer.position(buffer.position() + 4 * n);
      from += n;
    }
  }

  private void type(byte wanted) throws IOException {
    byte found = need(1).get();
    if (found != wanted) {
      String name = found > 0 && found < TYPES.length ? TYPES[found] : "type " + found;
      throw new IOException(
          "checkpoint section "
              + section
              + " holds "
              + name
              + " where "
              + TYPES[wanted]
              + " is due");
    }
  }

  private int count(byte wanted) throws IOException {
    type(wanted);
    long count = need(8).getLong();
    if (count < 0 || count > left + buffer.remaining()) {
      throw new IOException("checkpoint section " + section + " holds an array of " + count);
    }
    return Math.toIntExact(count);
  }

  private void require(int found, int due) throws IOException {
    if (found != due) {
      throw new IOException(
          "checkpoint section "
              + section
              + " holds "
              + found
              + " values where "
              + due
              + " are due");
    }
  }

  private ByteBuffer need(int bytes) throws IOException {
    if (buffer.remaining() < bytes) {
      buffer.compact();
      if (buffer.remaining() > left) {
        buffer.limit(buffer.position() + (int) left);
      }
      left -= buffer.remaining();
      while (buffer.hasRemaining()) {
        if (channel.read(buffer) < 0) {
          throw new EOFException("checkpoint section " + section + " became shorter");
        }
      }
      buffer.flip();
      if (buffer.remaining() < bytes) {
        throw new EOFException("checkpoint section " + section + " ends too early");
      }
    }
    return buffer;
  }

  /** Makes sure that everything was read. */
  void finish() throws IOException {
    if (left + buffer.remaining() > 0) {
      throw new IOException(
          "checkpoint section "
              + section
              + " holds "
              + (left + buffer.remaining())
              + " bytes that nobody reads");
    }
  }
}
