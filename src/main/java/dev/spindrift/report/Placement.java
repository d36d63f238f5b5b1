package dev.spindrift.report;

import dev.spindrift.scenario.Checkpoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/** Where a results folder may come to lie, and how it gets there. */
final class Placement {
  private Placement() {}

  /**
   * Refuses a place that holds something, unless it is older results and {@code force} is given.
   */
  static void refuseTaken(Path target, boolean force) {
    if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (!Files.isDirectory(target)) {
      throw new ReportException(
          "Results cannot be written to "
              + target
              + ": it exists and is not a folder. Choose another place with --out.");
    }
    if (isEmpty(target)) {
      return;
    }
    boolean results = Files.isRegularFile(target.resolve(Marker.NAME));
    if (force && results) {
      return;
    }
    throw new ReportException(
        results
            ? "Results cannot be written to "
                + target
                + ": it holds the results of another run. Choose another place with --out, or add"
                + " --force to replace them."
            : "Results cannot be written to "
                + target
                + ": it is not empty and holds no results (no file "
                + Marker.NAME
                + "), so it is not replaced. Choose another place with --out, or empty it.");
  }

  private static boolean isEmpty(Path folder) {
    try (Stream<Path> list = Files.list(folder)) {
      return list.findAny().isEmpty();
    } catch (IOException e) {
      throw new ReportException(
          "Results cannot be written to "
              + folder
              + ": "
              + FolderFiles.reason(e)
              + ". Choose another place with --out.",
          e);
    }
  }

  /**
   * Moves a finished folder to its place in one step.
   *
   * @param dated whether a taken place is a matter of time: the later one gets a number
   * @param force whether older results may be replaced
   * @return the place
   */
  static Path of(Path working, Path target, boolean dated, boolean force) throws IOException {
    Path place = target;
    // Two runs of one scenario within a second: the later one gets a number.
    for (int i = 2; dated && Files.exists(place, LinkOption.NOFOLLOW_LINKS); i++) {
      place = target.resolveSibling(target.getFileName() + "-" + i);
    }
    Path old = null;
    if (!dated && Files.isDirectory(place)) {
      if (isEmpty(place)) {
        Files.delete(place);
      } else {
        refuseTaken(place, force);
        old = working.resolveSibling(working.getFileName() + ".replaced");
        Files.move(place, old, StandardCopyOption.ATOMIC_MOVE);
      }
    }
    // Checkpoints are no results; they go when the results are in place, not before.
    Path checkpoints = working.resolve(Checkpoints.FOLDER);
    Path aside = working.resolveSibling("." + target.getFileName() + ".checkpoints-done");
    boolean resumed = Files.isDirectory(checkpoints);
    if (resumed) {
      FolderFiles.delete(aside);
      Files.move(checkpoints, aside, StandardCopyOption.ATOMIC_MOVE);
    }
    try {
      Files.move(working, place, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (resumed) {
        Files.move(aside, checkpoints, StandardCopyOption.ATOMIC_MOVE);
      }
      if (old != null) {
        Files.move(old, place, StandardCopyOption.ATOMIC_MOVE);
      }
      throw e;
    }
    try {
      if (old != null) {
        FolderFiles.delete(old);
      }
      FolderFiles.delete(aside);
    } catch (IOException remains) {
      // The new results are in place; what is left of the old ones has a hidden name.
      return place;
    }
    return place;
  }
}
