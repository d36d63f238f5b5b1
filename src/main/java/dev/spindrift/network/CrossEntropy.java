package dev.spindrift.network;

import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Soft-max followed by cross-entropy, from logits: loss = log sum_j exp(z_j) - z_label, gradient =
 * softmax(z) - onehot(label).
 *
 * <p>Why not DL4J's {@code LossMCXENT}: it clips probabilities at 1e-10, so that the loss of a
 * confident mistake stops at 23 nat, and weights from U(-1, 1) make such mistakes at the start of
 * every run. Computed here in double, with the largest logit subtracted first.
 */
final class CrossEntropy implements org.nd4j.linalg.lossfunctions.ILossFunction {

  private static final long serialVersionUID = 1;

  @Override
  public double computeScore(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask, boolean average) {
    double sum = 0;
    for (double loss : losses(labels, preOutput)) {
      sum += loss;
    }
    return average ? sum / preOutput.size(0) : sum;
  }

  @Override
  public INDArray computeScoreArray(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
    return Nd4j.createFromArray(losses(labels, preOutput)).reshape(preOutput.size(0), 1);
  }

  private static double[] losses(INDArray labels, INDArray preOutput) {
    int classes = (int) preOutput.size(1);
    float[] z = preOutput.dup('c').data().asFloat();
    float[] y = labels.dup('c').data().asFloat();
    double[] losses = new double[(int) preOutput.size(0)];
    for (int i = 0; i < losses.length; i++) {
      int row = i * classes;
      double largest = largest(z, row, classes);
      double logSum = largest + Math.log(sumOfExponentials(z, row, classes, largest));
      for (int j = row; j < row + classes; j++) {
        losses[i] += y[j] == 0 ? 0 : y[j] * (logSum - z[j]);
      }
    }
    return losses;
  }

  @Override
  public INDArray computeGradient(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
    int rows = (int) preOutput.size(0);
    int classes = (int) preOutput.size(1);
    float[] z = preOutput.dup('c').data().asFloat();
    float[] gradient = labels.dup('c').data().asFloat();
    for (int row = 0; row < rows * classes; row += classes) {
      double largest = largest(z, row, classes);
      double sum = sumOfExponentials(z, row, classes, largest);
      for (int j = row; j < row + classes; j++) {
        gradient[j] = (float) (Math.exp(z[j] - largest) / sum - gradient[j]);
      }
    }
    return Nd4j.createFromArray(gradient).reshape(rows, classes);
  }

  private static double largest(float[] z, int row, int classes) {
    float largest = z[row];
    for (int j = row + 1; j < row + classes; j++) {
      largest = Math.max(largest, z[j]);
    }
    return largest;
  }

  private static double sumOfExponentials(float[] z, int row, int classes, double largest) {
    double sum = 0;
    for (int j = row; j < row + classes; j++) {
      sum += Math.exp(z[j] - largest);
    }
    return sum;
  }

  @Override
  public Pair<Double, INDArray> computeGradientAndScore(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask, boolean average) {
    return new Pair<>(
        computeScore(labels, preOutput, activation, mask, average),
        computeGradient(labels, preOutput, activation, mask));
  }

  @Override
  public String name() {
    return "cross-entropy from logits";
  }
}
