package dev.spindrift.network;

import dev.spindrift.engine.Workers;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Batch normalisation, then optionally the sum with a residual branch, then optionally a rectifier,
 * in one pass over the data.
 *
 * <p>y = gamma (x - mean) / sqrt(var + eps) + beta, with mean and (biased) variance over a
 * mini-batch's images and pixels of one channel, or with running statistics outside training (Ioffe
 * and Szegedy 2015, arXiv:1502.03167). Running statistics follow PyTorch: new = 0.9 old + 0.1
 * batch, the variance unbiased. Parameters: gamma, beta, running mean, running variance, [channels]
 * each; the gradient of a statistic is old - new.
 *
 * <p>Why not DL4J's layer: it calls nine operations where three passes over the data do, most of
 * them into a new temporary. The channels are cut into {@link NormalizationBlock blocks}, the same
 * on any number of threads, and a thread takes a block from the copy out of native memory to the
 * copy back: waking the other thread for every pass took longer than the passes.
 */
final class Normalization extends Operation {

  /** torchvision's. [1] */
  static final double EPSILON = 1e-5;

  /** Weight of the mini-batch in the running statistics; torchvision's. [1] */
  static final double MOMENTUM = 0.1;

  /** Largest part of an image in a block, unless one channel is larger: near the processor. [1] */
  private static final int BLOCK = 1024;

  /** Fewest blocks, so that two or four threads have as much to do, if there are channels. [1] */
  private static final int FEWEST = 4;

  private final Blueprint.Shape shape;
  private final boolean vector;
  private final boolean residual;
  private final Workers workers;
  private final int channels;
  private final int pixels;
  private final NormalizationBlock[] blocks;

  /**
   * @param shape of one image
   * @param vector arrays have the shape [images x channels]
   * @param residual there is a second input, added before the rectifier
   * @param rectified negative outputs become 0
   */
  Normalization(
      Blueprint.Shape shape, boolean vector, boolean residual, boolean rectified, Workers workers) {
    this.shape = shape;
    this.vector = vector;
    this.residual = residual;
    this.workers = workers;
    this.channels = shape.channels();
    this.pixels = shape.height() * shape.width();
    int most = Math.max(1, Math.min(BLOCK / pixels, (channels + FEWEST - 1) / FEWEST));
    this.blocks = new NormalizationBlock[(channels + most - 1) / most];
    for (int i = 0; i < blocks.length; i++) {
      int first = i * most;
      blocks[i] =
          new NormalizationBlock(
              channels, first, Math.min(most, channels - first), pixels, rectified);
    }
  }

  @Override
  long[] outputShape(long batch) {
    return vector
        ? new long[] {batch, channels}
        : new long[] {batch, channels, shape.height(), shape.width()};
  }

  @Override
  void forward(INDArray[] inputs, FloatPointer parameters, boolean training, FloatPointer output) {
    int images = (int) inputs[0].size(0);
    int size = Math.multiplyExact(images, channels * pixels);
    FloatBuffer in = buffer(pointer(inputs[0]), size);
    FloatBuffer branch = residual ? buffer(pointer(inputs[1]), size) : null;
    FloatBuffer p = buffer(parameters, 4 * channels);
    FloatBuffer out = buffer(output, size);
    forEach(
        workers,
        blocks.length,
        6L * size,
        (worker, i) -> blocks[i].forward(in, branch, p, images, training, out));
  }

  @Override
  void backward(
      INDArray[] inputs,
      FloatPointer epsilon,
      FloatPointer parameters,
      FloatPointer gradient,
      FloatPointer[] inputGradients) {
    int images = (int) inputs[0].size(0);
    int size = Math.multiplyExact(images, channels * pixels);
    FloatBuffer in = buffer(epsilon, size);
    FloatBuffer p = buffer(parameters, 4 * channels);
    FloatBuffer dp = buffer(gradient, 4 * channels);
    FloatBuffer out = buffer(inputGradients[0], size);
    FloatBuffer branch = residual ? buffer(inputGradients[1], size) : null;
    forEach(
        workers,
        blocks.length,
        8L * size,
        (worker, i) -> blocks[i].backward(in, p, images, dp, out, branch));
  }
}
