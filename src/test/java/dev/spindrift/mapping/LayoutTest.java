package dev.spindrift.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindrift.circuit.Specs;
import dev.spindrift.network.Layer;
import dev.spindrift.network.NetworkSpec;
import dev.spindrift.network.Networks;
import java.util.List;
import org.junit.jupiter.api.Test;

class LayoutTest {

  private static Specs.Tile tile(int rows, int columns) {
    return new Specs.Tile("t", 1, rows, columns, "", 0.1, 1, 0.25, 0.1, "", "", "", "", "", "");
  }

  private static void assertEveryWeightOnce(NetworkSpec spec, int rows, int columns) {
    List<Layer> layers = Networks.describe(spec);
    Layout layout = Layout.of(layers, tile(rows, columns));
    int length = 0;
    for (Layer l : layers) {
      length = Math.max(length, l.weightOffset() + l.rows() * l.columns());
    }
    int[] layerOfWeight = new int[length];
    int[] uses = new int[length];
    for (int l = 0; l < layers.size(); l++) {
      for (int i = 0; i < layers.get(l).rows() * layers.get(l).columns(); i++) {
        if (layers.get(l).kind().hasWeights()) {
          layerOfWeight[layers.get(l).weightOffset() + i] = l + 1;
        }
      }
    }
    for (TileBlock b : layout.blocks()) {
      assertTrue(b.rows() >= 1 && b.rows() <= rows && b.columns() >= 1 && b.columns() <= columns);
      assertTrue(layout.byLayer().get(b.layer()).contains(b.tile()));
      Layer layer = layers.get(b.layer());
      int[] offsets = b.columnOffsets();
      for (int c = 0; c < b.columns(); c++) {
        for (int r = 0; r < b.rows(); r++) {
          int index = offsets[c] + r;
          uses[index]++;
          assertEquals(b.layer() + 1, layerOfWeight[index], "a weight of the block's own layer");
          assertEquals(
              layer.weightOffset() + (b.columnStart() + c) * layer.rows() + b.rowStart() + r,
              index);
        }
      }
    }
    long weights = 0;
    for (int i = 0; i < length; i++) {
      assertEquals(layerOfWeight[i] > 0 ? 1 : 0, uses[i], "weight " + i);
      weights += uses[i];
    }
    assertEquals(weights, layout.weights());
  }

  @Test
  void everyWeightLiesInExactlyOneCellOfOneTile() {
    NetworkSpec mlp = NetworkSpec.of("mlp", 1, 8, 8, 10).withWidths(33, 17);
    NetworkSpec lenet = NetworkSpec.of("lenet", 1, 28, 28, 10);
    NetworkSpec resnet = NetworkSpec.of("resnet18", 3, 32, 32, 10).withWidths(4, 6, 8, 10);
    for (NetworkSpec spec : List.of(mlp, lenet, resnet)) {
      for (int[] size : new int[][] {{128, 128}, {20, 8}, {7, 31}, {8192, 8192}}) {
        assertEveryWeightOnce(spec, size[0], size[1]);
      }
    }
  }

  @Test
  void blocksAreCutRowsFirstAndTheLastOnesTakeTheRest() {
    List<Layer> layers = Networks.describe(NetworkSpec.of("mlp", 1, 8, 8, 10).withWidths(12));
    Layout layout = Layout.of(layers, tile(50, 8));
    // 64 x 12: rows 50 + 14, columns 8 + 4; then 12 x 10: rows 12, columns 8 + 2
    assertEquals(
        List.of("0+50 0+8", "50+14 0+8", "0+50 8+4", "50+14 8+4", "0+12 0+8", "0+12 8+2"),
        layout.blocks().stream()
            .map(b -> b.rowStart() + "+" + b.rows() + " " + b.columnStart() + "+" + b.columns())
            .toList());
  }

  @Test
  void resNet18IsElevenMillionWeightsOnSevenHundredTiles() {
    List<Layer> layers = Networks.describe(NetworkSpec.of("resnet18", 3, 32, 32, 10));
    Layout layout = Layout.of(layers, tile(128, 128));
    assertEquals(11_172_032, layout.weights());
    // 11,172,032 / 16,384 = 681.9 full tiles; by layer, row splits x column splits:
    // stem 147 x 64: 2. Stage 1, 4 of 576 x 64: 5 x 1 each = 20.
    // Stage 2: 576 x 128: 5; 3 of 1152 x 128: 9 each; shortcut 64 x 128: 1 = 33.
    // Stage 3: 1152 x 256: 9 x 2; 3 of 2304 x 256: 18 x 2; 128 x 256: 2 = 128.
    // Stage 4: 2304 x 512: 18 x 4; 3 of 4608 x 512: 36 x 4; 256 x 512: 2 x 4 = 512.
    // Dense 512 x 10: 4.
    assertEquals(2 + 20 + 33 + 128 + 512 + 4, layout.blocks().size());
  }
}
