package dev.spindrift.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import picocli.CommandLine;

/** A text that a user asked for: to a file, whole or not at all, or to standard output. */
final class TextOutput {
  private TextOutput() {}

  /**
   * Refuses a place that is taken.
   *
   * @throws Output.Unusable if it is
   */
  static void check(Path target, boolean force) {
    if (target != null && Files.exists(target) && (!force || Files.isDirectory(target))) {
      throw new Output.Unusable(target + " exists; choose another --out or add --force");
    }
  }

  /** Writes to the file, or prints if it is null. */
  static void write(String text, Path target, CommandLine line) {
    PrintWriter out = line.getOut();
    if (target == null) {
      out.print(text);
      out.flush();
      return;
    }
    Path part = target.resolveSibling(target.getFileName() + ".part");
    try {
      Files.writeString(part, text);
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw new UncheckedIOException(target + " cannot be written: " + why, e);
    } finally {
      try {
        Files.deleteIfExists(part);
      } catch (IOException stays) {
        part.toFile().deleteOnExit();
      }
    }
    out.println(target);
    out.flush();
  }
}
