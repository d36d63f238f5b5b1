package dev.spindrift.cli;

import dev.spindrift.input.InputException;
import dev.spindrift.input.Problems;
import dev.spindrift.scenario.Checkpoints;
import dev.spindrift.scenario.Scenario;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** Where traces go. */
final class TraceFiles {
  private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

  private static final String NOTE = "trace";

  private TraceFiles() {}

  /**
   * Returns the file to record to, absolute, or null if nothing is to be recorded.
   *
   * @param asked the user's place; empty: the usual place; null: not asked for
   * @throws InputException if the file is there and may not be replaced
   */
  static Path target(Path asked, Scenario scenario, boolean force) {
    if (asked == null && scenario.trace() == null) {
      return null;
    }
    if (asked != null && !asked.toString().isEmpty()) {
      requireFree(asked, force);
      return asked.toAbsolutePath();
    }
    Path folder = Path.of(System.getProperty("spindrift.home", "."), "traces").toAbsolutePath();
    String name = scenario.name() + "-" + STAMP.format(LocalDateTime.now(ZoneId.systemDefault()));
    Path file = folder.resolve(name + ".arrow");
    for (int i = 2; taken(file); i++) {
      file = folder.resolve(name + "-" + i + ".arrow");
    }
    return file;
  }

  /** Notes beside a run's checkpoints where its trace grows. */
  static void remember(Path running, Path file) throws IOException {
    Files.writeString(running.resolve(Checkpoints.FOLDER).resolve(NOTE), file + "\n");
  }

  /**
   * Finds the trace that an interrupted run was writing.
   *
   * @param asked the place that the user names for a trace, empty or null if none; another one than
   *     the run's begins a new trace
   * @return the trace's name when it will be whole, or null
   */
  static Path unfinished(Path running, Path asked) {
    Path note = running.resolve(Checkpoints.FOLDER).resolve(NOTE);
    if (!Files.exists(note)) {
      return null;
    }
    Path file;
    try {
      file = Path.of(Files.readString(note).strip());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + note, e);
    }
    boolean other =
        asked != null
            && !asked.toString().isEmpty()
            && !asked.toAbsolutePath().normalize().equals(file.normalize());
    return other ? null : file;
  }

  /** Refuses a file that is there, unless it may be replaced. */
  static void requireFree(Path file, boolean force) {
    Problems problems = new Problems();
    if (!force && taken(file)) {
      problems.add(
          file.toString(),
          "a file that exists (or its .partial does)",
          "another place, or --force to replace it");
    } else if (Files.isDirectory(file)) {
      problems.add(file.toString(), "a directory", "a file");
    }
    problems.throwIfAny();
  }

  /** Writes a text. */
  @FunctionalInterface
  interface Text {
    void write(Writer out) throws IOException;
  }

  /**
   * Writes a file under another name and names it when it is whole; nothing of it stays if it
   * fails.
   *
   * @param force whether an existing file may be replaced
   */
  static void write(Path file, boolean force, Text text) throws IOException {
    Path target = file.toAbsolutePath();
    Files.createDirectories(target.getParent());
    Path part = Path.of(target + ".partial");
    try {
      try (Writer out = Files.newBufferedWriter(part)) {
        text.write(out);
      }
      if (force) {
        Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
      } else {
        Files.move(part, target);
      }
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static boolean taken(Path file) {
    return Files.exists(file) || Files.exists(Path.of(file + ".partial"));
  }
}
