package dev.spindrift.scenario;

import dev.spindrift.learning.FloatChain;
import dev.spindrift.learning.Increment;
import dev.spindrift.learning.MetropolisKernel;
import dev.spindrift.network.Layer;
import dev.spindrift.network.TrainableNetwork;
import dev.spindrift.posterior.Calibration;
import dev.spindrift.state.Checkpointed;
import dev.spindrift.state.StateReader;
import dev.spindrift.state.StateWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The software reference: the same network from the same initial weights, fed the same
 * mini-batches, stepped by the same kernel with float noise.
 */
final class FloatReference implements AutoCloseable, Checkpointed {
  private final TrainableNetwork network;
  private final FloatChain chain;
  private final DigitalParameters digital;
  private final Tester tester;
  private final Posterior posterior;
  private MetropolisRun metropolis;

  FloatReference(
      TrainableNetwork network, long seed, double digitalRate, int batch, Tester tester) {
    this.network = network;
    this.chain = new FloatChain(seed);
    this.digital = new DigitalParameters(network, digitalRate, batch);
    this.tester = tester;
    this.posterior = new Posterior(tester);
  }

  /** Makes a chain that accepts or rejects of it, on the images given. */
  void judge(MetropolisKernel kernel, long seed, JudgedImages images) {
    metropolis = MetropolisRun.reference(seed, kernel, network, images);
  }

  /** Returns the chain that accepts or rejects, or null. */
  MetropolisRun metropolis() {
    return metropolis;
  }

  void step(long update, float[] images, int[] labels, int size, Increment increment) {
    if (metropolis != null) {
      metropolis.step(update); // on the images chosen for the chip's chain
      return;
    }
    network.computeGradient(images, labels, size);
    for (Layer l : network.layers()) {
      if (l.kind().hasWeights()) {
        int from = l.weightOffset();
        chain.step(
            update,
            network.gradients(),
            network.parameters(),
            from,
            from + l.rows() * l.columns(),
            increment);
      }
    }
    digital.update();
  }

  void store(int limit) {
    posterior.add(network);
    posterior.limit(limit);
  }

  void limit(int samples) {
    posterior.limit(samples);
  }

  double accuracy() {
    return tester.test(network).accuracy();
  }

  /** Returns metrics of the mean over the newest 1..N samples. */
  List<RunResult.Ensemble> ensembles() {
    List<RunResult.Ensemble> out = new ArrayList<>();
    for (Calibration c : posterior.ensembles()) {
      out.add(new RunResult.Ensemble(out.size() + 1, Tester.metrics(c)));
    }
    return out;
  }

  /** Returns metrics of the posterior mean, or of the current parameters if nothing was stored. */
  RunResult.Metrics metrics() {
    List<Calibration> all = posterior.ensembles();
    return Tester.metrics(all.isEmpty() ? tester.test(network) : all.get(all.size() - 1));
  }

  @Override
  public void save(StateWriter out) throws IOException {
    out.writeFloats(network.parameters());
    posterior.save(out);
    if (metropolis != null) {
      metropolis.save(out);
    }
  }

  @Override
  public void restore(StateReader in) throws IOException {
    in.readFloats(network.parameters());
    posterior.restore(in);
    if (metropolis != null) {
      metropolis.restore(in);
    }
  }

  @Override
  public void close() {
    network.close();
  }
}
