package dev.spindrift.trace;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.CompressionType;
import org.apache.arrow.flatbuf.RecordBatch;

/**
 * Turns the bodies of Arrow record batches into blocks. Every length is checked against what is
 * there before memory is allocated for it.
 */
final class BlockDecoder {
  private final int[] names;
  private RecordBatch batch;
  private byte[] body;
  private int next;

  /**
   * Makes a decoder.
   *
   * @param names number of names of each column, by ordinal; 0 where values are no names
   */
  BlockDecoder(int[] names) {
    this.names = names;
  }

  /**
   * Decodes a batch.
   *
   * @param body its body; the buffers must lie in it
   * @throws IOException if anything is not as the format says
   */
  TraceBlock decode(RecordBatch batch, byte[] body) throws IOException {
    this.batch = batch;
    this.body = body;
    next = 0;
    long rows = batch.length();
    int buffers = 0;
    int nodes = 0;
    for (Column column : Column.values()) {
      buffers += column.type.isList() ? 4 : 2;
      nodes += column.type.isList() ? 2 : 1;
    }
    if (rows < 0
        || rows > TraceFormat.MOST_RECORDS
        || rows > 255L * body.length // more do not fit, however compressed
        || batch.nodesLength() != nodes
        || batch.buffersLength() != buffers) {
      throw new IOException("a batch of another shape");
    }
    if (batch.compression() != null && batch.compression().codec() != CompressionType.LZ4_FRAME) {
      throw new IOException("a batch compressed otherwise than by LZ4");
    }
    int n = (int) rows;
    TraceBlock b = new TraceBlock(n);
    b.size = n;
    for (Column column : Column.values()) {
      next++; // validity: nothing is missing
      if (column.type.isList()) {
        int[] ends = BlockEncoder.ends(b, column);
        bytes(4 * (n + 1)).asIntBuffer().get(ends, 0, n + 1);
        check(ends, n);
        next++;
        elements(b, column, ends[n]);
      } else {
        numbers(b, column, bytes(column.type.width * n), n);
      }
    }
    checkWidths(b);
    return b;
  }

  /** Every push has its pull, and drifts are there for all columns or for none. */
  private static void checkWidths(TraceBlock b) throws IOException {
    for (int i = 0; i < b.size; i++) {
      int columns = b.pushEnds[i + 1] - b.pushEnds[i];
      int drifts = b.driftEnds[i + 1] - b.driftEnds[i];
      if (b.pullEnds[i + 1] - b.pullEnds[i] != columns || (drifts != 0 && drifts != columns)) {
        throw new IOException("a row program with unequal numbers of pushes and pulls");
      }
    }
  }

  private static void check(int[] ends, int n) throws IOException {
    boolean ordered = ends[0] == 0;
    for (int i = 0; i < n; i++) {
      ordered &= ends[i] <= ends[i + 1];
    }
    if (!ordered || ends[n] > TraceFormat.MOST_ELEMENTS) {
      throw new IOException("lists out of order");
    }
  }

  /** Returns the content of the next buffer, which must hold so many bytes. */
  private ByteBuffer bytes(int length) throws IOException {
    Buffer at = batch.buffers(next++);
    long from = at.offset();
    long size = at.length();
    if (from < 0 || size < 0 || from > body.length || size > body.length - from) {
      throw new IOException("a buffer outside its block");
    }
    int f = (int) from;
    int s = (int) size;
    if (size == 0 && length == 0) {
      return Lz4Frames.littleEndian(new byte[0]);
    }
    boolean prefixed = batch.compression() != null;
    if (!prefixed) {
      return raw(f, s, length);
    }
    if (size < 8) {
      throw new IOException("a compressed buffer without its length");
    }
    long stated = Lz4Frames.littleEndian(body).getLong(f);
    if (stated == -1) {
      return raw(f + 8, s - 8, length);
    }
    if (stated != length) {
      throw new IOException("a buffer of " + stated + " bytes where " + length + " belong");
    }
    return Lz4Frames.littleEndian(Lz4Frames.read(body, f + 8, s - 8, length));
  }

  private ByteBuffer raw(int from, int size, int length) throws IOException {
    if (size < length) {
      throw new IOException("a buffer of " + size + " bytes where " + length + " belong");
    }
    // slice() forgets the order
    return ByteBuffer.wrap(body, from, length).slice().order(java.nio.ByteOrder.LITTLE_ENDIAN);
  }

  private void elements(TraceBlock b, Column column, int n) throws IOException {
    ByteBuffer from = bytes(n * column.type.elementWidth);
    switch (column) {
      case PUSH -> {
        b.push = new char[n];
        from.asCharBuffer().get(b.push);
      }
      case PULL -> {
        b.pull = new char[n];
        from.asCharBuffer().get(b.pull);
      }
      case DRIFT -> {
        b.drift = new float[n];
        from.asFloatBuffer().get(b.drift);
      }
      case WALLS -> {
        b.walls = new float[n];
        from.asFloatBuffer().get(b.walls);
      }
      default -> throw new IllegalArgumentException(column + " is no list");
    }
  }

  private void numbers(TraceBlock b, Column column, ByteBuffer from, int n) throws IOException {
    switch (column) {
      case MINI_BATCH -> from.asIntBuffer().get(b.miniBatch, 0, n);
      case EVENT -> bytes(from, b.event, n);
      case COMPONENT -> from.asIntBuffer().get(b.component, 0, n);
      case WORK -> bytes(from, b.work, n);
      case LAYER -> {
        for (int i = 0; i < n; i++) {
          b.layer[i] = from.getShort();
        }
      }
      case START -> from.asLongBuffer().get(b.start, 0, n);
      case DURATION -> from.asLongBuffer().get(b.duration, 0, n);
      case QUANTITY -> from.asLongBuffer().get(b.quantity, 0, n);
      case OWN_JOULES -> from.asDoubleBuffer().get(b.ownJoules, 0, n);
      case JOULES -> from.asDoubleBuffer().get(b.joules, 0, n);
      case ROW -> from.asIntBuffer().get(b.row, 0, n);
      case COLUMN -> from.asIntBuffer().get(b.column, 0, n);
      default -> throw new IllegalArgumentException(column + " is a list");
    }
    if (column.type.isName()) {
      int[] numbers =
          switch (column) {
            case EVENT -> b.event;
            case COMPONENT -> b.component;
            case WORK -> b.work;
            default -> b.layer;
          };
      int known = names[column.ordinal()];
      if (!Arrays.stream(numbers, 0, n).allMatch(i -> i >= 0 && i < known)) {
        throw new IOException("a " + column.label + " without a name");
      }
    }
  }

  private static void bytes(ByteBuffer from, int[] to, int n) {
    for (int i = 0; i < n; i++) {
      to[i] = from.get();
    }
  }
}
