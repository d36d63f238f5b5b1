package dev.spindrift.cli;

import dev.spindrift.report.ReportException;
import dev.spindrift.report.ResultsFolder;
import java.nio.file.Path;

/**
 * The results folder of a command under way: in the place that all commands share, and cleaned up
 * when the command fails or is interrupted (Ctrl-C), so that no unfinished folder stays behind.
 */
final class Output implements AutoCloseable {
  /** The place cannot take results; all commands then end with {@link Main#BAD_INPUT}. */
  static final class Unusable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unusable(ReportException cause) {
      super(cause.getMessage(), cause);
    }
  }

  private final ResultsFolder folder;
  private final Thread cleaner;

  /**
   * Makes the folder.
   *
   * @param name what the results are called if the user gives no place
   * @param out the user's place, or null for {@code reports/<name>-<time>} in Spindrift's home
   * @throws Unusable if the place is taken or cannot be written: it is the user's choice, bad input
   */
  Output(String name, Path out, boolean force) {
    Path reports = Path.of(System.getProperty("spindrift.home", "."), "reports");
    try {
      folder = ResultsFolder.create(reports, name, out, force);
    } catch (ReportException e) {
      throw new Unusable(e);
    }
    cleaner = new Thread(folder::abandon);
    Runtime.getRuntime().addShutdownHook(cleaner);
  }

  ResultsFolder folder() {
    return folder;
  }

  @Override
  public void close() {
    folder.close();
    try {
      Runtime.getRuntime().removeShutdownHook(cleaner);
    } catch (IllegalStateException shuttingDown) {
      return; // the cleaner is at work already
    }
  }
}
