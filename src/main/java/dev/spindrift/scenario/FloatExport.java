package dev.spindrift.scenario;

import dev.spindrift.dataset.BatchSequence;
import dev.spindrift.dataset.ImageSet;
import dev.spindrift.engine.RandomStreams;
import dev.spindrift.input.JsonText;
import dev.spindrift.learning.FloatChain;
import dev.spindrift.learning.Increment;
import dev.spindrift.network.Layer;
import dev.spindrift.network.NativeMath;
import dev.spindrift.network.Networks;
import dev.spindrift.network.TorchParameter;
import dev.spindrift.network.TrainableNetwork;
import dev.spindrift.posterior.NumpyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * The first steps of a scenario's float chain without noise, written so that any other program can
 * do the same and compare: initial parameters, mini-batches, the loss at every step, final
 * parameters. Initial parameters and mini-batches are those of the run itself.
 */
public final class FloatExport {
  private FloatExport() {}

  /**
   * Learns and writes.
   *
   * @param prepared the checked scenario; its kernel must take gradients
   * @param folder where the files go; there already
   * @param steps steps to make, 1 or more [1]
   * @param done is told the number of every finished step
   * @return mean cross-entropy of each mini-batch before its step [nat]
   * @throws IOException if a file cannot be written
   */
  public static double[] write(Prepared prepared, Path folder, int steps, IntConsumer done)
      throws IOException {
    Scenario scenario = prepared.scenario();
    int batch = scenario.learning().batch();
    ImageSet train = prepared.data().train();
    NativeMath.prepare(scenario.mathThreads());
    RandomStreams streams = new RandomStreams(scenario.seed());
    List<TorchParameter> names = Networks.torchParameters(prepared.spec());
    double[] losses = new double[steps];
    int[] order = new int[steps * batch];
    float[] images = new float[Math.multiplyExact(order.length, train.imageLength())];
    int[] labels = new int[order.length];
    double[] drifts = new double[steps];
    try (TrainableNetwork network =
        Networks.create(
            prepared.spec(), streams.stream("initial-weights"), scenario.mathThreads())) {
      BatchSequence sequence =
          new BatchSequence(train.size(), batch, streams.stream("batch-order"));
      DigitalParameters digital =
          new DigitalParameters(network, scenario.learning().digitalRate(), batch);
      FloatChain chain = new FloatChain(scenario.seed());
      save(folder.resolve("initial.npz"), names, network);
      float[] pixels = new float[batch * train.imageLength()];
      int[] classes = new int[batch];
      for (int k = 1; k <= steps; k++) {
        int[] indices = sequence.next();
        train.copy(indices, 0, batch, pixels);
        train.copyLabels(indices, 0, batch, classes);
        System.arraycopy(indices, 0, order, (k - 1) * batch, batch);
        System.arraycopy(classes, 0, labels, (k - 1) * batch, batch);
        System.arraycopy(pixels, 0, images, (k - 1) * pixels.length, pixels.length);
        losses[k - 1] = network.computeGradient(pixels, classes, batch);
        double drift = scenario.learning().kernel().increment(batch, k).driftPerGradient();
        drifts[k - 1] = drift * batch;
        step(chain, k, network, new Increment(drift, 0));
        digital.update();
        done.accept(k);
      }
      save(folder.resolve("final.npz"), names, network);
    }
    NumpyFile.write(folder.resolve("losses.npy"), losses, steps);
    NumpyFile.write(folder.resolve("drifts.npy"), drifts, steps);
    NumpyFile.write(folder.resolve("batches.npy"), order, steps, batch);
    NumpyFile.write(folder.resolve("labels.npy"), labels, steps, batch);
    NumpyFile.write(
        folder.resolve("images.npy"),
        images,
        steps,
        batch,
        train.channels(),
        train.height(),
        train.width());
    Files.writeString(
        folder.resolve("export.json"), JsonText.write(description(prepared, steps), true));
    return losses;
  }

  private static void step(
      FloatChain chain, long k, TrainableNetwork network, Increment increment) {
    for (Layer l : network.layers()) {
      if (l.kind().hasWeights()) {
        int from = l.weightOffset();
        int to = from + l.rows() * l.columns();
        chain.step(k, network.gradients(), network.parameters(), from, to, increment);
      }
    }
  }

  private static void save(Path file, List<TorchParameter> names, TrainableNetwork network)
      throws IOException {
    try (NumpyFile.Archive archive = new NumpyFile.Archive(file)) {
      for (TorchParameter p : names) {
        archive.add(p.name(), network.parameters(), p.offset(), p.shape());
      }
    }
  }

  private static Map<String, Object> description(Prepared prepared, int steps) {
    Scenario s = prepared.scenario();
    List<Integer> widths = prepared.spec().widths();
    Map<String, Object> m = new LinkedHashMap<>();
    m.put("format", "spindrift-export/1");
    m.put("scenario", s.name());
    m.put("seed", s.seed());
    m.put("data", prepared.data().name());
    m.put("network", prepared.spec().name());
    m.put("widths", widths.isEmpty() ? Networks.defaultWidths(prepared.spec().name()) : widths);
    m.put("classes", prepared.spec().classes());
    m.put("logitScale", prepared.spec().logitScale());
    m.put("steps", steps);
    m.put("batch", s.learning().batch());
    m.put("digitalRate", s.learning().digitalRate());
    m.put("networkMath", NativeMath.description());
    m.put("mathThreads", s.mathThreads());
    m.put(
        "files",
        Arrays.asList(
            "initial.npz, final.npz: parameters under PyTorch's names and shapes",
            "batches.npy: indices of the training images of each step",
            "images.npy, labels.npy: the same images, normalised, and their classes",
            "drifts.npy: step k is w += drifts[k] x gradient of the mean cross-entropy, clipped to"
                + " [-1, 1]; digital parameters -= digitalRate x gradient",
            "losses.npy: mean cross-entropy before each step"));
    return m;
  }
}
