package dev.spindrift.network;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;

import dev.spindrift.engine.Workers;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A convolution or dense layer whose products a {@link WeightReader} computes: images are cut into
 * im2col vectors, read through the tiles, and errors through the transposed tiles. The gradient of
 * the weights is digital: the outer products of what the lines were driven with.
 */
final class TileRead extends Operation {

  private final int layer;
  private final Blueprint.Step step;
  private final WeightReader reader;
  private final Workers workers;
  private final boolean first;
  private final int rows;
  private final int columns;
  private final int pixels;

  // Of the last training forward pass: the vectors as driven.
  private float[] driven = new float[0];
  private float[] products = new float[0];
  private float[] errors = new float[0];
  private float[] errorVectors = new float[0];

  /**
   * @param layer index of the step, which is the layer's index for the reader
   */
  TileRead(int layer, Blueprint.Step step, WeightReader reader, Workers workers) {
    this.layer = layer;
    this.step = step;
    this.reader = reader;
    this.workers = workers;
    this.first = step.inputs().contains(Blueprint.INPUT);
    this.columns = step.out().channels();
    this.rows = step.weights() / columns;
    this.pixels = step.out().height() * step.out().width();
  }

  @Override
  long[] outputShape(long images) {
    Blueprint.Shape out = step.out();
    return step.kind() == Layer.Kind.DENSE
        ? new long[] {images, columns}
        : new long[] {images, columns, out.height(), out.width()};
  }

  @Override
  boolean needsInputGradients() {
    return !first;
  }

  @Override
  void forward(INDArray[] in, FloatPointer parameters, boolean training, FloatPointer output) {
    int images = (int) in[0].size(0);
    int vectors = images * pixels;
    float[] x = new float[images * step.in().size()];
    pointer(in[0]).get(x);
    driven = sized(driven, vectors * rows);
    products = sized(products, vectors * columns);
    float[] patches = driven;
    forEach(workers, images, (long) vectors * rows, (worker, image) -> unfold(x, image, patches));
    reader.forward(layer, driven, vectors, products);
    float[] biases = new float[columns];
    if (step.bias()) {
      at(parameters, step.weights()).get(biases);
    }
    float[] y = new float[vectors * columns];
    for (int b = 0; b < images; b++) {
      for (int p = 0; p < pixels; p++) {
        int vector = b * pixels + p;
        for (int c = 0; c < columns; c++) {
          y[(b * columns + c) * pixels + p] = products[vector * columns + c] + biases[c];
        }
      }
    }
    at(output, 0).put(y);
  }

  private static float[] sized(float[] array, int length) {
    return array.length == length ? array : new float[length];
  }

  @Override
  void backward(
      INDArray[] in,
      FloatPointer epsilon,
      FloatPointer parameters,
      FloatPointer gradient,
      FloatPointer[] inputGradients) {
    int images = (int) in[0].size(0);
    int vectors = images * pixels;
    float[] e = new float[vectors * columns];
    at(epsilon, 0).get(e);
    errors = sized(errors, e.length);
    double[] biases = new double[columns];
    for (int b = 0; b < images; b++) {
      for (int c = 0; c < columns; c++) {
        for (int p = 0; p < pixels; p++) {
          float value = e[(b * columns + c) * pixels + p];
          errors[(b * pixels + p) * columns + c] = value;
          biases[c] += value;
        }
      }
    }
    if (!first) {
      errorVectors = sized(errorVectors, vectors * rows);
      reader.backward(layer, errors, vectors, errorVectors);
      float[] dx = new float[images * step.in().size()];
      for (int b = 0; b < images; b++) {
        fold(errorVectors, b, dx);
      }
      at(inputGradients[0], 0).put(dx);
    }
    weightGradient(vectors, gradient);
    if (step.bias()) {
      float[] sums = new float[columns];
      for (int c = 0; c < columns; c++) {
        sums[c] = (float) biases[c];
      }
      at(gradient, step.weights()).put(sums);
    }
  }

  /** Gradient [column][row] = sum over vectors of error times input. */
  private void weightGradient(int vectors, FloatPointer gradient) {
    try (FloatPointer x = new FloatPointer(driven);
        FloatPointer e = new FloatPointer(errors)) {
      int pieces = Math.min(columns, MatrixProduct.PIECES);
      forEach(
          workers,
          pieces,
          2L * vectors * rows * columns,
          (worker, piece) -> {
            int from = share(columns, piece, pieces);
            cblas_sgemm(
                CblasRowMajor,
                CblasTrans,
                CblasNoTrans,
                share(columns, piece + 1, pieces) - from,
                rows,
                vectors,
                1,
                at(e, from),
                columns,
                x,
                rows,
                0,
                at(gradient, (long) from * rows),
                rows);
          });
    }
  }

  /** Lays out one image's vectors as [output pixel][channel, kernel row, kernel column]. */
  private void unfold(float[] x, int image, float[] vectors) {
    visit(
        image,
        (at, from) -> {
          vectors[at] = from < 0 ? 0 : x[from];
        });
  }

  /** Adds one image's vectors back to the pixels they came from. */
  private void fold(float[] vectors, int image, float[] x) {
    visit(
        image,
        (at, from) -> {
          if (from >= 0) {
            x[from] += vectors[at];
          }
        });
  }

  private interface Place {
    /** An element of a vector and the input value it is, -1 for padding. */
    void visit(int vector, int input);
  }

  private void visit(int image, Place place) {
    Blueprint.Shape in = step.in();
    int start = image * in.size();
    int at = image * pixels * rows;
    if (step.kind() == Layer.Kind.DENSE) {
      for (int r = 0; r < rows; r++) {
        place.visit(at + r, start + r);
      }
      return;
    }
    for (int oh = 0; oh < step.out().height(); oh++) {
      for (int ow = 0; ow < step.out().width(); ow++) {
        for (int c = 0; c < in.channels(); c++) {
          for (int kh = 0; kh < step.window(); kh++) {
            int row = oh * step.stride() + kh - step.padding();
            for (int kw = 0; kw < step.window(); kw++) {
              int column = ow * step.stride() + kw - step.padding();
              boolean inside = row >= 0 && row < in.height() && column >= 0 && column < in.width();
              int from = start + (c * in.height() + row) * in.width() + column;
              place.visit(at++, inside ? from : -1);
            }
          }
        }
      }
    }
  }
}
