package dev.spindrift.mapping;

import dev.spindrift.learning.Increment;

/** Plans what arrives at one cell. */
interface PairPlanner {
  /**
   * Plans one pair.
   *
   * @param gradient sum over the mini-batch of the loss's derivative, finite [1]
   * @param weight present weight of the cell [1]
   * @param increment drift per gradient and required variance
   * @param pushFirst whether the push precedes the pull
   * @param pair receives the widths; modified
   */
  void plan(float gradient, float weight, Increment increment, boolean pushFirst, PulsePair pair);

  /** Returns what is added to every drift before it is planned, in weight units [1]. */
  default float offset(boolean pushFirst) {
    return 0f;
  }
}
