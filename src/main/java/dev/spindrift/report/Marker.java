package dev.spindrift.report;

import dev.spindrift.scenario.Checkpoints;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The end marker: the file {@code COMPLETE}, written last, that lists every other file with its
 * SHA-256 in the form that {@code sha256sum -c COMPLETE} checks. Its first and last line are
 * comments; without the last one the marker itself is cut short.
 */
final class Marker {
  /** Name of the marker file. */
  static final String NAME = "COMPLETE";

  private static final String FIRST = "# spindrift results, format " + Summary.FORMAT;

  private Marker() {}

  /** Returns the marker's text for all files now in the folder. */
  static String text(Path folder) throws IOException {
    List<Path> files = files(folder);
    StringBuilder text = new StringBuilder(FIRST).append('\n');
    for (Path file : files) {
      text.append(sha256(file)).append("  ").append(relative(folder, file)).append('\n');
    }
    return text.append(last(files.size())).append('\n').toString();
  }

  /**
   * Returns a whole marker's text without the files whose names begin so.
   *
   * @throws IOException if the marker cannot be read
   */
  static String without(Path marker, String beginning) throws IOException {
    List<String> lines = Files.readAllLines(marker);
    List<String> kept =
        lines.subList(1, lines.size() - 1).stream()
            .filter(line -> !line.substring(66).startsWith(beginning))
            .toList();
    StringBuilder text = new StringBuilder(FIRST).append('\n');
    kept.forEach(line -> text.append(line).append('\n'));
    return text.append(last(kept.size())).append('\n').toString();
  }

  /** Returns whether the folder holds a whole marker and every file it lists, unchanged. */
  static boolean verifies(Path folder) {
    Path marker = folder.resolve(NAME);
    if (!Files.isRegularFile(marker)) {
      return false;
    }
    try {
      List<String> lines = Files.readAllLines(marker);
      int end = lines.size() - 1;
      if (end < 1 || !lines.get(0).equals(FIRST) || !lines.get(end).equals(last(end - 1))) {
        return false;
      }
      for (String line : lines.subList(1, end)) {
        if (line.length() < 67) {
          return false;
        }
        Path file = folder.resolve(line.substring(66));
        if (!Files.isRegularFile(file) || !sha256(file).equals(line.substring(0, 64))) {
          return false;
        }
      }
      return true;
    } catch (IOException unreadable) {
      return false;
    }
  }

  /** Returns the regular files of the folder except marker and checkpoints, sorted by name. */
  static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(Files::isRegularFile)
          .filter(file -> !relative(folder, file).equals(NAME))
          .filter(file -> !file.startsWith(folder.resolve(Checkpoints.FOLDER)))
          .sorted((a, b) -> relative(folder, a).compareTo(relative(folder, b)))
          .collect(Collectors.toList());
    }
  }

  private static String relative(Path folder, Path file) {
    return folder.relativize(file).toString().replace('\\', '/');
  }

  private static String last(int files) {
    return "# end of " + files + " files";
  }

  private static String sha256(Path file) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
