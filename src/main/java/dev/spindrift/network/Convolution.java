package dev.spindrift.network;

import dev.spindrift.engine.Workers;
import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Configuration of a convolution that DL4J runs with {@link ConvolutionRuntime} instead of its own
 * layer. Parameters and results are those of DL4J's layer.
 */
final class Convolution extends ConvolutionLayer {

  private static final long serialVersionUID = 1;

  private final boolean first;
  private final transient Workers workers;

  /**
   * Takes over what DL4J's own builder was told.
   *
   * @param first the layer's input is the image, whose gradient nobody needs
   */
  Convolution(ConvolutionLayer.Builder builder, boolean first, Workers workers) {
    super(builder);
    this.first = first;
    this.workers = workers;
    initializeConstraints(builder);
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration configuration,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType type) {
    ConvolutionRuntime layer = new ConvolutionRuntime(configuration, type, first, workers);
    layer.setListeners(listeners);
    layer.setIndex(index);
    layer.setParamsViewArray(parameters);
    layer.setParamTable(initializer().init(configuration, parameters, initialize));
    layer.setConf(configuration);
    return layer;
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
