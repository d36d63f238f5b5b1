package dev.spindrift.cli;

import dev.spindrift.replay.ReplayResult;
import java.io.IOException;
import java.nio.file.Path;

/** The spread of final weights over repetitions with other thermal noise. */
final class ReplaySpread {
  private final ReplayResult recorded;
  private final double[] sum;
  private final double[] square;
  private int n;

  ReplaySpread(ReplayResult recorded) {
    this.recorded = recorded;
    sum = new double[recorded.weights().length];
    square = new double[sum.length];
  }

  void add(ReplayResult r) {
    n++;
    for (int i = 0; i < sum.length; i++) {
      double d = r.weights()[i] - recorded.weights()[i];
      sum[i] += d;
      square[i] += d * d;
    }
  }

  /** Sample standard deviation of each weight of a layer. */
  private float[] deviations(ReplayResult.LayerWeights l) {
    float[] out = new float[l.length()];
    for (int i = 0; i < out.length; i++) {
      int k = l.offset() + i;
      double mean = sum[k] / n;
      out[i] = (float) Math.sqrt(Math.max(0, (square[k] - n * mean * mean) / (n - 1)));
    }
    return out;
  }

  private static double mean(float[] x) {
    double s = 0;
    for (float v : x) {
      s += v;
    }
    return s / x.length;
  }

  String table() {
    StringBuilder s = new StringBuilder();
    s.append(
        String.format(
            "%nspread of final weights over %d seeds%n%-26s %12s %12s %12s%n",
            n, "layer", "mean of sd", "median", "largest"));
    for (ReplayResult.LayerWeights l : recorded.layers()) {
      float[] d = deviations(l);
      double mean = mean(d);
      java.util.Arrays.sort(d);
      s.append(
          String.format(
              "%-26s %12.4g %12.4g %12.4g%n", l.name(), mean, d[d.length / 2], d[d.length - 1]));
    }
    return s.toString();
  }

  String csv() {
    StringBuilder s = new StringBuilder("layer,mean_sd,median_sd,largest_sd\n");
    for (ReplayResult.LayerWeights l : recorded.layers()) {
      float[] d = deviations(l);
      double mean = mean(d);
      java.util.Arrays.sort(d);
      s.append(
          CharacterizationFiles.text(
              "%s,%.9g,%.9g,%.9g%n", l.name(), mean, d[d.length / 2], d[d.length - 1]));
    }
    return s.toString();
  }

  void plot(Path folder) throws IOException {
    int total = recorded.layers().stream().mapToInt(ReplayResult.LayerWeights::length).sum();
    float[] all = new float[total];
    int k = 0;
    for (ReplayResult.LayerWeights l : recorded.layers()) {
      float[] d = deviations(l);
      System.arraycopy(d, 0, all, k, d.length);
      k += d.length;
    }
    ReplayComparison.histogram(
        "Spread of final weights over " + n + " seeds",
        "standard deviation of a weight",
        all,
        folder.resolve("spread"));
  }
}
