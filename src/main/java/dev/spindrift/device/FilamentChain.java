package dev.spindrift.device;

import umontreal.ssj.probdist.NormalDist;
import umontreal.ssj.rng.RandomStream;

/**
 * A Markov chain whose proposals are made by programming filamentary memristors: each step programs
 * every device again around its present conductance, g' drawn from N(g, spread(g)^2), and accepts
 * all of them or none. The target is uniform on the box [lowest, highest] (a flat likelihood), so a
 * proposal outside the box is rejected.
 *
 * <p>The proposal is not symmetric, since the spread depends on where one stands. With the Hastings
 * ratio q(g|g')/q(g'|g) as acceptance probability the chain samples the uniform target (Hastings,
 * Biometrika 57, 1970). Without it the chain samples, where proposals are small, a density
 * proportional to 1/spread(g)^2 for each device: it collects where the device is quiet, the "high
 * conductance corner".
 *
 * <p>Not thread-safe.
 */
public final class FilamentChain {
  private final FilamentLaw law;
  private final boolean hastings;
  private final RandomStream random;
  private final double[] state;
  private final double[] proposal;

  /**
   * Makes a chain.
   *
   * @param law the devices, all alike
   * @param devices number of devices, 1 or more [1]
   * @param start conductance of all devices, lowest to highest [S]
   * @param hastings whether proposals are accepted with the Hastings ratio; otherwise all that lie
   *     in the box are
   * @param random its numbers: one per device and one for acceptance each step, whatever {@code
   *     hastings} is; referenced
   * @throws IllegalArgumentException if there is no device or the start is out of range
   */
  public FilamentChain(
      FilamentLaw law, int devices, double start, boolean hastings, RandomStream random) {
    if (devices < 1 || !law.reaches(start)) {
      throw new IllegalArgumentException(
          "a chain needs a device and a start from "
              + law.lowest()
              + " to "
              + law.highest()
              + " S: "
              + devices
              + " devices, start "
              + start
              + " S");
    }
    this.law = law;
    this.hastings = hastings;
    this.random = random;
    state = new double[devices];
    proposal = new double[devices];
    java.util.Arrays.fill(state, start);
  }

  /**
   * Makes one step.
   *
   * @return whether the proposal was accepted
   */
  public boolean step() {
    boolean inside = true;
    for (int i = 0; i < state.length; i++) {
      double normal = NormalDist.inverseF01(random.nextDouble());
      proposal[i] = state[i] + law.spread(state[i]) * normal;
      inside &= law.reaches(proposal[i]);
    }
    double uniform = random.nextDouble();
    if (!inside || (hastings && Math.log(uniform) >= logRatio())) {
      return false;
    }
    System.arraycopy(proposal, 0, state, 0, state.length);
    return true;
  }

  /** Returns log q(state|proposal) - log q(proposal|state). */
  private double logRatio() {
    double sum = 0;
    for (int i = 0; i < state.length; i++) {
      double there = law.spread(proposal[i]);
      double here = law.spread(state[i]);
      double moved = proposal[i] - state[i];
      sum += Math.log(here / there) - moved * moved / 2 * (1 / (there * there) - 1 / (here * here));
    }
    return sum;
  }

  /**
   * Returns a device's conductance [S].
   *
   * @param device its number, from 0 [1]
   */
  public double conductance(int device) {
    return state[device];
  }

  /**
   * Returns which quarter of the range a device's conductance lies in, 0 (lowest) to 3 [1].
   *
   * @param device its number, from 0 [1]
   */
  public int quarter(int device) {
    double share = (state[device] - law.lowest()) / (law.highest() - law.lowest());
    return Math.min(3, (int) (4 * share));
  }

  /** Returns whether all devices lie in one quarter, 0 (lowest) to 3. */
  public boolean allIn(int quarter) {
    for (int i = 0; i < state.length; i++) {
      if (quarter(i) != quarter) {
        return false;
      }
    }
    return true;
  }
}
