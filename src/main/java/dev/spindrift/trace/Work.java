package dev.spindrift.trace;

/** The kind of work an action is part of: the columns by which energy and time are split. */
public enum Work {
  /** Forward reads, conversions, transfers and digital operations of a mini-batch. */
  FORWARD,
  /** Transposed reads and everything else of error back-propagation. */
  BACKWARD,
  /** Accumulation of the weight gradient. */
  GRADIENT,
  /** Pulse planning and push-pull row programs. */
  UPDATE,
  /** Bringing the chain's state into the next sample bank. */
  HANDOVER,
  /** Thinning counter, sample-index controller. */
  CONTROL;

  /** Returns the name in lower case, as files and tables spell it. */
  public String label() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
