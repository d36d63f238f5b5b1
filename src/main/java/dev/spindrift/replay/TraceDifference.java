package dev.spindrift.replay;

import dev.spindrift.trace.TraceReader;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Where two traces first differ, and by what.
 *
 * @param header entries of the header that differ, by key; for information
 * @param record number of the first record that differs, from 0; -1 if none does [1]
 * @param place what that record is about
 * @param fields what differs in it: field, first value, second value
 */
public record TraceDifference(List<String> header, long record, String place, List<String> fields) {

  /**
   * Compares two traces record by record.
   *
   * @param a before its first record; modified
   * @param b before its first record; modified
   */
  public static TraceDifference of(TraceReader a, TraceReader b) {
    List<String> header = new ArrayList<>();
    Set<String> keys = new LinkedHashSet<>(a.header().entries().keySet());
    keys.addAll(b.header().entries().keySet());
    for (String key : keys) {
      String x = a.header().entries().get(key);
      String y = b.header().entries().get(key);
      if (x == null || !x.equals(y)) {
        header.add(key);
      }
    }
    for (long n = 0; ; n++) {
      boolean more = a.next();
      boolean moreB = b.next();
      if (!more && !moreB) {
        return new TraceDifference(header, -1, "", List.of());
      }
      if (more != moreB) {
        TraceReader longer = more ? a : b;
        return new TraceDifference(
            header, n, place(longer), List.of((more ? "second" : "first") + " trace ends here"));
      }
      List<String> fields = fields(a, b);
      if (!fields.isEmpty()) {
        return new TraceDifference(header, n, place(a), fields);
      }
    }
  }

  /** Returns whether all records are equal. */
  public boolean none() {
    return record < 0;
  }

  private static String place(TraceReader t) {
    StringBuilder s = new StringBuilder("mini-batch " + t.miniBatch() + ", " + t.event());
    if (t.component() >= 0) {
      s.append(" of ").append(t.components().get(t.component()));
    }
    if (t.row() >= 0) {
      s.append(", row ").append(t.row());
    }
    return s.append(" at ").append(t.start()).append(" ps").toString();
  }

  private static List<String> fields(TraceReader a, TraceReader b) {
    List<String> out = new ArrayList<>();
    text(out, "event", a.event(), b.event());
    text(out, "component", component(a), component(b));
    text(out, "work", String.valueOf(a.work()), String.valueOf(b.work()));
    text(out, "layer", layer(a), layer(b));
    number(out, "mini_batch", a.miniBatch(), b.miniBatch());
    number(out, "start_ps", a.start(), b.start());
    number(out, "duration_ps", a.duration(), b.duration());
    number(out, "quantity", a.quantity(), b.quantity());
    real(out, "own_joules", a.ownJoules(), b.ownJoules());
    real(out, "joules", a.joules(), b.joules());
    number(out, "row", a.row(), b.row());
    number(out, "column", a.column(), b.column());
    number(out, "columns", a.columns(), b.columns());
    number(out, "walls", a.walls(), b.walls());
    for (int c = 0; out.isEmpty() && c < a.columns(); c++) {
      number(out, "push_steps of column " + c, a.push(c), b.push(c));
      number(out, "pull_steps of column " + c, a.pull(c), b.pull(c));
      if (a.hasDrift() && b.hasDrift()) {
        real(out, "drift of column " + c, a.drift(c), b.drift(c));
      }
    }
    for (int c = 0; out.isEmpty() && c < a.walls(); c++) {
      real(out, "wall of column " + c, a.wall(c), b.wall(c));
    }
    return out;
  }

  private static String component(TraceReader t) {
    return t.component() < 0 ? "" : t.components().get(t.component());
  }

  private static String layer(TraceReader t) {
    return t.layer() < 0 ? "" : t.layers().get(t.layer());
  }

  private static void text(List<String> out, String field, String a, String b) {
    if (!a.equals(b)) {
      out.add(field + ": " + a + " | " + b);
    }
  }

  private static void number(List<String> out, String field, long a, long b) {
    if (a != b) {
      out.add(field + ": " + a + " | " + b);
    }
  }

  private static void real(List<String> out, String field, double a, double b) {
    if (Double.doubleToRawLongBits(a) != Double.doubleToRawLongBits(b)) {
      out.add(field + ": " + a + " | " + b);
    }
  }
}
