package dev.spindrift.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The networks as their users see them. */
class NetworksTest {

  @Test
  void smallConvolutionalNetworkLearnsToTellTwoPatternsApart() {
    Random random = new Random(5);
    float[] images = new float[32 * 64];
    int[] labels = new int[32];
    for (int i = 0; i < 32; i++) {
      labels[i] = i % 2;
      for (int j = 0; j < 64; j++) {
        // class 0 is brighter on the left, class 1 on the right
        boolean bright = (j % 8 < 4) == (labels[i] == 0);
        images[i * 64 + j] = (bright ? 1 : 0) + (float) (0.3 * random.nextGaussian());
      }
    }
    NetworkSpec spec =
        NetworkSpec.of("lenet", 1, 8, 8, 2).withWidths(4, 8, 16).withLogitScale(0.25);
    try (TrainableNetwork network = Networks.create(spec, Batches.stream(7), 1)) {
      double last = 0;
      for (int step = 0; step < 60; step++) {
        last = network.computeGradient(images, labels, 32);
        plainDescent(network, 0.5f / 32);
      }
      assertTrue(last < 0.05, "mean loss after 60 steps of plain descent: " + last);
      float[] probabilities = new float[64];
      network.predict(images, 32, probabilities);
      for (int i = 0; i < 32; i++) {
        assertEquals(labels[i], probabilities[2 * i] > probabilities[2 * i + 1] ? 0 : 1);
      }
    }
  }

  /** Descends along the weights' gradient and takes over the batch-norm statistics. */
  static void plainDescent(TrainableNetwork network, float rate) {
    var parameters = network.parameters();
    var gradients = network.gradients();
    float[] rates = new float[parameters.capacity()];
    java.util.Arrays.fill(rates, rate);
    for (ParameterRange range : network.batchNormStatistics()) {
      java.util.Arrays.fill(rates, range.offset(), range.offset() + range.length(), 1);
    }
    for (int i = 0; i < rates.length; i++) {
      parameters.put(i, parameters.get(i) - rates[i] * gradients.get(i));
    }
  }

  @Test
  void wrongSpecificationIsRefusedWithEveryProblem() {
    NetworkSpec spec = new NetworkSpec("resnet81", 0, 8, 8, 1, List.of(-3), 0);
    String message =
        assertThrows(IllegalArgumentException.class, () -> Networks.describe(spec)).getMessage();
    for (String part :
        List.of("resnet81", "resnet18", "channels", "classes", "widths", "logitScale")) {
      assertTrue(message.contains(part), message);
    }
  }
}
