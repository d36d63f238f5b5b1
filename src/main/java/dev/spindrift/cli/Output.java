package dev.spindrift.cli;

import dev.spindrift.report.ResultsFolder;
import java.nio.file.Path;

/**
 * The results folder of a command under way: in the place that all commands share, and cleaned up
 * when the command fails or is interrupted (Ctrl-C), so that no unfinished folder stays behind.
 */
final class Output implements AutoCloseable {
  private final ResultsFolder folder;
  private final Thread cleaner;

  /**
   * Makes the folder.
   *
   * @param name what the results are called if the user gives no place
   * @param out the user's place, or null for {@code reports/<name>-<time>} in Spindrift's home
   * @throws dev.spindrift.report.ReportException if the place is taken or cannot be written
   */
  Output(String name, Path out, boolean force) {
    Path reports = Path.of(System.getProperty("spindrift.home", "."), "reports");
    folder = ResultsFolder.create(reports, name, out, force);
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
