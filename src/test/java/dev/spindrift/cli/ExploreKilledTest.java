package dev.spindrift.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The parent of a sweep killed with signal 9 while points run. */
@Tag("evidence")
class ExploreKilledTest {
  @TempDir private Path folder;

  @Test
  void finishedPointsSurviveAndAreNotRepeatedAndNoChildLivesOn() throws Exception {
    Path file = folder.resolve("sweep.yaml");
    Files.writeString(
        file,
        "spindrift: exploration/1\nname: killed\nscenario: "
            + Path.of("scenarios/quickstart.yaml").toAbsolutePath()
            + "\nset: {learning.miniBatches: 4, floatReference: false, evaluation.every: 0,"
            + " network.name: mlp, network.widths: [8]}\nseeds: [1]\naxes:\n"
            + "  - {path: learning.batch, values: [8, 16, 24]}\n"
            + "objectives: [accuracy, latency]\n");
    Process parent = explore(file);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(300);
    while (finished().isEmpty()) {
      assertTrue(parent.isAlive() && System.nanoTime() < end, "no point finished");
      Thread.sleep(20);
    }
    while (parent.descendants().findAny().isEmpty()) { // the next point
      assertTrue(parent.isAlive() && System.nanoTime() < end, "no point under way");
      Thread.sleep(20);
    }
    List<ProcessHandle> children = parent.descendants().toList();
    parent.destroyForcibly().waitFor();
    for (ProcessHandle child : children) {
      child.onExit().get(60, TimeUnit.SECONDS);
    }
    Map<String, FileTime> before = finished();
    assertFalse(before.isEmpty());
    assertTrue(before.size() < 3, "killed on the way");

    assertEquals(0, explore(file).waitFor());
    Map<String, FileTime> after = finished();
    assertEquals(3, after.size());
    before.forEach((id, time) -> assertEquals(time, after.get(id), "repeated: " + id));
    try (Stream<Path> rest = Files.list(folder.resolve("out/points"))) {
      assertEquals(3, rest.count(), "nothing half done is left");
    }
  }

  private Process explore(Path file) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx700m",
            "-Dspindrift.home=" + Path.of("").toAbsolutePath(),
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "explore",
            file.toString(),
            "--jobs",
            "1",
            "--out",
            folder.resolve("out").toString());
    File log = folder.resolve("log").toFile();
    return builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
        .start();
  }

  private Map<String, FileTime> finished() throws IOException {
    Map<String, FileTime> times = new TreeMap<>();
    Path points = folder.resolve("out/points");
    if (Files.isDirectory(points)) {
      try (Stream<Path> list = Files.list(points)) {
        for (Path p : list.filter(p -> !p.getFileName().toString().startsWith(".")).toList()) {
          times.put(p.getFileName().toString(), Files.getLastModifiedTime(p.resolve("point.json")));
        }
      }
    }
    return times;
  }
}
