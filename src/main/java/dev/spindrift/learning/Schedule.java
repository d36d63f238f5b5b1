package dev.spindrift.learning;

/**
 * How the step size changes from mini-batch to mini-batch.
 *
 * <p>A chain with a constant small step stays in the mode where it started. A cyclical schedule
 * begins each cycle with the full step, which carries the chain over barriers, and ends it with
 * small steps, which sample the mode it has come to (R. Zhang, C. Li, J. Zhang, C. Chen, A. G.
 * Wilson, "Cyclical stochastic gradient MCMC for Bayesian deep learning", ICLR 2020, algorithm 1).
 */
public sealed interface Schedule {
  /** The full step always. */
  Schedule CONSTANT = new Constant();

  /**
   * Returns the step size as a share of the full one, above 0 to 1 [1].
   *
   * @param step number of the mini-batch, from 1 [1]
   */
  double share(long step);

  /**
   * Returns whether a kernel that samples brings noise in this step; without it the chain descends.
   *
   * @param step number of the mini-batch, from 1 [1]
   */
  boolean noisy(long step);

  /** The full step always, always noisy. */
  record Constant() implements Schedule {
    @Override
    public double share(long step) {
      return 1;
    }

    @Override
    public boolean noisy(long step) {
      return true;
    }
  }

  /**
   * Half a cosine per cycle: lowest + (1 - lowest) (1 + cos(pi r)) / 2, where r in [0, 1) is the
   * share of the cycle that is over. The paper's schedule has lowest = 0.
   *
   * @param cycle mini-batches of a cycle, positive [1]
   * @param lowest share that the step falls to, 0 to 1 [1]
   * @param exploration share of each cycle, from its start, in which the chain descends without
   *     noise (the exploration stage, beta in the paper), 0 to below 1 [1]
   */
  record Cosine(long cycle, double lowest, double exploration) implements Schedule {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public Cosine {
      if (cycle < 1 || !(lowest >= 0 && lowest <= 1) || !(exploration >= 0 && exploration < 1)) {
        throw new IllegalArgumentException(
            "a cosine needs a cycle of at least 1, lowest in [0, 1], exploration in [0, 1): "
                + cycle
                + ", "
                + lowest
                + ", "
                + exploration);
      }
    }

    @Override
    public double share(long step) {
      return lowest + (1 - lowest) * (1 + Math.cos(Math.PI * over(step))) / 2;
    }

    @Override
    public boolean noisy(long step) {
      return over(step) >= exploration;
    }

    private double over(long step) {
      return (double) Math.floorMod(step - 1, cycle) / cycle;
    }
  }
}
