package dev.spindrift.network;

/**
 * Computes the products of some layers' weights in place of the network's exact float math: how a
 * chip reads its tiles.
 *
 * <p>Weights are those of the layer's matrix W [row][column] of {@link Layer}; a network that is
 * given a reader never looks at the flat vector's copy of them. Called by one thread at a time, in
 * topological order forwards and in the opposite order backwards.
 */
public interface WeightReader {

  /**
   * Returns whether the reader computes a layer; asked once, when the network is built.
   *
   * @param layer index of a layer with weights
   */
  boolean reads(int layer);

  /**
   * Computes outputs = inputs W.
   *
   * @param layer index of the layer
   * @param inputs [vectors x rows]; modified: on return what the lines were really driven with, in
   *     the same units
   * @param vectors number of vectors [1]
   * @param outputs [vectors x columns]; overwritten
   */
  void forward(int layer, float[] inputs, int vectors, float[] outputs);

  /**
   * Computes inputErrors = errors W^T, the transposed read of error back-propagation.
   *
   * @param layer index of the layer
   * @param errors [vectors x columns]; modified: on return what the lines were really driven with
   * @param vectors number of vectors [1]
   * @param inputErrors [vectors x rows]; overwritten
   */
  void backward(int layer, float[] errors, int vectors, float[] inputErrors);
}
