package dev.spindrift.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindrift.Chips;
import dev.spindrift.SameResults;
import dev.spindrift.report.ResultsFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Processes that are killed or interrupted, and what the next one makes of it. */
class KilledRunTest {
  @TempDir static Path temp;
  private static Path scenario;
  private static Path whole;
  private static Path log;
  private Path out;
  private Path running;

  /** Writes a run of moments and runs it without interruption. */
  @BeforeAll
  static void uninterrupted() throws IOException, InterruptedException {
    Chips.crowded(temp, 1);
    scenario =
        Files.writeString(
            temp.resolve("small.yaml"),
            """
            spindrift: scenario/1
            name: small
            netlist: chip.yaml
            data: {set: digits, trainImages: 200, testImages: 60}
            network: {name: mlp, widths: [12], logitScale: 0.3}
            learning: {kernel: sgld, batch: 8, tau: 2e-5, eta: 1e5, digitalRate: 0.02, miniBatches: 240}
            thinning: {cycle: 20, windowStart: 4, threshold: 5}
            evaluation: {every: 50}
            floatReference: true
            handOverError: true
            """);
    whole = temp.resolve("whole");
    log = temp.resolve("log");
    Process p = start("run", scenario.toString(), "--out", whole.toString());
    p.waitFor();
    assertEquals(0, p.exitValue(), log());
  }

  @BeforeEach
  void place(TestInfo test) {
    String name = test.getTestMethod().orElseThrow().getName();
    out = temp.resolve(name);
    running = temp.resolve(name + ".running");
  }

  private static Process start(String... words) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx400m", "-XX:TieredStopAtLevel=1", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add("dev.spindrift.cli.Main");
    command.addAll(List.of(words));
    command.addAll(List.of("--checkpoint-every", "7", "--threads", "1"));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }

  private static String log() throws IOException {
    return Files.readString(log);
  }

  private Process startOrResume() throws IOException {
    return Files.exists(running)
        ? start("run", "--resume", running.toString())
        : start("run", scenario.toString(), "--out", out.toString());
  }

  private void assertEnd(Process p) throws IOException, InterruptedException {
    p.waitFor();
    assertEquals(0, p.exitValue(), log());
    assertTrue(ResultsFolder.isComplete(out));
    SameResults.assertSame(whole, out);
    try (Stream<Path> all = Files.list(temp)) {
      assertFalse(
          all.anyMatch(f -> f.toString().contains(".running") || f.toString().contains("-done")));
    }
  }

  /**
   * Kills until as many processes were killed, and compares each run that came to its end. Every
   * fourth kill comes some time after the start, when the process may still be loading; the others
   * when the process has taken so many checkpoints, and a moment later.
   */
  private void kill(int times, long seed) throws IOException, InterruptedException {
    SplittableRandom chance = new SplittableRandom(seed);
    int killed = 0;
    while (killed < times) {
      Process p = startOrResume();
      if (killed % 4 == 3) {
        p.waitFor(chance.nextLong(50, 3000), TimeUnit.MILLISECONDS);
      } else {
        int checkpoints = chance.nextInt(8);
        long newest = newest();
        while (p.isAlive() && checkpoints > 0) {
          long now = newest();
          checkpoints -= now == newest ? 0 : 1;
          newest = now;
        }
        p.waitFor(chance.nextLong(30), TimeUnit.MILLISECONDS);
      }
      killed += p.isAlive() ? 1 : 0;
      p.destroyForcibly().waitFor();
      if (Files.exists(out)) { // it had come to its end, perhaps just before it was killed
        assertTrue(ResultsFolder.isComplete(out));
        SameResults.assertSame(whole, out);
        delete(out);
        delete(temp.resolve("." + out.getFileName() + ".checkpoints-done"));
      }
    }
    assertEnd(startOrResume());
  }

  /** Returns the number of the newest checkpoint, 0 if there is none. */
  private long newest() throws IOException {
    Path folder = running.resolve("checkpoints");
    long newest = 0;
    if (Files.isDirectory(folder)) {
      try (Stream<Path> all = Files.list(folder)) {
        for (Path f : all.filter(f -> f.toString().endsWith(".ckpt")).toList()) {
          newest =
              Math.max(newest, Long.parseLong(f.getFileName().toString().replaceAll("\\D", "")));
        }
      } catch (IOException | UncheckedIOException moved) {
        return newest; // the run has just ended
      }
    }
    return newest;
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path f : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(f);
      }
    }
  }

  @Test
  void aRunKilledThreeTimesEndsWithTheBytesOfOneThatWasNot()
      throws IOException, InterruptedException {
    kill(3, 1);
  }

  @Test
  @Tag("evidence")
  void aRunKilledTwentyTimesEndsWithTheBytesOfOneThatWasNot()
      throws IOException, InterruptedException {
    kill(20, 2);
  }

  @Test
  void anInterruptedRunWritesACheckpointSaysHowToGoOnAndGoesOn()
      throws IOException, InterruptedException {
    Process p = startOrResume();
    while (p.isAlive() && newest() == 0) {
      Thread.sleep(1);
    }
    p.destroy(); // SIGTERM; Ctrl-C sends SIGINT, which a background process may ignore
    p.waitFor();
    assertEquals(128 + 15, p.exitValue(), log());
    assertTrue(log().contains("to go on: spindrift run --resume " + running), log());
    assertEnd(startOrResume());
    assertTrue(log().contains("going on after mini-batch "), log());
  }
}
