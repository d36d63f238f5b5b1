package dev.spindrift.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sweeps that are killed or interrupted at random moments, from their start to the writing of
 * plots. What is held each time: no point that had finished is lost or computed again, whatever
 * table or page is there is whole, and no process is left.
 */
@Tag("evidence")
class ExploreRandomKillsTest {
  private static final int POINTS = 8;
  private static final int KILLS = 12;

  /** Some come when the sweep has ended [1]. */
  private static final int MOST_KILLS = 40;

  @TempDir private Path folder;

  private Path file() throws IOException {
    Path file = folder.resolve("sweep.yaml");
    Files.writeString(
        file,
        "spindrift: exploration/1\nname: kills\nscenario: "
            + Path.of("scenarios/quickstart.yaml").toAbsolutePath()
            + "\nset: {learning.miniBatches: 2, floatReference: false, evaluation.every: 0,"
            + " network.name: mlp, network.widths: [4]}\nseeds: [1, 2]\naxes:\n"
            + "  - {path: learning.batch, values: [8, 12, 16, 24]}\n"
            + "objectives: [accuracy, latency]\n");
    return file;
  }

  @Test
  void aParentKilledTwelveTimesLosesAndRepeatsNothing() throws Exception {
    Path file = file();
    Random random = new Random(20261122);
    Map<String, FileTime> finished = new TreeMap<>();
    long longest = 2 * timeOfOnePoint(file); // later kills come at any moment up to this
    int onTheWay = 1;
    for (int kill = 1; kill < MOST_KILLS && onTheWay < KILLS; kill++) {
      long start = System.nanoTime();
      Process parent = explore(file);
      if (parent.waitFor(random.nextLong(longest), TimeUnit.MILLISECONDS)) {
        // all points are there: kills must come sooner to meet it
        longest = Math.min(longest, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
      } else {
        onTheWay++;
      }
      List<ProcessHandle> children = parent.descendants().toList();
      parent.destroyForcibly().waitFor();
      for (ProcessHandle child : children) {
        child.onExit().get(60, TimeUnit.SECONDS);
      }
      finished = kept(finished);
      whole();
      System.out.println("kill " + kill + ": " + finished.size() + " points finished");
    }
    assertEquals(KILLS, onTheWay, "kills that met a living sweep");
    assertEquals(0, explore(file).waitFor(), Files.readString(folder.resolve("log")));
    assertEquals(POINTS, kept(finished).size());
    whole();
    assertEquals(5, Files.readAllLines(folder.resolve("out/table.csv")).size());
    assertTrue(leftovers().isEmpty(), leftovers().toString());
  }

  /** The first kill: as soon as a point has finished. Returns how long that took [ms]. */
  private long timeOfOnePoint(Path file) throws Exception {
    long start = System.nanoTime();
    Process parent = explore(file);
    while (kept(Map.of()).isEmpty()) {
      assertTrue(parent.isAlive(), Files.readString(folder.resolve("log")));
      Thread.sleep(20);
    }
    parent.destroyForcibly().waitFor();
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
  }

  /** A whole sweep first; then its results are written again and again, and interrupted. */
  @Test
  void signalsWhileResultsAreWrittenLeaveWholeFilesAndPoints() throws Exception {
    Path file = file();
    assertEquals(0, explore(file).waitFor(), Files.readString(folder.resolve("log")));
    Map<String, FileTime> points = kept(Map.of());
    byte[] table = Files.readAllBytes(folder.resolve("out/table.parquet"));
    long start = System.nanoTime();
    assertEquals(0, explore(file, "--gather").waitFor());
    long wholeTime = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    Random random = new Random(1);
    int stopped = 0;
    for (int i = 0; i < 12; i++) {
      Process parent = explore(file, i % 3 == 0 ? "--jobs=1" : "--gather");
      // the second half of the time is that of tables and plots
      parent.waitFor(wholeTime / 2 + random.nextLong(wholeTime / 2 + 1), TimeUnit.MILLISECONDS);
      if (i % 2 == 0) {
        parent.destroy(); // SIGTERM
      } else {
        new ProcessBuilder("kill", "-INT", Long.toString(parent.pid())).start().waitFor();
      }
      int code = parent.waitFor();
      assertTrue(code == 0 || code == (i % 2 == 0 ? 143 : 130), "exit code " + code);
      stopped += code == 0 ? 0 : 1;
      assertEquals(points, kept(points));
      whole();
      assertEquals(table.length, Files.size(folder.resolve("out/table.parquet")));
      assertTrue(leftovers().isEmpty(), leftovers().toString());
    }
    System.out.println(stopped + " of 12 were stopped before their files appeared");
    assertTrue(stopped > 0, "no signal came in time");
  }

  /** Finished points of before are all there, with the times they had. */
  private Map<String, FileTime> kept(Map<String, FileTime> before) throws IOException {
    Map<String, FileTime> now = new TreeMap<>();
    Path points = folder.resolve("out/points");
    if (Files.isDirectory(points)) {
      try (Stream<Path> list = Files.list(points)) {
        for (Path p : list.filter(p -> !p.getFileName().toString().startsWith(".")).toList()) {
          now.put(p.getFileName().toString(), Files.getLastModifiedTime(p.resolve("point.json")));
        }
      }
    }
    before.forEach((id, time) -> assertEquals(time, now.get(id), "lost or repeated: " + id));
    return now;
  }

  private void whole() throws IOException {
    Path out = folder.resolve("out");
    if (Files.exists(out.resolve("table.csv"))) {
      try (CSVParser rows =
          CSVParser.parse(out.resolve("table.csv"), StandardCharsets.UTF_8, CSVFormat.DEFAULT)) {
        assertEquals(
            1, rows.stream().mapToInt(r -> r.size()).distinct().count(), "all rows are whole");
      }
      byte[] parquet = Files.readAllBytes(out.resolve("table.parquet"));
      assertEquals("PAR1", new String(parquet, parquet.length - 4, 4, StandardCharsets.US_ASCII));
    }
    if (Files.exists(out.resolve("explore.html"))) {
      assertTrue(Files.readString(out.resolve("explore.html")).strip().endsWith("</html>"));
    }
    assertFalse(
        ProcessHandle.allProcesses()
            .anyMatch(p -> p.info().commandLine().orElse("").contains(out + " --with-parent")),
        "no point runs without its parent");
  }

  private List<Path> leftovers() throws IOException {
    try (Stream<Path> all = Files.walk(folder.resolve("out"))) {
      return all.filter(p -> p.getFileName().toString().startsWith(".")).toList();
    }
  }

  private Process explore(Path file, String... more) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Stream.concat(
                    Stream.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx700m",
                        "-Dspindrift.home=" + Path.of("").toAbsolutePath(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "explore",
                        file.toString(),
                        "--out",
                        folder.resolve("out").toString()),
                    Stream.of(more))
                .toList());
    File log = folder.resolve("log").toFile();
    return builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
        .start();
  }
}
