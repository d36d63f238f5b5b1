package dev.spindrift.learning;

import dev.spindrift.engine.CounterNoise;
import dev.spindrift.state.Checkpointed;
import dev.spindrift.state.StateReader;
import dev.spindrift.state.StateWriter;
import java.io.IOException;

/**
 * Propose, evaluate, keep or go back: the part of a Metropolis-Hastings chain that does not care
 * who holds the weights. The chip's walls and the float reference are both a {@link State}.
 *
 * <p>The number that decides a step is a function of seed and step, so two chains of one seed that
 * see the same ratios decide alike, and a resumed chain needs no generator state.
 */
public final class MetropolisChain implements Checkpointed {
  private final MetropolisKernel kernel;
  private final CounterNoise uniforms;
  private long proposals;
  private long accepted;
  private boolean known;
  private double energy;

  /**
   * Who holds the weights. What it saves is what the next proposal needs beside the weights, which
   * have an owner of their own.
   */
  public interface State extends Checkpointed {
    /**
     * Evaluates the present weights on the images of a step.
     *
     * @return L, eta times the mean cross-entropy, up to a constant of the step [1]
     */
    double energy(long step);

    /** Moves to a proposal, remembering where it was. */
    void propose(long step);

    /** Returns log q(before|now) - log q(now|before); both have been evaluated [1]. */
    double logProposalRatio(long step);

    /** Stays at the proposal. */
    void accept();

    /** Goes back to where it was. */
    void reject();
  }

  /**
   * Starts a chain.
   *
   * @param seed root seed
   * @param kernel how proposals are judged
   */
  public MetropolisChain(long seed, MetropolisKernel kernel) {
    this.kernel = kernel;
    uniforms = new CounterNoise(seed, "acceptance");
  }

  /**
   * Makes one step.
   *
   * @param step its number, from 1 [1]
   * @param state modified
   * @return whether the proposal was accepted
   * @throws ArithmeticException if L is not finite
   */
  public boolean step(long step, State state) {
    if (!known) {
      energy = finite(state.energy(step), "present");
    }
    state.propose(step);
    double there = finite(state.energy(step), "proposed");
    double ratio = energy - there;
    if (kernel.acceptance().proposalRatio()) {
      ratio += state.logProposalRatio(step);
    }
    boolean accept = Math.log(uniforms.uniform(step, 0)) < ratio;
    proposals++;
    if (accept) {
      accepted++;
      energy = there;
      state.accept();
    } else {
      state.reject();
    }
    known = kernel.acceptance().full(); // other images next time, another L
    return accept;
  }

  private static double finite(double energy, String which) {
    if (!Double.isFinite(energy)) {
      throw new ArithmeticException("L of the " + which + " weights is " + energy);
    }
    return energy;
  }

  /** Returns the number of proposals so far [1]. */
  public long proposals() {
    return proposals;
  }

  /** Returns how many of them were accepted [1]. */
  public long accepted() {
    return accepted;
  }

  /** Returns L of the present weights as evaluated last [1]. */
  public double energy() {
    return energy;
  }

  @Override
  public void save(StateWriter out) throws IOException {
    out.writeLongs(proposals, accepted, known ? 1 : 0);
    out.writeDouble(energy);
  }

  @Override
  public void restore(StateReader in) throws IOException {
    long[] counts = in.readLongs(3);
    proposals = counts[0];
    accepted = counts[1];
    known = counts[2] != 0;
    energy = in.readDouble();
  }
}
