package dev.spindrift.replay;

import dev.spindrift.engine.Workers;
import dev.spindrift.trace.Marker;
import dev.spindrift.trace.TraceReader;
import dev.spindrift.trace.TraceWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Pulses per second of writing, reading and replaying a trace, beside what the machine can do with
 * as many bytes: copy them in memory, write them to disk in sequence and bring them there (fsync),
 * read them from the page cache. All take turns in one run, since machines drift; medians over all
 * rounds.
 *
 * <pre>{@code
 * ./spindrift run scenarios/cifar10-resnet18-smoke.yaml --set learning.miniBatches=4 --trace=T
 * mvn -q -P bench test-compile exec:exec -Dbench.main=dev.spindrift.replay.TraceSpeed -Dbench="T FOLDER"
 * }</pre>
 *
 * <p>Arguments: a whole trace, and a folder on the disk to measure (twice the trace's size is
 * needed). Writing copies the trace record by record, so its time has reading in it: it is given as
 * measured and with the time of reading taken off.
 */
public final class TraceSpeed {
  private static final int ROUNDS = 4;
  private static final int PIECE = 4 << 20;

  private final Path trace;
  private final Path folder;
  private final long bytes;
  private final Map<String, List<Double>> seconds = new LinkedHashMap<>();

  private TraceSpeed(Path trace, Path folder) throws IOException {
    this.trace = trace;
    this.folder = folder;
    bytes = Files.size(trace);
  }

  /** Measures and prints a table. */
  public static void main(String[] args) throws IOException {
    new TraceSpeed(Path.of(args[0]), Path.of(args[1])).measure();
  }

  /** Something that takes time. */
  private interface Part {
    void run() throws IOException;
  }

  private void measure() throws IOException {
    TraceSummary summary;
    try (TraceReader t = TraceReader.open(trace)) {
      summary = TraceSummary.of(t);
      t.requireWhole();
    }
    for (int round = 0; round <= ROUNDS; round++) {
      if (round == 1) {
        seconds.clear(); // the first round warmed up
      }
      time("memory copy", this::copy);
      time("disk write, fsync", this::rawWrite);
      time("file read, cached", this::rawRead);
      time("trace read", this::read);
      time("trace read and write", this::write);
      time("replay", this::replay);
    }
    seconds.put("trace write alone", writing());
    System.out.printf(
        Locale.ROOT,
        "%d pulses, %d records, %d bytes: %.2f a pulse; %d rounds%n",
        summary.pulses(),
        summary.records(),
        bytes,
        bytes / (double) summary.pulses(),
        ROUNDS);
    double copy = median(seconds.get("memory copy"));
    double disk = median(seconds.get("disk write, fsync"));
    seconds.forEach(
        (what, times) ->
            System.out.printf(
                Locale.ROOT,
                "%-22s min %6.3f median %6.3f s %7.1f M pulses/s %8.0f MB/s  %.4f of copy  %.3f of"
                    + " disk write%n",
                what,
                times.stream().mapToDouble(t -> t).min().orElseThrow(),
                median(times),
                summary.pulses() / median(times) / 1e6,
                bytes / median(times) / 1e6,
                copy / median(times),
                disk / median(times)));
  }

  private void time(String what, Part part) throws IOException {
    long start = System.nanoTime();
    part.run();
    seconds.computeIfAbsent(what, w -> new ArrayList<>()).add((System.nanoTime() - start) / 1e9);
  }

  private List<Double> writing() {
    List<Double> out = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      out.add(seconds.get("trace read and write").get(i) - seconds.get("trace read").get(i));
    }
    return out;
  }

  /** As many bytes as the trace has, between arrays that no cache holds. */
  private void copy() {
    byte[] from = new byte[64 << 20];
    byte[] to = new byte[64 << 20];
    Arrays.fill(from, (byte) bytes);
    for (long done = 0; done < bytes; done += to.length) {
      System.arraycopy(from, 0, to, 0, (int) Math.min(to.length, bytes - done));
    }
    if (to[0] != (byte) bytes) {
      throw new IllegalStateException("not copied");
    }
  }

  private void rawWrite() throws IOException {
    Path file = folder.resolve("raw.bin");
    try (FileChannel source = FileChannel.open(trace);
        FileChannel out =
            FileChannel.open(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
      ByteBuffer piece = ByteBuffer.allocateDirect(PIECE);
      source.read(piece);
      for (long done = 0; done < bytes; done += PIECE) {
        piece.clear().limit((int) Math.min(PIECE, bytes - done));
        while (piece.hasRemaining()) {
          out.write(piece);
        }
      }
      out.force(true);
    }
    Files.delete(file);
  }

  private void rawRead() throws IOException {
    try (FileChannel in = FileChannel.open(trace)) {
      ByteBuffer piece = ByteBuffer.allocateDirect(PIECE);
      while (in.read(piece) >= 0) {
        piece.clear();
      }
    }
  }

  private void read() {
    try (TraceReader t = TraceReader.open(trace)) {
      long rows = 0;
      while (t.next()) {
        rows += t.marker() == Marker.ROW_PROGRAM ? t.columns() : 0;
      }
      t.requireWhole();
      if (rows == 0) {
        throw new IllegalStateException("a trace without pulses");
      }
    }
  }

  private void write() throws IOException {
    Path file = folder.resolve("copy.arrow");
    try (TraceReader t = TraceReader.open(trace);
        TraceWriter w = new TraceWriter(file, true, t.header(), t.components(), t.layers())) {
      while (t.next()) {
        w.copy(t);
      }
      w.finish();
    }
    Files.delete(file);
  }

  private void replay() {
    try (TraceReader t = TraceReader.open(trace);
        Workers workers = new Workers(Runtime.getRuntime().availableProcessors())) {
      long seed = TraceFile.setup(t).seed();
      ReplayResult r =
          new Replay(t, ReplayChip.of(t, null, null, null), false, seed, workers).run(k -> {});
      if (!r.equalsRecording()) {
        throw new IllegalStateException("the replay is not the recorded run");
      }
    }
  }

  private static double median(List<Double> times) {
    double[] sorted = times.stream().mapToDouble(t -> t).sorted().toArray();
    return sorted[sorted.length / 2];
  }
}
