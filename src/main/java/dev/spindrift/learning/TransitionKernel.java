package dev.spindrift.learning;

/** How the chain steps from one mini-batch to the next. */
public sealed interface TransitionKernel permits Sgld, Sgd, MetropolisKernel {

  /**
   * Returns the step for a mini-batch.
   *
   * @param batch images whose summed gradient is given, positive [1]
   * @param step number of the mini-batch, from 1 [1]
   */
  Increment increment(int batch, long step);

  /**
   * Returns the first step.
   *
   * @param batch images whose summed gradient is given, positive [1]
   */
  default Increment increment(int batch) {
    return increment(batch, 1);
  }

  /** Returns how the step size changes. */
  default Schedule schedule() {
    return Schedule.CONSTANT;
  }
}
