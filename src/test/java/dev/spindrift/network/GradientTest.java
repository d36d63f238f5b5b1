package dev.spindrift.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindrift.network.Layer.Kind;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Losses, gradients, outputs and statistics against textbook formulas in double. */
class GradientTest {

  private static final int IMAGES = 6;

  /**
   * Every kind of layer, every way to compute it: dense first and later, convolution first
   * (patches), by oneDNN and as a matrix product (1 x 1 and 2 x 2 pixels), pooling, residual sum
   * with and without a convolution in the shortcut, scale.
   */
  static Stream<NetworkSpec> networks() {
    return Stream.of(
        NetworkSpec.of("mlp", 1, 4, 5, 3).withWidths(7, 6),
        NetworkSpec.of("linear", 1, 4, 5, 3),
        NetworkSpec.of("lenet", 1, 8, 8, 4).withWidths(3, 5, 6).withLogitScale(0.3),
        NetworkSpec.of("lenet", 2, 22, 20, 3).withWidths(2, 3, 4),
        NetworkSpec.of("resnet18", 3, 32, 32, 5).withWidths(2, 3, 4, 5),
        NetworkSpec.of("resnet18", 3, 64, 64, 3).withWidths(2, 2, 3, 2));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void gradientEqualsCentralDifferencesOfTextbookFormulas(NetworkSpec spec) {
    Blueprint plan = Architectures.plan(spec);
    float[] pixels = Batches.pixels(spec, IMAGES, 3);
    int[] labels = Batches.labels(spec, IMAGES);
    try (TrainableNetwork network = Networks.create(spec, Batches.stream(7), 1)) {
      bend(network);
      double[] parameters = Batches.doubles(network.parameters());
      double loss = network.computeGradient(pixels, labels, IMAGES);
      ReferenceNetwork reference = new ReferenceNetwork(plan, parameters, IMAGES);
      // Float activations carry 6e-8 each through some 20 layers.
      assertEquals(reference.loss(pixels, labels) / IMAGES, loss, 2e-5 * Math.max(1, loss));

      double[] gradient = Batches.doubles(network.gradients());
      Map<String, double[]> errors = new TreeMap<>();
      for (Blueprint.Step step : plan.steps()) {
        int trained = trainedParameters(plan, step);
        // Coprime to the kernels' 9, 25 and 49 taps, so that every tap is sampled.
        int stride = trained > 60 ? 11 : 1;
        for (int i = step.offset(); i < step.offset() + trained; i += stride) {
          double exact = slope(reference, parameters, i, pixels, labels);
          double[] sums = errors.computeIfAbsent(step.name(), k -> new double[2]);
          sums[0] += (gradient[i] - exact) * (gradient[i] - exact);
          sums[1] += exact * exact;
        }
      }
      // Float rounding, amplified by normalising few values (6 at 1 x 1 pixels): 1e-4 measured at
      // most; a wrong tap, channel or factor gives 1e-2 and more.
      errors.forEach(
          (name, sums) ->
              assertTrue(
                  Math.sqrt(sums[0] / sums[1]) < 1e-3,
                  name + ": relative error " + Math.sqrt(sums[0] / sums[1])));
    }
  }

  /** Moves gamma, beta and biases off 1 and 0, where errors in their use would hide. */
  private static void bend(TrainableNetwork network) {
    for (ParameterRange range : network.digitalParameters()) {
      for (int i = 0; i < range.length(); i++) {
        int at = range.offset() + i;
        network.parameters().put(at, network.parameters().get(at) + 0.1f * (i % 5) - 0.15f);
      }
    }
  }

  private static int trainedParameters(Blueprint plan, Blueprint.Step step) {
    return step.kind() == Kind.BATCH_NORM ? 2 * step.out().channels() : plan.parametersOf(step);
  }

  private static double slope(
      ReferenceNetwork reference, double[] parameters, int i, float[] pixels, int[] labels) {
    // Large enough for double rounding, small enough to cross a rectifier's kink hardly ever.
    double h = 1e-6;
    double old = parameters[i];
    parameters[i] = old + h;
    double above = reference.loss(pixels, labels);
    parameters[i] = old - h;
    double below = reference.loss(pixels, labels);
    parameters[i] = old;
    return (above - below) / (2 * h);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void statisticsAfterSubtractingTheirSlotsAreRunningAverages(NetworkSpec spec) {
    Blueprint plan = Architectures.plan(spec);
    int[] labels = Batches.labels(spec, IMAGES);
    try (TrainableNetwork network = Networks.create(spec, Batches.stream(7), 1)) {
      double[] expected = Batches.doubles(network.parameters());
      for (int step = 0; step < 3; step++) {
        float[] pixels = Batches.pixels(spec, IMAGES, step);
        network.computeGradient(pixels, labels, IMAGES);
        for (ParameterRange range : network.batchNormStatistics()) {
          for (int i = range.offset(); i < range.offset() + range.length(); i++) {
            network.parameters().put(i, network.parameters().get(i) - network.gradients().get(i));
          }
        }
        average(plan, expected, pixels);
      }
      for (ParameterRange range : network.batchNormStatistics()) {
        for (int i = range.offset(); i < range.offset() + range.length(); i++) {
          // Float rounding of three updates on values up to some hundred.
          assertEquals(
              expected[i],
              network.parameters().get(i),
              1e-4 * Math.max(1, Math.abs(expected[i])),
              range::toString);
        }
      }
    }
  }

  /** Takes a mini-batch's mean and unbiased variance into the running ones with weight 0.1. */
  private static void average(Blueprint plan, double[] parameters, float[] pixels) {
    ReferenceNetwork reference = new ReferenceNetwork(plan, parameters.clone(), IMAGES);
    reference.forward(pixels, true);
    for (Blueprint.Step step : plan.steps()) {
      if (step.kind() == Kind.BATCH_NORM) {
        int channels = step.out().channels();
        double count = (double) IMAGES * step.out().height() * step.out().width();
        double[] x = reference.activations.get(step.inputs().get(0));
        for (int c = 0; c < channels; c++) {
          double[] moments = reference.moments(step, x, c);
          int mean = step.offset() + 2 * channels + c;
          int variance = mean + channels;
          parameters[mean] = 0.9 * parameters[mean] + 0.1 * moments[0];
          parameters[variance] =
              0.9 * parameters[variance] + 0.1 * moments[1] * count / (count - 1);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void predictionUsesRunningStatisticsAndWeightsAsTheyAre(NetworkSpec spec) {
    Blueprint plan = Architectures.plan(spec);
    // More than the parts in which predictions are computed, and not a multiple of them.
    int images = 131;
    float[] pixels = Batches.pixels(spec, images, 9);
    float[] probabilities = new float[images * spec.classes()];
    try (TrainableNetwork network = Networks.create(spec, Batches.stream(7), 1)) {
      bend(network);
      network.computeGradient(pixels, Batches.labels(spec, images), images);
      for (ParameterRange range : network.batchNormStatistics()) {
        for (int i = range.offset(); i < range.offset() + range.length(); i++) {
          // Ten times a tenth of the way: the running statistics become this mini-batch's.
          network
              .parameters()
              .put(i, network.parameters().get(i) - 10 * network.gradients().get(i));
        }
      }
      ReferenceNetwork reference =
          new ReferenceNetwork(plan, Batches.doubles(network.parameters()), images);
      reference.forward(pixels, false);
      double[] expected = reference.activations.get(plan.steps().size() - 1);
      network.predict(pixels, images, probabilities);
      for (int i = 0; i < probabilities.length; i++) {
        // Logits of order 1 to 10 in float after 20 layers, and softmax's slope is at most 1/4.
        assertEquals(expected[i], probabilities[i], 2e-4);
      }
    }
  }
}
