package dev.spindrift.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindrift.network.Layer.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Where every parameter lives, and that writing there is enough. */
class FlatVectorTest {

  static List<NetworkSpec> networks() {
    return List.of(
        NetworkSpec.of("mlp", 1, 3, 3, 2).withWidths(4),
        NetworkSpec.of("lenet", 2, 8, 8, 3).withWidths(3, 4, 5).withLogitScale(0.5),
        NetworkSpec.of("resnet18", 3, 32, 32, 4).withWidths(3, 4, 5, 6));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void weightsDigitalParametersAndStatisticsTileTheFlatVector(NetworkSpec spec) {
    try (TrainableNetwork network = Networks.create(spec, Batches.stream(7), 1)) {
      List<ParameterRange> all = new ArrayList<>(network.digitalParameters());
      all.addAll(network.batchNormStatistics());
      for (Layer layer : network.layers()) {
        if (layer.kind().hasWeights()) {
          int length = layer.rows() * layer.columns();
          all.add(new ParameterRange(layer.name(), "weights", layer.weightOffset(), length));
        }
      }
      all.sort(Comparator.comparingInt(ParameterRange::offset));
      int end = 0;
      for (ParameterRange range : all) {
        assertEquals(end, range.offset(), range.toString());
        end += range.length();
      }
      assertEquals(end, network.parameters().capacity());
      assertEquals(end, network.gradients().capacity());
      assertEquals(network.layers(), Networks.describe(spec));
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void oneWeightMovesItsOutputChannelByItsInputRow(NetworkSpec spec) {
    Blueprint plan = Architectures.plan(spec);
    try (GraphNetwork network = (GraphNetwork) Networks.create(spec, Batches.stream(7), 1)) {
      INDArray image =
          Nd4j.createFromArray(Batches.pixels(spec, 1, 2))
              .reshape(
                  plan.flatInput()
                      ? new long[] {1, plan.input().size()}
                      : new long[] {1, spec.channels(), spec.height(), spec.width()});
      for (int i = 0; i < plan.steps().size(); i++) {
        Blueprint.Step step = plan.steps().get(i);
        Layer layer = network.layers().get(i);
        if (!layer.kind().hasWeights()) {
          continue;
        }
        for (int pick = 0; pick < 4; pick++) {
          int column = 5 * pick % layer.columns();
          int row = (37 * pick + 4) % layer.rows();
          int at = layer.weightOffset() + column * layer.rows() + row;
          Map<String, INDArray> before = network.graph().feedForward(image, false);
          float old = network.parameters().get(at);
          network.parameters().put(at, old + 0.25f);
          float[] after = values(network.graph().feedForward(image, false).get(step.name()));
          network.parameters().put(at, old);

          int from = step.inputs().get(0);
          String input = from == Blueprint.INPUT ? "input" : deliveredBy(plan, from, before);
          float[] x = values(before.get(input));
          float[] y = values(before.get(step.name()));
          for (int j = 0; j < y.length; j++) {
            int channel = j / layer.vectors();
            double expected =
                channel == column ? 0.25 * patch(step, x, row, j % layer.vectors()) : 0;
            // Float sums of up to a thousand terms of order 1 to 10.
            assertEquals(expected, after[j] - y[j], 2e-3, step.name() + " output " + j);
          }
        }
      }
    }
  }

  private static float[] values(INDArray array) {
    return array.dup('c').data().asFloat();
  }

  /** Steps run together deliver their common output under the last one's name. */
  private static String deliveredBy(Blueprint plan, int step, Map<String, INDArray> outputs) {
    int last = step;
    while (!outputs.containsKey(plan.steps().get(last).name())) {
      last++;
    }
    return plan.steps().get(last).name();
  }

  /** Returns the input value that a row of the im2col matrix sees at an output pixel. */
  private static double patch(Blueprint.Step step, float[] x, int row, int pixel) {
    if (step.kind() == Kind.DENSE) {
      return x[row];
    }
    int area = step.window() * step.window();
    int channel = row / area;
    int h =
        pixel / step.out().width() * step.stride() + row % area / step.window() - step.padding();
    int w = pixel % step.out().width() * step.stride() + row % step.window() - step.padding();
    boolean inside = h >= 0 && h < step.in().height() && w >= 0 && w < step.in().width();
    return inside ? x[(channel * step.in().height() + h) * step.in().width() + w] : 0;
  }

  @Test
  void weightsWrittenFromOutsideAreUsedByTheNextGradient() {
    NetworkSpec spec = NetworkSpec.of("lenet", 1, 8, 8, 2).withWidths(2, 3, 4);
    float[] pixels = Batches.pixels(spec, 4, 1);
    int[] labels = {0, 1, 0, 1};
    try (TrainableNetwork network = Networks.create(spec, Batches.stream(7), 1);
        TrainableNetwork other = Networks.create(spec, Batches.stream(8), 1)) {
      double loss = network.computeGradient(pixels, labels, 4);
      long gradient = Batches.bits(network.gradients());
      assertNotEquals(loss, other.computeGradient(pixels, labels, 4));
      long parameters = Batches.bits(network.parameters());
      other.parameters().put(network.parameters());
      assertEquals(loss, other.computeGradient(pixels, labels, 4));
      assertEquals(gradient, Batches.bits(other.gradients()));
      assertEquals(parameters, Batches.bits(network.parameters()), "parameters stay untouched");
    }
  }

  @Test
  void numbersThatAreNotFiniteStopTheStepAndNameTheLayer() {
    NetworkSpec spec = NetworkSpec.of("lenet", 1, 8, 8, 2).withWidths(2, 3, 4);
    float[] pixels = Batches.pixels(spec, 4, 1);
    int[] labels = {0, 1, 0, 1};
    try (TrainableNetwork network = Networks.create(spec, Batches.stream(7), 1)) {
      int at =
          network.layers().stream()
              .filter(l -> l.name().equals("conv2"))
              .findFirst()
              .orElseThrow()
              .weightOffset();
      float old = network.parameters().get(at);
      network.parameters().put(at, Float.NaN);
      String message =
          assertThrows(ArithmeticException.class, () -> network.computeGradient(pixels, labels, 4))
              .getMessage();
      assertTrue(message.contains("conv2"), message);
      network.parameters().put(at, old);
      pixels[3] = Float.POSITIVE_INFINITY;
      message =
          assertThrows(ArithmeticException.class, () -> network.computeGradient(pixels, labels, 4))
              .getMessage();
      assertTrue(message.contains("image"), message);
      pixels[3] = 3e38f; // finite, but not its square
      message =
          assertThrows(ArithmeticException.class, () -> network.computeGradient(pixels, labels, 4))
              .getMessage();
      assertTrue(message.contains("relu1"), message);
      pixels[3] = 0;
      assertTrue(Double.isFinite(network.computeGradient(pixels, labels, 4)), "recovers");
    }
  }

  @Test
  void wrongInputIsRefused() {
    NetworkSpec spec = NetworkSpec.of("mlp", 1, 3, 3, 2).withWidths(4);
    TrainableNetwork network = Networks.create(spec, Batches.stream(7), 1);
    try (network) {
      assertThrows(
          IllegalArgumentException.class,
          () -> network.computeGradient(new float[17], new int[2], 2));
      assertThrows(
          IllegalArgumentException.class,
          () -> network.computeGradient(new float[18], new int[] {0, 2}, 2));
      assertThrows(
          IllegalArgumentException.class, () -> network.predict(new float[18], 2, new float[3]));
    }
    assertThrows(
        IllegalStateException.class, () -> network.predict(new float[18], 2, new float[4]));
  }
}
