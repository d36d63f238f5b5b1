package dev.spindrift.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindrift.engine.CounterNoise;
import dev.spindrift.learning.FloatChain;
import dev.spindrift.learning.Increment;
import dev.spindrift.learning.Sgld;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A whole step, gradient and update, against textbook formulas in double. */
class OneStepTest {
  @Test
  void everyWeightMovesAsPlainJavaSays() {
    NetworkSpec spec = NetworkSpec.of("lenet", 1, 8, 8, 4).withWidths(3, 5, 6);
    Blueprint plan = Architectures.plan(spec);
    int images = 6;
    float[] pixels = Batches.pixels(spec, images, 3);
    int[] labels = Batches.labels(spec, images);
    double tau = 2e-5;
    double eta = 1e3;
    try (TrainableNetwork network = Networks.create(spec, Batches.stream(7), 1)) {
      double[] before = Batches.doubles(network.parameters());
      ReferenceNetwork reference = new ReferenceNetwork(plan, before.clone(), images);
      network.computeGradient(pixels, labels, images);
      Increment increment = new Sgld(tau, eta).increment(images);
      CounterNoise noise = new CounterNoise(5, "float");
      double moved = 0;
      double wrong = 0;
      double[] at = before.clone();
      ReferenceNetwork shifted = new ReferenceNetwork(plan, at, images);
      assertEquals(reference.loss(pixels, labels), shifted.loss(pixels, labels), 0);
      for (Layer l : network.layers()) {
        if (!l.kind().hasWeights()) {
          continue;
        }
        int to = l.weightOffset() + l.rows() * l.columns();
        new FloatChain(5)
            .step(1, network.gradients(), network.parameters(), l.weightOffset(), to, increment);
        for (int i = l.weightOffset(); i < to; i++) {
          double h = 1e-6;
          at[i] = before[i] + h;
          double above = shifted.loss(pixels, labels);
          at[i] = before[i] - h;
          double below = shifted.loss(pixels, labels);
          at[i] = before[i];
          double slope = (above - below) / (2 * h) / images; // of the MEAN cross-entropy
          double exact = before[i] - tau * eta * slope + Math.sqrt(2 * tau) * noise.gaussian(1, i);
          exact = Math.max(-1, Math.min(1, exact));
          double error = network.parameters().get(i) - exact;
          moved += (exact - before[i]) * (exact - before[i]);
          wrong += error * error;
        }
      }
      // The gradient's float error (1e-4 of it at most, GradientTest) and one rounding of weights.
      assertTrue(Math.sqrt(wrong / moved) < 1e-4, "relative error " + Math.sqrt(wrong / moved));
    }
  }

  @Test
  void parametersCarryTheNamesAndShapesOfTorchvision() {
    List<TorchParameter> all = Networks.torchParameters(NetworkSpec.of("resnet18", 3, 32, 32, 10));
    // torchvision's state_dict() has 122 entries, 20 of them num_batches_tracked.
    assertEquals(102, all.size());
    assertEquals(102, all.stream().map(TorchParameter::name).distinct().count());
    assertEquals(new TorchParameter("conv1.weight", List.of(64, 3, 7, 7), 0), all.get(0));
    assertEquals("bn1.running_var", all.get(4).name());
    assertTrue(all.stream().anyMatch(p -> p.name().equals("layer4.1.bn2.running_mean")));
    TorchParameter down =
        all.stream().filter(p -> p.name().equals("layer2.0.downsample.0.weight")).findAny().get();
    assertEquals(List.of(128, 64, 1, 1), down.shape());
    TorchParameter bias = all.get(all.size() - 1);
    assertEquals("fc.bias", bias.name());
    int end = 0;
    for (TorchParameter p : all) {
      assertEquals(end, p.offset(), p.name());
      end += p.size();
    }
    assertEquals(bias.offset() + 10, end);
  }
}
