package dev.spindrift;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Whether two results folders are equal byte for byte where equal runs are. */
public final class SameResults {
  private SameResults() {}

  /**
   * Asserts it for every file but {@code report.html}, whose header shows the wall clock, and
   * {@code COMPLETE}, which holds checksums of those; of {@code summary.json} for all keys before
   * the two that hold wall clock and memory.
   */
  public static void assertSame(Path expected, Path found) throws IOException {
    List<Path> files = files(expected);
    assertEquals(files, files(found));
    for (Path f : files) {
      if (!List.of("report.html", "COMPLETE").contains(f.toString())) {
        assertArrayEquals(bytes(expected, f), bytes(found, f), f.toString());
      }
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).map(folder::relativize).sorted().toList();
    }
  }

  private static byte[] bytes(Path folder, Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(folder.resolve(file));
    if (!file.toString().equals("summary.json")) {
      return bytes;
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    String bare = text.substring(0, text.indexOf("\"wall\""));
    assertTrue(bare.contains("\"energy\"") && bare.contains("\"resources\""));
    return bare.getBytes(StandardCharsets.UTF_8);
  }
}
