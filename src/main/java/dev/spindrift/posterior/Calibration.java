package dev.spindrift.posterior;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.stat.ranking.NaNStrategy;
import org.apache.commons.math3.stat.ranking.NaturalRanking;
import org.apache.commons.math3.stat.ranking.TiesStrategy;

/**
 * How good and how honest predicted probabilities are; definitions in the package's page.
 *
 * @param accuracy share of images whose most probable class is the label, in [0, 1]; of equally
 *     probable classes the first counts [1]
 * @param nll mean negative log-likelihood of the label, its probability floored at {@value #FLOOR}
 *     [nat]
 * @param brier mean over images of the sum over classes of (p - [label])^2, in [0, 2] [1]
 * @param ece expected calibration error over {@value #BINS} bins of equal width, in [0, 1] [1]
 * @param bins reliability curve, {@value #BINS} bins by rising confidence
 */
public record Calibration(
    double accuracy, double nll, double brier, double ece, List<ReliabilityBin> bins) {

  /** Number of bins of the reliability curve [1]. */
  public static final int BINS = 15;

  /** Smallest probability that enters the logarithm: one certain error costs 27.6 nat, not inf. */
  public static final double FLOOR = 1e-12;

  /**
   * One bin of the reliability curve.
   *
   * @param lower lowest confidence, exclusive (the first bin: inclusive) [1]
   * @param upper highest confidence, inclusive [1]
   * @param meanConfidence mean probability of the predicted class; NaN in an empty bin [1]
   * @param accuracy share predicted correctly; NaN in an empty bin [1]
   * @param count images in the bin [1]
   */
  public record ReliabilityBin(
      double lower, double upper, double meanConfidence, double accuracy, long count) {}

  /** Copies the bins. */
  public Calibration {
    bins = List.copyOf(bins);
  }

  /**
   * Computes all metrics.
   *
   * @param probabilities predicted probabilities, [images x classes]; not modified
   * @param labels true classes 0..classes - 1, [images], at least one; not modified
   * @param classes number of classes [1]
   * @throws IllegalArgumentException if lengths do not agree or a label is not a class
   */
  public static Calibration of(double[] probabilities, int[] labels, int classes) {
    int images = labels.length;
    if (images == 0 || probabilities.length != (long) images * classes) {
      throw new IllegalArgumentException(
          probabilities.length
              + " probabilities for "
              + images
              + " labels of "
              + classes
              + " classes");
    }
    long correct = 0;
    double nll = 0;
    double brier = 0;
    long[] binCount = new long[BINS];
    long[] binCorrect = new long[BINS];
    double[] binConfidence = new double[BINS];
    for (int i = 0; i < images; i++) {
      int label = labels[i];
      if (label < 0 || label >= classes) {
        throw new IllegalArgumentException(
            "image " + i + " has label " + label + ", allowed are 0.." + (classes - 1));
      }
      int row = i * classes;
      int predicted = 0;
      for (int c = 0; c < classes; c++) {
        double p = probabilities[row + c];
        if (p > probabilities[row + predicted]) {
          predicted = c;
        }
        double error = p - (c == label ? 1 : 0);
        brier += error * error;
      }
      nll -= Math.log(Math.max(probabilities[row + label], FLOOR));
      double confidence = probabilities[row + predicted];
      int bin = Math.min(BINS - 1, Math.max(0, (int) Math.ceil(confidence * BINS) - 1));
      binCount[bin]++;
      binConfidence[bin] += confidence;
      if (predicted == label) {
        correct++;
        binCorrect[bin]++;
      }
    }
    double ece = 0;
    List<ReliabilityBin> bins = new ArrayList<>(BINS);
    for (int b = 0; b < BINS; b++) {
      ece += Math.abs(binCorrect[b] - binConfidence[b]) / images;
      bins.add(
          new ReliabilityBin(
              (double) b / BINS,
              (double) (b + 1) / BINS,
              binConfidence[b] / binCount[b],
              (double) binCorrect[b] / binCount[b],
              binCount[b]));
    }
    return new Calibration((double) correct / images, nll / images, brier / images, ece, bins);
  }

  /**
   * Returns the entropy of each image's prediction, -sum_c p_c ln p_c, a new array [images] [nat].
   *
   * @param probabilities predicted probabilities, [images x classes]; not modified
   * @param classes number of classes [1]
   */
  public static double[] entropy(double[] probabilities, int classes) {
    double[] entropy = new double[probabilities.length / classes];
    for (int i = 0; i < entropy.length; i++) {
      for (int c = 0; c < classes; c++) {
        double p = probabilities[i * classes + c];
        entropy[i] -= p > 0 ? p * Math.log(p) : 0;
      }
    }
    return entropy;
  }

  /**
   * Returns the area under the ROC curve of telling foreign images from known ones by a score such
   * as {@link #entropy}: the probability that a foreign image scores higher than a known one, ties
   * counting half. 0.5 is blind, 1 perfect.
   *
   * <p>Computed from the rank sum (Mann-Whitney U), in n log n.
   *
   * @param known scores of images like those learnt from; not modified
   * @param foreign scores of out-of-distribution images; not modified
   * @throws IllegalArgumentException if one of them is empty or a score is NaN
   */
  public static double auroc(double[] known, double[] foreign) {
    if (known.length == 0 || foreign.length == 0) {
      throw new IllegalArgumentException("AUROC needs images of both kinds");
    }
    double[] all = new double[known.length + foreign.length];
    System.arraycopy(foreign, 0, all, 0, foreign.length);
    System.arraycopy(known, 0, all, foreign.length, known.length);
    for (double score : all) {
      if (Double.isNaN(score)) {
        throw new IllegalArgumentException("AUROC of a score that is not a number");
      }
    }
    double[] ranks = new NaturalRanking(NaNStrategy.FAILED, TiesStrategy.AVERAGE).rank(all);
    double rankSum = 0;
    for (int i = 0; i < foreign.length; i++) {
      rankSum += ranks[i];
    }
    double n = foreign.length;
    return (rankSum - n * (n + 1) / 2) / (n * known.length);
  }
}
