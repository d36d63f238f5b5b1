package dev.spindrift.network;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;

import dev.spindrift.engine.Workers;
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

  /** Parts into which a product is cut: few, since each packs one factor anew [1]. */
  static final int PIECES = 4;

  private final int inputs;
  private final int outputs;

  /** Output channels and pixels of each; of a dense layer as many as outputs and one. */
  private final int channels;

  private final int pixels;
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
    this.channels = step.out().channels();
    this.pixels = outputs / channels;
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
    float[] biases = new float[outputs];
    if (bias) {
      at(parameters, (long) inputs * outputs).get(biases);
    }
    for (int i = 0; bias && i < images; i++) {
      at(output, (long) i * outputs).put(biases);
    }
    Kernels kernels = taps == null ? null : new Kernels(parameters, matrix);
    int pieces = Math.min(channels, PIECES);
    forEach(
        workers,
        pieces,
        2L * images * inputs * outputs,
        (worker, piece) -> {
          int channel = share(channels, piece, pieces);
          int end = share(channels, piece + 1, pieces);
          if (kernels != null) {
            kernels.unfold(channel, end);
          }
          int from = channel * pixels;
          cblas_sgemm(
              CblasRowMajor,
              CblasNoTrans,
              CblasTrans,
              images,
              end * pixels - from,
              inputs,
              1,
              x,
              inputs,
              at(t, (long) from * inputs),
              inputs,
              bias ? 1 : 0,
              at(output, from),
              outputs);
        });
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
    FloatPointer dx = inputGradients[0];
    Kernels kernels = taps == null ? null : new Kernels(gradient, matrixGradient);
    int pieces = Math.min(Math.min(channels, inputs), PIECES);
    // Both products are independent of each other.
    forEach(
        workers,
        first ? pieces : 2 * pieces,
        4L * images * inputs * outputs,
        (worker, piece) -> {
          if (piece < pieces) {
            int from = share(channels, piece, pieces);
            int to = share(channels, piece + 1, pieces);
            weightGradient(x, epsilon, images, gradient, kernels, from, to);
          } else {
            int from = share(inputs, piece - pieces, pieces);
            int to = share(inputs, piece - pieces + 1, pieces);
            inputGradient(epsilon, taps == null ? parameters : matrix, images, dx, from, to);
          }
        });
    if (bias) {
      sumOverImages(epsilon, images, at(gradient, (long) inputs * outputs));
    }
  }

  private void weightGradient(
      FloatPointer x,
      FloatPointer epsilon,
      int images,
      FloatPointer gradient,
      Kernels kernels,
      int channel,
      int end) {
    int from = channel * pixels;
    cblas_sgemm(
        CblasRowMajor,
        CblasTrans,
        CblasNoTrans,
        end * pixels - from,
        inputs,
        images,
        1,
        at(epsilon, from),
        outputs,
        x,
        inputs,
        0,
        at(kernels == null ? gradient : matrixGradient, (long) from * inputs),
        inputs);
    if (kernels != null) {
      kernels.fold(channel, end);
    }
  }

  private void inputGradient(
      FloatPointer epsilon, FloatPointer t, int images, FloatPointer dx, int from, int to) {
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
        at(dx, from),
        inputs);
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

  /** The kernels of a convolution, or their gradient, and the matrix they are in. */
  private final class Kernels {
    private final int area = step.window() * step.window();
    private final int inChannels = step.in().channels();
    private final int size = step.in().height() * step.in().width();
    private final FloatBuffer kernels;
    private final FloatBuffer t;

    /**
     * @param kernels [output channel][input channel][tap]
     * @param matrix [output channel, pixel][input channel, pixel]
     */
    Kernels(FloatPointer kernels, FloatPointer matrix) {
      this.kernels = buffer(kernels, channels * inChannels * area);
      this.t = buffer(matrix, outputs * inputs);
    }

    /** Fills the matrix's rows of some output channels from the weights. */
    void unfold(int from, int to) {
      if (oneToOne) {
        copySingles(from, to, true);
        return;
      }
      float[] w = new float[inChannels * area];
      float[] row = new float[inputs];
      for (int o = from; o < to; o++) {
        kernels.get(o * w.length, w);
        for (int p = 0; p < pixels; p++) {
          for (int q = 0; q < size; q++) {
            spread(w, taps[p][q], row, q);
          }
          t.put((o * pixels + p) * inputs, row);
        }
      }
    }

    private void spread(float[] w, int tap, float[] row, int q) {
      for (int c = 0; c < inChannels; c++) {
        row[c * size + q] = tap < 0 ? 0 : w[c * area + tap];
      }
    }

    /**
     * Sums the matrix's rows of some output channels into the weights' gradient; taps outside the
     * image get 0.
     */
    void fold(int from, int to) {
      if (oneToOne) {
        copySingles(from, to, false);
        return;
      }
      float[] w = new float[inChannels * area];
      float[] row = new float[inputs];
      for (int o = from; o < to; o++) {
        Arrays.fill(w, 0);
        for (int p = 0; p < pixels; p++) {
          t.get((o * pixels + p) * inputs, row);
          for (int q = 0; q < size; q++) {
            gather(row, q, w, taps[p][q]);
          }
        }
        kernels.put(o * w.length, w);
      }
    }

    private void gather(float[] row, int q, float[] w, int tap) {
      if (tap < 0) {
        return;
      }
      for (int c = 0; c < inChannels; c++) {
        w[c * area + tap] += row[c * size + q];
      }
    }

    /**
     * Copies single weights into the matrix, or its elements into the weights' gradient. Of 512 x
     * 512 kernels at 1 x 1 pixel only the centres count; moving all nine taps through the heap took
     * as long as the layer's products. Gradients of taps outside the image are left alone: they are
     * 0 from the start, since nobody else writes them.
     */
    private void copySingles(int from, int to, boolean toMatrix) {
      for (int o = from; o < to; o++) {
        for (int p = 0; p < pixels; p++) {
          int row = (o * pixels + p) * inputs;
          for (int q = 0; q < size; q++) {
            if (taps[p][q] < 0) {
              continue; // the matrix stays 0 there
            }
            int tap = o * inChannels * area + taps[p][q];
            if (toMatrix) {
              copy(kernels, tap, area, t, row + q, size, inChannels);
            } else {
              copy(t, row + q, size, kernels, tap, area, inChannels);
            }
          }
        }
      }
    }
  }

  private static void copy(
      FloatBuffer from, int at, int step, FloatBuffer to, int start, int by, int count) {
    for (int i = 0; i < count; i++) {
      to.put(start + i * by, from.get(at + i * step));
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
