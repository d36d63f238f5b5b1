package dev.spindrift.cli;

import dev.spindrift.input.InputException;
import dev.spindrift.input.Problems;
import dev.spindrift.scenario.Scenario;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** Where traces go. */
final class TraceFiles {
  private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

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

  private static boolean taken(Path file) {
    return Files.exists(file) || Files.exists(Path.of(file + ".partial"));
  }
}
