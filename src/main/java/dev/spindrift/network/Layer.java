package dev.spindrift.network;

import java.util.List;

/**
 * One layer of a network as the chip needs to know it: what it computes and how large it is.
 *
 * @param name unique name, e.g. {@code s2b0_conv1}
 * @param kind what the layer computes
 * @param inputs indices of the layers that feed it, -1 for the network's input; in topological
 *     order
 * @param rows for weight layers: rows of the im2col matrix, in_channels x kernel_height x
 *     kernel_width (dense: inputs); else 0 [1]
 * @param columns for weight layers: output channels (dense: outputs); else channels [1]
 * @param vectors for weight layers: im2col vectors per image (output height x width; dense: 1);
 *     else 0 [1]
 * @param inputValues activations that enter the layer per image, summed over its inputs [1]
 * @param outputValues activations that leave the layer per image [1]
 * @param weightOffset for weight layers: start of the weights in the flat parameter vector, laid
 *     out [column][row], rows contiguous; else -1 [1]
 */
public record Layer(
    String name,
    Kind kind,
    List<Integer> inputs,
    int rows,
    int columns,
    int vectors,
    long inputValues,
    long outputValues,
    int weightOffset) {

  /** Kinds of layers. */
  public enum Kind {
    /** Convolution; its weights live in tiles. */
    CONVOLUTION,
    /** Fully connected; its weights live in tiles. */
    DENSE,
    /** Batch normalisation; digital. */
    BATCH_NORM,
    /** Rectifier or other element-wise activation; digital. */
    ACTIVATION,
    /** Pooling; digital. */
    POOLING,
    /** Element-wise sum of residual branches; digital. */
    ADD,
    /** Soft-max and cross-entropy; digital. */
    SOFTMAX;

    /** Returns whether the layer's weights live in tiles. */
    public boolean hasWeights() {
      return this == CONVOLUTION || this == DENSE;
    }
  }
}
