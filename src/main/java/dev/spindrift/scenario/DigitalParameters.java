package dev.spindrift.scenario;

import dev.spindrift.network.ParameterRange;
import dev.spindrift.network.TrainableNetwork;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * The parameters that stay digital in float32: batch-norm gamma and beta and biases step down the
 * gradient of the mean cross-entropy with their own rate; batch-norm running statistics take the
 * correction that the network puts into their gradient slots.
 */
final class DigitalParameters {
  private final List<ParameterRange> trained;
  private final List<ParameterRange> statistics;
  private final FloatBuffer parameters;
  private final FloatBuffer gradients;
  private final float step;

  DigitalParameters(TrainableNetwork network, double rate, int batch) {
    trained = network.digitalParameters();
    statistics = network.batchNormStatistics();
    parameters = network.parameters();
    gradients = network.gradients();
    step = (float) (rate / batch);
  }

  void update() {
    for (ParameterRange r : trained) {
      subtract(r, step);
    }
    for (ParameterRange r : statistics) {
      subtract(r, 1);
    }
  }

  private void subtract(ParameterRange r, float factor) {
    for (int i = r.offset(); i < r.offset() + r.length(); i++) {
      float next = parameters.get(i) - factor * gradients.get(i);
      if (!Float.isFinite(next)) {
        throw new ArithmeticException(
            String.format(
                "%s of layer %s becomes %s: the gradient is %s",
                r.role(), r.layer(), next, gradients.get(i)));
      }
      parameters.put(i, next);
    }
  }
}
