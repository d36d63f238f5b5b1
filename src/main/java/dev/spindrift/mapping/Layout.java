package dev.spindrift.mapping;

import dev.spindrift.circuit.Specs;
import dev.spindrift.network.Layer;
import java.util.ArrayList;
import java.util.List;

/**
 * Layers on tiles: each weight layer's im2col matrix is cut into blocks of at most the tile's size,
 * one block per tile, in the order of the layers, rows first.
 *
 * @param blocks the blocks; block i lives in tile i
 * @param byLayer indices of the blocks of each layer (empty for digital layers)
 */
public record Layout(List<TileBlock> blocks, List<List<Integer>> byLayer) {

  /**
   * Cuts a network into tiles.
   *
   * @param layers the network's layers
   * @param tile tile size; the number of tiles on offer is not checked here
   */
  public static Layout of(List<Layer> layers, Specs.Tile tile) {
    List<TileBlock> blocks = new ArrayList<>();
    List<List<Integer>> byLayer = new ArrayList<>();
    for (int l = 0; l < layers.size(); l++) {
      Layer layer = layers.get(l);
      List<Integer> mine = new ArrayList<>();
      if (layer.kind().hasWeights()) {
        for (int c = 0; c < layer.columns(); c += tile.columns()) {
          for (int r = 0; r < layer.rows(); r += tile.rows()) {
            mine.add(blocks.size());
            blocks.add(
                new TileBlock(
                    blocks.size(),
                    l,
                    r,
                    Math.min(tile.rows(), layer.rows() - r),
                    c,
                    Math.min(tile.columns(), layer.columns() - c),
                    layer.weightOffset() + c * layer.rows() + r,
                    layer.rows()));
          }
        }
      }
      byLayer.add(List.copyOf(mine));
    }
    return new Layout(List.copyOf(blocks), List.copyOf(byLayer));
  }

  /** Returns the number of weights on tiles [1]. */
  public long weights() {
    return blocks.stream().mapToLong(TileBlock::cells).sum();
  }
}
