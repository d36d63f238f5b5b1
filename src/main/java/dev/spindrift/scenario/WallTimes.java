package dev.spindrift.scenario;

import dev.spindrift.state.Checkpointed;
import dev.spindrift.state.StateReader;
import dev.spindrift.state.StateWriter;
import java.io.IOException;
import java.util.Arrays;

/** Wall-clock durations of one kind of work, one entry per mini-batch or half of one [ns]. */
final class WallTimes implements Checkpointed {
  private long[] nanos = new long[256];
  private int size;

  void add(long duration) {
    if (size == nanos.length) {
      nanos = Arrays.copyOf(nanos, 2 * size);
    }
    nanos[size++] = duration;
  }

  /** Returns the sum [s]. */
  double total() {
    long sum = 0;
    for (int i = 0; i < size; i++) {
      sum += nanos[i];
    }
    return sum * 1e-9;
  }

  /** Returns the median of sums of {@code group} entries in a row [s]; NaN if there is none. */
  double median(int group) {
    long[] sums = new long[size / group];
    for (int i = 0; i < sums.length * group; i++) {
      sums[i / group] += nanos[i];
    }
    Arrays.sort(sums);
    return sums.length == 0 ? Double.NaN : sums[sums.length / 2] * 1e-9;
  }

  @Override
  public void save(StateWriter out) throws IOException {
    out.writeLongs(Arrays.copyOf(nanos, size));
  }

  @Override
  public void restore(StateReader in) throws IOException {
    nanos = in.readLongs();
    size = nanos.length;
    nanos = Arrays.copyOf(nanos, Math.max(256, size));
  }
}
