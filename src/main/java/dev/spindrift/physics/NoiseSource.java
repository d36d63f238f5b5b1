package dev.spindrift.physics;

/** Supplies the standard normals of one step of one block of walls. Not thread-safe. */
interface NoiseSource {
  /**
   * Writes the normals of a step.
   *
   * @param block which block of {@link WallBlock#WALLS} walls [1]
   * @param step number of the step since the ensemble was made [1]
   * @param xScale factor of the position's normals [turns]
   * @param pScale factor of the phase's normals [half turns]
   * @param x scaled normals of the positions, [WALLS]; modified
   * @param p scaled normals of the phases, [WALLS]; modified
   * @param n number of walls needed [1]
   */
  void fill(int block, long step, double xScale, double pScale, double[] x, double[] p, int n);
}
