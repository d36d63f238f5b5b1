package dev.spindrift.learning;

/**
 * A kernel whose step is a proposal that is accepted or rejected (N. Metropolis et al., J. Chem.
 * Phys. 21, 1953; W. K. Hastings, Biometrika 57, 1970): accepted with probability min(1, exp(L(w) -
 * L(w')) q(w|w')/q(w'|w)), where L is eta times the mean cross-entropy of the images that are
 * evaluated and q the density of proposals.
 *
 * <p>The stationary density is exactly exp(-L) only if L is the same function at every step: all
 * training images. With mini-batches L changes from step to step, the accepted steps follow its
 * noise, and the chain samples something flatter: the fewer images, the more (R. Bardenet, A.
 * Doucet, C. Holmes, JMLR 18, 2017).
 */
public sealed interface MetropolisKernel extends TransitionKernel permits Mala, Metropolis {

  /** Returns the factor eta of the likelihood [1]. */
  double eta();

  /** Returns how proposals are judged. */
  Acceptance acceptance();

  /** Returns whether a proposal needs the gradient. */
  boolean usesGradient();

  /**
   * How proposals are judged.
   *
   * @param batches mini-batches on which old and new state are compared; 0: all training images
   *     (the exact kernel) [1]
   * @param proposalRatio whether q(w|w')/q(w'|w) takes part; without it a proposal whose spread
   *     depends on where it starts makes the chain collect where the spread is small
   */
  record Acceptance(int batches, boolean proposalRatio) {
    /** All training images, with the ratio. */
    public static final Acceptance EXACT = new Acceptance(0, true);

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public Acceptance {
      if (batches < 0) {
        throw new IllegalArgumentException("mini-batches to compare on: " + batches);
      }
    }

    /** Returns whether every step evaluates the same images. */
    public boolean full() {
      return batches == 0;
    }
  }
}
