package dev.spindrift.explore;

import dev.spindrift.input.InputFile;
import dev.spindrift.input.InputNode;
import dev.spindrift.input.JsonText;
import dev.spindrift.input.Problems;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
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
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
  /** Processes of several machines may share a folder, so both numbers tell whose a file is. */
  private static final String PARTIAL = ".partial-" + host() + "-";

  private static final Pattern LEFT =
      Pattern.compile("\\..*" + Pattern.quote(PARTIAL) + "([0-9]{1,18})");

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
    Path working = partial(finished(id));
    delete(working);
    return Files.createDirectories(working);
  }

  /** Returns a file for what the process of a point says while it runs. */
  Path log(String id) {
    return partial(folder.resolve("failed").resolve(id + ".log"));
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
    for (String part : List.of("", "plan", "points", "failed", "plots", "slurm")) {
      Path place = folder.resolve(part);
      if (!Files.isDirectory(place)) {
        continue;
      }
      try (Stream<Path> list = Files.list(place)) {
        for (Path f : list.toList()) {
          Matcher left = LEFT.matcher(f.getFileName().toString());
          if (left.matches() && ProcessHandle.of(Long.parseLong(left.group(1))).isEmpty()) {
            delete(f);
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException("the folder " + folder + " cannot be cleaned", e);
      }
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

  /**
   * Writes several files that belong together: first all of them under hidden names, then they get
   * their names at once. What happens before leaves the old ones.
   *
   * @param files name within this folder to content; not modified
   * @param stale files to be removed as the new ones appear; not modified
   * @param stopped asked before the first file gets its name
   * @return false if it was stopped and nothing has changed
   * @throws UncheckedIOException if a file cannot be written
   */
  boolean replace(Map<String, byte[]> files, List<Path> stale, BooleanSupplier stopped) {
    Map<Path, Path> partials = new LinkedHashMap<>();
    try {
      for (Map.Entry<String, byte[]> f : files.entrySet()) {
        Path file = folder.resolve(f.getKey());
        Path partial = partial(file);
        partials.put(partial, file);
        Files.createDirectories(file.getParent());
        Files.write(partial, f.getValue());
        force(partial, StandardOpenOption.WRITE);
      }
      if (stopped.getAsBoolean()) {
        return false;
      }
      for (Map.Entry<Path, Path> p : partials.entrySet()) {
        Files.move(p.getKey(), p.getValue(), StandardCopyOption.ATOMIC_MOVE);
      }
      for (Path old : stale) {
        Files.deleteIfExists(old);
      }
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException("results in " + folder + " cannot be written", e);
    } finally {
      partials.keySet().forEach(PointStore::remove);
    }
  }

  /** What cannot be removed now is found by the next {@link #clean()}. */
  private static void remove(Path partial) {
    try {
      Files.deleteIfExists(partial);
    } catch (IOException later) {
      return;
    }
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName().replaceAll("[^A-Za-z0-9.]", "_");
    } catch (UnknownHostException none) {
      return "localhost";
    }
  }

  private static Path partial(Path file) {
    return file.resolveSibling("." + file.getFileName() + PARTIAL + ProcessHandle.current().pid());
  }

  /** Plans and failures need not outlive the machine: they are found again. */
  private static void write(Path file, byte[] content, boolean durable) {
    Path partial = partial(file);
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
