package dev.spindrift.device;

import java.nio.FloatBuffer;

/**
 * The wall positions of a tile's differential cells: two arrays, or, while only the fast kernel
 * moves walls, the weights themselves.
 *
 * <p>Of alike devices one of a cell's two walls is parked at 0, so the weight is the state: plus =
 * max(w, 0), minus = max(-w, 0), exactly. An update that finds its walls in the weights reads and
 * writes 12 bytes a cell (gradient, weight, weight) where two arrays beside them make it 28; memory
 * is what two threads wait for. Whoever asks for {@link #plus} or {@link #minus} gets arrays, which
 * are the state from then on.
 */
final class WallPositions {
  private final float[] plus;
  private final float[] minus;

  /** Null while the arrays are the state. */
  private volatile FloatBuffer weights;

  private int[] offsets;

  /**
   * Makes the positions of parked walls.
   *
   * @param size number of cells [1]
   */
  WallPositions(int size) {
    plus = new float[size];
    minus = new float[size];
  }

  /** Returns the positions of the plus devices; live. */
  float[] plus() {
    if (weights != null) {
      settle();
    }
    return plus;
  }

  /** Returns the positions of the minus devices; live. */
  float[] minus() {
    if (weights != null) {
      settle();
    }
    return minus;
  }

  int size() {
    return plus.length;
  }

  /** Returns whether the state is in this very object: equal buffers are not meant. */
  @SuppressWarnings("ReferenceEquality")
  boolean areIn(FloatBuffer buffer) {
    return weights == buffer;
  }

  /**
   * Keeps the state in the weights from now on, into which it is written.
   *
   * @param buffer flat weights; modified and referenced
   * @param columnOffsets index in them of each column's first row; referenced
   */
  void keepIn(FloatBuffer buffer, int[] columnOffsets) {
    float[] up = plus();
    float[] down = minus();
    int rows = up.length / columnOffsets.length;
    for (int c = 0; c < columnOffsets.length; c++) {
      for (int r = 0; r < rows; r++) {
        buffer.put(columnOffsets[c] + r, up[c * rows + r] - down[c * rows + r]);
      }
    }
    offsets = columnOffsets;
    weights = buffer;
  }

  /** Makes the arrays the state, whatever the weights say: they are about to be overwritten. */
  void forget() {
    weights = null;
  }

  private synchronized void settle() {
    FloatBuffer from = weights;
    if (from == null) {
      return; // another thread was faster
    }
    int rows = plus.length / offsets.length;
    for (int c = 0; c < offsets.length; c++) {
      from.get(offsets[c], plus, c * rows, rows);
    }
    for (int i = 0; i < plus.length; i++) {
      float w = plus[i];
      float up = (w + Math.abs(w)) * 0.5f;
      plus[i] = up;
      minus[i] = up - w;
    }
    weights = null;
  }
}
