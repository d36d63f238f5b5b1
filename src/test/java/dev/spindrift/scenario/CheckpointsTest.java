package dev.spindrift.scenario;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.spindrift.Chips;
import dev.spindrift.state.CheckpointFile;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that was stopped goes on as if it had not been, or says why it cannot. */
class CheckpointsTest {
  private static final Scenario.Checkpoint EACH = new Scenario.Checkpoint(1, 0, 2);

  @TempDir Path temp;
  private final List<String> notices = new ArrayList<>();
  private Path scenario;

  @BeforeEach
  void chip() throws IOException {
    Chips.crowded(temp, 3);
    scenario =
        TinyRun.write(
            temp, "miniBatches: 5", "miniBatches: 9", "seed: 3", "seed: 3\nfloatReference: true");
  }

  private Prepared prepared(String... settings) {
    return TinyRun.prepare(scenario, settings);
  }

  /** Runs until so many mini-batches are done, or to the end; returns the result then. */
  private RunResult run(Prepared p, Path folder, Checkpoints c, int threads, long until) {
    Training[] training = new Training[1];
    ProgressListener stop =
        (done, total, time, energy, loss, accuracy) -> {
          if (done == until) {
            training[0].stop();
          }
        };
    try (c;
        Training t = new Training(p, folder, threads, stop, c)) {
      training[0] = t;
      return t.run();
    } catch (RunStopped s) {
      assertEquals(until, s.done());
      assertEquals(until, s.saved());
      return null;
    }
  }

  private Checkpoints begin(Prepared p, Path folder) {
    return Checkpoints.begin(p, folder, EACH, notices::add);
  }

  private Checkpoints resume(Prepared p, Path folder) {
    return Checkpoints.resume(p, folder, EACH, notices::add);
  }

  private static Map<String, String> files(Path folder) throws IOException {
    Map<String, String> all = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path f : files.toList()) {
        all.put(f.getFileName().toString(), java.util.Arrays.toString(Files.readAllBytes(f)));
      }
    }
    return all;
  }

  private static void assertSame(RunResult a, RunResult b) {
    assertEquals(a.history(), b.history());
    assertEquals(a.current(), b.current());
    assertEquals(a.ensembles(), b.ensembles());
    assertEquals(a.floatSgld(), b.floatSgld());
    assertEquals(a.energy(), b.energy());
    assertEquals(a.phases(), b.phases());
    assertEquals(a.resources(), b.resources());
    assertEquals(a.events(), b.events());
    assertEquals(a.samplesStored(), b.samplesStored());
    assertEquals(a.warnings(), b.warnings());
    assertEquals(a.circuit(), b.circuit());
    assertArrayEquals(a.power().power(), b.power().power(), 0);
    assertArrayEquals(a.pulses().longHistogram(), b.pulses().longHistogram());
    for (int i = 0; i < a.rails().size(); i++) {
      assertArrayEquals(a.rails().get(i).meanCurrent(), b.rails().get(i).meanCurrent(), 0);
    }
  }

  @Test
  void aRunStoppedAfterEveryMiniBatchEndsLikeOneThatWasNot() throws IOException {
    for (String[] mode :
        new String[][] {{"handOverError=true"}, {"events.detail=pulse", "update.grain=pulse"}}) {
      Path whole = temp.resolve("whole" + mode.length);
      Path parts = temp.resolve("parts" + mode.length);
      Prepared p = prepared(mode);
      RunResult a = run(p, whole, null, 1, -1);
      run(p, parts, begin(p, parts), 1, 1);
      for (long k = 2; k < p.miniBatches(); k++) {
        run(p, parts, resume(p, parts), 1 + (int) (k % 2), k); // threads may change
      }
      RunResult b = run(p, parts, resume(p, parts), 1, -1);
      assertSame(a, b);
      assertEquals(files(whole.resolve("posterior")), files(parts.resolve("posterior")));
      assertEquals(List.of(), notices);
    }
  }

  @Test
  void aRailThatDroopsUnderAPolicyAndDriversThatErrGoOnAsIfNothingHadStopped() throws IOException {
    Path chip = temp.resolve("chip.yaml");
    String text = Files.readString(chip);
    String rail = "limit: 8 mA";
    String errors =
        "\n    errors: {jitter: 10 ps, rise: 60 ps, fall: 20 ps, currentSpread: 0.03,"
            + " polarityMismatch: 0.02}";
    for (String policy : List.of("tile-interleaved", "row-parallel, budget: 6 mA")) {
      String wire = rail + ", resistance: 60 ohm, policy: " + policy;
      Files.writeString(
          chip, Chips.change(text, rail, wire, "order: fixed", "order: fixed" + errors));
      Prepared p = prepared("learning.miniBatches=4");
      Path whole = temp.resolve("whole-" + policy.charAt(0));
      Path parts = temp.resolve("parts-" + policy.charAt(0));
      RunResult a = run(p, whole, null, 1, -1);
      run(p, parts, begin(p, parts), 1, 1);
      run(p, parts, resume(p, parts), 2, 3);
      RunResult b = run(p, parts, resume(p, parts), 1, -1);
      assertSame(a, b);
      assertEquals(files(whole.resolve("posterior")), files(parts.resolve("posterior")));
    }
  }

  @Test
  void wornWallsAndTheirPulsesAreRememberedAcrossAStop() throws IOException {
    String[] wearing = {
      "device:endurance.pulses=8",
      "device:endurance.shape=0.5",
      "device:endurance.source=test",
      "device:idle.diffusion=1 nm^2/ns",
      "device:idle.source=test"
    };
    Prepared p = prepared(wearing);
    Path parts = temp.resolve("parts");
    RunResult a = run(p, temp.resolve("whole"), null, 1, -1);
    run(p, parts, begin(p, parts), 1, 3);
    run(p, parts, resume(p, parts), 2, 6); // threads may change
    RunResult b = run(p, parts, resume(p, parts), 1, -1);
    assertSame(a, b);
    assertEquals(a.hardware(), b.hardware());
    assertTrue(a.hardware().wear().stream().anyMatch(t -> t.bank() > 0 && t.worn() > 0));
    assertEquals(files(temp.resolve("whole/posterior")), files(parts.resolve("posterior")));
  }

  @Test
  void aChainThatAcceptsOrRejectsEndsLikeOneThatWasNotStopped() throws IOException {
    // Accepted and rejected proposals, samples and rows of the chain's record lie between stops.
    for (String kernel :
        List.of(
            "kernel: mala, tau: 2e-5, eta: 2e3",
            "kernel: metropolis, eta: 1e3, deviation: 0.01,"
                + " acceptance: {over: mini-batches, batches: 2}")) {
      Prepared p = prepared("learning={batch: 40, miniBatches: 24, " + kernel + "}");
      String name = kernel.substring(8, 12);
      Path whole = temp.resolve("whole-" + name);
      Path parts = temp.resolve("parts-" + name);
      RunResult a = run(p, whole, null, 1, -1);
      run(p, parts, begin(p, parts), 1, 4);
      for (long k = 9; k < p.miniBatches(); k += 5) {
        run(p, parts, resume(p, parts), 1 + (int) (k % 2), k);
      }
      RunResult b = run(p, parts, resume(p, parts), 1, -1);
      assertSame(a, b);
      assertEquals(files(whole.resolve("posterior")), files(parts.resolve("posterior")));
      RunResult.Chain chain = b.chain();
      assertEquals(a.chain().accepted(), chain.accepted());
      assertTrue(chain.accepted() > 0 && chain.accepted() < 24, kernel + ": " + chain.accepted());
      assertEquals(a.chain().floatAcceptance(), chain.floatAcceptance(), 0);
      assertEquals(a.chain().scalars(), chain.scalars());
      assertEquals(2, chain.rows().size());
    }
  }

  @Test
  void aRestoredCheckpointSavedAgainHasTheSameBytes() throws IOException {
    Prepared p = prepared();
    Path folder = temp.resolve("run");
    run(p, folder, begin(p, folder), 1, 6);
    try (Checkpoints c = resume(p, folder);
        Training t = new Training(p, folder, 2, (a, b, d, e, f, g) -> {}, c)) {
      var parts = t.parts();
      parts.remove("books"); // hold the wall clock
      Path again = temp.resolve("again");
      Path once = temp.resolve("once");
      CheckpointFile.write(once, "{}", parts);
      CheckpointFile.open(once).restore(parts);
      CheckpointFile.write(again, "{}", parts);
      assertArrayEquals(Files.readAllBytes(once), Files.readAllBytes(again));
    }
  }

  @Test
  void asManyCheckpointsAreKeptAsAskedForAndTheFirstOneStays() throws IOException {
    Prepared p = prepared();
    Path folder = temp.resolve("run");
    run(p, folder, begin(p, folder), 1, 6);
    assertEquals(
        List.of(
            "checkpoint-000000000000.ckpt",
            "checkpoint-000000000005.ckpt",
            "checkpoint-000000000006.ckpt",
            "lock"),
        List.copyOf(files(folder.resolve(Checkpoints.FOLDER)).keySet()));
  }

  @Test
  void aDamagedCheckpointIsPassedOverForTheOneBeforeItAndTheEndIsTheSame() throws IOException {
    Prepared p = prepared();
    RunResult whole = run(p, temp.resolve("whole"), null, 1, -1);
    Path folder = temp.resolve("run");
    run(p, folder, begin(p, folder), 1, 6);
    Path newest = folder.resolve("checkpoints/checkpoint-000000000006.ckpt");
    byte[] bytes = Files.readAllBytes(newest);
    bytes[bytes.length / 2] ^= 4;
    Files.write(newest, bytes);
    Checkpoints c = resume(p, folder);
    assertEquals(5, c.saved());
    assertEquals(1, notices.size());
    assertTrue(notices.get(0).contains("after mini-batch 6 is damaged"), "" + notices);
    c.close();
    Files.write(newest, bytes); // written anew and damaged again: the older one lies there already
    c = resume(p, folder);
    assertEquals(5, c.saved());
    // the next one is truncated: the beginning is all that is left
    c.close();
    Path second = folder.resolve("checkpoints/checkpoint-000000000005.ckpt");
    Files.write(second, java.util.Arrays.copyOf(bytes, bytes.length - 1));
    c = resume(p, folder);
    assertEquals(0, c.saved());
    assertSame(whole, run(p, folder, c, 1, -1));
    assertEquals(files(temp.resolve("whole/posterior")), files(folder.resolve("posterior")));
  }

  @Test
  void nothingIsLeftToGoOnFromIsSaid() throws IOException {
    Prepared p = prepared();
    Path folder = temp.resolve("run");
    begin(p, folder).close();
    Files.write(folder.resolve("checkpoints/checkpoint-000000000000.ckpt"), new byte[3]);
    ResumeException e = assertThrows(ResumeException.class, () -> resume(p, folder));
    assertTrue(e.getMessage().contains("no checkpoint in"), e.getMessage());
    assertThrows(ResumeException.class, () -> resume(p, temp.resolve("nowhere")));
  }

  @Test
  void everyDifferenceToTheUnfinishedRunIsNamedWithBothValues() throws IOException {
    Prepared p = prepared();
    Path folder = temp.resolve("run");
    run(p, folder, begin(p, folder), 1, 2);
    Path chip = temp.resolve("chip.yaml");
    Files.writeString(chip, Chips.change(Files.readString(chip), "banks: 3", "banks: 4"));
    Prepared other =
        prepared("seed=4", "learning.tau=1e-5", "data.trainImages=199", "threads={math: 2}");
    ResumeException e = assertThrows(ResumeException.class, () -> resume(other, folder));
    for (String difference :
        List.of(
            "inputs/scenario.yaml /seed: 3 -> 4",
            "inputs/scenario.yaml /learning/tau: 2.0E-5 -> 1.0E-5",
            "inputs/scenario.yaml /threads/math: 1 -> 2",
            "inputs/netlist.yaml /banks: 3 -> 4",
            "training images: 200 images",
            "math threads: 1 -> 2")) {
      assertTrue(e.getMessage().contains(difference), difference + " in " + e.getMessage());
    }
    assertFalse(e.getMessage().contains("device.yaml"), e.getMessage());
  }

  @Test
  void twoCannotWorkOnOneRun() {
    Prepared p = prepared();
    Path folder = temp.resolve("run");
    try (Checkpoints c = begin(p, folder)) {
      ResumeException e = assertThrows(ResumeException.class, () -> resume(p, folder));
      String me = "process " + ProcessHandle.current().pid();
      assertTrue(e.getMessage().contains("is being run by " + me), e.getMessage());
      assertEquals(0, c.saved());
    }
    resume(p, folder).close();
  }

  @Test
  void aDiskTooFullForACheckpointStopsNothingAndTheLastOneStays() throws IOException {
    Prepared p = prepared();
    RunResult whole = run(p, temp.resolve("whole"), null, 1, -1);
    Configuration small =
        Configuration.unix().toBuilder().setMaxSize(1 << 20).setBlockSize(4096).build();
    try (FileSystem disk = Jimfs.newFileSystem(small)) {
      Path folder = disk.getPath("/run");
      run(p, folder, begin(p, folder), 1, 3);
      Path filler = disk.getPath("/filler");
      long free = Files.getFileStore(folder).getUsableSpace();
      Files.write(filler, new byte[(int) free - 40_000]); // room for samples, not for checkpoints
      RunResult result = run(p, folder, resume(p, folder), 1, -1);
      assertSame(whole, result);
      assertTrue(
          notices.get(0).contains("after mini-batch 4 could not be written")
              && notices.get(0).contains("the last one is that after mini-batch 3"),
          "" + notices);
      Files.delete(filler);
      try (Checkpoints c = resume(p, folder)) {
        assertEquals(3, c.saved());
      }
      try (Stream<Path> left = Files.list(folder.resolve(Checkpoints.FOLDER))) {
        assertFalse(left.anyMatch(f -> f.toString().endsWith(".part")));
      }
    }
  }

  @Test
  void numbersThatAreNoneStopTheRunWithMiniBatchLayerAndLastCheckpoint() throws IOException {
    Prepared p = prepared();
    Path folder = temp.resolve("run");
    Training[] training = new Training[1];
    ProgressListener poison =
        (done, total, time, energy, loss, accuracy) -> {
          if (done == 3) {
            int gamma = training[0].network.digitalParameters().get(0).offset();
            training[0].network.parameters().put(gamma, Float.NaN);
          }
        };
    try (Checkpoints c =
            Checkpoints.begin(p, folder, new Scenario.Checkpoint(2, 0, 2), notices::add);
        Training t = new Training(p, folder, 1, poison, c)) {
      training[0] = t;
      ArithmeticException e = assertThrows(ArithmeticException.class, t::run);
      for (String piece :
          List.of("mini-batch 4,", "the loss is NaN", "layer bn1", "after mini-batch 2: ")) {
        assertTrue(e.getMessage().contains(piece), piece + " in " + e.getMessage());
      }
    }
  }

  @Test
  void aGradientThatIsNoneIsNamedWithTheLayerThatErrorsMeetFirstOnTheirWayBack() {
    Prepared p = prepared();
    try (Training t = new Training(p, temp.resolve("run"), 1, (a, b, c, d, e, f) -> {})) {
      assertEquals("", NetworkState.notFinite(t.network));
      t.network.gradients().put(0, Float.NaN); // dense1
      assertTrue(NetworkState.notFinite(t.network).contains("layer dense1 is the first"));
      int fc = t.network.layers().stream().mapToInt(l -> l.weightOffset()).max().orElseThrow();
      t.network.gradients().put(fc, Float.POSITIVE_INFINITY);
      assertTrue(NetworkState.notFinite(t.network).contains("layer fc is the first"));
    }
  }
}
