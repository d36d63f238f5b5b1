package dev.spindrift.mapping;

/**
 * The part of a layer's weight matrix that one tile holds.
 *
 * @param tile index of the tile in its bank [1]
 * @param layer index of the layer in the network [1]
 * @param rowStart first im2col row [1]
 * @param rows number of rows [1]
 * @param columnStart first output [1]
 * @param columns number of outputs [1]
 * @param flatStart index in the flat parameter vector of the block's first weight; column c starts
 *     at {@code flatStart + c * layerRows} [1]
 * @param layerRows rows of the whole layer: the distance between columns in the flat vector [1]
 */
public record TileBlock(
    int tile,
    int layer,
    int rowStart,
    int rows,
    int columnStart,
    int columns,
    int flatStart,
    int layerRows) {

  /** Returns the number of weights, that is of differential cells in use [1]. */
  public int cells() {
    return rows * columns;
  }

  /** Returns the index in the flat parameter vector of each column's first weight; a new array. */
  public int[] columnOffsets() {
    int[] offsets = new int[columns];
    for (int c = 0; c < columns; c++) {
      offsets[c] = flatStart + c * layerRows;
    }
    return offsets;
  }
}
