package dev.spindrift.report;

import dev.spindrift.input.JsonText;
import dev.spindrift.scenario.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * One results folder in the making: a hidden partial folder next to its final place while the run
 * goes on, moved into place in one step when all is written and on disk.
 *
 * <p>Use with try-with-resources: leaving without {@link #finish} abandons the partial folder, but
 * not that of a resumable run. Not thread-safe.
 */
public final class ResultsFolder implements AutoCloseable {
  private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

  /** What the name of an unfinished resumable folder ends in. */
  public static final String RUNNING = ".running";

  private final Path target;
  private final boolean dated;
  private final boolean force;
  private Path working;
  private final Clock clock;

  /** Whether an unfinished folder is worth keeping: it holds checkpoints. */
  private final boolean resumable;

  /** More than files a run can write meanwhile; each attempt lists anew. */
  private static final int REMOVAL_ATTEMPTS = 100;

  private boolean closed;

  private ResultsFolder(
      Path target, boolean dated, boolean force, Path working, Clock clock, boolean resumable) {
    this.target = target;
    this.dated = dated;
    this.force = force;
    this.working = working;
    this.clock = clock;
    this.resumable = resumable;
  }

  /**
   * Chooses the final place and creates the partial folder beside it.
   *
   * @param base folder for results without a place of their own, e.g. {@code reports}; created if
   *     missing
   * @param name the scenario's name; characters that file systems dislike become hyphens
   * @param outOrNull the place the user asked for, or null for {@code base/name-yyyyMMdd-HHmmss}
   * @param force whether an existing results folder at {@code outOrNull} may be replaced; a folder
   *     that is not a results folder is never replaced
   * @throws ReportException if the place is taken, or not writable
   */
  public static ResultsFolder create(Path base, String name, Path outOrNull, boolean force) {
    return create(base, name, outOrNull, force, Clock.system(ZoneId.systemDefault()), false);
  }

  /**
   * As {@link #create(Path, String, Path, boolean)}, but the folder may hold checkpoints, is called
   * {@code <name>.running} once it is {@link #publish published}, and stays when it is closed
   * unfinished: it can be {@link #reopen reopened}.
   */
  public static ResultsFolder resumable(Path base, String name, Path outOrNull, boolean force) {
    return create(base, name, outOrNull, force, Clock.system(ZoneId.systemDefault()), true);
  }

  /**
   * Goes on with an unfinished resumable folder.
   *
   * @param running a folder {@code <name>.running}
   * @param force whether results called {@code <name>} may be replaced; otherwise these results get
   *     a number
   */
  public static ResultsFolder reopen(Path running, boolean force) {
    Path working = running.toAbsolutePath().normalize();
    String name = working.getFileName().toString();
    Path target =
        working.resolveSibling(
            name.endsWith(RUNNING) && name.length() > RUNNING.length()
                ? name.substring(0, name.length() - RUNNING.length())
                : name + ".results");
    return new ResultsFolder(
        target, !force, force, working, Clock.system(ZoneId.systemDefault()), true);
  }

  static ResultsFolder create(Path base, String name, Path outOrNull, boolean force, Clock clock) {
    return create(base, name, outOrNull, force, clock, false);
  }

  private static ResultsFolder create(
      Path base, String name, Path outOrNull, boolean force, Clock clock, boolean resumable) {
    boolean dated = outOrNull == null;
    Path target =
        dated
            ? base.resolve(
                FolderFiles.plain(name)
                    + "-"
                    + STAMP.withZone(clock.getZone()).format(clock.instant()))
            : outOrNull;
    target = target.toAbsolutePath().normalize();
    if (!dated) {
      Placement.refuseTaken(target, force);
    }
    Path parent = target.getParent();
    if (parent == null) {
      throw new ReportException(
          "Results cannot be written to "
              + target
              + ": it is the root of a file system. Name a folder in it with --out.");
    }
    if (resumable) {
      running(target, dated); // refuse before anything is made
    }
    Path working =
        parent.resolve(
            "."
                + target.getFileName()
                + ".partial-"
                + UUID.randomUUID().toString().substring(0, 8));
    try {
      Files.createDirectories(parent);
      Files.createDirectory(working);
    } catch (IOException e) {
      throw new ReportException(
          "The results folder cannot be created in "
              + parent
              + ": "
              + FolderFiles.reason(e)
              + ". Make the folder writable, or choose another place with --out.",
          e);
    }
    return new ResultsFolder(target, dated, force, working, clock, resumable);
  }

  private static Path running(Path target, boolean dated) {
    Path working = target.resolveSibling(target.getFileName() + RUNNING);
    for (int i = 2; dated && Files.exists(working, LinkOption.NOFOLLOW_LINKS); i++) {
      working = target.resolveSibling(target.getFileName() + "-" + i + RUNNING);
    }
    if (Files.exists(working, LinkOption.NOFOLLOW_LINKS)) {
      throw new ReportException(
          "An unfinished run stands in "
              + working
              + ". Go on with it (spindrift run --resume "
              + working
              + "), remove that folder, or choose another place with --out.");
    }
    return working;
  }

  /**
   * Returns the partial folder; whatever is written there before {@link #finish} becomes part of
   * the results.
   */
  public Path working() {
    return working;
  }

  /**
   * Writes texts that are known before the run, e.g. its inputs, and gives a resumable folder its
   * name {@code <name>.running} in one step: whatever is called so can be resumed.
   *
   * @param texts file name, possibly in sub-folders, to text; not modified
   * @throws ReportException if something cannot be written or an unfinished run is there already
   */
  public void publish(Map<String, String> texts) {
    Path at = working;
    try {
      for (Map.Entry<String, String> text : texts.entrySet()) {
        at = inside(text.getKey());
        FolderFiles.write(at, text.getValue());
      }
      at = running(target, dated);
      Files.move(working, at, StandardCopyOption.ATOMIC_MOVE);
      working = at;
      FolderFiles.forceFolder(at.getParent());
    } catch (IOException e) {
      throw new ReportException(at + " cannot be written: " + FolderFiles.reason(e), e);
    }
  }

  /**
   * Moves a folder into place whose files are all written, end marker included: the last step of a
   * run that was interrupted just before it.
   *
   * @return the final place, absolute
   * @throws ReportException if it cannot be moved
   */
  public Path settle() {
    try {
      Path place = Placement.of(working, target, dated, force);
      FolderFiles.forceFolder(place.getParent());
      closed = true;
      return place;
    } catch (IOException e) {
      throw new ReportException(
          working + " cannot be moved to " + target + ": " + FolderFiles.reason(e), e);
    }
  }

  /**
   * Writes all files, then the end marker, forces everything to disk and moves the folder to its
   * final place in one step.
   *
   * @param result what the run yielded
   * @return the final place, absolute
   * @throws ReportException if anything cannot be written; the partial folder is abandoned then
   */
  public Path finish(RunResult result) {
    Instant finished = clock.instant();
    Map<String, String> texts = new TreeMap<>(CsvFiles.of(result));
    result.inputs().forEach((file, text) -> texts.put("inputs/" + file, text));
    texts.put("summary.json", JsonText.write(Summary.of(result, finished), true));
    texts.put("report.html", HtmlReport.render(result, finished, clock.getZone()));
    return finish(texts);
  }

  /**
   * Writes files of any kind, for results that are not a run's, then as {@link #finish(RunResult)}.
   *
   * @param texts file name, possibly in sub-folders, to text; not modified
   * @return the final place, absolute
   * @throws ReportException if anything cannot be written; the partial folder is abandoned then
   */
  public Path finish(Map<String, String> texts) {
    if (closed) {
      throw new IllegalStateException("results folder already finished or abandoned: " + target);
    }
    Path at = working;
    try {
      for (Map.Entry<String, String> text : texts.entrySet()) {
        at = inside(text.getKey());
        FolderFiles.write(at, text.getValue());
      }
      at = working;
      for (Path file : Marker.files(working)) {
        at = file;
        FolderFiles.force(file, StandardOpenOption.WRITE);
      }
      at = working.resolve(Marker.NAME);
      FolderFiles.write(at, Marker.text(working));
      FolderFiles.force(at, StandardOpenOption.WRITE);
      try (Stream<Path> walk = Files.walk(working)) {
        walk.filter(Files::isDirectory).forEach(FolderFiles::forceFolder);
      }
      at = target;
      Path place = Placement.of(working, target, dated, force);
      FolderFiles.forceFolder(place.getParent());
      closed = true;
      return place;
    } catch (IOException e) {
      String free = freeSpace();
      if (resumable) {
        closed = true;
        throw new ReportException(
            "The results could not be written: "
                + shown(at)
                + ": "
                + FolderFiles.reason(e)
                + free
                + ". Free some space and go on with spindrift run --resume "
                + working,
            e);
      }
      abandon();
      throw new ReportException(
          "The results could not be written: "
              + shown(at)
              + ": "
              + FolderFiles.reason(e)
              + free
              + ". Free some space or choose another place with --out, and run again; "
              + (Files.exists(working)
                  ? "the unfinished files are in " + working + " and may be deleted."
                  : "the unfinished files were removed."),
          e);
    }
  }

  /**
   * Gives the run's files up, checkpoints included: removes the folder in the making, as far as the
   * file system allows. What remains is called {@code .<name>.partial-...} and has no end marker.
   * Does nothing after {@link #finish}.
   */
  public void abandon() {
    if (!closed) {
      closed = true;
      // After an interrupt the run may still be writing: a file can appear between the listing and
      // the removal of its folder. Once the folder is gone, nothing can.
      for (int attempt = 0; attempt < REMOVAL_ATTEMPTS; attempt++) {
        try {
          // The marker first: a removal that stops half-way must not leave something that looks
          // whole.
          Files.deleteIfExists(working.resolve(Marker.NAME));
          FolderFiles.delete(working);
          return;
        } catch (IOException remains) {
          // Nothing is lost: the folder's name says that it is partial.
          Thread.onSpinWait();
        }
      }
    }
  }

  @Override
  public void close() {
    if (!resumable) {
      abandon();
    }
  }

  /**
   * Returns whether a folder holds whole results: its end marker is there and every file listed in
   * it has the listed SHA-256. Reads all files.
   */
  public static boolean isComplete(Path folder) {
    return Marker.verifies(folder);
  }

  /**
   * Removes a sub-folder from whole results, which stay whole: the marker forgets it first.
   *
   * @throws ReportException if that cannot be done
   */
  public static void drop(Path results, String subfolder) {
    try {
      Path marker = results.resolve(Marker.NAME);
      Path renewed = results.resolve("." + Marker.NAME + ".part");
      FolderFiles.write(renewed, Marker.without(marker, subfolder + "/"));
      FolderFiles.force(renewed, StandardOpenOption.WRITE);
      Files.move(
          renewed, marker, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
      FolderFiles.delete(results.resolve(subfolder));
    } catch (IOException e) {
      throw new ReportException(
          "Folder "
              + subfolder
              + " cannot be removed from "
              + results
              + ": "
              + FolderFiles.reason(e),
          e);
    }
  }

  /**
   * Removes an unfinished run with its checkpoints.
   *
   * @param running a folder {@code <name>.running}; others are left alone
   * @throws ReportException if it cannot be removed
   */
  public static void remove(Path running) {
    if (!running.toString().endsWith(RUNNING)) {
      throw new IllegalArgumentException("not an unfinished run: " + running);
    }
    try {
      FolderFiles.delete(running);
    } catch (IOException e) {
      throw new ReportException(
          "The unfinished run " + running + " cannot be removed: " + FolderFiles.reason(e), e);
    }
  }

  /** Resolves a file of the results; an input's name must not lead out of the folder. */
  private Path inside(String file) {
    Path path = working.resolve(file).normalize();
    if (!path.startsWith(working) || path.equals(working)) {
      throw new IllegalArgumentException("file name leads out of the results folder: " + file);
    }
    return path;
  }

  /** Shows a file of the partial folder under the name it would have had. */
  private Path shown(Path file) {
    return file.startsWith(working) ? target.resolve(working.relativize(file)) : file;
  }

  private String freeSpace() {
    try {
      long free = Files.getFileStore(working).getUsableSpace();
      return " (" + Engineering.format((double) free, "B") + " free there)";
    } catch (IOException unknown) {
      return "";
    }
  }
}
