package dev.spindrift.replay;

import dev.spindrift.trace.Marker;
import dev.spindrift.trace.TraceReader;
import java.util.Map;
import java.util.TreeMap;

/** What a trace holds, counted by reading all of it. */
public final class TraceSummary {
  private final Map<String, Long> events = new TreeMap<>();
  private long records;
  private long pulses;
  private long pulsePs;
  private long firstMiniBatch;
  private long lastMiniBatch;
  private long start = Long.MAX_VALUE;
  private long end;
  private double joules;
  private boolean whole;

  /**
   * Reads a trace to its end, or to where it is damaged.
   *
   * @param trace before its first record; modified
   */
  public static TraceSummary of(TraceReader trace) {
    TraceSummary s = new TraceSummary();
    while (trace.next()) {
      s.add(trace);
    }
    s.whole &= trace.problem() == null;
    return s;
  }

  private void add(TraceReader t) {
    records++;
    events.merge(t.event(), 1L, Long::sum);
    start = Math.min(start, t.start());
    end = Math.max(end, t.start() + t.duration());
    if (t.action() != null) {
      joules += t.joules();
    } else if (t.marker() == Marker.MINI_BATCH) {
      firstMiniBatch = firstMiniBatch == 0 ? t.quantity() : firstMiniBatch;
      lastMiniBatch = t.quantity();
    } else if (t.marker() == Marker.ROW_PROGRAM) {
      for (int c = 0; c < t.columns(); c++) {
        pulses += (t.push(c) > 0 ? 1 : 0) + (t.pull(c) > 0 ? 1 : 0);
      }
      pulsePs += t.quantity();
    } else if (t.marker() == Marker.END) {
      whole = true;
      joules = t.joules();
    }
  }

  /** Returns the number of records of each event, by label. */
  public Map<String, Long> events() {
    return events;
  }

  /** Returns the number of records [1]. */
  public long records() {
    return records;
  }

  /** Returns the number of pulses of row programs: pushes and pulls [1]. */
  public long pulses() {
    return pulses;
  }

  /** Returns the widths of all pulses together [device-ps]. */
  public long pulsePs() {
    return pulsePs;
  }

  /** Returns the first recorded mini-batch, 0 if there is none [1]. */
  public long firstMiniBatch() {
    return firstMiniBatch;
  }

  /** Returns the last recorded mini-batch, 0 if there is none [1]. */
  public long lastMiniBatch() {
    return lastMiniBatch;
  }

  /** Returns the begin of the first record [ps]. */
  public long start() {
    return records == 0 ? 0 : start;
  }

  /** Returns the end of the last action [ps]. */
  public long end() {
    return end;
  }

  /**
   * Returns the energy of all announcements; exact if the trace is whole, else a sum of doubles
   * [J].
   */
  public double joules() {
    return joules;
  }

  /** Returns whether the recording came to its end and nothing is damaged. */
  public boolean whole() {
    return whole;
  }
}
