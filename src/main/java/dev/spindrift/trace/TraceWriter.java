package dev.spindrift.trace;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Writes a trace while it happens: records are collected in blocks, a thread of its own encodes,
 * seals and writes them. Memory is bounded: when all blocks are under way, the caller waits.
 *
 * <p>The file grows as {@code <target>.partial}, of which every sealed block can be read whatever
 * happens afterwards, and gets its name when it is whole. All calls come from one thread at a time.
 */
public final class TraceWriter implements AutoCloseable {
  private static final int BLOCKS = 4;

  /** At the end of a mini-batch blocks with fewer records than this are kept open [1]. */
  private static final int WORTH_WRITING = 2048;

  private final Path target;
  private final Path partial;
  private final boolean force;
  private final Map<String, String> metadata;
  private final FileChannel channel;
  private final BlockingQueue<TraceBlock> empty = new ArrayBlockingQueue<>(BLOCKS);
  private final BlockingQueue<TraceBlock> full = new ArrayBlockingQueue<>(BLOCKS + 1);
  private final TraceBlock last = new TraceBlock(1);
  private final Thread thread;
  private final Seal seal = new Seal();
  private final BlockEncoder encoder = new BlockEncoder();
  private final List<ArrowMessages.Place> dictionaries = new ArrayList<>();
  private final List<ArrowMessages.Place> batches = new ArrayList<>();
  private volatile IOException failure;
  private TraceBlock block;
  private long records;
  private long sealed;
  private boolean closed;

  /**
   * Begins a trace.
   *
   * @param target the file to be
   * @param force whether an existing file may be replaced
   * @param header what describes the trace; {@link TraceHeader#entries()}
   * @param components names of all instances, by index
   * @param layers names of all layers, by index
   * @throws FileAlreadyExistsException if the file or its {@code .partial} is there already
   * @throws IOException if it cannot be written
   */
  public TraceWriter(
      Path target, boolean force, TraceHeader header, List<String> components, List<String> layers)
      throws IOException {
    this.target = target.toAbsolutePath();
    this.partial = this.target.resolveSibling(target.getFileName() + ".partial");
    this.force = force;
    this.metadata = header.entries();
    for (Path p : List.of(this.target, partial)) {
      if (!force && Files.exists(p)) {
        throw new FileAlreadyExistsException(p.toString());
      }
    }
    Files.createDirectories(this.target.getParent());
    channel =
        FileChannel.open(
            partial,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    try {
      write(ByteBuffer.wrap(TraceFormat.START));
      write(ByteBuffer.wrap(ArrowMessages.schema(metadata)));
      for (Column column : Column.named()) {
        dictionary(column, TraceFormat.names(column, components, layers));
      }
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    for (int i = 0; i < BLOCKS; i++) {
      empty.add(new TraceBlock(TraceBlock.RECORDS));
    }
    block = empty.remove();
    thread = new Thread(this::work, "trace");
    thread.setDaemon(true);
    thread.start();
  }

  /** Ends the block under way, so that what follows begins another one. */
  public void endBlock() {
    if (block.size > 0) {
      handOver();
    }
  }

  /**
   * Brings everything appended so far to disk, sealed: a checkpoint may refer to it.
   *
   * @throws UncheckedIOException if it cannot be written
   */
  public void flush() {
    endBlock();
    try {
      List<TraceBlock> all = new ArrayList<>();
      while (all.size() < BLOCKS - 1) { // all but the one being filled are back: none is under way
        check();
        TraceBlock b = empty.poll(50, TimeUnit.MILLISECONDS);
        if (b != null) {
          all.add(b);
        }
      }
      empty.addAll(all);
      check();
      channel.force(false);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while writing the trace", e);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the trace " + partial + " cannot be written: " + e.getMessage(), e);
    }
  }

  /** Returns where the trace grows. */
  public Path partial() {
    return partial;
  }

  /** Returns what describes the trace. */
  public TraceHeader header() {
    return new TraceHeader(metadata);
  }

  /** Returns the number of records so far [1]. */
  public long records() {
    return records;
  }

  /** Appends an announcement. */
  public void action(
      int miniBatch,
      int component,
      Action action,
      Work work,
      int layer,
      long start,
      long duration,
      long quantity,
      double ownJoules,
      double joules,
      int row) {
    add(
        miniBatch,
        action.ordinal(),
        component,
        work.ordinal(),
        layer,
        start,
        duration,
        quantity,
        ownJoules,
        joules,
        row,
        -1);
  }

  /**
   * Appends a row program.
   *
   * @param push push widths [steps]; not modified
   * @param pull pull widths [steps]; not modified
   * @param drift asked change of each weight, or null if the widths suffice; not modified
   * @param from index of the row's first column in these arrays [1]
   * @param n columns [1]
   */
  public void rowProgram(
      int miniBatch,
      int component,
      Work work,
      int layer,
      long start,
      long duration,
      long quantity,
      double joules,
      int row,
      char[] push,
      char[] pull,
      float[] drift,
      int from,
      int n) {
    int event = TraceFormat.event(Marker.ROW_PROGRAM);
    int w = work.ordinal();
    add(miniBatch, event, component, w, layer, start, duration, quantity, 0, joules, row, -1);
    block.widths(push, pull, drift, from, n);
  }

  /** Appends a single pulse; {@code kind} is PUSH or PULL. */
  public void pulse(
      Marker kind,
      int miniBatch,
      int component,
      Work work,
      int layer,
      long start,
      long width,
      double joules,
      int row,
      int column) {
    int event = TraceFormat.event(kind);
    int w = work.ordinal();
    add(miniBatch, event, component, w, layer, start, width, width, 0, joules, row, column);
  }

  /**
   * Appends the wall positions of one row of a tile.
   *
   * @param positions positions of all cells, [column][row]; not modified
   */
  public void walls(
      Marker side,
      int miniBatch,
      int component,
      int layer,
      long now,
      int row,
      float[] positions,
      int rows,
      int columns) {
    walls(side, miniBatch, component, layer, now, row, positions, rows, columns, row);
  }

  private void walls(
      Marker side,
      int miniBatch,
      int component,
      int layer,
      long now,
      int from,
      float[] positions,
      int stride,
      int columns,
      int row) {
    add(miniBatch, TraceFormat.event(side), component, -1, layer, now, 0, columns, 0, 0, row, -1);
    block.walls(positions, from, stride, columns);
  }

  /**
   * Appends the wall positions of one row of a tile.
   *
   * @param positions of its columns; not modified
   */
  public void wallRow(
      Marker side, int miniBatch, int component, int layer, long now, int row, float[] positions) {
    walls(side, miniBatch, component, layer, now, 0, positions, 1, positions.length, row);
  }

  /** Appends a marker of the whole chip. */
  public void marker(Marker marker, int miniBatch, long now, long quantity) {
    if (marker == Marker.MINI_BATCH && block.size >= WORTH_WRITING) {
      handOver();
    }
    add(miniBatch, TraceFormat.event(marker), -1, -1, -1, now, 0, quantity, 0, 0, -1, -1);
  }

  /**
   * Appends the end mark.
   *
   * @param joules total of the recorded announcements [J]
   */
  public void end(int miniBatch, long now, double joules) {
    int event = TraceFormat.event(Marker.END);
    add(miniBatch, event, -1, -1, -1, now, 0, miniBatch, 0, joules, -1, -1);
  }

  /**
   * Appends the record at which a reader stands.
   *
   * @param from a reader of a trace with the same components and layers
   */
  public void copy(TraceReader from) {
    add(
        from.miniBatch(),
        from.action() != null ? from.action().ordinal() : TraceFormat.event(from.marker()),
        from.component(),
        from.work() == null ? -1 : from.work().ordinal(),
        from.layer(),
        from.start(),
        from.duration(),
        from.quantity(),
        from.ownJoules(),
        from.joules(),
        from.row(),
        from.column());
    int n = from.columns();
    if (n > 0) {
      char[] push = new char[n];
      char[] pull = new char[n];
      float[] drift = from.hasDrift() ? new float[n] : null;
      from.copyWidths(push, pull, drift, 0);
      block.widths(push, pull, drift, 0, n);
    }
    if (from.walls() > 0) {
      float[] walls = new float[from.walls()];
      for (int i = 0; i < walls.length; i++) {
        walls[i] = from.wall(i);
      }
      block.walls(walls, 0, 1, walls.length);
    }
  }

  private void add(
      int miniBatch,
      int event,
      int component,
      int work,
      int layer,
      long start,
      long duration,
      long quantity,
      double ownJoules,
      double joules,
      int row,
      int column) {
    if (block.isFull()) {
      handOver();
    }
    block.add(
        miniBatch,
        event,
        component + 1,
        work + 1,
        layer + 1,
        start,
        duration,
        quantity,
        ownJoules,
        joules,
        row,
        column);
    records++;
  }

  /** Gives the block to the writing thread and waits for an empty one. */
  private void handOver() {
    try {
      full.put(block);
      TraceBlock next = null;
      while (next == null) {
        check();
        next = empty.poll(50, TimeUnit.MILLISECONDS);
      }
      block = next;
      block.clear();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while writing the trace", e);
    }
  }

  private void check() {
    if (failure != null) {
      throw new UncheckedIOException(
          "the trace " + partial + " cannot be written: " + failure.getMessage(), failure);
    }
  }

  private void work() {
    try {
      for (TraceBlock b = full.take(); b != last; b = full.take()) {
        writeBlock(b);
        empty.put(b);
      }
    } catch (IOException e) {
      failure = e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      failure = new IOException(e.toString(), e);
    }
  }

  private void writeBlock(TraceBlock b) throws IOException {
    ByteBuffer body = encoder.encode(b);
    int length = body.position();
    byte[] message = encoder.metadata(b, length + (long) Seal.LENGTH);
    sealed += b.size;
    batches.add(put(message, body.duplicate().flip(), sealed));
  }

  private ArrowMessages.Place put(byte[] message, ByteBuffer body, long recordsSoFar)
      throws IOException {
    long at = channel.position();
    long length = body.remaining() + (long) Seal.LENGTH;
    write(ByteBuffer.wrap(message));
    write(body);
    ByteBuffer end = ByteBuffer.wrap(seal.close(recordsSoFar));
    while (end.hasRemaining()) {
      channel.write(end);
    }
    return new ArrowMessages.Place(at, message.length, length);
  }

  private void dictionary(Column column, List<String> names) throws IOException {
    byte[][] texts = new byte[names.size()][];
    int size = 0;
    for (int i = 0; i < texts.length; i++) {
      texts[i] = names.get(i).getBytes(StandardCharsets.UTF_8);
      size += texts[i].length;
    }
    int offsets = (4 * (texts.length + 1) + 7) & ~7;
    byte[] bytes = new byte[offsets + ((size + 7) & ~7)];
    ByteBuffer body = Lz4Frames.littleEndian(bytes);
    int end = 0;
    body.putInt(0);
    for (byte[] text : texts) {
      end += text.length;
      body.putInt(end);
    }
    body.position(offsets);
    for (byte[] text : texts) {
      body.put(text);
    }
    List<ArrowMessages.Span> spans =
        List.of(
            new ArrowMessages.Span(0, 0),
            new ArrowMessages.Span(0, 4L * (texts.length + 1)),
            new ArrowMessages.Span(offsets, size));
    byte[] message =
        ArrowMessages.dictionary(column, texts.length, spans, bytes.length + (long) Seal.LENGTH);
    dictionaries.add(put(message, ByteBuffer.wrap(bytes), 0));
  }

  private void write(ByteBuffer bytes) throws IOException {
    seal.add(bytes.duplicate());
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /**
   * Ends the trace: everything is written, on disk and under its name.
   *
   * @return the file, absolute
   */
  public Path finish() {
    try {
      drain();
      check();
      if (block.size > 0) {
        writeBlock(block);
      }
      ByteBuffer end = ByteBuffer.wrap(TraceFormat.ending(metadata, dictionaries, batches));
      while (end.hasRemaining()) {
        channel.write(end);
      }
      channel.force(true);
      channel.close();
      if (force) {
        Files.move(partial, target, StandardCopyOption.REPLACE_EXISTING);
      } else {
        Files.move(partial, target);
      }
      return target;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the trace " + partial + " cannot be finished: " + e.getMessage(), e);
    }
  }

  private void drain() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      full.put(last);
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while writing the trace", e);
    }
  }

  /** Stops; what was not finished stays as {@code <target>.partial}. */
  @Override
  public void close() throws IOException {
    if (channel.isOpen()) {
      try {
        drain();
        if (failure == null && block.size > 0) {
          writeBlock(block);
        }
      } finally {
        channel.close();
      }
    }
  }
}
