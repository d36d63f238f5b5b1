package dev.spindrift.scenario;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindrift.Chips;
import dev.spindrift.energy.EnergyLedger;
import dev.spindrift.engine.Workers;
import dev.spindrift.input.InputException;
import dev.spindrift.replay.Recording;
import dev.spindrift.replay.Replay;
import dev.spindrift.replay.ReplayChip;
import dev.spindrift.replay.ReplayResult;
import dev.spindrift.replay.Repricing;
import dev.spindrift.replay.TraceCutter;
import dev.spindrift.replay.TraceDifference;
import dev.spindrift.replay.TraceFile;
import dev.spindrift.trace.Action;
import dev.spindrift.trace.Marker;
import dev.spindrift.trace.TraceReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A replayed run is the run: walls, time and energy to the last bit, however it was made. */
class RecordedRunTest {
  @TempDir Path temp;

  /** A recorded run: what is compared with its replay. */
  private record Recorded(Path trace, List<Integer> weights, long end, double joules) {}

  private Recorded record(Recording recording, String... settings) throws IOException {
    Chips.crowded(temp, 3);
    Prepared prepared = TinyRun.prepare(TinyRun.write(temp), settings);
    Path file = temp.resolve("run.arrow");
    try (Training t = new Training(prepared, temp.resolve("s"), 2, (a, b, c, d, e, f) -> {})) {
      t.record(recording, file, false);
      t.run();
      return new Recorded(
          file, TinyRun.bits(t.network.parameters()), t.chip.engine.now(), t.chip.ledger.total());
    }
  }

  private static ReplayResult replay(Path file, long seed, int threads) {
    try (TraceReader trace = TraceReader.open(file);
        Workers workers = new Workers(threads)) {
      ReplayResult r =
          new Replay(trace, ReplayChip.of(trace, null, null, null), false, seed, workers)
              .run(k -> {});
      trace.requireWhole();
      return r;
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update.grain=pair",
        "update.grain=pulse",
        "update.crossing=saturate",
        "update.widths=exact",
        "events.detail=pulse",
        "handOverError=true",
        "device=netlists/devices/dw-copd-4um-varied.yaml"
      })
  void aReplayEndsWhereTheRunEndedToTheLastBit(String setting) throws IOException {
    String absolute = setting;
    if (setting.startsWith("device=")) {
      absolute = "device=" + Path.of(setting.substring(7)).toAbsolutePath();
    }
    Recorded run = record(Recording.ALL, absolute, "learning.miniBatches=9");
    ReplayResult r = replay(run.trace(), 3, 1);
    assertTrue(r.equalsRecording());
    assertEquals(1, r.firstMiniBatch());
    assertEquals(9, r.lastMiniBatch());
    assertEquals(run.end(), r.time());
    assertEquals(run.joules(), r.joules(), 0.0);
    for (ReplayResult.LayerWeights l : r.layers()) {
      for (int i = l.offset(); i < l.offset() + l.length(); i++) {
        assertEquals(run.weights().get(i), Float.floatToRawIntBits(r.weights()[i]), "weight " + i);
      }
    }
    assertFalse(replay(run.trace(), 4, 2).equalsRecording(), "another seed is another state");
  }

  @Test
  void aRecordingOfTheMiddleOfARunStartsFromItsWalls() throws IOException {
    Recorded run =
        record(
            new Recording(Recording.Grain.ROW, List.of(), List.of(), 4, 7),
            "learning.miniBatches=9",
            "thinning.cycle=3");
    ReplayResult r = replay(run.trace(), 3, 2);
    assertTrue(r.equalsRecording());
    assertEquals(4, r.firstMiniBatch());
    assertEquals(7, r.lastMiniBatch());
    assertTrue(r.time() < run.end());
  }

  @Test
  void someTilesAloneEndWhereTheyEndedInTheRun() throws IOException {
    Recorded run = record(new Recording(Recording.Grain.ROW, List.of(1, 3), List.of(), 1, 5));
    ReplayResult r = replay(run.trace(), 3, 1);
    assertFalse(r.events());
    assertArrayEquals(r.recordedDigest(), r.digest());
    assertTrue(r.equalsRecording());
    long rows = 0;
    try (TraceReader t = TraceReader.open(run.trace())) {
      while (t.next()) {
        if (t.marker() == Marker.ROW_PROGRAM) {
          assertTrue(
              List.of("tile[0][1]", "tile[0][3]").stream()
                  .anyMatch(n -> t.components().get(t.component()).endsWith(n.substring(7))));
          rows++;
        }
      }
    }
    assertTrue(rows > 0);
  }

  @Test
  void singlePulsesAddUpToTheirRowProgramsAndLieInside() throws IOException {
    Recorded run = record(new Recording(Recording.Grain.PULSE, List.of(), List.of(), 1, 2));
    long rows = 0;
    long pulses = 0;
    long widths = 0;
    long from = 0;
    long to = 0;
    try (TraceReader t = TraceReader.open(run.trace())) {
      long step = TraceFile.setup(t).timeStep();
      while (t.next()) {
        if (t.marker() == Marker.ROW_PROGRAM) {
          rows += t.quantity();
          from = t.start();
          to = t.start() + t.duration();
          for (int c = 0; c < t.columns(); c++) {
            widths += step * (t.push(c) + t.pull(c));
          }
        } else if (t.marker() == Marker.PUSH || t.marker() == Marker.PULL) {
          pulses += t.quantity();
          assertTrue(t.start() > from && t.start() + t.duration() <= to);
        }
      }
    }
    assertTrue(rows > 0);
    assertEquals(rows, pulses);
    assertEquals(rows, widths);
    assertTrue(replay(run.trace(), 3, 1).equalsRecording());
  }

  @Test
  void liveReplayedAndRepricedEnergyAreTheSameDoubleAndAnotherTableIsAppliedExactly()
      throws IOException {
    Recorded run = record(Recording.ALL, "learning.miniBatches=4");
    double replayed = replay(run.trace(), 3, 1).joules();
    Path dear = temp.resolve("dear.yaml");
    String table = Files.readString(Path.of("netlists/technology/cmos-28nm.yaml"));
    Files.writeString(dear, Chips.change(table, "2.55 pJ", "5.1 pJ"));
    try (TraceReader a = TraceReader.open(run.trace());
        TraceReader b = TraceReader.open(run.trace())) {
      Repricing same = Repricing.of(a, ReplayChip.of(a, null, null, null)::price);
      Repricing other = Repricing.of(b, ReplayChip.of(b, null, null, dear)::price);
      assertTrue(same.equalsRecording());
      assertEquals(run.joules(), same.ledger().total(), 0.0);
      assertEquals(run.joules(), replayed, 0.0);
      assertEquals(same.ledger().entries().size(), other.ledger().entries().size());
      for (int i = 0; i < same.ledger().entries().size(); i++) {
        EnergyLedger.Entry x = same.ledger().entries().get(i);
        EnergyLedger.Entry y = other.ledger().entries().get(i);
        assertEquals(x.quantity(), y.quantity());
        // doubling is exact in binary
        double factor = x.action() == Action.ADC_CONVERSION ? 2 : 1;
        assertEquals(factor * x.joules(), y.joules(), 0.0, x.kind());
      }
    }
  }

  @Test
  void aTraceCutToItsFirstMiniBatchesIsTheTraceOfTheShorterRunBesidesItsDigest()
      throws IOException {
    Recorded run = record(Recording.ALL, "learning.miniBatches=6");
    Path cut = temp.resolve("cut.arrow");
    assertEquals(4, TraceCutter.cut(run.trace(), cut, false, 4).lastMiniBatch());
    ReplayResult r = replay(cut, 3, 1);
    assertEquals(4, r.lastMiniBatch());
    assertEquals(r.recordedTime(), r.time());
    assertEquals(r.recordedJoules(), r.joules(), 0.0);
    try (TraceReader a = TraceReader.open(run.trace());
        TraceReader b = TraceReader.open(cut)) {
      TraceDifference d = TraceDifference.of(a, b);
      assertEquals(List.of(), d.header());
      assertTrue(d.place().startsWith("mini-batch 5, mini-batch"), d.place());
      assertTrue(d.fields().get(0).contains("end"), d.fields().toString());
    }
    try (TraceReader a = TraceReader.open(cut);
        TraceReader b = TraceReader.open(cut)) {
      assertTrue(TraceDifference.of(a, b).none());
    }
  }

  @Test
  void anotherNetlistIsDrivenWhereItsTilesHaveTheWeightsAndRefusedIfItHasTooFew()
      throws IOException {
    Recorded run = record(Recording.ALL, "learning.miniBatches=3");
    Path other = temp.resolve("other");
    Files.createDirectories(other);
    Path large = Chips.write(other, "timeStep: 10 ps", "timeStep: 20 ps");
    try (TraceReader t = TraceReader.open(run.trace());
        Workers workers = new Workers(1)) {
      ReplayResult r =
          new Replay(t, ReplayChip.of(t, large, null, null), true, 3, workers).run(k -> {});
      assertEquals(3L * (64 * 12 + 12 * 10), r.updates(), "every weight once a mini-batch");
      assertTrue(r.rounded() > 0, "odd widths on a driver of twice the step");
      assertFalse(r.equalsRecording());
    }
    Path small = Chips.write(other, "count: 48", "count: 1", "rows: 128", "rows: 20");
    try (TraceReader t = TraceReader.open(run.trace());
        Workers workers = new Workers(1)) {
      InputException e =
          assertThrows(
              InputException.class,
              () -> new Replay(t, ReplayChip.of(t, small, null, null), true, 3, workers));
      assertTrue(e.getMessage().contains("has 1"), e.getMessage());
    }
  }

  /** Runs with a checkpoint after every mini-batch, until so many are done or to the end. */
  private void run(Path folder, Path file, Recording recording, long until, boolean resumed)
      throws IOException {
    Prepared p = TinyRun.prepare(temp.resolve("tiny.yaml"), "learning.miniBatches=7");
    Scenario.Checkpoint each = new Scenario.Checkpoint(1, 0, 9);
    Training[] training = new Training[1];
    ProgressListener stop =
        (done, total, time, energy, loss, accuracy) -> {
          if (done == until) {
            training[0].stop();
          }
        };
    try (Checkpoints c =
            resumed
                ? Checkpoints.resume(p, folder, each, n -> {})
                : Checkpoints.begin(p, folder, each, n -> {});
        Training t = new Training(p, folder, 1, stop, c)) {
      training[0] = t;
      if (resumed) {
        t.resumeRecording(recording, file);
      } else {
        t.record(recording, file, false);
      }
      t.run();
    } catch (RunStopped s) {
      assertEquals(until, s.done());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {7, 3})
  void aResumedRunsTraceHasTheBytesOfAnUninterruptedOne(long to) throws IOException {
    record(Recording.ALL); // writes chip and scenario
    Recording recording = new Recording(Recording.Grain.ROW, List.of(), List.of(), 2, to);
    Path whole = temp.resolve("whole.arrow");
    run(temp.resolve("whole"), whole, recording, -1, false);
    Path folder = temp.resolve("parts");
    Path file = temp.resolve("parts.arrow");
    Path partial = temp.resolve("parts.arrow.partial");
    run(folder, file, recording, 1, false);
    for (long k = 2; k < 7; k++) {
      run(folder, file, recording, k, true);
      if (k == 4) { // as if killed after more than the checkpoint holds, and before the copy ended
        Files.delete(folder.resolve("checkpoints/checkpoint-000000000004.ckpt"));
        run(folder, file, recording, 4, true);
        Files.move(partial, temp.resolve("parts.arrow.before"));
        Files.write(partial, new byte[100]);
      }
    }
    run(folder, file, recording, -1, true);
    assertArrayEquals(Files.readAllBytes(whole), Files.readAllBytes(file));
    assertFalse(Files.exists(partial) || Files.exists(temp.resolve("parts.arrow.before")));
    assertTrue(replay(file, 3, 1).equalsRecording());
  }

  @Test
  void anUnfinishedTraceThatIsGoneShorterOrAnothersIsRefusedAndKept() throws IOException {
    record(Recording.ALL);
    Path folder = temp.resolve("parts");
    Path file = temp.resolve("parts.arrow");
    Path partial = temp.resolve("parts.arrow.partial");
    run(folder, file, Recording.ALL, 3, false);
    byte[] bytes = Files.readAllBytes(partial);
    Files.write(partial, java.util.Arrays.copyOf(bytes, bytes.length - 5000));
    IOException shorter =
        assertThrows(IOException.class, () -> run(folder, file, Recording.ALL, -1, true));
    assertTrue(shorter.getMessage().contains("the checkpoint is after 3"), shorter.getMessage());
    assertEquals(bytes.length - 5000, Files.size(partial), "what is left stays");
    Files.write(partial, bytes);
    Recording other = new Recording(Recording.Grain.PULSE, List.of(), List.of(), 1, 9);
    assertThrows(IOException.class, () -> run(folder, file, other, -1, true));
    assertArrayEquals(bytes, Files.readAllBytes(partial));
    Files.delete(partial);
    assertThrows(
        java.nio.file.NoSuchFileException.class, () -> run(folder, file, Recording.ALL, -1, true));
  }

  @Test
  void recordingChangesNothing() throws IOException {
    Recorded run = record(Recording.ALL);
    TinyRun.Outcome plain = TinyRun.run(temp.resolve("tiny.yaml"), temp.resolve("p"), 1);
    assertEquals(plain.parameterBits(), run.weights());
    assertEquals(plain.end(), run.end());
    assertEquals(plain.joules(), run.joules(), 0.0);
  }
}
