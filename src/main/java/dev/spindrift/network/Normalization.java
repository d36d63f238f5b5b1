package dev.spindrift.network;

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
 * them into a new temporary. Sums are taken in float over one image's channel and in double over
 * images.
 */
final class Normalization extends Operation {

  /** torchvision's. [1] */
  static final double EPSILON = 1e-5;

  /** Weight of the mini-batch in the running statistics; torchvision's. [1] */
  static final double MOMENTUM = 0.1;

  private final Blueprint.Shape shape;
  private final boolean vector;
  private final boolean residual;
  private final boolean rectified;
  private final Workers workers;
  private final int channels;
  private final int pixels;

  /** Input, output and gradient of the last mini-batch, [images x channels x pixels]. */
  private float[] x = {};

  private float[] y = {};
  private float[] g = {};
  private int images;

  /** Per channel: y = scale x + shift. */
  private final float[] scale;

  private final float[] shift;
  private final double[] mean;
  private final double[] variance;
  private final float[] gamma;
  private final float[] beta;
  private final float[] runningMean;
  private final float[] runningVariance;

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
    this.rectified = rectified;
    this.workers = workers;
    this.channels = shape.channels();
    this.pixels = shape.height() * shape.width();
    this.scale = new float[channels];
    this.shift = new float[channels];
    this.mean = new double[channels];
    this.variance = new double[channels];
    this.gamma = new float[channels];
    this.beta = new float[channels];
    this.runningMean = new float[channels];
    this.runningVariance = new float[channels];
  }

  @Override
  long[] outputShape(long batch) {
    return vector
        ? new long[] {batch, channels}
        : new long[] {batch, channels, shape.height(), shape.width()};
  }

  @Override
  void forward(INDArray[] inputs, FloatPointer parameters, boolean training, FloatPointer output) {
    images = (int) inputs[0].size(0);
    int size = images * channels * pixels;
    if (x.length < size) {
      x = new float[size];
      y = new float[size];
      g = new float[size];
    }
    at(parameters, 0).get(gamma);
    at(parameters, channels).get(beta);
    at(parameters, 2L * channels).get(runningMean);
    at(parameters, 3L * channels).get(runningVariance);
    copyIn(pointer(inputs[0]), x);
    if (residual) {
      copyIn(pointer(inputs[1]), y);
    }
    workers.run(channels, 6L * size, (from, to) -> normalise(from, to, training));
    copyOut(y, output);
  }

  private void normalise(int from, int to, boolean training) {
    if (training) {
      moments(from, to);
    }
    for (int c = from; c < to; c++) {
      double m = training ? mean[c] : runningMean[c];
      double v = training ? variance[c] : runningVariance[c];
      double s = gamma[c] / Math.sqrt(v + EPSILON);
      scale[c] = (float) s;
      shift[c] = (float) (beta[c] - s * m);
    }
    for (int b = 0; b < images; b++) {
      for (int c = from; c < to; c++) {
        int start = (b * channels + c) * pixels;
        if (residual) {
          scaleAndAdd(x, y, start, start + pixels, scale[c], shift[c]);
        } else {
          scale(x, y, start, start + pixels, scale[c], shift[c]);
        }
        if (rectified) {
          rectify(y, start, start + pixels);
        }
      }
    }
  }

  /** Mean first, then the mean square about it: the one-pass formula cancels. */
  private void moments(int from, int to) {
    double count = (double) images * pixels;
    java.util.Arrays.fill(mean, from, to, 0);
    java.util.Arrays.fill(variance, from, to, 0);
    for (int b = 0; b < images; b++) {
      for (int c = from; c < to; c++) {
        int start = (b * channels + c) * pixels;
        mean[c] += sum(x, start, start + pixels);
      }
    }
    for (int c = from; c < to; c++) {
      mean[c] /= count;
    }
    for (int b = 0; b < images; b++) {
      for (int c = from; c < to; c++) {
        int start = (b * channels + c) * pixels;
        variance[c] += squares(x, start, start + pixels, (float) mean[c]);
      }
    }
    for (int c = from; c < to; c++) {
      variance[c] /= count;
    }
  }

  @Override
  void backward(
      INDArray[] inputs,
      FloatPointer epsilon,
      FloatPointer parameters,
      FloatPointer gradient,
      FloatPointer[] inputGradients) {
    int size = images * channels * pixels;
    copyIn(epsilon, g);
    float[] dGamma = new float[channels];
    float[] dBeta = new float[channels];
    float[] dMean = new float[channels];
    float[] dVariance = new float[channels];
    workers.run(
        channels,
        8L * size,
        (from, to) -> differentiate(from, to, dGamma, dBeta, dMean, dVariance));
    if (residual) {
      copyOut(g, inputGradients[1]);
    }
    copyOut(y, inputGradients[0]);
    at(gradient, 0).put(dGamma);
    at(gradient, channels).put(dBeta);
    at(gradient, 2L * channels).put(dMean);
    at(gradient, 3L * channels).put(dVariance);
  }

  /** Leaves the gradient of the input in y, that of the residual branch in g. */
  private void differentiate(
      int from, int to, float[] dGamma, float[] dBeta, float[] dMean, float[] dVariance) {
    double[] sum = new double[to - from];
    double[] product = new double[to - from];
    for (int b = 0; b < images; b++) {
      for (int c = from; c < to; c++) {
        int start = (b * channels + c) * pixels;
        if (rectified) {
          mask(g, y, start, start + pixels);
        }
        sum[c - from] += sum(g, start, start + pixels);
        product[c - from] += products(g, x, start, start + pixels, (float) mean[c]);
      }
    }
    double count = (double) images * pixels;
    // dx = scale (g - mean(g) - (x - mean) mean(g (x - mean)) / (var + eps)) = p g + q x + r
    float[] q = new float[to - from];
    float[] r = new float[to - from];
    for (int c = from; c < to; c++) {
      double power = 1 / (variance[c] + EPSILON);
      dBeta[c] = (float) sum[c - from];
      dGamma[c] = (float) (product[c - from] * Math.sqrt(power));
      double slope = -scale[c] * product[c - from] * power / count;
      q[c - from] = (float) slope;
      r[c - from] = (float) (-scale[c] * sum[c - from] / count - slope * mean[c]);
      dMean[c] = (float) (MOMENTUM * (runningMean[c] - mean[c]));
      double unbiased = variance[c] * count / Math.max(1, count - 1);
      dVariance[c] = (float) (MOMENTUM * (runningVariance[c] - unbiased));
    }
    for (int b = 0; b < images; b++) {
      for (int c = from; c < to; c++) {
        int start = (b * channels + c) * pixels;
        combine(g, x, y, start, start + pixels, scale[c], q[c - from], r[c - from]);
      }
    }
  }

  private void copyIn(FloatPointer from, float[] to) {
    int image = channels * pixels;
    workers.run(
        images,
        (long) images * image / 2,
        (first, end) -> {
          int start = first * image;
          at(from, start).get(to, start, (end - first) * image);
        });
  }

  private void copyOut(float[] from, FloatPointer to) {
    int image = channels * pixels;
    workers.run(
        images,
        (long) images * image / 2,
        (first, end) -> {
          int start = first * image;
          at(to, start).put(from, start, (end - first) * image);
        });
  }

  // The loops below stand alone so that the compiler turns each into vector instructions.

  private static void scale(float[] in, float[] out, int from, int to, float a, float b) {
    for (int i = from; i < to; i++) {
      out[i] = a * in[i] + b;
    }
  }

  private static void scaleAndAdd(float[] in, float[] out, int from, int to, float a, float b) {
    for (int i = from; i < to; i++) {
      out[i] += a * in[i] + b;
    }
  }

  private static void rectify(float[] values, int from, int to) {
    for (int i = from; i < to; i++) {
      values[i] = Math.max(values[i], 0f);
    }
  }

  /** Multiplies by 1 where the output is positive, else by 0, without a branch to mispredict. */
  private static void mask(float[] gradient, float[] output, int from, int to) {
    for (int i = from; i < to; i++) {
      // Twice 1e30 lifts even the smallest positive float above 1.
      gradient[i] *= Math.min(output[i] * 1e30f * 1e30f, 1f);
    }
  }

  private static void combine(
      float[] g, float[] x, float[] out, int from, int to, float p, float q, float r) {
    for (int i = from; i < to; i++) {
      out[i] = p * g[i] + q * x[i] + r;
    }
  }

  // Four partial sums: one alone waits for the adder at every element.

  private static float sum(float[] v, int from, int to) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    int i = from;
    for (; i < to - 3; i += 4) {
      s0 += v[i];
      s1 += v[i + 1];
      s2 += v[i + 2];
      s3 += v[i + 3];
    }
    for (; i < to; i++) {
      s0 += v[i];
    }
    return (s0 + s1) + (s2 + s3);
  }

  /** Returns the sum of (v - m)^2. */
  private static float squares(float[] v, int from, int to, float m) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    int i = from;
    for (; i < to - 3; i += 4) {
      s0 += (v[i] - m) * (v[i] - m);
      s1 += (v[i + 1] - m) * (v[i + 1] - m);
      s2 += (v[i + 2] - m) * (v[i + 2] - m);
      s3 += (v[i + 3] - m) * (v[i + 3] - m);
    }
    for (; i < to; i++) {
      s0 += (v[i] - m) * (v[i] - m);
    }
    return (s0 + s1) + (s2 + s3);
  }

  /** Returns the sum of a (b - m). */
  private static float products(float[] a, float[] b, int from, int to, float m) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    int i = from;
    for (; i < to - 3; i += 4) {
      s0 += a[i] * (b[i] - m);
      s1 += a[i + 1] * (b[i + 1] - m);
      s2 += a[i + 2] * (b[i + 2] - m);
      s3 += a[i + 3] * (b[i + 3] - m);
    }
    for (; i < to; i++) {
      s0 += a[i] * (b[i] - m);
    }
    return (s0 + s1) + (s2 + s3);
  }
}
