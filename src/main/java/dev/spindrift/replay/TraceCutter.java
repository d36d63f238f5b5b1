package dev.spindrift.replay;

import dev.spindrift.trace.Marker;
import dev.spindrift.trace.TraceReader;
import dev.spindrift.trace.TraceWriter;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Copies the first mini-batches of a trace into a trace of their own, whole by construction: also
 * the way to keep what a killed or damaged recording holds.
 */
public final class TraceCutter {
  private TraceCutter() {}

  /**
   * What was kept.
   *
   * @param lastMiniBatch number of the last mini-batch [1]
   * @param records records written [1]
   */
  public record Kept(long lastMiniBatch, long records) {}

  /**
   * Copies whole mini-batches.
   *
   * @param from the trace; damaged ones are copied as far as they can be verified
   * @param to the file to be
   * @param force whether an existing file may be replaced
   * @param last last mini-batch to keep [1]
   * @throws IOException if the file is there already or cannot be written
   */
  public static Kept cut(Path from, Path to, boolean force, long last) throws IOException {
    long end = lastWhole(from, last);
    double joules = joules(from, end);
    try (TraceReader t = TraceReader.open(from);
        TraceWriter w = new TraceWriter(to, force, t.header(), t.components(), t.layers())) {
      long time = 0;
      while (t.next()) {
        boolean kept = t.miniBatch() <= end && t.marker() != Marker.END;
        boolean next = t.marker() == Marker.MINI_BATCH && t.quantity() == end + 1;
        if (next || (t.marker() == Marker.END && t.miniBatch() == end)) {
          time = t.start();
        }
        if (kept) {
          w.copy(t);
        }
      }
      w.end((int) end, time, joules);
      w.finish();
      return new Kept(end, w.records());
    }
  }

  /**
   * The last mini-batch, not after {@code last}, after which the trace goes on or ends properly.
   */
  private static long lastWhole(Path file, long last) {
    long whole = 0;
    long reading = 0;
    try (TraceReader t = TraceReader.open(file)) {
      while (t.next()) {
        if (t.marker() == Marker.MINI_BATCH || t.marker() == Marker.END) {
          whole = reading <= last ? reading : whole;
          reading = t.quantity();
        }
      }
    }
    return whole;
  }

  /** Energy of the announcements up to a mini-batch by the recorded prices. */
  private static double joules(Path file, long end) {
    try (TraceReader t = TraceReader.open(file)) {
      return Repricing.upTo(t, ReplayChip.of(t, null, null, null)::price, end).ledger().total();
    }
  }
}
