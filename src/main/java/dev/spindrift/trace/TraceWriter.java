package dev.spindrift.trace;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes a trace while it happens: records are collected in blocks, a thread of its own encodes,
 * seals and writes them. Memory is bounded: when all blocks are under way, the caller waits.
 *
 * <p>The file grows as {@code <target>.partial}, of which every sealed block can be read whatever
 * happens afterwards, and gets its name when it is whole. All calls come from one thread at a time.
 */
public final class TraceWriter implements AutoCloseable {
  /** At the end of a mini-batch blocks with fewer records than this are kept open [1]. */
  private static final int WORTH_WRITING = 2048;

  private final BlockFile file;
  private TraceBlock block;
  private long records;

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
    file = new BlockFile(target, force, header, components, layers);
    block = file.first();
  }

  /** Ends the block under way, so that what follows begins another one. */
  public void endBlock() {
    if (block.size > 0) {
      block = file.exchange(block);
    }
  }

  /**
   * Brings everything appended so far to disk, sealed: a checkpoint may refer to it.
   *
   * @throws UncheckedIOException if it cannot be written
   */
  public void flush() {
    endBlock();
    file.flush();
  }

  /** Returns where the trace grows. */
  public Path partial() {
    return file.partial();
  }

  /** Returns what describes the trace. */
  public TraceHeader header() {
    return file.header();
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
      block = file.exchange(block);
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
      block = file.exchange(block);
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

  /**
   * Ends the trace: everything is written, on disk and under its name.
   *
   * @return the file, absolute
   */
  public Path finish() {
    return file.finish(block);
  }

  /** Stops; what was not finished stays as {@code <target>.partial}. */
  @Override
  public void close() throws IOException {
    file.close(block);
  }
}
