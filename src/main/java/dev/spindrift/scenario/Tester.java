package dev.spindrift.scenario;

import dev.spindrift.dataset.ImageSet;
import dev.spindrift.network.TrainableNetwork;
import dev.spindrift.posterior.Calibration;

/** Predicts a fixed set of test images with a network's present parameters. */
final class Tester {
  private static final int CHUNK = 100;

  private final ImageSet images;
  private final int classes;
  private final int[] indices;
  private final int[] labels;
  private final float[] pixels;
  private final float[] chunk;

  Tester(ImageSet images) {
    this.images = images;
    this.classes = images.classes();
    indices = new int[images.size()];
    labels = new int[images.size()];
    for (int i = 0; i < indices.length; i++) {
      indices[i] = i;
      labels[i] = images.label(i);
    }
    pixels = new float[CHUNK * images.imageLength()];
    chunk = new float[CHUNK * classes];
  }

  /** Returns soft-max outputs, a new array [images x classes]. */
  float[] predict(TrainableNetwork network) {
    float[] all = new float[indices.length * classes];
    for (int from = 0; from < indices.length; from += CHUNK) {
      int n = Math.min(CHUNK, indices.length - from);
      images.copy(indices, from, n, pixels);
      network.predict(pixels, n, chunk);
      System.arraycopy(chunk, 0, all, from * classes, n * classes);
    }
    return all;
  }

  Calibration test(TrainableNetwork network) {
    float[] p = predict(network);
    double[] d = new double[p.length];
    for (int i = 0; i < p.length; i++) {
      d[i] = p[i];
    }
    return Calibration.of(d, labels, classes);
  }

  int[] labels() {
    return labels;
  }

  int size() {
    return indices.length;
  }

  int classes() {
    return classes;
  }

  static RunResult.Metrics metrics(Calibration c) {
    return new RunResult.Metrics(c.accuracy(), c.nll(), c.brier(), c.ece());
  }
}
