package dev.spindrift.report;

import dev.spindrift.input.JsonText;
import dev.spindrift.scenario.RunResult;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One results folder in the making: a hidden partial folder next to its final place while the run
 * goes on, moved into place in one step when all is written and on disk.
 *
 * <p>Use with try-with-resources: leaving without {@link #finish} abandons the partial folder. Not
 * thread-safe.
 */
public final class ResultsFolder implements AutoCloseable {
  private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

  private final Path target;
  private final boolean dated;
  private final boolean force;
  private final Path working;
  private final Clock clock;

  /** More than files a run can write meanwhile; each attempt lists anew. */
  private static final int REMOVAL_ATTEMPTS = 100;

  private boolean closed;

  private ResultsFolder(Path target, boolean dated, boolean force, Path working, Clock clock) {
    this.target = target;
    this.dated = dated;
    this.force = force;
    this.working = working;
    this.clock = clock;
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
    return create(base, name, outOrNull, force, Clock.system(ZoneId.systemDefault()));
  }

  static ResultsFolder create(Path base, String name, Path outOrNull, boolean force, Clock clock) {
    boolean dated = outOrNull == null;
    Path target =
        dated
            ? base.resolve(
                plain(name) + "-" + STAMP.withZone(clock.getZone()).format(clock.instant()))
            : outOrNull;
    target = target.toAbsolutePath().normalize();
    if (!dated) {
      refuseTaken(target, force);
    }
    Path parent = target.getParent();
    if (parent == null) {
      throw new ReportException(
          "Results cannot be written to "
              + target
              + ": it is the root of a file system. Name a folder in it with --out.");
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
              + reason(e)
              + ". Make the folder writable, or choose another place with --out.",
          e);
    }
    return new ResultsFolder(target, dated, force, working, clock);
  }

  /**
   * Returns the partial folder; whatever is written there before {@link #finish} becomes part of
   * the results.
   */
  public Path working() {
    return working;
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
        write(at, text.getValue());
      }
      at = working;
      for (Path file : Marker.files(working)) {
        at = file;
        force(file, StandardOpenOption.WRITE);
      }
      at = working.resolve(Marker.NAME);
      write(at, Marker.text(working));
      force(at, StandardOpenOption.WRITE);
      try (Stream<Path> walk = Files.walk(working)) {
        walk.filter(Files::isDirectory).forEach(ResultsFolder::forceFolder);
      }
      at = target;
      Path place = moveIntoPlace();
      forceFolder(place.getParent());
      closed = true;
      return place;
    } catch (IOException e) {
      String free = freeSpace();
      abandon();
      throw new ReportException(
          "The results could not be written: "
              + shown(at)
              + ": "
              + reason(e)
              + free
              + ". Free some space or choose another place with --out, and run again; "
              + (Files.exists(working)
                  ? "the unfinished files are in " + working + " and may be deleted."
                  : "the unfinished files were removed."),
          e);
    }
  }

  /**
   * Gives the run's files up: removes the partial folder, as far as the file system allows. What
   * remains is called {@code .<name>.partial-...} and has no end marker. Does nothing after {@link
   * #finish}.
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
          delete(working);
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
    abandon();
  }

  /**
   * Returns whether a folder holds whole results: its end marker is there and every file listed in
   * it has the listed SHA-256. Reads all files.
   */
  public static boolean isComplete(Path folder) {
    return Marker.verifies(folder);
  }

  private static void refuseTaken(Path target, boolean force) {
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
              + reason(e)
              + ". Choose another place with --out.",
          e);
    }
  }

  /** Makes one path segment of a scenario's name: nothing hidden, no separators, never empty. */
  private static String plain(String name) {
    String plain = name.replaceAll("[^A-Za-z0-9._-]+", "-").replaceAll("^[.-]+|[.-]+$", "");
    if (plain.isEmpty()) {
      return "run";
    }
    return plain.length() <= 80 ? plain : plain.substring(0, 80);
  }

  /** Resolves a file of the results; an input's name must not lead out of the folder. */
  private Path inside(String file) {
    Path path = working.resolve(file).normalize();
    if (!path.startsWith(working) || path.equals(working)) {
      throw new IllegalArgumentException("file name leads out of the results folder: " + file);
    }
    return path;
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text, StandardCharsets.UTF_8);
  }

  private static void force(Path path, StandardOpenOption option) throws IOException {
    try (FileChannel channel = FileChannel.open(path, option)) {
      channel.force(true);
    }
  }

  /** Forces a folder's entries to disk where the platform can (Linux, macOS). */
  private static void forceFolder(Path folder) {
    try {
      force(folder, StandardOpenOption.READ);
    } catch (IOException unsupported) {
      // Windows opens no folders; there the file system's journal has to do.
      return;
    }
  }

  private Path moveIntoPlace() throws IOException {
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
    try {
      Files.move(working, place, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (old != null) {
        Files.move(old, place, StandardCopyOption.ATOMIC_MOVE);
      }
      throw e;
    }
    if (old != null) {
      try {
        delete(old);
      } catch (IOException remains) {
        // The new results are in place; what is left of the old ones has a hidden name.
        return place;
      }
    }
    return place;
  }

  private static void delete(Path folder) throws IOException {
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(folder)) {
      paths = walk.sorted(Comparator.reverseOrder()).collect(Collectors.toList());
    } catch (NoSuchFileException gone) {
      return;
    }
    for (Path path : paths) {
      Files.deleteIfExists(path);
    }
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

  private static String reason(IOException e) {
    if (e instanceof FileAlreadyExistsException) {
      return "a file of that name is in the way";
    }
    if (e instanceof FileSystemException known && known.getReason() != null) {
      return known.getReason();
    }
    if (e instanceof java.nio.file.AccessDeniedException) {
      return "permission denied";
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
