package dev.spindrift.state;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * Takes the items of one section of a checkpoint. Each item carries its type and, if it is an
 * array, its length, so that a reader that expects something else says so instead of reading
 * nonsense. Arrays are not modified. Not thread-safe.
 */
public final class StateWriter {
  static final byte LONG = 1;
  static final byte DOUBLE = 2;
  static final byte TEXT = 3;
  static final byte LONGS = 4;
  static final byte DOUBLES = 5;
  static final byte INTS = 6;
  static final byte FLOATS = 7;

  private final FileChannel channel;
  private final ByteBuffer buffer;
  private final CRC32C crc = new CRC32C();
  private long length;

  /**
   * @param channel written at its position
   * @param buffer little-endian, with room for some items; modified
   */
  StateWriter(FileChannel channel, ByteBuffer buffer) {
    this.channel = channel;
    this.buffer = buffer.clear();
  }

  /** Writes a whole number. */
  public void writeLong(long value) throws IOException {
    room(9).put(LONG).putLong(value);
  }

  /** Writes a number, bit for bit. */
  public void writeDouble(double value) throws IOException {
    room(9).put(DOUBLE).putDouble(value);
  }

  /** Writes a text. */
  public void writeText(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    array(TEXT, bytes.length);
    for (int from = 0; from < bytes.length; from += 4096) {
      int n = Math.min(4096, bytes.length - from);
      room(n).put(bytes, from, n);
    }
  }

  /** Writes whole numbers. */
  public void writeLongs(long... values) throws IOException {
    array(LONGS, values.length);
    for (long v : values) {
      room(8).putLong(v);
    }
  }

  /** Writes numbers, bit for bit. */
  public void writeDoubles(double... values) throws IOException {
    array(DOUBLES, values.length);
    for (double v : values) {
      room(8).putDouble(v);
    }
  }

  /** Writes whole numbers. */
  public void writeInts(int... values) throws IOException {
    array(INTS, values.length);
    for (int v : values) {
      room(4).putInt(v);
    }
  }

  /** Writes numbers, bit for bit. */
  public void writeFloats(float... values) throws IOException {
    writeFloats(FloatBuffer.wrap(values));
  }

  /** Writes numbers, bit for bit, from index 0 to the limit. */
  public void writeFloats(FloatBuffer values) throws IOException {
    int count = values.limit();
    array(FLOATS, count);
    int from = 0;
    while (from < count) {
      room(4);
      int n = Math.min(count - from, buffer.remaining() / 4);
      buffer.asFloatBuffer().put(values.slice(from, n));
      buffer.position(buffer.position() + 4 * n);
      from += n;
    }
  }

  private void array(byte type, int count) throws IOException {
    room(9).put(type).putLong(count);
  }

  private ByteBuffer room(int bytes) throws IOException {
    if (buffer.remaining() < bytes) {
      flush();
    }
    return buffer;
  }

  /** Hands what was written to the channel. */
  void flush() throws IOException {
    buffer.flip();
    length += buffer.limit();
    crc.update(buffer);
    buffer.rewind();
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    buffer.clear();
  }

  /** Returns the bytes handed to the channel so far [byte]. */
  long length() {
    return length;
  }

  /** Returns the CRC32C of these bytes. */
  int checksum() {
    return (int) crc.getValue();
  }
}
