package dev.spindrift.learning;

/** How the chain steps from one mini-batch to the next. */
public sealed interface TransitionKernel permits Sgld, Sgd {

  /**
   * Returns the step for a mini-batch.
   *
   * @param batch images in the mini-batch, positive [1]
   */
  Increment increment(int batch);
}
