package dev.spindrift.scenario;

/** An unfinished run that cannot be continued, or not by this one; bad input. */
public final class ResumeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ResumeException(String message) {
    super(message);
  }
}
