package dev.spindrift.report;

/** Results could not be written, with what went wrong, where, and what helps. */
public final class ReportException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message what, where and the remedy, in full sentences
   */
  public ReportException(String message) {
    super(message);
  }

  /**
   * Creates the exception.
   *
   * @param message what, where and the remedy, in full sentences
   * @param cause what the file system said
   */
  public ReportException(String message, Throwable cause) {
    super(message, cause);
  }
}
