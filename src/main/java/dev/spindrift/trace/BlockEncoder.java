package dev.spindrift.trace;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Turns blocks into the bodies of Arrow record batches. Numbers are compressed, widths are not: LZ4
 * would halve a large trace or better, but takes three times as long, on cores that the run needs.
 * One instance per thread.
 */
final class BlockEncoder {
  private final Lz4Frames frames = new Lz4Frames();
  private final List<ArrowMessages.Span> spans = new ArrayList<>();
  private byte[] raw = new byte[0];
  private ByteBuffer body = ByteBuffer.allocate(0);

  /** Encodes a block; its metadata is {@link #metadata}, its body the returned buffer. */
  ByteBuffer encode(TraceBlock block) {
    spans.clear();
    body.clear();
    for (Column column : Column.values()) {
      spans.add(new ArrowMessages.Span(body.position(), 0)); // no validity: nothing is missing
      int n = block.size;
      if (column.type.isList()) {
        int[] ends = ends(block, column);
        LE to = raw(4 * (n + 1));
        to.ints(ends, n + 1);
        compressed(4 * (n + 1));
        spans.add(new ArrowMessages.Span(body.position(), 0));
        stored(block, column, ends[n]);
      } else {
        numbers(block, column, raw(column.type.width * n));
        compressed(column.type.width * n);
      }
    }
    return body;
  }

  /** Returns the framed metadata of the block encoded last. */
  byte[] metadata(TraceBlock block, long bodyLength) {
    List<Long> nodes = new ArrayList<>();
    for (Column column : Column.values()) {
      nodes.add((long) block.size);
      if (column.type.isList()) {
        nodes.add((long) ends(block, column)[block.size]);
      }
    }
    long[] lengths = nodes.stream().mapToLong(Long::longValue).toArray();
    return ArrowMessages.records(block.size, lengths, spans, bodyLength);
  }

  static int[] ends(TraceBlock b, Column column) {
    return switch (column) {
      case PUSH -> b.pushEnds;
      case PULL -> b.pullEnds;
      case DRIFT -> b.driftEnds;
      case WALLS -> b.wallEnds;
      default -> throw new IllegalArgumentException(column + " is no list");
    };
  }

  private static void numbers(TraceBlock b, Column column, LE to) {
    int n = b.size;
    switch (column) {
      case MINI_BATCH -> to.ints(b.miniBatch, n);
      case EVENT -> to.bytes(b.event, n);
      case COMPONENT -> to.ints(b.component, n);
      case WORK -> to.bytes(b.work, n);
      case LAYER -> to.shorts(b.layer, n);
      case START -> to.longs(b.start, n);
      case DURATION -> to.longs(b.duration, n);
      case QUANTITY -> to.longs(b.quantity, n);
      case OWN_JOULES -> to.doubles(b.ownJoules, n);
      case JOULES -> to.doubles(b.joules, n);
      case ROW -> to.ints(b.row, n);
      case COLUMN -> to.ints(b.column, n);
      default -> throw new IllegalArgumentException(column + " is a list");
    }
  }

  private LE raw(int length) {
    if (length > raw.length) {
      raw = new byte[length];
    }
    return new LE(Lz4Frames.littleEndian(raw));
  }

  private void compressed(int length) {
    if (length == 0) {
      spans.add(new ArrowMessages.Span(body.position(), 0));
      return;
    }
    int from = room(8 + frames.bound(length));
    body.putLong(length);
    frames.write(raw, length, body);
    ended(from);
  }

  private void stored(TraceBlock b, Column column, int n) {
    if (n == 0) {
      spans.add(new ArrowMessages.Span(body.position(), 0));
      return;
    }
    int from = room(8 + n * column.type.elementWidth);
    body.putLong(-1);
    switch (column) {
      case PUSH -> body.asCharBuffer().put(b.push, 0, n);
      case PULL -> body.asCharBuffer().put(b.pull, 0, n);
      case DRIFT -> body.asFloatBuffer().put(b.drift, 0, n);
      case WALLS -> body.asFloatBuffer().put(b.walls, 0, n);
      default -> throw new IllegalArgumentException(column + " is no list");
    }
    body.position(body.position() + n * column.type.elementWidth);
    ended(from);
  }

  private int room(int bytes) {
    if (body.remaining() < bytes + 8) {
      int size = Math.max(2 * body.capacity(), body.position() + bytes + 8);
      ByteBuffer larger =
          ByteBuffer.wrap(Arrays.copyOf(body.array(), size)).order(ByteOrder.LITTLE_ENDIAN);
      larger.position(body.position());
      body = larger;
    }
    return body.position();
  }

  private void ended(int from) {
    spans.add(new ArrowMessages.Span(from, body.position() - from));
    while (body.position() % 8 != 0) {
      body.put((byte) 0);
    }
  }

  /** Bulk puts of whole columns. */
  private record LE(ByteBuffer to) {
    void ints(int[] x, int n) {
      to.asIntBuffer().put(x, 0, n);
    }

    void longs(long[] x, int n) {
      to.asLongBuffer().put(x, 0, n);
    }

    void doubles(double[] x, int n) {
      to.asDoubleBuffer().put(x, 0, n);
    }

    void bytes(int[] x, int n) {
      for (int i = 0; i < n; i++) {
        to.put((byte) x[i]);
      }
    }

    void shorts(int[] x, int n) {
      for (int i = 0; i < n; i++) {
        to.putShort((short) x[i]);
      }
    }
  }
}
