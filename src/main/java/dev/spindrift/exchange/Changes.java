package dev.spindrift.exchange;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Changes of signals on their way into the order of time. */
final class Changes {
  /**
   * One change.
   *
   * @param time [ps]
   * @param signal which [1]
   * @param value added to a sum, or taken as it is
   */
  record Change(long time, int signal, double value) {}

  private final List<Change> waiting = new ArrayList<>();

  /** Takes a change. */
  void add(long time, int signal, double value) {
    waiting.add(new Change(time, signal, value));
  }

  /** Hands out, in the order of time and of arrival, what happened up to a time. */
  List<Change> until(long time) {
    waiting.sort(Comparator.comparingLong(Change::time)); // stable
    int n = 0;
    while (n < waiting.size() && waiting.get(n).time() <= time) {
      n++;
    }
    List<Change> done = new ArrayList<>(waiting.subList(0, n));
    waiting.subList(0, n).clear();
    return done;
  }
}
