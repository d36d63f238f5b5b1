package dev.spindrift.network;

import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * Some channels of a {@link Normalization} and what their backward pass needs.
 *
 * <p>Implementation note. The part of an image that belongs to the block is a row; what a channel
 * has one of (mean, scale) is repeated for its pixels, so that every loop goes over rows with one
 * index, as C2 of JDK 17 wants it to vectorise, also where an image has a pixel only. Sums are
 * taken in float over up to {@value #GROUP} images pixel by pixel, beyond that in double.
 */
final class NormalizationBlock {
  private static final int GROUP = 32;

  private final int allChannels;
  private final int first;
  private final int channels;
  private final int pixels;
  private final int width;
  private final boolean rectified;
  private final double[] mean;
  private final double[] variance;
  private final double[] scale;

  /** Sums of rows, and per-channel values repeated for each pixel, [width]. */
  private final float[] sums;

  private final float[] otherSums;
  private final float[] meanRow;
  private final float[] slopeRow;
  private final float[] factorRow;
  private final float[] shiftRow;

  /** Input, output and gradient of the last mini-batch, [images][width]. */
  private float[][] x = {};

  private float[][] y = {};
  private float[][] g = {};

  /**
   * @param allChannels channels of the whole layer [1]
   * @param first first channel of this block
   * @param channels channels of this block [1]
   * @param pixels of a channel [1]
   * @param rectified negative outputs become 0
   */
  NormalizationBlock(int allChannels, int first, int channels, int pixels, boolean rectified) {
    this.allChannels = allChannels;
    this.first = first;
    this.channels = channels;
    this.pixels = pixels;
    this.width = channels * pixels;
    this.rectified = rectified;
    this.mean = new double[channels];
    this.variance = new double[channels];
    this.scale = new double[channels];
    this.sums = new float[width];
    this.otherSums = new float[width];
    this.meanRow = new float[width];
    this.slopeRow = new float[width];
    this.factorRow = new float[width];
    this.shiftRow = new float[width];
  }

  /**
   * Normalises.
   *
   * @param in [images x allChannels x pixels], as the next and the last
   * @param branch added before the rectifier; null: nothing
   * @param parameters see {@link Normalization}
   * @param training use this mini-batch's moments, not the running ones
   * @param out modified
   */
  void forward(
      FloatBuffer in,
      FloatBuffer branch,
      FloatBuffer parameters,
      int images,
      boolean training,
      FloatBuffer out) {
    if (x.length < images) {
      x = new float[images][width];
      y = new float[images][width];
      g = new float[images][width];
    }
    for (int b = 0; b < images; b++) {
      in.get(place(b), x[b]);
    }
    if (training) {
      moments(images);
    }
    for (int c = 0; c < channels; c++) {
      int at = first + c;
      double m = training ? mean[c] : parameters.get(2 * allChannels + at);
      double v = training ? variance[c] : parameters.get(3 * allChannels + at);
      // An infinite variance would hide behind a scale of 0; the network looks for NaN.
      double finite = v < Double.POSITIVE_INFINITY ? v : Double.NaN;
      scale[c] = parameters.get(at) / Math.sqrt(finite + Normalization.EPSILON);
      fill(factorRow, c, scale[c]);
      fill(shiftRow, c, parameters.get(allChannels + at) - scale[c] * m);
    }
    for (int b = 0; b < images; b++) {
      if (branch != null) {
        branch.get(place(b), y[b]);
        scaleAndAdd(x[b], factorRow, shiftRow, y[b], width);
      } else {
        scale(x[b], factorRow, shiftRow, y[b], width);
      }
      if (rectified) {
        rectify(y[b], width);
      }
      out.put(place(b), y[b]);
    }
  }

  /** Returns where the block's part of an image begins. */
  private int place(int image) {
    return (image * allChannels + first) * pixels;
  }

  private void fill(float[] row, int channel, double value) {
    Arrays.fill(row, channel * pixels, (channel + 1) * pixels, (float) value);
  }

  /** Mean first, then the mean square about it: the one-pass formula cancels. */
  private void moments(int images) {
    double count = (double) images * pixels;
    Arrays.fill(mean, 0);
    Arrays.fill(variance, 0);
    for (int b = 0; b < images; b++) {
      add(x[b], sums, width);
      if (b % GROUP == GROUP - 1 || b == images - 1) {
        moveSums(sums, mean);
      }
    }
    for (int c = 0; c < channels; c++) {
      mean[c] /= count;
      fill(meanRow, c, mean[c]);
    }
    for (int b = 0; b < images; b++) {
      addSquares(x[b], meanRow, sums, width);
      if (b % GROUP == GROUP - 1 || b == images - 1) {
        moveSums(sums, variance);
      }
    }
    for (int c = 0; c < channels; c++) {
      variance[c] /= count;
    }
  }

  /** Adds sums of pixels to those of their channels and clears them. */
  private void moveSums(float[] from, double[] to) {
    for (int c = 0; c < channels; c++) {
      double sum = 0;
      for (int i = c * pixels; i < (c + 1) * pixels; i++) {
        sum += from[i];
      }
      to[c] += sum;
    }
    Arrays.fill(from, 0);
  }

  /**
   * Computes gradients; needs the last {@link #forward} pass, of training.
   *
   * @param epsilon gradient of the output, [images x allChannels x pixels], as the last two
   * @param gradient of the parameters; modified
   * @param out gradient of the input; modified
   * @param branch gradient of the residual branch; modified; null: there is none
   */
  void backward(
      FloatBuffer epsilon,
      FloatBuffer parameters,
      int images,
      FloatBuffer gradient,
      FloatBuffer out,
      FloatBuffer branch) {
    double[] sum = new double[channels];
    double[] product = new double[channels];
    for (int b = 0; b < images; b++) {
      epsilon.get(place(b), g[b]);
      if (rectified) {
        mask(g[b], y[b], width);
      }
      if (branch != null) {
        branch.put(place(b), g[b]);
      }
      addBoth(g[b], x[b], meanRow, sums, otherSums, width);
      if (b % GROUP == GROUP - 1 || b == images - 1) {
        moveSums(sums, sum);
        moveSums(otherSums, product);
      }
    }
    double count = (double) images * pixels;
    // dx = scale (g - mean(g) - (x - mean) mean(g (x - mean)) / (var + eps)) = p g + q x + r
    for (int c = 0; c < channels; c++) {
      int at = first + c;
      double power = 1 / (variance[c] + Normalization.EPSILON);
      double slope = -scale[c] * product[c] * power / count;
      fill(slopeRow, c, slope);
      fill(shiftRow, c, -scale[c] * sum[c] / count - slope * mean[c]);
      double unbiased = variance[c] * count / Math.max(1, count - 1);
      gradient.put(at, (float) (product[c] * Math.sqrt(power)));
      gradient.put(allChannels + at, (float) sum[c]);
      approach(parameters, gradient, 2 * allChannels + at, mean[c]);
      approach(parameters, gradient, 3 * allChannels + at, unbiased);
    }
    for (int b = 0; b < images; b++) {
      combine(g[b], x[b], factorRow, slopeRow, shiftRow, y[b], width);
      out.put(place(b), y[b]);
    }
  }

  /** Sets the gradient of a running statistic. */
  private static void approach(
      FloatBuffer parameters, FloatBuffer gradient, int at, double statistic) {
    gradient.put(at, (float) (Normalization.MOMENTUM * (parameters.get(at) - statistic)));
  }

  // The loops below stand alone so that the compiler turns each into vector instructions.

  private static void scale(float[] in, float[] factor, float[] shift, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = factor[i] * in[i] + shift[i];
    }
  }

  private static void scaleAndAdd(float[] in, float[] factor, float[] shift, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] += factor[i] * in[i] + shift[i];
    }
  }

  private static void rectify(float[] values, int n) {
    for (int i = 0; i < n; i++) {
      values[i] = Math.max(values[i], 0f);
    }
  }

  /** Multiplies by 1 where the output is positive, else by 0, without a branch to mispredict. */
  private static void mask(float[] gradient, float[] output, int n) {
    for (int i = 0; i < n; i++) {
      // Twice 1e30 lifts even the smallest positive float above 1.
      gradient[i] *= Math.min(output[i] * 1e30f * 1e30f, 1f);
    }
  }

  private static void combine(
      float[] g, float[] x, float[] p, float[] q, float[] r, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = p[i] * g[i] + q[i] * x[i] + r[i];
    }
  }

  private static void add(float[] v, float[] sums, int n) {
    for (int i = 0; i < n; i++) {
      sums[i] += v[i];
    }
  }

  private static void addSquares(float[] v, float[] mean, float[] sums, int n) {
    for (int i = 0; i < n; i++) {
      sums[i] += (v[i] - mean[i]) * (v[i] - mean[i]);
    }
  }

  /** Adds a to the first sums and a (b - m) to the second. */
  private static void addBoth(
      float[] a, float[] b, float[] m, float[] sums, float[] products, int n) {
    for (int i = 0; i < n; i++) {
      sums[i] += a[i];
      products[i] += a[i] * (b[i] - m[i]);
    }
  }
}
