package dev.spindrift.engine;

/** An event handler failed: says when in simulated time; the cause says why. */
public final class EventException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long time;
  private final int phase;

  EventException(long time, int phase, RuntimeException cause) {
    super("at simulated time " + time + " ps (phase " + phase + "): " + cause, cause);
    this.time = time;
    this.phase = phase;
  }

  /** Returns the simulated time of the event that failed [ps]. */
  public long time() {
    return time;
  }

  /** Returns the phase of the event that failed [1]. */
  public int phase() {
    return phase;
  }
}
