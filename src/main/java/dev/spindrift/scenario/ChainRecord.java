package dev.spindrift.scenario;

import dev.spindrift.dataset.ImageSet;
import dev.spindrift.mapping.ChipUpdater;
import dev.spindrift.network.Layer;
import dev.spindrift.network.TrainableNetwork;
import dev.spindrift.posterior.ChainDiagnostics;
import dev.spindrift.state.Checkpointed;
import dev.spindrift.state.StateReader;
import dev.spindrift.state.StateWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A few scalars along the chain, for the eye and for effective sample size and split R-hat: the
 * log-likelihood of a fixed set of probe images, the mean conductance of the devices, a few
 * weights. Every tenth mini-batch at most and some 300 times a run, so that it costs little.
 */
final class ChainRecord implements Checkpointed {
  private static final int ROWS = 300;
  private static final int SHORTEST = 10;
  private static final int PROBES = 50;
  private static final int WEIGHTS = 4;

  private final long stride;
  private final Tester probe;
  private final TrainableNetwork network;
  private final ChipUpdater updater;
  private final int[] indices = new int[WEIGHTS];
  private final double[] conductances;
  private final double devices;
  private final List<RunResult.ChainRow> rows = new ArrayList<>();

  ChainRecord(long total, ImageSet test, TrainableNetwork network, ChipUpdater updater) {
    stride = Math.max(SHORTEST, (total + ROWS - 1) / ROWS);
    probe = new Tester(test.size() > PROBES ? test.subset(PROBES) : test);
    this.network = network;
    this.updater = updater;
    conductances = new double[updater.layout().blocks().size()];
    devices = 2.0 * updater.layout().weights();
    List<Layer> layers = network.layers().stream().filter(l -> l.kind().hasWeights()).toList();
    for (int i = 0; i < WEIGHTS; i++) {
      Layer l = layers.get(i * (layers.size() - 1) / (WEIGHTS - 1));
      // Spread over the layer's weights, so that a single layer yields different ones.
      long size = (long) l.rows() * l.columns();
      indices[i] = l.weightOffset() + (int) (size * (2 * i + 1) / (2 * WEIGHTS));
    }
  }

  /**
   * Records the state after a mini-batch, if it is that one's turn.
   *
   * @param acceptance share of the proposals so far that were accepted, NaN without proposals
   */
  void note(long miniBatch, double loss, double acceptance) {
    if (miniBatch % stride != 0) {
      return;
    }
    updater.conductances(conductances);
    double sum = 0;
    for (double g : conductances) {
      sum += g;
    }
    double[] weights = new double[WEIGHTS];
    for (int i = 0; i < WEIGHTS; i++) {
      weights[i] = network.parameters().get(indices[i]);
    }
    double likelihood = -probe.size() * probe.test(network).nll();
    rows.add(
        new RunResult.ChainRow(miniBatch, loss, acceptance, sum / devices, likelihood, weights));
  }

  List<RunResult.ChainRow> rows() {
    return rows;
  }

  /** Returns what the second half of the chain says of each scalar; the first is warm-up. */
  List<RunResult.ChainScalar> scalars() {
    List<RunResult.ChainScalar> out = new ArrayList<>();
    out.add(scalar("log-likelihood of " + probe.size() + " probe images", r -> r.logLikelihood()));
    out.add(scalar("mean conductance", r -> r.meanConductance()));
    for (int i = 0; i < WEIGHTS; i++) {
      int k = i;
      out.add(scalar("weight " + indices[i], r -> r.weights()[k]));
    }
    return out;
  }

  @Override
  public void save(StateWriter out) throws IOException {
    out.writeLongs(rows.stream().mapToLong(RunResult.ChainRow::miniBatch).toArray());
    for (RunResult.ChainRow r : rows) {
      out.writeDoubles(r.loss(), r.acceptance(), r.meanConductance(), r.logLikelihood());
      out.writeDoubles(r.weights());
    }
  }

  @Override
  public void restore(StateReader in) throws IOException {
    rows.clear();
    for (long miniBatch : in.readLongs()) {
      double[] d = in.readDoubles(4);
      double[] weights = in.readDoubles(WEIGHTS);
      rows.add(new RunResult.ChainRow(miniBatch, d[0], d[1], d[2], d[3], weights));
    }
  }

  private RunResult.ChainScalar scalar(
      String name, java.util.function.ToDoubleFunction<RunResult.ChainRow> of) {
    double[] v = rows.stream().skip(rows.size() / 2).mapToDouble(of).toArray();
    return new RunResult.ChainScalar(
        name,
        java.util.Arrays.stream(v).average().orElse(Double.NaN),
        v.length,
        ChainDiagnostics.effectiveSamples(v),
        ChainDiagnostics.splitRhat(v));
  }
}
