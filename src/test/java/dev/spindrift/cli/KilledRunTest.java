package dev.spindrift.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindrift.Chips;
import dev.spindrift.SameResults;
import dev.spindrift.report.ResultsFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that are killed or interrupted, and what the next one makes of it. */
class KilledRunTest {
  @TempDir Path temp;
  private Path scenario;
  private Path whole;
  private Path out;
  private Path running;
  private Path log;

  /** Writes a run of moments and runs it without interruption. */
  @BeforeEach
  void uninterrupted() throws IOException, InterruptedException {
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
    out = temp.resolve("out");
    running = temp.resolve("out.running");
    log = temp.resolve("log");
    Process p = start("run", scenario.toString(), "--out", whole.toString());
    p.waitFor();
    assertEquals(0, p.exitValue(), log());
  }

  private Process start(String... words) throws IOException {
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

  private String log() throws IOException {
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
          all.anyMatch(f -> f.toString().contains("running") || f.toString().contains("done")));
    }
  }

  /** Kills until as many processes were killed; compares each run that came to its end. */
  private void kill(int times, long seed) throws IOException, InterruptedException {
    SplittableRandom chance = new SplittableRandom(seed);
    int killed = 0;
    int inTheRun = 0;
    while (killed < times) {
      Process p = startOrResume();
      // From a start that takes a second or two to well into the run, on a busy machine, too.
      boolean ended = p.waitFor(chance.nextLong(200, 6000), TimeUnit.MILLISECONDS);
      p.destroyForcibly().waitFor();
      if (ended) {
        assertEnd(p);
        delete(out);
      } else {
        killed++;
        inTheRun += Files.exists(running) ? 1 : 0;
      }
    }
    assertEnd(startOrResume());
    assertTrue(inTheRun > 0, "no kill met a run");
  }

  private static void delete(Path folder) throws IOException {
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
    while (p.isAlive() && !hasCheckpoint()) {
      Thread.sleep(5);
    }
    p.destroy(); // SIGTERM; Ctrl-C sends SIGINT, which a background process may ignore
    p.waitFor();
    assertEquals(128 + 15, p.exitValue(), log());
    assertTrue(log().contains("to go on: spindrift run --resume " + running), log());
    assertEnd(startOrResume());
    assertTrue(log().contains("going on after mini-batch "), log());
  }

  private boolean hasCheckpoint() throws IOException {
    if (!Files.isDirectory(running.resolve("checkpoints"))) {
      return false;
    }
    try (Stream<Path> all = Files.list(running.resolve("checkpoints"))) {
      return all.filter(f -> f.toString().endsWith(".ckpt")).count() > 1;
    }
  }
}
