package dev.spindrift.cli;

import dev.spindrift.report.ReportException;
import dev.spindrift.report.ResultsFolder;
import dev.spindrift.scenario.Checkpoints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The results folder of a command under way: in the place that all commands share, and cleaned up
 * when the command fails or is interrupted (Ctrl-C), so that no unfinished folder stays behind.
 */
final class Output implements AutoCloseable {
  /** The place cannot take results; all commands then end with {@link Main#BAD_INPUT}. */
  static final class Unusable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unusable(String message) {
      super(message);
    }

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
    try {
      folder = ResultsFolder.create(reports(), name, out, force);
    } catch (ReportException e) {
      throw new Unusable(e);
    }
    cleaner = new Thread(folder::abandon);
    Runtime.getRuntime().addShutdownHook(cleaner);
  }

  private static Path reports() {
    return Path.of(System.getProperty("spindrift.home", "."), "reports");
  }

  /**
   * Makes the folder of a run that can be interrupted and resumed; it is the run's business what
   * stays of it.
   *
   * @throws Unusable as the constructor
   */
  static ResultsFolder resumable(String name, Path out, boolean force) {
    try {
      return ResultsFolder.resumable(reports(), name, out, force);
    } catch (ReportException e) {
      throw new Unusable(e);
    }
  }

  /**
   * Finds an unfinished run.
   *
   * @param named folder, with or without the ending {@code .running}, or empty: the only one under
   *     {@code reports/}
   * @param scenario file whose runs are meant if no folder is named, or null: any scenario
   * @throws Unusable if there is none, or more than one
   */
  static Path unfinished(String named, Path scenario) {
    if (!named.isEmpty()) {
      for (String ending : new String[] {"", ResultsFolder.RUNNING}) {
        Path folder = Path.of(named + ending);
        if (Files.isDirectory(folder.resolve(Checkpoints.FOLDER))
            || (folder.toString().endsWith(ResultsFolder.RUNNING) && Files.isDirectory(folder))) {
          return folder;
        }
      }
      throw new Unusable(
          Files.isDirectory(Path.of(named))
              ? named + " is no unfinished run: it has no folder " + Checkpoints.FOLDER
              : "There is no unfinished run " + named + ".");
    }
    String start =
        scenario == null ? "" : scenario.getFileName().toString().replaceFirst("\\.[^.]*$", "-");
    List<Path> all = List.of();
    try (Stream<Path> list = Files.list(reports())) {
      all =
          list.filter(f -> f.getFileName().toString().startsWith(start))
              .filter(f -> f.toString().endsWith(ResultsFolder.RUNNING))
              .filter(Files::isDirectory)
              .sorted()
              .toList();
    } catch (NoSuchFileException none) {
      // as if it were empty
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (all.size() == 1) {
      return all.get(0);
    }
    throw new Unusable(
        all.isEmpty()
            ? "There is no unfinished run in " + reports() + "; name its folder: --resume FOLDER."
            : "Several runs are unfinished; name one:"
                + all.stream().map(f -> "\n  --resume " + f).collect(Collectors.joining()));
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
