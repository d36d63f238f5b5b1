package dev.spindrift.scenario;

import dev.spindrift.learning.FloatProposals;
import dev.spindrift.learning.MetropolisChain;
import dev.spindrift.learning.MetropolisKernel;
import dev.spindrift.network.Layer;
import dev.spindrift.network.TrainableNetwork;
import dev.spindrift.state.Checkpointed;
import dev.spindrift.state.StateReader;
import dev.spindrift.state.StateWriter;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A Metropolis chain of a run: on the chip, or its float reference. Both decide with the same
 * random number and see the same images.
 */
final class MetropolisRun implements Checkpointed {
  private final MetropolisKernel kernel;
  private final MetropolisChain chain;
  private final MetropolisChain.State state;

  MetropolisRun(long seed, MetropolisKernel kernel, MetropolisChain.State state) {
    this.kernel = kernel;
    this.chain = new MetropolisChain(seed, kernel);
    this.state = state;
  }

  /** Returns the reference's chain: proposals in float arithmetic. */
  static MetropolisRun reference(
      long seed, MetropolisKernel kernel, TrainableNetwork network, JudgedImages images) {
    List<int[]> ranges = new ArrayList<>();
    for (Layer l : network.layers()) {
      if (l.kind().hasWeights()) {
        ranges.add(new int[] {l.weightOffset(), l.weightOffset() + l.rows() * l.columns()});
      }
    }
    Target target = new Target(network, images, kernel.usesGradient());
    return new MetropolisRun(seed, kernel, new FloatProposals(seed, kernel, target, ranges));
  }

  /**
   * Makes one step on the images chosen for it.
   *
   * @return mean cross-entropy of the state the chain is in, on those images [nat]
   */
  double step(long k) {
    chain.step(k, state);
    return chain.energy() / kernel.eta();
  }

  /** Returns the share of all proposals so far that were accepted; NaN before the first. */
  double acceptance() {
    return chain.proposals() == 0 ? Double.NaN : (double) chain.accepted() / chain.proposals();
  }

  MetropolisChain chain() {
    return chain;
  }

  @Override
  public void save(StateWriter out) throws IOException {
    chain.save(out);
    state.save(out);
  }

  @Override
  public void restore(StateReader in) throws IOException {
    chain.restore(in);
    state.restore(in);
  }

  private static final class Target implements FloatProposals.Target {
    private final TrainableNetwork network;
    private final JudgedImages images;
    private final float[] sum;
    private final FloatBuffer gradients;

    Target(TrainableNetwork network, JudgedImages images, boolean gradient) {
      this.network = network;
      this.images = images;
      sum = new float[gradient ? network.parameters().limit() : 0];
      gradients = FloatBuffer.wrap(sum);
    }

    @Override
    public FloatBuffer parameters() {
      return network.parameters();
    }

    @Override
    public FloatBuffer gradients() {
      return gradients;
    }

    @Override
    public int images() {
      return images.images();
    }

    @Override
    public double evaluate(long step) {
      return images.evaluate(network, sum, () -> {});
    }
  }
}
