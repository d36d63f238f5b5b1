package dev.spindrift.replay;

import dev.spindrift.chip.Die;
import dev.spindrift.chip.Netlist;
import dev.spindrift.mapping.Layout;
import dev.spindrift.mapping.TileBlock;
import dev.spindrift.network.Layer;
import dev.spindrift.trace.Components;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/** Which tiles and layers a recording takes in, and which instances they are. */
final class RecordedParts {
  private static final int OTHER = -1;

  private final List<TileBlock> blocks;
  private final BitSet layers = new BitSet();
  private final BitSet tiles = new BitSet();
  private final int[] tileOf;

  RecordedParts(
      Recording wanted, Die die, Components components, List<Layer> layerList, Layout layout) {
    blocks = layout.blocks();
    for (int l = 0; l < layerList.size(); l++) {
      layers.set(l, wanted.layers().isEmpty() || wanted.layers().contains(layerList.get(l).name()));
    }
    for (TileBlock b : blocks) {
      tiles.set(
          b.tile(),
          layers.get(b.layer()) && (wanted.tiles().isEmpty() || wanted.tiles().contains(b.tile())));
    }
    tileOf = new int[components.size()];
    Arrays.fill(tileOf, OTHER);
    Netlist netlist = die.netlist();
    for (int bank = 0; bank < netlist.banks(); bank++) {
      for (TileBlock b : blocks) {
        tileOf[die.tile(bank, b.tile()).component()] = b.tile();
      }
    }
  }

  /** Returns the recorded tiles. */
  IntStream tiles() {
    return tiles.stream();
  }

  /** Returns whether a tile is recorded. */
  boolean tile(int tile) {
    return tiles.get(tile);
  }

  /** Returns whether what an instance announces for a layer is recorded; -1: for no layer. */
  boolean announced(int component, int layer) {
    int tile = tileOf[component];
    return (layer < 0 || layers.get(layer)) && (tile < 0 || tiles.get(tile));
  }

  /** Returns the tile of an instance, -1 if it is none in use. */
  int tileOf(int component) {
    return tileOf[component];
  }

  int layerOf(int tile) {
    return blocks.get(tile).layer();
  }

  int componentOf(int tile, int bank) {
    int seen = 0;
    for (int i = 0; i < tileOf.length; i++) {
      if (tileOf[i] == tile && seen++ == bank) {
        return i;
      }
    }
    throw new IllegalStateException("no tile " + tile);
  }
}
