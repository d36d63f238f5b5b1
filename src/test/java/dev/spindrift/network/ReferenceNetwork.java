package dev.spindrift.network;

import dev.spindrift.network.Blueprint.Shape;
import dev.spindrift.network.Blueprint.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * The textbook formulas of every layer in plain double arithmetic, forward only: the oracle for
 * gradients (by central differences), outputs and batch statistics. Written for clarity; shares
 * nothing with the code it checks but the plan.
 */
final class ReferenceNetwork {

  private final Blueprint plan;
  private final double[] parameters;
  private final int images;

  /** Activations of every step, [images x channels x height x width]. */
  final List<double[]> activations = new ArrayList<>();

  ReferenceNetwork(Blueprint plan, double[] parameters, int images) {
    this.plan = plan;
    this.parameters = parameters;
    this.images = images;
  }

  /** Returns the sum over images of the cross-entropy. */
  double loss(float[] pixels, int[] labels) {
    forward(pixels, true);
    double[] logits = activations.get(plan.steps().size() - 2);
    int classes = plan.classes();
    double sum = 0;
    for (int b = 0; b < images; b++) {
      double total = 0;
      for (int j = 0; j < classes; j++) {
        total += Math.exp(logits[b * classes + j]);
      }
      sum += Math.log(total) - logits[b * classes + labels[b]];
    }
    return sum;
  }

  void forward(float[] pixels, boolean training) {
    double[] input = new double[pixels.length];
    for (int i = 0; i < input.length; i++) {
      input[i] = pixels[i];
    }
    activations.clear();
    for (Step step : plan.steps()) {
      double[] x = step.inputs().get(0) < 0 ? input : activations.get(step.inputs().get(0));
      activations.add(
          switch (step.kind()) {
            case CONVOLUTION -> convolution(step, x);
            case DENSE -> dense(step, x);
            case BATCH_NORM -> batchNorm(step, x, training);
            case ACTIVATION -> activation(step, x);
            case POOLING -> pool(step, x);
            case ADD -> sum(x, activations.get(step.inputs().get(1)));
            case SOFTMAX -> softmax(step, x);
          });
    }
  }

  private double[] convolution(Step s, double[] x) {
    Shape in = s.in();
    Shape out = s.out();
    double[] y = new double[images * out.size()];
    int at = 0;
    for (int b = 0; b < images; b++) {
      for (int o = 0; o < out.channels(); o++) {
        for (int i = 0; i < out.height(); i++) {
          for (int j = 0; j < out.width(); j++) {
            for (int c = 0; c < in.channels(); c++) {
              for (int u = 0; u < s.window(); u++) {
                for (int v = 0; v < s.window(); v++) {
                  int row = i * s.stride() + u - s.padding();
                  int column = j * s.stride() + v - s.padding();
                  if (row >= 0 && row < in.height() && column >= 0 && column < in.width()) {
                    int w = ((o * in.channels() + c) * s.window() + u) * s.window() + v;
                    int from = ((b * in.channels() + c) * in.height() + row) * in.width() + column;
                    y[at] += parameters[s.offset() + w] * x[from];
                  }
                }
              }
            }
            at++;
          }
        }
      }
    }
    return y;
  }

  private double[] dense(Step s, double[] x) {
    int n = s.in().size();
    int m = s.out().channels();
    double[] y = new double[images * m];
    for (int b = 0; b < images; b++) {
      for (int o = 0; o < m; o++) {
        double sum = s.bias() ? parameters[s.offset() + s.weights() + o] : 0;
        for (int i = 0; i < n; i++) {
          sum += parameters[s.offset() + o * n + i] * x[b * n + i];
        }
        y[b * m + o] = sum;
      }
    }
    return y;
  }

  /** Returns mean and biased variance of a channel over images and pixels. */
  double[] moments(Step s, double[] x, int channel) {
    int pixels = s.in().height() * s.in().width();
    double mean = 0;
    double square = 0;
    for (int pass = 0; pass < 2; pass++) {
      for (int b = 0; b < images; b++) {
        for (int k = 0; k < pixels; k++) {
          double v = x[(b * s.in().channels() + channel) * pixels + k];
          if (pass == 0) {
            mean += v / (images * pixels);
          } else {
            square += (v - mean) * (v - mean) / (images * pixels);
          }
        }
      }
    }
    return new double[] {mean, square};
  }

  private double[] batchNorm(Step s, double[] x, boolean training) {
    int channels = s.in().channels();
    int pixels = s.in().height() * s.in().width();
    double[] y = new double[x.length];
    for (int c = 0; c < channels; c++) {
      double[] m =
          training
              ? moments(s, x, c)
              : new double[] {
                parameters[s.offset() + 2 * channels + c], parameters[s.offset() + 3 * channels + c]
              };
      for (int b = 0; b < images; b++) {
        for (int k = 0; k < pixels; k++) {
          int i = (b * channels + c) * pixels + k;
          double normal = (x[i] - m[0]) / Math.sqrt(m[1] + 1e-5);
          y[i] = parameters[s.offset() + c] * normal + parameters[s.offset() + channels + c];
        }
      }
    }
    return y;
  }

  private static double[] activation(Step s, double[] x) {
    double[] y = new double[x.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = s.variant() == Blueprint.Variant.SCALE ? s.factor() * x[i] : Math.max(0, x[i]);
    }
    return y;
  }

  private double[] pool(Step s, double[] x) {
    Shape in = s.in();
    Shape out = s.out();
    double[] y = new double[images * out.size()];
    boolean average = s.variant() == Blueprint.Variant.GLOBAL_AVERAGE;
    int window = average ? in.height() : s.window();
    int at = 0;
    for (int plane = 0; plane < images * in.channels(); plane++) {
      for (int i = 0; i < out.height(); i++) {
        for (int j = 0; j < out.width(); j++) {
          double largest = Double.NEGATIVE_INFINITY;
          double sum = 0;
          for (int row = i * s.stride() - s.padding(), u = 0; u < window; u++, row++) {
            for (int column = j * s.stride() - s.padding(), v = 0; v < window; v++, column++) {
              if (row >= 0 && row < in.height() && column >= 0 && column < in.width()) {
                double value = x[(plane * in.height() + row) * in.width() + column];
                largest = Math.max(largest, value);
                sum += value;
              }
            }
          }
          y[at++] = average ? sum / (window * window) : largest;
        }
      }
    }
    return y;
  }

  private static double[] sum(double[] a, double[] b) {
    double[] y = a.clone();
    for (int i = 0; i < y.length; i++) {
      y[i] += b[i];
    }
    return y;
  }

  private double[] softmax(Step s, double[] x) {
    int classes = s.out().channels();
    double[] y = new double[x.length];
    for (int b = 0; b < images; b++) {
      double largest = Double.NEGATIVE_INFINITY;
      for (int j = 0; j < classes; j++) {
        largest = Math.max(largest, x[b * classes + j]);
      }
      double total = 0;
      for (int j = 0; j < classes; j++) {
        total += Math.exp(x[b * classes + j] - largest);
      }
      for (int j = 0; j < classes; j++) {
        y[b * classes + j] = Math.exp(x[b * classes + j] - largest) / total;
      }
    }
    return y;
  }
}
