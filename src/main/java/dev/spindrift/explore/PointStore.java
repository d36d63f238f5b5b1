package dev.spindrift.explore;

import dev.spindrift.input.InputFile;
import dev.spindrift.input.InputNode;
import dev.spindrift.input.JsonText;
import dev.spindrift.input.Problems;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The folder of an exploration. Whatever has its final name is whole: files and point folders are
 * written under hidden names, forced to disk and renamed, so that a kill at any moment loses at
 * most the points under way.
 *
 * <pre>
 * plan/ID.json      what the point is: base scenario, settings
 * points/ID/        a finished point: point.json, summary.json, history.csv, energy.csv, inputs/
 * failed/ID.json    why a point has no results: kind, attempts, message
 * </pre>
 *
 * <p>Any number of processes may work on one folder.
 */
public final class PointStore {
  private final Path folder;

  /**
   * Opens or makes the folder.
   *
   * @throws UncheckedIOException if that is not possible
   */
  public PointStore(Path folder) {
    this.folder = folder;
    try {
      for (String part : List.of("plan", "points", "failed")) {
        Files.createDirectories(folder.resolve(part));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the folder " + folder + " cannot be made", e);
    }
  }

  /** Returns the folder. */
  public Path folder() {
    return folder;
  }

  /** Returns whether the point is finished. */
  public boolean isDone(String id) {
    return Files.isRegularFile(finished(id).resolve("point.json"));
  }

  Path finished(String id) {
    return folder.resolve("points").resolve(id);
  }

  /** Returns a new folder for the files of a point under way. */
  Path begin(String id) throws IOException {
    Path working =
        folder.resolve("points").resolve("." + id + ".partial-" + ProcessHandle.current().pid());
    delete(working);
    return Files.createDirectories(working);
  }

  /** Forces a point's files to disk and gives it its name; a point that is there already stays. */
  void finish(String id, Path working) throws IOException {
    try (Stream<Path> files = Files.walk(working)) {
      for (Path f : files.filter(Files::isRegularFile).toList()) {
        force(f, StandardOpenOption.WRITE);
      }
    }
    try {
      Files.move(working, finished(id), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException taken) {
      if (!isDone(id)) {
        throw taken;
      }
      delete(working); // another process was first; its results are the same
    }
    forceFolder(folder.resolve("points"));
    Files.deleteIfExists(failure(id));
  }

  private Path failure(String id) {
    return folder.resolve("failed").resolve(id + ".json");
  }

  /** Writes down what a point is, for processes that are told its id only. */
  public void plan(Point point, Path scenario) {
    Path file = folder.resolve("plan").resolve(point.id() + ".json");
    if (!Files.exists(file)) {
      Map<String, Object> m = new LinkedHashMap<>();
      m.put("scenario", scenario.toString());
      m.put("settings", point.settings());
      write(file, JsonText.write(m, true).getBytes(StandardCharsets.UTF_8), false);
    }
  }

  /** What a plan file says. */
  record Planned(Path scenario, List<String> settings) {}

  /**
   * Reads what a point is.
   *
   * @throws dev.spindrift.input.InputException if the folder has no plan of it
   */
  Planned planned(String id) {
    Problems problems = new Problems();
    InputNode root = InputFile.read(folder.resolve("plan").resolve(id + ".json"), problems);
    List<String> settings = new ArrayList<>();
    root.child("settings").items().forEach(s -> settings.add(s.asText()));
    Planned planned = new Planned(Path.of(root.text("scenario")), settings);
    problems.throwIfAny();
    return planned;
  }

  /** Why a point has no results. */
  public record Failure(String kind, int attempts, String message) {
    /** Kind of a point whose inputs are refused: no second try will help. */
    public static final String INFEASIBLE = "infeasible";

    /** Kind of a point whose run ended with an error. */
    public static final String FAILED = "failed";
  }

  /** Writes down why a point has no results. */
  public void fail(String id, Failure failure) {
    write(failure(id), JsonText.write(failure, true).getBytes(StandardCharsets.UTF_8), false);
  }

  /** Returns why a point has no results, or null if nothing is known. */
  public Failure failureOf(String id) {
    Path file = failure(id);
    if (!Files.isRegularFile(file)) {
      return null;
    }
    Problems problems = new Problems();
    InputNode root = InputFile.read(file, problems);
    Failure f =
        new Failure(
            root.text("kind"),
            (int) root.integer("attempts", 0, Integer.MAX_VALUE),
            root.text("message"));
    problems.throwIfAny();
    return f;
  }

  /** Removes what killed processes of this machine left behind. */
  public void clean() {
    try (Stream<Path> list = Files.list(folder.resolve("points"))) {
      for (Path f : list.filter(f -> f.getFileName().toString().contains(".partial-")).toList()) {
        String pid = f.getFileName().toString().replaceFirst(".*-", "");
        if (ProcessHandle.of(Long.parseLong(pid)).isEmpty()) {
          delete(f);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the folder " + folder + " cannot be cleaned", e);
    }
  }

  /** Writes a file of the folder in one step. */
  public void write(Path file, String text) {
    write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Writes a file of the folder in one step. */
  public void write(Path file, byte[] content) {
    write(file, content, true);
  }

  /** Plans and failures need not outlive the machine: they are found again. */
  private static void write(Path file, byte[] content, boolean durable) {
    Path partial =
        file.resolveSibling("." + file.getFileName() + ".partial-" + ProcessHandle.current().pid());
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.write(partial, content);
      if (durable) {
        force(partial, StandardOpenOption.WRITE);
      }
      Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be written", e);
    }
  }

  private static void force(Path path, StandardOpenOption option) throws IOException {
    try (FileChannel channel = FileChannel.open(path, option)) {
      channel.force(true);
    }
  }

  private static void forceFolder(Path path) {
    try {
      force(path, StandardOpenOption.READ);
    } catch (IOException unsupported) {
      return; // Windows opens no folders
    }
  }

  static void delete(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> walk = Files.walk(path)) {
      for (Path p : walk.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(p);
      }
    }
  }
}
