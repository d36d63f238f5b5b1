package dev.spindrift.replay;

import dev.spindrift.trace.Marker;
import dev.spindrift.trace.TraceReader;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Sums over a trace: pulses by layer, everything else by event and kind of work. */
public final class TraceStatistics {
  private final Map<String, Widths> widths = new LinkedHashMap<>();
  private final Map<String, Totals> totals = new TreeMap<>();

  /** Widths of one layer's pulses. */
  public static final class Widths {
    private long[] push = new long[1];
    private long[] pull = new long[1];
    private long rows;

    private void add(TraceReader t) {
      rows++;
      for (int c = 0; c < t.columns(); c++) {
        push = count(push, t.push(c));
        pull = count(pull, t.pull(c));
      }
    }

    private static long[] count(long[] histogram, int width) {
      long[] h = width < histogram.length ? histogram : Arrays.copyOf(histogram, width + 256);
      h[width]++;
      return h;
    }

    /** Returns the number of row programs [1]. */
    public long rows() {
      return rows;
    }

    /** Returns the number of pulses [1]. */
    public long pulses() {
      return pulses(push) + pulses(pull);
    }

    private static long pulses(long[] h) {
      return Arrays.stream(h).sum() - h[0];
    }

    /** Returns the mean width of the pushes, or of the pulls [steps]. */
    public double mean(boolean pushes) {
      long[] h = pushes ? push : pull;
      double sum = 0;
      for (int i = 1; i < h.length; i++) {
        sum += (double) i * h[i];
      }
      return sum / pulses(h);
    }

    /** Returns the width that a share of the pushes, or of the pulls, does not exceed [steps]. */
    public int quantile(boolean pushes, double share) {
      long[] h = pushes ? push : pull;
      long rank = (long) Math.ceil(share * pulses(h));
      long seen = 0;
      for (int i = 1; i < h.length; i++) {
        seen += h[i];
        if (seen >= rank) {
          return i;
        }
      }
      return 0;
    }
  }

  /** Sums of one event and kind of work. */
  public static final class Totals {
    private long records;
    private long quantity;
    private long duration;
    private double joules;

    /** Returns the number of records [1]. */
    public long records() {
      return records;
    }

    /** Returns the summed quantity in the action's unit. */
    public long quantity() {
      return quantity;
    }

    /** Returns the summed durations [ps]. */
    public long duration() {
      return duration;
    }

    /** Returns the summed energy, by the recorded prices [J]. */
    public double joules() {
      return joules;
    }
  }

  /**
   * Reads a trace to the end of what can be verified.
   *
   * @param trace before its first record; modified
   */
  public static TraceStatistics of(TraceReader trace) {
    TraceStatistics s = new TraceStatistics();
    while (trace.next()) {
      if (trace.marker() == Marker.ROW_PROGRAM && trace.layer() >= 0) {
        String layer = trace.layers().get(trace.layer());
        s.widths.computeIfAbsent(layer, l -> new Widths()).add(trace);
      } else if (trace.action() != null && trace.work() != null) {
        Totals t =
            s.totals.computeIfAbsent(
                trace.work().label() + ", " + trace.event(), name -> new Totals());
        t.records++;
        t.quantity += trace.quantity();
        t.duration += trace.duration();
        t.joules += trace.joules();
      }
    }
    return s;
  }

  /** Returns the widths of each layer's pulses, by name. */
  public Map<String, Widths> widths() {
    return widths;
  }

  /** Returns the sums of each kind of work and event, by name. */
  public Map<String, Totals> totals() {
    return totals;
  }
}
