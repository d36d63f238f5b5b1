package dev.spindrift.mapping;

/** One planned push-pull pair; a scratch object that the planner fills. */
final class PulsePair {
  /** Width of the shorter pulse; 0 if there is no pulse at all [steps]. */
  int shorter;

  /** Width of the longer pulse; 0 if there is no pulse at all [steps]. */
  int longer;

  /** -1 if the pull is the longer pulse, else 1 (0 without drift). */
  float sign;

  /** Whether the shortest pulse brings more noise than required. */
  boolean lowerLimit;

  /** Whether the drift alone brings more noise than required. */
  boolean upperLimit;

  /** Whether a width was cut to the driver's longest pulse. */
  boolean longestLimit;

  /** Returns the width of the push, the pulse towards larger weights [steps]. */
  int push() {
    return sign < 0 ? shorter : longer;
  }

  /** Returns the width of the pull [steps]. */
  int pull() {
    return sign < 0 ? longer : shorter;
  }
}
