package dev.spindrift.scenario;

import dev.spindrift.dataset.ImageSet;
import dev.spindrift.learning.MetropolisKernel.Acceptance;
import dev.spindrift.network.TrainableNetwork;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * The images on which a Metropolis kernel compares old and new state, in mini-batches: all whole
 * mini-batches of the training set in file order (what is left over is never used), or those of the
 * step. Batch norm takes each mini-batch's own statistics, so L is a function of the weights.
 */
final class JudgedImages {
  private final ImageSet train;
  private final int batch;
  private final Acceptance acceptance;
  private final List<int[]> chunks = new ArrayList<>();
  private final float[] pixels;
  private final int[] labels;

  JudgedImages(ImageSet train, int batch, Acceptance acceptance) {
    this.train = train;
    this.batch = batch;
    this.acceptance = acceptance;
    pixels = new float[batch * train.imageLength()];
    labels = new int[batch];
    if (acceptance.full()) {
      for (int from = 0; from + batch <= train.size(); from += batch) {
        int[] chunk = new int[batch];
        int first = from;
        Arrays.setAll(chunk, i -> first + i);
        chunks.add(chunk);
      }
    }
  }

  /** Chooses the images of a step: the mini-batch given and as many more as the kernel wants. */
  void choose(int[] miniBatch, Supplier<int[]> more) {
    if (acceptance.full()) {
      return;
    }
    chunks.clear();
    chunks.add(miniBatch);
    while (chunks.size() < acceptance.batches()) {
      chunks.add(more.get());
    }
  }

  /** Returns how many images there are [1]. */
  int images() {
    return chunks.size() * batch;
  }

  /**
   * Evaluates a network's present parameters; running statistics of batch norm go on.
   *
   * @param sum receives the gradient's sum over the images if it is not empty; overwritten
   * @param each is run for every mini-batch
   * @return mean cross-entropy [nat]
   */
  double evaluate(TrainableNetwork network, float[] sum, Runnable each) {
    DigitalParameters statistics = new DigitalParameters(network, 0, batch);
    FloatBuffer gradients = network.gradients();
    Arrays.fill(sum, 0);
    double loss = 0;
    for (int[] chunk : chunks) {
      train.copy(chunk, 0, batch, pixels);
      train.copyLabels(chunk, 0, batch, labels);
      loss += network.computeGradient(pixels, labels, batch);
      for (int i = 0; i < sum.length; i++) {
        sum[i] += gradients.get(i);
      }
      statistics.update();
      each.run();
    }
    return loss / chunks.size();
  }
}
