package dev.spindrift.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.FloatBuffer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Full-size layers, where oneDNN chooses other algorithms than for small ones, against DL4J's. */
class StockLayersTest {

  @Test
  void resNet18AgreesWithStockLayersThatDoNotUseOneDnn() {
    // Keeps logits of order 1, where DL4J's clipping of the loss has no effect.
    NetworkSpec spec = NetworkSpec.of("resnet18", 3, 32, 32, 10).withLogitScale(0.03);
    Blueprint plan = Architectures.plan(spec);
    int images = 16;
    float[] pixels = Batches.pixels(spec, images, 4);
    int[] labels = Batches.labels(spec, images);
    try (TrainableNetwork network = Networks.create(spec, Batches.stream(7), 1)) {
      Nd4j.getEnvironment().allowHelpers(false);
      ComputationGraph stock = StockGraph.build(plan);
      try {
        stock.params().data().asNioFloat().put(network.parameters());
        float[] oneHot = new float[images * 10];
        for (int i = 0; i < images; i++) {
          oneHot[i * 10 + labels[i]] = 1;
        }
        INDArray input = Nd4j.createFromArray(pixels).reshape(images, 3, 32, 32);
        stock.setInput(0, input);
        stock.setLabel(0, Nd4j.createFromArray(oneHot).reshape(images, 10));
        stock.computeGradientAndScore();
        FloatBuffer expected = stock.getGradientsViewArray().data().asNioFloat();
        Nd4j.getEnvironment().allowHelpers(true);

        assertEquals(stock.score(), network.computeGradient(pixels, labels, images), 1e-4);
        for (Blueprint.Step step : plan.steps()) {
          if (step.weights() > 0) {
            double difference = 0;
            double norm = 0;
            for (int i = step.offset(); i < step.offset() + step.weights(); i++) {
              double d = expected.get(i) - network.gradients().get(i);
              difference += d * d;
              norm += (double) expected.get(i) * expected.get(i);
            }
            // Rounding of two float paths; a rectifier that one of them sees on the other side of 0
            // would show as 1e-3 and more, and does not occur with this seed.
            assertTrue(
                Math.sqrt(difference / norm) < 1e-4,
                step.name() + ": relative difference " + Math.sqrt(difference / norm));
          }
        }
      } finally {
        Nd4j.getEnvironment().allowHelpers(true);
        stock.close();
      }
    }
  }
}
