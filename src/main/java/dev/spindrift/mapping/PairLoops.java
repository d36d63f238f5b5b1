package dev.spindrift.mapping;

/**
 * The two halves of {@link TileKernel}'s work on a chunk of merged pairs, written for the Vector
 * API; bit for bit what {@link KernelLoops} compute.
 */
interface PairLoops {
  /** Returns the number of cells of which a chunk must hold a multiple [1]. */
  int width();

  /**
   * Plans widths.
   *
   * @param gradient [n]; not modified
   * @param shorter shorter widths [driver steps], [n]; modified, as the next two
   * @param keys places by {@link LaneCounts#key}, [n]; modified
   * @param counts receives counts of limits; element 0 of its arrays modified
   */
  void plan(
      LinearPlan plan,
      float drift,
      float offset,
      float required,
      int limitBits,
      int upperBits,
      float[] gradient,
      float[] shorter,
      float[] longer,
      float[] keys,
      LaneCounts counts,
      int n);

  /**
   * Merges widths into those of the rows, which begin with element {@code start}.
   *
   * @param shorter shorter widths [driver steps], [n]; not modified, as the next
   * @param longest longest pair so far [driver steps]; n elements modified, as the next
   * @param sum sum of all pairs so far [driver steps]
   */
  void rows(float[] shorter, float[] longer, float[] longest, float[] sum, int start, int n);

  /**
   * Moves walls.
   *
   * @param bias of the pairs in this order of pulses, in weight units [1]
   * @param shorter shorter widths [driver steps], [n]; not modified, as the three before and after
   * @param normal standard normals; those from start on belong to the chunk
   * @param plus positions of the tile's plus walls [1]; those of the chunk modified, as the next
   * @param weight weights after the move [1], [n]; modified
   * @param ends element 0 receives the count of walls at an end; modified
   * @return sum of the positions, in units of 2^-23
   */
  long move(
      LinearPlan plan,
      float drift,
      float offset,
      float bias,
      float[] gradient,
      float[] shorter,
      float[] longer,
      float[] normal,
      float[] plus,
      float[] minus,
      int start,
      float[] weight,
      int[] ends,
      int n);
}
