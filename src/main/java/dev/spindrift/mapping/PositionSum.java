package dev.spindrift.mapping;

import dev.spindrift.engine.FloatBits;

/** Sums wall positions as integers in units of 2^-23, lane by lane, so that the order is free. */
final class PositionSum {
  /** Chunks after which a lane, of at most 2^23 each, might overflow. */
  private static final int CHUNKS = 255;

  private final FloatBits bits;
  private final float[] beyondOne;
  private final int[] lanes;
  private int chunks;
  private long sum;

  PositionSum(int capacity) {
    bits = new FloatBits(capacity);
    beyondOne = new float[capacity];
    lanes = new int[capacity];
  }

  /**
   * Adds the positions of walls: of two devices of a cell one is parked at 0, so the other is where
   * the magnitude of the weight says.
   *
   * @param weight weights within [-1, 1], [n]; not modified
   */
  void add(float[] weight, int n) {
    KernelLoops.beyondOne(weight, beyondOne, n);
    KernelLoops.addPositions(bits.put(beyondOne, n), lanes, n);
    if (++chunks == CHUNKS) {
      settle();
    }
  }

  /** Returns the sum since this was last called. */
  long take() {
    settle();
    long all = sum;
    sum = 0;
    return all;
  }

  private void settle() {
    for (int j = 0; j < lanes.length; j++) {
      sum += lanes[j];
      lanes[j] = 0;
    }
    chunks = 0;
  }
}
