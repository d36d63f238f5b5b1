package dev.spindrift.trace;

import dev.spindrift.input.InputException;
import dev.spindrift.input.Problem;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.RecordBatch;

/**
 * Reads a trace record by record: a cursor that starts before the first record.
 *
 * <pre>{@code
 * try (TraceReader t = TraceReader.open(file)) {
 *   while (t.next()) {
 *     if (t.marker() == Marker.ROW_PROGRAM) { ... t.push(i) ... }
 *   }
 *   t.requireWhole();
 * }
 * }</pre>
 *
 * <p>A block is handed out only after its seal was found right, so whatever is read is what was
 * written; where the file is damaged or ends too early, {@link #next} returns false and {@link
 * #problem} says why. Memory is bounded by the largest block.
 */
public final class TraceReader implements AutoCloseable {
  private final Path file;
  private final FileChannel channel;
  private final MessageReader messages;
  private final Map<Column, List<String>> names;
  private final List<ArrowMessages.Place> dictionaries;
  private final List<ArrowMessages.Place> batches = new ArrayList<>();
  private final BlockDecoder decoder;
  private final TraceHeader header;
  private final Action[] actions;
  private final Marker[] markers;
  private TraceBlock block = new TraceBlock(0);
  private int at = -1;
  private long records;
  private long verified;
  private boolean ended;
  private String problem;

  /**
   * Opens a trace and verifies its header.
   *
   * @throws InputException if it is no trace, of a newer version, or its header is damaged
   */
  public static TraceReader open(Path file) {
    FileChannel channel = null;
    try {
      channel = FileChannel.open(file);
      return new TraceReader(file, channel);
    } catch (NoSuchFileException e) {
      throw refused(file, "no such file", "a trace written by run --trace");
    } catch (IOException | InputException e) {
      close(channel);
      if (e instanceof InputException refused) {
        throw refused;
      }
      if (Files.isDirectory(file)) {
        throw refused(file, "a directory", "a trace written by run --trace");
      }
      String what = e instanceof EOFException ? "ends inside its header" : e.getMessage();
      throw refused(file, what, "a trace written by run --trace, undamaged");
    }
  }

  private static void close(FileChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      // nothing was written, and the caller hears of the first problem
    }
  }

  private TraceReader(Path file, FileChannel channel) throws IOException {
    this.file = file;
    this.channel = channel;
    messages = new MessageReader(channel);
    TraceOpening opening = new TraceOpening(messages);
    header = opening.header();
    names = opening.names();
    dictionaries = opening.dictionaries();
    actions = opening.actions();
    markers = opening.markers();
    int[] known = new int[Column.values().length];
    names.forEach((column, of) -> known[column.ordinal()] = of.size());
    decoder = new BlockDecoder(known);
    verified = messages.position();
  }

  /**
   * Goes to the next record.
   *
   * @return false at the end of what could be verified; see {@link #problem}
   */
  public boolean next() {
    if (++at < block.size) {
      return true;
    }
    while (!ended) {
      readBlock();
      if (!ended && block.size > 0) {
        at = 0;
        return true;
      }
    }
    at = block.size;
    return false;
  }

  private void readBlock() {
    block = new TraceBlock(0);
    int number = batches.size();
    try {
      MessageReader.Read read = messages.next();
      if (read == null) {
        ended = true;
        byte[] ending = TraceFormat.ending(header.entries(), dictionaries, batches);
        if (!messages.endsWith(ending)) {
          problem = "the table of contents at the end is damaged; all records before are verified";
        }
        return;
      }
      if (read.message().headerType() != MessageHeader.RecordBatch) {
        throw new IOException("it is no record batch");
      }
      RecordBatch batch = (RecordBatch) read.message().header(new RecordBatch());
      long count = batch.length();
      String wrong = messages.check(read, records + count);
      if (wrong != null) {
        throw new IOException(wrong);
      }
      block = decoder.decode(batch, read.body());
      batches.add(read.place());
      records += count;
      verified = messages.position();
    } catch (EOFException e) {
      stop("the file ends inside block " + number + " (truncated, or the run was killed)");
    } catch (IOException | RuntimeException e) {
      stop("block " + number + ": " + e.getMessage());
    }
  }

  private void stop(String why) {
    block = new TraceBlock(0);
    ended = true;
    problem = why + "; " + records + " records before it are verified";
  }

  /** Returns why reading ended before the trace did, or null if it did not. */
  public String problem() {
    return problem;
  }

  /**
   * Requires that reading ended at the end of an undamaged trace.
   *
   * @throws InputException saying what is wrong
   */
  public void requireWhole() {
    if (problem != null) {
      throw refused(file, problem, "an undamaged trace (spindrift trace cut keeps what is whole)");
    }
  }

  private static InputException refused(Path file, String found, String allowed) {
    String text = found == null ? "unreadable" : found;
    return new InputException(List.of(new Problem(file.toString(), 0, 0, "", text, allowed, null)));
  }

  /** Returns the file. */
  public Path file() {
    return file;
  }

  /** Returns what describes the trace. */
  public TraceHeader header() {
    return header;
  }

  /** Returns the names of all instances, by index. */
  public List<String> components() {
    return names.get(Column.COMPONENT).subList(1, names.get(Column.COMPONENT).size());
  }

  /** Returns the names of all layers, by index. */
  public List<String> layers() {
    return names.get(Column.LAYER).subList(1, names.get(Column.LAYER).size());
  }

  /** Returns the number of records verified so far [1]. */
  public long records() {
    return records;
  }

  /** Returns the number of blocks verified so far [1]. */
  public int blocks() {
    return batches.size();
  }

  /** Returns the size of the file [byte]. */
  public long bytes() {
    return messages.size();
  }

  /** Returns how much of the file is verified so far [byte]. */
  public long verifiedBytes() {
    return problem == null && ended ? messages.size() : verified;
  }

  /** Returns the running digest of all that was verified. */
  public String digest() {
    return messages.digest();
  }

  /** Returns the mini-batch of the record [1]. */
  public int miniBatch() {
    return block.miniBatch[at];
  }

  /** Returns what was announced, or null if the record is a marker. */
  public Action action() {
    return actions[block.event[at]];
  }

  /** Returns what the record is if it is no announcement, else null. */
  public Marker marker() {
    return markers[block.event[at]];
  }

  /** Returns the label of action or marker. */
  public String event() {
    return names.get(Column.EVENT).get(block.event[at]);
  }

  /** Returns the index of the instance, -1 if none [1]. */
  public int component() {
    return block.component[at] - 1;
  }

  /** Returns the kind of work, null if none. */
  public Work work() {
    int w = block.work[at];
    return w == 0 ? null : Work.values()[w - 1];
  }

  /** Returns the index of the layer, -1 if none [1]. */
  public int layer() {
    return block.layer[at] - 1;
  }

  /** Returns the simulated start [ps]. */
  public long start() {
    return block.start[at];
  }

  /** Returns the simulated duration [ps]. */
  public long duration() {
    return block.duration[at];
  }

  /** Returns how much was done, in the action's unit. */
  public long quantity() {
    return block.quantity[at];
  }

  /** Returns the energy that only the component knew [J]. */
  public double ownJoules() {
    return block.ownJoules[at];
  }

  /** Returns quantity x price + own joules, by the prices of the recorded run [J]. */
  public double joules() {
    return block.joules[at];
  }

  /** Returns the row of the tile, -1 if none [1]. */
  public int row() {
    return block.row[at];
  }

  /** Returns the column of a single pulse, -1 if none [1]. */
  public int column() {
    return block.column[at];
  }

  /** Returns the number of columns of a row program, 0 for other records [1]. */
  public int columns() {
    return block.pushEnds[at + 1] - block.pushEnds[at];
  }

  /** Returns the push width of a column of a row program; 0: none [steps]. */
  public int push(int column) {
    return block.push[block.pushEnds[at] + column];
  }

  /** Returns the pull width of a column of a row program; 0: none [steps]. */
  public int pull(int column) {
    return block.pull[block.pullEnds[at] + column];
  }

  /**
   * Copies the widths of a row program.
   *
   * @param push receives push widths [steps]
   * @param pull receives pull widths [steps]
   * @param drift receives asked changes of weight if the record has them; null if not wanted
   * @param to index of the first column in these arrays [1]
   */
  public void copyWidths(char[] push, char[] pull, float[] drift, int to) {
    int n = columns();
    System.arraycopy(block.push, block.pushEnds[at], push, to, n);
    System.arraycopy(block.pull, block.pullEnds[at], pull, to, n);
    if (drift != null && hasDrift()) {
      System.arraycopy(block.drift, block.driftEnds[at], drift, to, n);
    }
  }

  /** Returns whether the record says which change of its weights was asked for. */
  public boolean hasDrift() {
    return block.driftEnds[at + 1] > block.driftEnds[at];
  }

  /** Returns the change of weight that was asked of a column's cell, if {@link #hasDrift} [1]. */
  public float drift(int column) {
    return block.drift[block.driftEnds[at] + column];
  }

  /** Returns the number of wall positions of the record, 0 for other records [1]. */
  public int walls() {
    return block.wallEnds[at + 1] - block.wallEnds[at];
  }

  /** Returns a wall position, 0 to 1 along the track [1]. */
  public float wall(int column) {
    return block.walls[block.wallEnds[at] + column];
  }

  @Override
  public void close() {
    close(channel);
  }
}
