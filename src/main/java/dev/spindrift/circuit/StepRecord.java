package dev.spindrift.circuit;

import java.util.Arrays;

/** A step function of time, recorded change by change: a rail's current during a mini-batch. */
public final class StepRecord {
  private long[] times = new long[1024];
  private long[] values = new long[1024];
  private int size;

  /** Appends a change; times must not decrease. A change at the same instant replaces the value. */
  public void add(long time, long value) {
    if (size > 0 && times[size - 1] == time) {
      values[size - 1] = value;
      return;
    }
    if (size == times.length) {
      times = Arrays.copyOf(times, 2 * size);
      values = Arrays.copyOf(values, 2 * size);
    }
    times[size] = time;
    values[size++] = value;
  }

  /** Returns the number of recorded changes. */
  public int size() {
    return size;
  }

  /**
   * Reduces the record to bins.
   *
   * @param from start of the first bin [ps]
   * @param to end of the last bin, more than {@code from} [ps]
   * @param mean time-weighted mean of each bin; modified
   * @param max highest value in each bin; modified, same length as {@code mean}
   */
  public void bin(long from, long to, double[] mean, double[] max) {
    int n = mean.length;
    Arrays.fill(mean, 0);
    Arrays.fill(max, 0);
    double width = (double) (to - from) / n;
    for (int i = 0; i < size; i++) {
      long a = Math.max(from, times[i]);
      long b = i + 1 < size ? Math.min(to, times[i + 1]) : to;
      if (b <= a || values[i] == 0) {
        continue;
      }
      int first = Math.min(n - 1, (int) ((a - from) / width));
      int last = Math.min(n - 1, (int) ((b - from) / width));
      for (int k = first; k <= last; k++) {
        double lo = Math.max((double) (a - from), k * width);
        double hi = Math.min((double) (b - from), (k + 1) * width);
        if (hi > lo) {
          mean[k] += values[i] * (hi - lo) / width;
          max[k] = Math.max(max[k], (double) values[i]);
        }
      }
    }
  }
}
