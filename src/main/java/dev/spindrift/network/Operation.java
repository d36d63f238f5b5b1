package dev.spindrift.network;

import dev.spindrift.engine.IndexedTask;
import dev.spindrift.engine.Workers;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One step of a network computed by this package's own code inside a DL4J graph. An operation keeps
 * what its backward pass needs from the last training forward pass.
 */
abstract class Operation implements AutoCloseable {

  /** Operations below which another thread is not worth its call [1]. */
  private static final long LITTLE = 50_000;

  /**
   * Computes the output.
   *
   * @param inputs the arrays that enter, each [images x ...] and contiguous; not modified
   * @param parameters this operation's part of the flat vector, null without parameters; not
   *     modified
   * @param training whether a backward pass will follow
   * @param output [images x ...], contiguous; modified
   */
  abstract void forward(
      INDArray[] inputs, FloatPointer parameters, boolean training, FloatPointer output);

  /**
   * Computes gradients from those of the output.
   *
   * @param inputs the arrays that entered; not modified
   * @param epsilon gradient of the output, contiguous; not modified
   * @param gradient this operation's part of the flat gradient, null without parameters; modified
   * @param inputGradients gradient of each input, null where nobody needs it; modified
   */
  abstract void backward(
      INDArray[] inputs,
      FloatPointer epsilon,
      FloatPointer parameters,
      FloatPointer gradient,
      FloatPointer[] inputGradients);

  /** Returns the shape of the output for a number of images. */
  abstract long[] outputShape(long images);

  /** Returns whether the gradient of the inputs is needed. */
  boolean needsInputGradients() {
    return true;
  }

  /** Frees native memory. */
  @Override
  public void close() {}

  /**
   * Returns an array's elements in C order, copying only if they are not laid out so.
   *
   * @param type decides how long a copy lives
   */
  static INDArray contiguous(INDArray array, ArrayType type, LayerWorkspaceMgr workspaces) {
    // Not asked of ND4J, which also compares the meaningless strides of dimensions of size 1.
    long stride = 1;
    for (int d = array.rank() - 1; d >= 0; d--) {
      if (array.size(d) > 1 && array.stride(d) != stride) {
        return workspaces.dup(type, array, 'c');
      }
      stride *= array.size(d);
    }
    return array;
  }

  /** Returns the native address of a contiguous array's first element. */
  static FloatPointer pointer(INDArray array) {
    return (FloatPointer) array.data().addressPointer();
  }

  /** Returns a pointer further on. */
  static FloatPointer at(FloatPointer pointer, long index) {
    return new FloatPointer(pointer).position(pointer.position() + index);
  }

  /**
   * Does pieces of work on all threads, or on the calling one where it is little.
   *
   * @param pieces the same on any number of threads, so that results are
   * @param operations about how many arithmetic operations the whole takes [1]
   */
  static void forEach(Workers workers, int pieces, long operations, IndexedTask task) {
    if (operations >= LITTLE) {
      workers.forEach(pieces, task);
    } else {
      for (int i = 0; i < pieces; i++) {
        task.run(0, i);
      }
    }
  }

  /**
   * Returns the first of the indices that belong to a piece of a range; that of the next ends it.
   */
  static int share(int count, int piece, int pieces) {
    return (int) ((long) count * piece / pieces);
  }

  /** Returns the first elements as a buffer; ND4J's pointers do not know how long they are. */
  static FloatBuffer buffer(FloatPointer pointer, int length) {
    FloatPointer part = at(pointer, 0);
    return part.capacity(part.position() + length).asBuffer();
  }

  static INDArray allocate(LayerWorkspaceMgr workspaces, ArrayType type, long... shape) {
    return workspaces.createUninitialized(type, DataType.FLOAT, shape, 'c');
  }
}
