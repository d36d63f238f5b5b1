package dev.spindrift.network;

import java.nio.FloatBuffer;
import java.util.List;

/**
 * A neural network with one flat parameter vector and the gradient of its loss.
 *
 * <p>Not thread-safe: one thread computes at a time. The buffers are live views of native memory,
 * in native byte order, valid until {@link #close()}.
 */
public interface TrainableNetwork extends AutoCloseable {

  /** Returns the layers in topological order. */
  List<Layer> layers();

  /** Returns the number of classes of the soft-max output [1]. */
  int classes();

  /**
   * Returns the live flat parameter vector: weights, biases, batch-norm gamma, beta and statistics.
   */
  FloatBuffer parameters();

  /**
   * Returns the live gradient of the SUM over the last mini-batch of the cross-entropy, aligned
   * with {@link #parameters()}. Slots of batch-norm statistics hold what must be subtracted from
   * them.
   */
  FloatBuffer gradients();

  /**
   * Returns the ranges of {@link #parameters()} that stay digital and are trained (batch-norm gamma
   * and beta, biases).
   */
  List<ParameterRange> digitalParameters();

  /** Returns the ranges of {@link #parameters()} that hold batch-norm running statistics. */
  List<ParameterRange> batchNormStatistics();

  /**
   * Computes the gradient for one mini-batch; parameters are not changed.
   *
   * @param images normalised pixels, [size x channels x height x width]; not modified
   * @param labels classes 0.., [size]; not modified
   * @param size number of images in the mini-batch [1]
   * @return mean cross-entropy of the mini-batch [nat]
   * @throws ArithmeticException if the loss is not finite
   */
  double computeGradient(float[] images, int[] labels, int size);

  /**
   * Predicts with running batch-norm statistics.
   *
   * @param images normalised pixels, [size x channels x height x width]; not modified
   * @param size number of images [1]
   * @param probabilities soft-max output, [size x classes]; modified
   */
  void predict(float[] images, int size, float[] probabilities);

  @Override
  void close();
}
