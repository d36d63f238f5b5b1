package dev.spindrift.scenario;

/** A run that ended early because it was asked to, after a whole mini-batch. */
public final class RunStopped extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final long done;
  private final long saved;

  RunStopped(long done, long saved) {
    super("stopped after mini-batch " + done);
    this.done = done;
    this.saved = saved;
  }

  /** Returns how many mini-batches were learnt [1]. */
  public long done() {
    return done;
  }

  /**
   * Returns after how many mini-batches the newest checkpoint was taken, 0 if there is none [1].
   */
  public long saved() {
    return saved;
  }
}
