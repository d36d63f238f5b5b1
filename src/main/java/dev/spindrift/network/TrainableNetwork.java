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
   * What is written here is what the next computation uses. Each call returns a new view with its
   * own position; absolute {@code get} and {@code put} never disturb anybody.
   */
  FloatBuffer parameters();

  /**
   * Returns the live gradient of the SUM over the last mini-batch of the cross-entropy, aligned
   * with {@link #parameters()}. Slots of batch-norm statistics hold what must be subtracted from
   * them, unscaled: old - new running value. Overwritten as a whole by each {@link
   * #computeGradient}; zeros before the first.
   */
  FloatBuffer gradients();

  /**
   * Returns the ranges of {@link #parameters()} that stay digital and are trained (batch-norm gamma
   * and beta, biases).
   */
  List<ParameterRange> digitalParameters();

  /**
   * Returns the ranges of {@link #parameters()} that hold batch-norm running statistics: {@code
   * mean} and {@code variance}.
   */
  List<ParameterRange> batchNormStatistics();

  /**
   * Computes the gradient for one mini-batch; parameters are not changed.
   *
   * @param images normalised pixels, [size x channels x height x width]; not modified
   * @param labels classes 0.., [size]; not modified
   * @param size number of images in the mini-batch [1]
   * @return mean cross-entropy of the mini-batch [nat]
   * @throws ArithmeticException if the loss is not finite; names where numbers first stop being
   *     finite
   * @throws IllegalArgumentException if the arrays are too short or a label is no class
   * @throws IllegalStateException if the network is closed
   */
  double computeGradient(float[] images, int[] labels, int size);

  /**
   * Predicts with running batch-norm statistics.
   *
   * @param images normalised pixels, [size x channels x height x width]; not modified
   * @param size number of images [1]
   * @param probabilities soft-max output, [size x classes]; modified
   * @throws IllegalArgumentException if the arrays are too short
   * @throws IllegalStateException if the network is closed
   */
  void predict(float[] images, int size, float[] probabilities);

  /** Frees the native memory; the buffers must not be touched afterwards. Idempotent. */
  @Override
  void close();
}
