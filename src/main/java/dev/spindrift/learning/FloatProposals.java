package dev.spindrift.learning;

import dev.spindrift.state.StateReader;
import dev.spindrift.state.StateWriter;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * The software reference of the chip's Metropolis kernels: proposals by {@link FloatChain} in float
 * arithmetic, w' = clip(w + drift + sqrt(variance) z, -1, 1).
 *
 * <p>The ratio of proposal densities is that of the unclipped step. Where the posterior reaches the
 * prior's edge, clipping leaves the same small excess there as with the other kernels (package
 * page).
 */
public final class FloatProposals implements MetropolisChain.State {
  private final FloatChain chain;
  private final MetropolisKernel kernel;
  private final Target target;
  private final List<int[]> ranges;
  private final float[] before;
  private final float[] gradientBefore;
  private final float[] gradient;

  /** A posterior to sample, with its own parameters. */
  public interface Target {
    /** Returns the live flat parameter vector. */
    FloatBuffer parameters();

    /** Returns the live gradient of the SUM over the images evaluated last. */
    FloatBuffer gradients();

    /** Returns over how many images that sum goes [1]. */
    int images();

    /**
     * Evaluates the present parameters; may update statistics among them, which a rejection takes
     * back.
     *
     * @param step number of the step, which chooses the images [1]
     * @return mean cross-entropy [nat]
     */
    double evaluate(long step);
  }

  /**
   * Makes the proposals of a chain.
   *
   * @param seed root seed
   * @param ranges {from, to} of the parameters that are sampled, to exclusive; referenced
   */
  public FloatProposals(long seed, MetropolisKernel kernel, Target target, List<int[]> ranges) {
    chain = new FloatChain(seed);
    this.kernel = kernel;
    this.target = target;
    this.ranges = ranges;
    int n = target.parameters().limit();
    before = new float[n];
    gradient = new float[kernel.usesGradient() ? n : 0];
    gradientBefore = new float[gradient.length];
  }

  @Override
  public double energy(long step) {
    double energy = kernel.eta() * target.evaluate(step);
    if (kernel.usesGradient()) {
      target.gradients().get(0, gradient);
    }
    return energy;
  }

  @Override
  public void propose(long step) {
    target.parameters().get(0, before);
    System.arraycopy(gradient, 0, gradientBefore, 0, gradient.length);
    Increment increment = kernel.increment(target.images(), step);
    FloatBuffer slopes =
        kernel.usesGradient() ? FloatBuffer.wrap(gradient) : FloatBuffer.allocate(before.length);
    for (int[] r : ranges) {
      chain.step(step, slopes, target.parameters(), r[0], r[1], increment);
    }
  }

  @Override
  public double logProposalRatio(long step) {
    if (!kernel.usesGradient()) {
      return 0; // symmetric
    }
    Increment increment = kernel.increment(target.images(), step);
    FloatBuffer now = target.parameters();
    double sum = 0;
    for (int[] r : ranges) {
      for (int i = r[0]; i < r[1]; i++) {
        double moved = (double) now.get(i) - before[i];
        double there = moved - increment.driftPerGradient() * gradientBefore[i];
        double back = -moved - increment.driftPerGradient() * gradient[i];
        sum += there * there - back * back;
      }
    }
    return sum / (2 * increment.noiseVariance());
  }

  @Override
  public void accept() {
    // the proposal is in place, and so is its gradient
  }

  @Override
  public void reject() {
    target.parameters().put(0, before);
    System.arraycopy(gradientBefore, 0, gradient, 0, gradient.length);
  }

  @Override
  public void save(StateWriter out) throws IOException {
    out.writeFloats(gradient); // of the present weights, for the next proposal
  }

  @Override
  public void restore(StateReader in) throws IOException {
    in.readFloats(FloatBuffer.wrap(gradient));
  }
}
