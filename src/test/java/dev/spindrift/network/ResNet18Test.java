package dev.spindrift.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindrift.network.Layer.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.nativeblas.NativeOpsHolder;

/** The full-size network. */
class ResNet18Test {

  private static final NetworkSpec SPEC = NetworkSpec.of("resnet18", 3, 32, 32, 10);

  @Test
  void hasTheWeightsAndTheTopologyOfTorchvision() {
    List<Layer> layers = Networks.describe(SPEC);
    long weights =
        layers.stream()
            .filter(l -> l.kind().hasWeights())
            .mapToLong(l -> (long) l.rows() * l.columns())
            .sum();
    assertEquals(11_172_032, weights);
    assertEquals(20, layers.stream().filter(l -> l.kind() == Kind.CONVOLUTION).count());
    assertEquals(20, layers.stream().filter(l -> l.kind() == Kind.BATCH_NORM).count());
    assertEquals(17, layers.stream().filter(l -> l.kind() == Kind.ACTIVATION).count());
    assertEquals(8, layers.stream().filter(l -> l.kind() == Kind.ADD).count());
    assertEquals(1, layers.stream().filter(l -> l.kind() == Kind.DENSE).count());

    Layer stem = find(layers, "stem_conv");
    assertEquals(List.of(-1), stem.inputs());
    assertEquals(147, stem.rows());
    assertEquals(64, stem.columns());
    assertEquals(16 * 16, stem.vectors());
    Layer down = find(layers, "s3b0_down_conv");
    assertEquals(256, down.rows());
    assertEquals(512, down.columns());
    assertEquals(1, down.vectors());
    assertEquals(256 * 4, down.inputValues());
    Layer add = find(layers, "s3b0_add");
    assertEquals(
        List.of("s3b0_bn2", "s3b0_down_bn"),
        add.inputs().stream().map(i -> layers.get(i).name()).toList());
    assertEquals(2 * 512, add.inputValues());
    assertEquals(
        List.of("s3b1_bn2", "s3b0_relu2"),
        find(layers, "s3b1_add").inputs().stream().map(i -> layers.get(i).name()).toList());
    for (int i = 0; i < layers.size(); i++) {
      for (int input : layers.get(i).inputs()) {
        assertTrue(input < i, "topological order at " + layers.get(i));
      }
    }
  }

  private static Layer find(List<Layer> layers, String name) {
    return layers.stream().filter(l -> l.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void gradientBitsRepeatAndAreTheSameOnOneTwoAndThreeThreads() {
    long expected = bits(1, 16);
    assertNotEquals(0, expected);
    assertEquals(expected, bits(2, 16));
    assertEquals(expected, bits(3, 16));
  }

  @Test
  void gradientBitsOfAFewImagesAreTheSameOnOneAndTwoThreads() {
    assertEquals(bits(1, 1), bits(2, 1));
    assertEquals(bits(1, 5), bits(2, 5));
  }

  @Test
  void gradientBitsRepeatOnFourThreads() {
    assertEquals(bits(4, 16), bits(4, 16));
  }

  /** Returns the bits of a new network's gradient after making sure that a second one is equal. */
  private static long bits(int threads, int images) {
    float[] pixels = Batches.pixels(SPEC, images, 1);
    int[] labels = Batches.labels(SPEC, images);
    try (TrainableNetwork network = Networks.create(SPEC, Batches.stream(7), threads)) {
      assertTrue(NativeMath.oneDnnInUse(network), NativeMath.description());
      network.computeGradient(pixels, labels, images);
      // Two parts of a mini-batch are computed at a time.
      assertEquals(
          Math.max(1, threads / 2),
          NativeOpsHolder.getInstance().getDeviceNativeOps().ompGetMaxThreads());
      long bits = Batches.bits(network.gradients());
      network.computeGradient(pixels, labels, images);
      assertEquals(bits, Batches.bits(network.gradients()), "second step of one network");
      return bits;
    }
  }

  @Test
  void initialWeightsAreUniformInMinusOneToOneAndComeFromTheStream() {
    try (TrainableNetwork network = Networks.create(SPEC, Batches.stream(7), 1);
        TrainableNetwork same = Networks.create(SPEC, Batches.stream(7), 1);
        TrainableNetwork other = Networks.create(SPEC, Batches.stream(8), 1)) {
      assertEquals(Batches.bits(network.parameters()), Batches.bits(same.parameters()));
      assertNotEquals(Batches.bits(network.parameters()), Batches.bits(other.parameters()));
      double sum = 0;
      double squares = 0;
      long count = 0;
      for (Layer layer : network.layers()) {
        for (int i = 0; layer.kind().hasWeights() && i < layer.rows() * layer.columns(); i++) {
          double w = network.parameters().get(layer.weightOffset() + i);
          assertTrue(w > -1 && w < 1, layer.name());
          sum += w;
          squares += w * w;
          count++;
        }
      }
      // Standard errors: sqrt(1/3/n) = 1.7e-4, and sqrt(4/45/n) = 8.9e-5 of the mean square. Five
      // of
      // them: a right build fails in 1 of a million seeds (this one is fixed); a range wrong by 0.2
      // %
      // would be seen.
      assertEquals(0, sum / count, 5 * Math.sqrt(1.0 / 3 / count));
      assertEquals(1.0 / 3, squares / count, 5 * Math.sqrt(4.0 / 45 / count));
      for (ParameterRange range : network.digitalParameters()) {
        float expected = range.role().equals("gamma") ? 1 : 0;
        for (int i = 0; i < range.length(); i++) {
          assertEquals(expected, network.parameters().get(range.offset() + i), range.toString());
        }
      }
      for (ParameterRange range : network.batchNormStatistics()) {
        float expected = range.role().equals("variance") ? 1 : 0;
        for (int i = 0; i < range.length(); i++) {
          assertEquals(expected, network.parameters().get(range.offset() + i), range.toString());
        }
      }
    }
  }
}
