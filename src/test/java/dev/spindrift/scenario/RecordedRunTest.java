package dev.spindrift.scenario;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindrift.Chips;
import dev.spindrift.engine.Workers;
import dev.spindrift.replay.Recording;
import dev.spindrift.replay.Replay;
import dev.spindrift.replay.ReplayChip;
import dev.spindrift.replay.ReplayResult;
import dev.spindrift.replay.TraceFile;
import dev.spindrift.trace.Marker;
import dev.spindrift.trace.TraceReader;
import java.io.IOException;
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
          file, TinyRun.bits(t.network.parameters()), t.engine.now(), t.ledger.total());
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
  void recordingChangesNothing() throws IOException {
    Recorded run = record(Recording.ALL);
    TinyRun.Outcome plain = TinyRun.run(temp.resolve("tiny.yaml"), temp.resolve("p"), 1);
    assertEquals(plain.parameterBits(), run.weights());
    assertEquals(plain.end(), run.end());
    assertEquals(plain.joules(), run.joules(), 0.0);
  }
}
