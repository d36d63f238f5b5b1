package dev.spindrift.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.FloatBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Layers computed by a {@link WeightReader} in place of the network's own math. */
class TileReadTest {
  private static final int IMAGES = 5;

  /** Exact products of the flat vector's weights. */
  private static class Products implements WeightReader {
    private List<Layer> layers;
    private FloatBuffer weights;
    private final float driveFactor;

    Products(float driveFactor) {
      this.driveFactor = driveFactor;
    }

    void of(TrainableNetwork network) {
      layers = network.layers();
      weights = network.parameters();
    }

    @Override
    public boolean reads(int layer) {
      return true;
    }

    private double weight(Layer l, int row, int column) {
      return weights.get(l.weightOffset() + column * l.rows() + row);
    }

    @Override
    public void forward(int layer, float[] inputs, int vectors, float[] outputs) {
      Layer l = layers.get(layer);
      for (int v = 0; v < vectors; v++) {
        for (int c = 0; c < l.columns(); c++) {
          double sum = 0;
          for (int r = 0; r < l.rows(); r++) {
            sum += inputs[v * l.rows() + r] * weight(l, r, c);
          }
          outputs[v * l.columns() + c] = (float) sum;
        }
      }
      for (int i = 0; i < vectors * l.rows(); i++) {
        inputs[i] *= driveFactor;
      }
    }

    @Override
    public void backward(int layer, float[] errors, int vectors, float[] inputErrors) {
      Layer l = layers.get(layer);
      for (int v = 0; v < vectors; v++) {
        for (int r = 0; r < l.rows(); r++) {
          double sum = 0;
          for (int c = 0; c < l.columns(); c++) {
            sum += errors[v * l.columns() + c] * weight(l, r, c);
          }
          inputErrors[v * l.rows() + r] = (float) sum;
        }
      }
    }
  }

  static List<NetworkSpec> networks() {
    return GradientTest.networks().limit(4).toList();
  }

  @ParameterizedTest
  @MethodSource("networks")
  void exactProductsGiveTheNetworksOwnLossGradientAndPredictions(NetworkSpec spec) {
    float[] pixels = Batches.pixels(spec, IMAGES, 3);
    int[] labels = Batches.labels(spec, IMAGES);
    Products reader = new Products(1);
    try (TrainableNetwork own = Networks.create(spec, Batches.stream(7), 1);
        TrainableNetwork read = Networks.create(spec, Batches.stream(7), 2, reader)) {
      reader.of(read);
      double loss = own.computeGradient(pixels, labels, IMAGES);
      assertEquals(loss, read.computeGradient(pixels, labels, IMAGES), 1e-4 * Math.max(1, loss));
      double[] expected = Batches.doubles(own.gradients());
      double[] actual = Batches.doubles(read.gradients());
      double difference = 0;
      double size = 0;
      for (int i = 0; i < expected.length; i++) {
        difference += (expected[i] - actual[i]) * (expected[i] - actual[i]);
        size += expected[i] * expected[i];
      }
      // Float rounding, amplified by normalising 5 values; a wrong tap or pixel gives 1e-1 and more
      assertTrue(Math.sqrt(difference / size) < 2e-3, Math.sqrt(difference / size) + "");
      float[] one = new float[IMAGES * spec.classes()];
      float[] other = one.clone();
      own.predict(pixels, IMAGES, one);
      read.predict(pixels, IMAGES, other);
      assertArrayEquals(one, other, 1e-4f);
    }
  }

  @Test
  void weightGradientsAreTheOuterProductsOfWhatWasDriven() {
    NetworkSpec spec = NetworkSpec.of("mlp", 1, 4, 5, 3).withWidths(7);
    float[] pixels = Batches.pixels(spec, IMAGES, 3);
    int[] labels = Batches.labels(spec, IMAGES);
    Products plain = new Products(1);
    Products halved = new Products(0.5f);
    try (TrainableNetwork a = Networks.create(spec, Batches.stream(7), 1, plain);
        TrainableNetwork b = Networks.create(spec, Batches.stream(7), 1, halved)) {
      plain.of(a);
      halved.of(b);
      a.computeGradient(pixels, labels, IMAGES);
      b.computeGradient(pixels, labels, IMAGES);
      for (Layer l : a.layers()) {
        for (int i = 0; l.kind().hasWeights() && i < l.rows() * l.columns(); i++) {
          float whole = a.gradients().get(l.weightOffset() + i);
          assertEquals(whole / 2, b.gradients().get(l.weightOffset() + i), 1e-6f);
        }
      }
    }
  }
}
