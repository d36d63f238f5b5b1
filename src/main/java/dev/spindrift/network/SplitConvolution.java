package dev.spindrift.network;

import dev.spindrift.engine.Workers;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.ops.impl.layers.convolution.Conv2D;
import org.nd4j.linalg.api.ops.impl.layers.convolution.Conv2DDerivative;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A convolution without bias by oneDNN, each half of the mini-batch on a thread of the network's
 * own. Left to itself, oneDNN splits the work over threads of OpenMP, which sleep between calls (or
 * wait actively and take the cores from everybody else): a mini-batch of ResNet18 took 96 to 111 ms
 * so, 75 to 89 ms like this, and the whole simulation, whose events run beside it, 145 to 164 ms
 * and 117 to 130 ms. Quarters would take 4 % longer than halves.
 *
 * <p>The halves do not depend on the number of threads, hence neither do results, up to three
 * threads; with four and more oneDNN splits each half's sums once more.
 */
final class SplitConvolution {
  private static final int PARTS = 2;

  private final Workers workers;
  private final int threadsOfPart;
  private final long[] arguments;
  private final OpContext[] forward = new OpContext[PARTS];
  private final OpContext[] backward = new OpContext[PARTS];

  /** What the second half adds to the gradient of the weights. */
  private INDArray otherGradient;

  /**
   * @param kernel rows and columns
   * @param stride rows and columns
   * @param padding rows and columns
   */
  SplitConvolution(int[] kernel, int[] stride, int[] padding, Workers workers) {
    this.workers = workers;
    this.threadsOfPart = threadsOfPart(workers.threads());
    arguments =
        new long[] {
          kernel[0],
          kernel[1],
          stride[0],
          stride[1],
          padding[0],
          padding[1],
          1, // dilation
          1,
          0, // padding is given
          0, // images are [image, channel, row, column]
          1 // weights are [out, in, row, column]
        };
  }

  /** Returns the native threads of one part where there are this many for the whole. */
  static int threadsOfPart(int threads) {
    return Math.max(1, threads / PARTS);
  }

  /** Computes the output. All arrays are contiguous. */
  void forward(INDArray input, INDArray weights, INDArray output) {
    workers.forEach(
        parts(input),
        (worker, part) -> {
          OpContext context = context(forward, part);
          context.setInputArray(0, part(input, part));
          context.setInputArray(1, weights);
          context.setOutputArray(0, part(output, part));
          Nd4j.exec(new Conv2D(), context);
        });
  }

  /** Computes the gradients of weights and input. All arrays are contiguous. */
  void backward(
      INDArray input,
      INDArray weights,
      INDArray epsilon,
      INDArray gradient,
      INDArray inputGradient) {
    if (otherGradient == null) {
      otherGradient = lasting(gradient.shape());
    }
    int parts = parts(input);
    workers.forEach(
        parts,
        (worker, part) -> {
          OpContext context = context(backward, part);
          context.setInputArray(0, part(input, part));
          context.setInputArray(1, weights);
          context.setInputArray(2, part(epsilon, part));
          context.setOutputArray(0, part(inputGradient, part));
          context.setOutputArray(1, part == 0 ? gradient : otherGradient);
          Nd4j.exec(new Conv2DDerivative(), context);
        });
    if (parts > 1) {
      gradient.addi(otherGradient);
    }
  }

  /** Returns an array outside the workspaces, whose arrays end with the mini-batch. */
  @SuppressWarnings("try") // it is enough that the scope is closed
  private static INDArray lasting(long... shape) {
    try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      return Nd4j.create(DataType.FLOAT, shape);
    }
  }

  private static int parts(INDArray images) {
    return (int) Math.min(PARTS, images.size(0));
  }

  private OpContext context(OpContext[] contexts, int part) {
    NativeMath.useNativeThreads(threadsOfPart); // of the thread that computes this part
    if (contexts[part] == null) {
      contexts[part] = Nd4j.getExecutioner().buildContext();
      contexts[part].setIArguments(arguments);
    }
    contexts[part].purge();
    return contexts[part];
  }

  /** Returns a view of a part's images. */
  private static INDArray part(INDArray whole, int part) {
    int images = (int) whole.size(0);
    int parts = parts(whole);
    long from = Operation.share(images, part, parts);
    long[] shape = whole.shape().clone();
    shape[0] = Operation.share(images, part + 1, parts) - from;
    long[] strides = new long[shape.length];
    long image = 1;
    for (int d = shape.length - 1; d > 0; d--) {
      strides[d] = image;
      image *= shape[d];
    }
    strides[0] = image;
    return Nd4j.create(whole.data(), shape, strides, whole.offset() + from * image, 'c');
  }
}
