package dev.spindrift.network;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A layer that is one matrix product per mini-batch: Y = X T^T (+ bias), with X [images x inputs],
 * Y [images x outputs] and T [outputs x inputs]; dX = dY T, dT = dY^T X.
 *
 * <p>A dense layer is one with T its weights. A convolution of a tiny image is one too: T holds,
 * for each output (channel o, pixel p) and input (channel c, pixel q), the weight of the kernel's
 * tap that leads from q to p, or 0. ResNet18 ends in images of 2 x 2 and 1 x 1 pixels, where
 * oneDNN's choice (Winograd transforms of 4 x 4 tiles) spends nearly all its time on padding: 40 ms
 * a layer and step for 512 channels.
 */
final class MatrixProduct extends Operation {

  private final int inputs;
  private final int outputs;
  private final boolean bias;
  private final boolean first;
  private final Workers workers;
  private final Blueprint.Step step;

  /** Tap that leads from input pixel q to output pixel p at [p][q], -1 if none; null if dense. */
  private final int[][] taps;

  /** Whether no tap is used twice: elements of T are then single weights, not sums of them. */
  private final boolean oneToOne;

  /** The matrix T of a convolution and its gradient; null if dense. */
  private final FloatPointer matrix;

  private final FloatPointer matrixGradient;

  /**
   * @param step a dense layer or a convolution for which {@link #suits} holds
   */
  MatrixProduct(Blueprint.Step step, Workers workers) {
    this.step = step;
    this.inputs = step.in().size();
    this.outputs = step.out().size();
    this.bias = step.bias();
    this.first = step.inputs().contains(Blueprint.INPUT);
    this.workers = workers;
    if (step.kind() == Layer.Kind.DENSE) {
      taps = null;
      oneToOne = false;
      matrix = null;
      matrixGradient = null;
    } else {
      taps = taps(step);
      oneToOne = isOneToOne(taps);
      matrix = new FloatPointer((long) inputs * outputs);
      matrixGradient = new FloatPointer((long) inputs * outputs);
      Pointer.memset(matrix, 0, (long) Float.BYTES * inputs * outputs);
    }
  }

  /** Returns whether a convolution's matrix is hardly larger than its weights. */
  static boolean suits(Blueprint.Step step) {
    return step.in().height() * step.in().width() * step.out().height() * step.out().width() <= 16;
  }

  private static int[][] taps(Blueprint.Step step) {
    int inWidth = step.in().width();
    int outWidth = step.out().width();
    int[][] taps = new int[step.out().height() * outWidth][step.in().height() * inWidth];
    for (int p = 0; p < taps.length; p++) {
      for (int q = 0; q < taps[p].length; q++) {
        int row = q / inWidth + step.padding() - p / outWidth * step.stride();
        int column = q % inWidth + step.padding() - p % outWidth * step.stride();
        boolean inside = row >= 0 && row < step.window() && column >= 0 && column < step.window();
        taps[p][q] = inside ? row * step.window() + column : -1;
      }
    }
    return taps;
  }

  private static boolean isOneToOne(int[][] taps) {
    int[] used = Arrays.stream(taps).flatMapToInt(Arrays::stream).filter(t -> t >= 0).toArray();
    return Arrays.stream(used).distinct().count() == used.length;
  }

  @Override
  long[] outputShape(long images) {
    Blueprint.Shape out = step.out();
    return taps == null
        ? new long[] {images, outputs}
        : new long[] {images, out.channels(), out.height(), out.width()};
  }

  @Override
  boolean needsInputGradients() {
    return !first;
  }

  @Override
  void forward(INDArray[] in, FloatPointer parameters, boolean training, FloatPointer output) {
    int images = (int) in[0].size(0);
    FloatPointer x = pointer(in[0]);
    FloatPointer t = taps == null ? parameters : matrix;
    if (oneToOne) {
      copySingles(parameters, true);
    } else if (taps != null) {
      unfold(parameters);
    }
    float[] biases = new float[outputs];
    if (bias) {
      at(parameters, (long) inputs * outputs).get(biases);
    }
    for (int i = 0; bias && i < images; i++) {
      at(output, (long) i * outputs).put(biases);
    }
    workers.run(
        outputs,
        2L * images * inputs * outputs,
        (from, to) ->
            cblas_sgemm(
                CblasRowMajor,
                CblasNoTrans,
                CblasTrans,
                images,
                to - from,
                inputs,
                1,
                x,
                inputs,
                at(t, (long) from * inputs),
                inputs,
                bias ? 1 : 0,
                at(output, from),
                outputs));
  }

  @Override
  void backward(
      INDArray[] in,
      FloatPointer epsilon,
      FloatPointer parameters,
      FloatPointer gradient,
      FloatPointer[] inputGradients) {
    int images = (int) in[0].size(0);
    FloatPointer x = pointer(in[0]);
    FloatPointer dt = taps == null ? gradient : matrixGradient;
    workers.run(
        outputs,
        2L * images * inputs * outputs,
        (from, to) ->
            cblas_sgemm(
                CblasRowMajor,
                CblasTrans,
                CblasNoTrans,
                to - from,
                inputs,
                images,
                1,
                at(epsilon, from),
                outputs,
                x,
                inputs,
                0,
                at(dt, (long) from * inputs),
                inputs));
    if (oneToOne) {
      copySingles(gradient, false);
    } else if (taps != null) {
      fold(gradient);
    }
    if (bias) {
      sumOverImages(epsilon, images, at(gradient, (long) inputs * outputs));
    }
    if (!first) {
      FloatPointer t = taps == null ? parameters : matrix;
      workers.run(
          inputs,
          2L * images * inputs * outputs,
          (from, to) ->
              cblas_sgemm(
                  CblasRowMajor,
                  CblasNoTrans,
                  CblasNoTrans,
                  images,
                  to - from,
                  outputs,
                  1,
                  epsilon,
                  outputs,
                  at(t, from),
                  inputs,
                  0,
                  at(inputGradients[0], from),
                  inputs));
    }
  }

  private void sumOverImages(FloatPointer epsilon, int images, FloatPointer sums) {
    float[] row = new float[outputs];
    double[] total = new double[outputs];
    for (int b = 0; b < images; b++) {
      at(epsilon, (long) b * outputs).get(row);
      for (int j = 0; j < outputs; j++) {
        total[j] += row[j];
      }
    }
    for (int j = 0; j < outputs; j++) {
      row[j] = (float) total[j];
    }
    sums.put(row);
  }

  /**
   * Copies single weights into the matrix, or its elements into the weights' gradient. Of 512 x 512
   * kernels at 1 x 1 pixel only the centres count; moving all nine taps through the heap took as
   * long as the layer's products. Gradients of taps outside the image are left alone: they are 0
   * from the start, since nobody else writes them.
   *
   * @param kernels weights or gradient, [output channel][input channel][tap]
   */
  private void copySingles(FloatPointer kernels, boolean toMatrix) {
    int area = step.window() * step.window();
    int channels = step.in().channels();
    FloatPointer part = at(kernels, 0); // ND4J's pointers do not know how long their arrays are
    part.capacity(part.position() + (long) step.out().channels() * channels * area);
    FloatBuffer w = part.asBuffer();
    FloatBuffer t = (toMatrix ? matrix : matrixGradient).asBuffer();
    workers.run(
        step.out().channels(),
        (long) inputs * outputs,
        (from, to) -> {
          for (int o = from; o < to; o++) {
            for (int p = 0; p < taps.length; p++) {
              int row = (o * taps.length + p) * inputs;
              for (int q = 0; q < taps[p].length; q++) {
                if (taps[p][q] < 0) {
                  continue; // the matrix stays 0 there
                }
                int tap = o * channels * area + taps[p][q];
                if (toMatrix) {
                  copy(w, tap, area, t, row + q, taps[p].length, channels);
                } else {
                  copy(t, row + q, taps[p].length, w, tap, area, channels);
                }
              }
            }
          }
        });
  }

  private static void copy(
      FloatBuffer from, int at, int step, FloatBuffer to, int start, int by, int count) {
    for (int i = 0; i < count; i++) {
      to.put(start + i * by, from.get(at + i * step));
    }
  }

  /** Fills the matrix from the weights [output channel][input channel][tap]. */
  private void unfold(FloatPointer weights) {
    int area = step.window() * step.window();
    int channels = step.in().channels();
    workers.run(
        step.out().channels(),
        (long) inputs * outputs,
        (from, to) -> {
          float[] w = new float[channels * area];
          float[] t = new float[taps.length * inputs];
          FloatPointer source = at(weights, 0);
          FloatPointer target = at(matrix, 0);
          long start = weights.position();
          for (int o = from; o < to; o++) {
            source.position(start + (long) o * w.length).get(w);
            for (int p = 0; p < taps.length; p++) {
              unfold(w, area, t, p * inputs, taps[p]);
            }
            target.position((long) o * t.length).put(t);
          }
        });
  }

  private static void unfold(float[] w, int area, float[] t, int at, int[] tap) {
    int size = tap.length;
    for (int q = 0; q < size; q++) {
      int channels = w.length / area;
      int offset = tap[q];
      if (offset < 0) {
        continue; // stays 0
      }
      for (int c = 0; c < channels; c++) {
        t[at + c * size + q] = w[c * area + offset];
      }
    }
  }

  /** Sums the matrix's gradient into the weights' gradient; taps outside the image get 0. */
  private void fold(FloatPointer gradient) {
    int area = step.window() * step.window();
    int channels = step.in().channels();
    workers.run(
        step.out().channels(),
        (long) inputs * outputs,
        (from, to) -> {
          float[] w = new float[channels * area];
          float[] t = new float[taps.length * inputs];
          FloatPointer source = at(matrixGradient, 0);
          FloatPointer target = at(gradient, 0);
          long start = gradient.position();
          for (int o = from; o < to; o++) {
            source.position((long) o * t.length).get(t);
            Arrays.fill(w, 0);
            for (int p = 0; p < taps.length; p++) {
              fold(w, area, t, p * inputs, taps[p]);
            }
            target.position(start + (long) o * w.length).put(w);
          }
        });
  }

  private static void fold(float[] w, int area, float[] t, int at, int[] tap) {
    int size = tap.length;
    int channels = w.length / area;
    for (int q = 0; q < size; q++) {
      int offset = tap[q];
      if (offset < 0) {
        continue;
      }
      for (int c = 0; c < channels; c++) {
        w[c * area + offset] += t[at + c * size + q];
      }
    }
  }

  @Override
  public void close() {
    if (matrix != null) {
      matrix.close();
      matrixGradient.close();
    }
  }
}
