package dev.spindrift.mapping;

import dev.spindrift.engine.FloatBits;

/**
 * {@link PairLoops} in plain Java: chains of {@link KernelLoops}. What {@link TileKernel} does for
 * other devices, too, are methods of their own.
 */
final class PlainPairs implements PairLoops {
  private final float[] asymmetry;
  private final float[] symmetric;
  private final float[] shorter;
  private final float[] longer;
  private final float[] keys;
  private final int[] ways;
  private final float[] deviation;
  private final float[] normals;
  private final float[] chunkLongest;
  private final float[] chunkSum;
  private final FloatBits bits;
  private final PositionSum positions;

  /**
   * Makes scratch memory.
   *
   * @param capacity largest chunk [1]
   */
  PlainPairs(int capacity) {
    asymmetry = new float[capacity];
    symmetric = new float[capacity];
    shorter = new float[capacity];
    longer = new float[capacity];
    keys = new float[capacity];
    ways = LaneCounts.ways(capacity);
    deviation = new float[capacity];
    normals = new float[capacity];
    chunkLongest = new float[capacity];
    chunkSum = new float[capacity];
    bits = new FloatBits(capacity);
    positions = new PositionSum(capacity);
  }

  @Override
  public int width() {
    return 1;
  }

  @Override
  public boolean plan(
      LinearPlan plan,
      float drift,
      float offset,
      float bias,
      float required,
      int limitBits,
      int upperBits,
      float[] gradient,
      float[] mean,
      float[] steps,
      int[] places,
      LaneCounts counts,
      int n) {
    widths(
        plan, drift, offset, required, limitBits, upperBits, gradient, shorter, longer, places,
        counts, n);
    KernelLoops.meanOfPair(plan, gradient, drift, offset, bias, shorter, longer, mean, steps, n);
    return true; // keys that are not numbers give places out of range
  }

  /** Plans as {@link #plan} does, into both widths of each pair [driver steps], [n]. */
  void widths(
      LinearPlan plan,
      float drift,
      float offset,
      float required,
      int limitBits,
      int upperBits,
      float[] gradient,
      float[] shorter,
      float[] longer,
      int[] places,
      LaneCounts counts,
      int n) {
    KernelLoops.asymmetry(plan, gradient, drift, offset, asymmetry, n);
    KernelLoops.symmetric(plan, required, asymmetry, symmetric, n);
    byte[] asymmetryBits = bits.put(asymmetry, n);
    KernelLoops.countAbove(
        asymmetryBits, limitBits, counts.limited(), upperBits, counts.upper(), n);
    KernelLoops.widths(plan, symmetric, asymmetry, shorter, longer, n);
    KernelLoops.keys(plan, shorter, longer, keys, n);
    KernelLoops.places(bits.put(keys, n), ways, places, n);
  }

  @Override
  public void move(
      LinearPlan plan,
      float[] mean,
      float[] steps,
      float[] normal,
      int start,
      float[] longest,
      float[] sum,
      int at,
      float[] weight,
      int[] ends,
      int n) {
    mergeRows(steps, longest, sum, at, n);
    System.arraycopy(normal, start, normals, 0, n);
    KernelLoops.deviationOfPair(plan, steps, deviation, n);
    KernelLoops.displace(mean, deviation, normals, weight, n);
    KernelLoops.countEnds(bits.put(weight, n), ends, n);
    KernelLoops.clip(weight, n);
    addPositions(weight, n);
  }

  /** Merges widths into those of the rows, see {@link #move}. */
  void mergeRows(float[] steps, float[] longest, float[] sum, int at, int n) {
    if (at == 0) {
      KernelLoops.rows(steps, longest, sum, n);
    } else { // C2 does not vectorise loops over different indices
      System.arraycopy(longest, at, chunkLongest, 0, n);
      System.arraycopy(sum, at, chunkSum, 0, n);
      KernelLoops.rows(steps, chunkLongest, chunkSum, n);
      System.arraycopy(chunkLongest, 0, longest, at, n);
      System.arraycopy(chunkSum, 0, sum, at, n);
    }
  }

  /** Adds positions to what {@link #takePositions} returns, see {@link PositionSum#add}. */
  void addPositions(float[] weight, int n) {
    positions.add(weight, n);
  }

  @Override
  public long takePositions() {
    return positions.take();
  }
}
