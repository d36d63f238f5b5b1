package dev.spindrift.mapping;

/**
 * The two halves of {@link TileKernel}'s work on a chunk of merged pairs, in plain Java or by the
 * Vector API; both give the same bits.
 */
interface PairLoops {
  /** Returns the number of cells of which a chunk must hold a multiple [1]. */
  int width();

  /**
   * Plans pairs.
   *
   * @param bias of the pairs in this order of pulses, in weight units [1]
   * @param limitBits see {@link LinearPlan#limitBits}
   * @param upperBits see {@link LinearPlan#upperBits}
   * @param gradient [n]; not modified
   * @param mean mean displacements, in weight units [1], [n]; modified, as the next two
   * @param steps sums of the shorter and the longer width [driver steps]
   * @param places places in the histogram, see {@link LaneCounts#widths}
   * @param counts receives counts of limits
   * @return false if a gradient is not usable; true does not say that all are, see places
   */
  boolean plan(
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
      int n);

  /**
   * Merges widths into those of the rows and moves walls.
   *
   * @param mean mean displacements [1], [n]; not modified, as the next two
   * @param steps sums of both widths [driver steps], [n]
   * @param normal standard normals; those from start on belong to the chunk
   * @param longest longest pair of a row so far [driver steps]; n elements from {@code at} on are
   *     modified, as in the next
   * @param sum sum of all pairs of a row so far [driver steps]
   * @param weight weights before and after the move [1], [n]; modified
   * @param ends receives the count of walls at an end, in any elements below n; modified
   */
  void move(
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
      int n);

  /** Returns the sum of all positions since this was last called, in units of 2^-23. */
  long takePositions();
}
