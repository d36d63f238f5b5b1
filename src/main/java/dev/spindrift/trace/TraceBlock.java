package dev.spindrift.trace;

import java.util.Arrays;

/** Some records, column by column: what one Arrow record batch holds. */
final class TraceBlock {
  /** Records of a block, at most [1]. */
  static final int RECORDS = 16_384;

  /** Bytes of lists after which a block is full [byte]. */
  static final int FULL = 4 << 20;

  int size;
  final int[] miniBatch;
  final int[] event;
  final int[] component;
  final int[] work;
  final int[] layer;
  final long[] start;
  final long[] duration;
  final long[] quantity;
  final double[] ownJoules;
  final double[] joules;
  final int[] row;
  final int[] column;

  // ends[i] is where the list of record i - 1 ends.
  final int[] pushEnds;
  final int[] pullEnds;
  final int[] driftEnds;
  final int[] wallEnds;
  char[] push = new char[0];
  char[] pull = new char[0];
  float[] drift = new float[0];
  float[] walls = new float[0];

  TraceBlock(int capacity) {
    miniBatch = new int[capacity];
    event = new int[capacity];
    component = new int[capacity];
    work = new int[capacity];
    layer = new int[capacity];
    start = new long[capacity];
    duration = new long[capacity];
    quantity = new long[capacity];
    ownJoules = new double[capacity];
    joules = new double[capacity];
    row = new int[capacity];
    column = new int[capacity];
    pushEnds = new int[capacity + 1];
    pullEnds = new int[capacity + 1];
    driftEnds = new int[capacity + 1];
    wallEnds = new int[capacity + 1];
  }

  void clear() {
    size = 0;
  }

  boolean isFull() {
    return size == start.length || listBytes() >= FULL;
  }

  /** Bytes of all lists [byte]. */
  long listBytes() {
    return 2L * pushEnds[size] + 2L * pullEnds[size] + 4L * driftEnds[size] + 4L * wallEnds[size];
  }

  /** Begins a record with empty lists. */
  void add(
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
    int i = size;
    this.miniBatch[i] = miniBatch;
    this.event[i] = event;
    this.component[i] = component;
    this.work[i] = work;
    this.layer[i] = layer;
    this.start[i] = start;
    this.duration[i] = duration;
    this.quantity[i] = quantity;
    this.ownJoules[i] = ownJoules;
    this.joules[i] = joules;
    this.row[i] = row;
    this.column[i] = column;
    pushEnds[i + 1] = pushEnds[i];
    pullEnds[i + 1] = pullEnds[i];
    driftEnds[i + 1] = driftEnds[i];
    wallEnds[i + 1] = wallEnds[i];
    size = i + 1;
  }

  /** Gives the last record its widths; {@code newDrift} may be null. */
  void widths(char[] newPush, char[] newPull, float[] newDrift, int from, int n) {
    int at = pushEnds[size];
    if (at + n > push.length) {
      push = Arrays.copyOf(push, grown(push.length, at + n));
      pull = Arrays.copyOf(pull, push.length);
    }
    System.arraycopy(newPush, from, push, at, n);
    System.arraycopy(newPull, from, pull, at, n);
    pushEnds[size] = at + n;
    pullEnds[size] = at + n;
    if (newDrift != null) {
      int d = driftEnds[size];
      if (d + n > drift.length) {
        drift = Arrays.copyOf(drift, grown(drift.length, d + n));
      }
      System.arraycopy(newDrift, from, drift, d, n);
      driftEnds[size] = d + n;
    }
  }

  /** Gives the last record wall positions, every {@code stride}-th of an array. */
  void walls(float[] positions, int from, int stride, int n) {
    int at = wallEnds[size];
    if (at + n > walls.length) {
      walls = Arrays.copyOf(walls, grown(walls.length, at + n));
    }
    for (int i = 0; i < n; i++) {
      walls[at + i] = positions[from + i * stride];
    }
    wallEnds[size] = at + n;
  }

  private static int grown(int old, int needed) {
    return Math.max(needed, Math.min(2 * Math.max(old, 1024), FULL));
  }
}
