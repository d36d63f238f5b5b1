package dev.spindrift.device;

/**
 * Applies write pulses to cells. The result depends on the cells' state, the pulses, the seed, the
 * update's number and each cell's device number, and on nothing else: cells may be written in any
 * grouping, order or thread.
 *
 * <p>Holds scratch memory: one instance per thread.
 */
public interface CellWriter {
  /**
   * Writes some cells of an array.
   *
   * @param cells the array; the batch's cells are modified, positions and hidden state
   * @param update number of the update, 0 to 2^32 - 1 [1]
   * @param pushFirst whether the push precedes the pull
   * @param batch what arrives at which cell; its ends are set
   */
  void write(CellArray cells, long update, boolean pushFirst, WriteBatch batch);
}
