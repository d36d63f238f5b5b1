package dev.spindrift.network;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.layers.convolution.ConvolutionLayer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** DL4J's convolution without its second forward pass. */
final class ConvolutionRuntime extends ConvolutionLayer {

  private static final long serialVersionUID = 1;

  /** The last training output, valid until the backward pass has used it. */
  private transient INDArray output;

  ConvolutionRuntime(NeuralNetConfiguration configuration, DataType type) {
    super(configuration, type);
  }

  @Override
  protected Pair<INDArray, INDArray> preOutput(
      boolean training, boolean forBackprop, LayerWorkspaceMgr workspaces) {
    if (forBackprop && output != null && helper != null) {
      INDArray stored = output;
      output = null;
      return new Pair<>(stored, null);
    }
    Pair<INDArray, INDArray> result = super.preOutput(training, forBackprop, workspaces);
    output = training ? result.getFirst() : null;
    return result;
  }

  /** Returns whether oneDNN computes this layer. */
  boolean usesOneDnn() {
    return helper != null;
  }
}
