package dev.spindrift.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.spindrift.scenario.RunResult;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsFolderTest {
  private static final Clock NOON =
      Clock.fixed(Instant.parse("2026-05-04T12:30:15Z"), ZoneOffset.UTC);

  @TempDir Path temp;

  private static List<String> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).sorted().collect(Collectors.toList());
    }
  }

  private Path write(RunResult r, String out) {
    try (ResultsFolder folder =
        ResultsFolder.create(temp, r.name(), temp.resolve(out), false, NOON)) {
      return folder.finish(r);
    }
  }

  @Test
  void aFinishedFolderHoldsEveryFileAndIsComplete() throws IOException {
    try (ResultsFolder folder = ResultsFolder.create(temp, "quickstart", null, false, NOON)) {
      Files.createDirectory(folder.working().resolve("posterior"));
      Files.write(folder.working().resolve("posterior/bank-0.bin"), new byte[] {1, 2, 3});
      Path place = folder.finish(SampleRun.digits());
      assertEquals(temp.resolve("quickstart-20260504-123015").toAbsolutePath(), place);
      assertEquals(
          List.of(
              "COMPLETE",
              "assumptions.csv",
              "calibration.csv",
              "chain.csv",
              "energy.csv",
              "floor.csv",
              "history.csv",
              "increments.csv",
              "inputs",
              "posterior",
              "posterior.csv",
              "power.csv",
              "pulse-widths.csv",
              "rail-sweep.csv",
              "rails.csv",
              "report.html",
              "resources.csv",
              "summary.json"),
          list(place));
      assertEquals(List.of("netlist.yaml", "scenario.yaml"), list(place.resolve("inputs")));
      assertTrue(ResultsFolder.isComplete(place));
      assertTrue(Files.readString(place.resolve("COMPLETE")).contains("  posterior/bank-0.bin\n"));
    }
    assertEquals(List.of("quickstart-20260504-123015"), list(temp), "nothing partial is left");
  }

  @Test
  void whileTheRunGoesOnOnlyAHiddenPartialFolderExistsAndItIsNotComplete() throws IOException {
    try (ResultsFolder folder = ResultsFolder.create(temp, "run", null, false, NOON)) {
      String name = folder.working().getFileName().toString();
      assertEquals(List.of(name), list(temp));
      assertTrue(name.matches("\\.run-20260504-123015\\.partial-[0-9a-f]{8}"), name);
      assertFalse(ResultsFolder.isComplete(folder.working()));
    }
    assertEquals(List.of(), list(temp), "leaving without finish abandons");
  }

  @Test
  void everyDamageToACompleteFolderIsSeen() throws IOException {
    Path place = write(SampleRun.digits(), "a");
    Path summary = place.resolve("summary.json");
    byte[] good = Files.readAllBytes(summary);
    byte[] bad = good.clone();
    bad[good.length / 2] ^= 1;
    Files.write(summary, bad);
    assertFalse(ResultsFolder.isComplete(place), "one flipped bit");
    Files.delete(summary);
    assertFalse(ResultsFolder.isComplete(place), "a missing file");
    Files.write(summary, good);
    assertTrue(ResultsFolder.isComplete(place));
    Path marker = place.resolve("COMPLETE");
    List<String> lines = Files.readAllLines(marker);
    Files.write(marker, lines.subList(0, lines.size() - 1));
    assertFalse(ResultsFolder.isComplete(place), "a marker cut short at a line");
    Files.delete(marker);
    assertFalse(ResultsFolder.isComplete(place), "no marker");
    assertFalse(ResultsFolder.isComplete(temp.resolve("nowhere")));
  }

  @Test
  void equalRunsGiveEqualBytesExceptSummaryReportAndMarker() throws IOException {
    Path a = write(SampleRun.digits(), "a");
    Path b = write(SampleRun.slower(), "b");
    for (Path file : Marker.files(a)) {
      String name = a.relativize(file).toString();
      if (!List.of("summary.json", "report.html").contains(name)) {
        assertArrayEquals(
            Files.readAllBytes(file), Files.readAllBytes(b.resolve(name)), "bytes of " + name);
      }
    }
    TreeMap<String, Object> first = new TreeMap<>(Summary.of(SampleRun.digits(), NOON.instant()));
    TreeMap<String, Object> second = new TreeMap<>(Summary.of(SampleRun.slower(), Instant.EPOCH));
    assertFalse(first.equals(second));
    for (String key : List.of("wall", "peakMemory")) {
      first.remove(key);
      second.remove(key);
    }
    assertEquals(first, second, "only wall and peakMemory tell two equal runs apart");
    assertArrayEquals(
        Files.readAllBytes(a.resolve("report.html")),
        Files.readAllBytes(write(SampleRun.digits(), "c").resolve("report.html")),
        "same result, same clock: same report");
  }

  @Test
  void anExistingResultsFolderIsRefusedAndReplacedOnlyByForce() throws IOException {
    Path out = write(SampleRun.digits(), "out");
    ReportException refused =
        assertThrows(ReportException.class, () -> write(SampleRun.digits(), "out"));
    assertTrue(refused.getMessage().contains("--force"), refused.getMessage());
    assertTrue(refused.getMessage().contains(out.toString()), refused.getMessage());
    Files.writeString(out.resolve("of-the-first-run"), "x");
    try (ResultsFolder folder = ResultsFolder.create(temp, "n", out, true, NOON)) {
      assertTrue(Files.exists(out.resolve("of-the-first-run")), "kept until the new run is whole");
      folder.finish(SampleRun.slower());
    }
    assertFalse(Files.exists(out.resolve("of-the-first-run")));
    assertTrue(ResultsFolder.isComplete(out));
    assertEquals(List.of("out"), list(temp));
  }

  @Test
  void forceNeverReplacesAFolderThatHoldsNoResults() throws IOException {
    Path home = Files.createDirectory(temp.resolve("home"));
    Files.writeString(home.resolve("thesis.tex"), "x");
    ReportException refused =
        assertThrows(
            ReportException.class, () -> ResultsFolder.create(temp, "n", home, true, NOON));
    assertTrue(refused.getMessage().contains("holds no results"), refused.getMessage());
    assertEquals(List.of("thesis.tex"), list(home));
    Path file = Files.writeString(temp.resolve("file"), "x");
    assertThrows(ReportException.class, () -> ResultsFolder.create(temp, "n", file, true, NOON));
    assertEquals(List.of("file", "home"), list(temp));
  }

  @Test
  void anEmptyExistingFolderIsFine() throws IOException {
    Files.createDirectory(temp.resolve("fresh"));
    assertTrue(ResultsFolder.isComplete(write(SampleRun.digits(), "fresh")));
  }

  @Test
  void twoRunsWithinASecondBothKeepTheirResults() throws IOException {
    try (ResultsFolder one = ResultsFolder.create(temp, "run", null, false, NOON);
        ResultsFolder two = ResultsFolder.create(temp, "run", null, false, NOON)) {
      one.finish(SampleRun.digits());
      two.finish(SampleRun.digits());
    }
    assertEquals(List.of("run-20260504-123015", "run-20260504-123015-2"), list(temp));
  }

  @Test
  void hostileNamesStayInsideTheFolder() throws IOException {
    for (String name : List.of("../../etc/x", "<script>alert(1)</script>", "...", "a/b\\c:d")) {
      try (ResultsFolder folder = ResultsFolder.create(temp, name, null, false, NOON)) {
        Path place = folder.finish(SampleRun.named(name));
        assertEquals(temp.toAbsolutePath(), place.getParent(), name);
        assertTrue(place.getFileName().toString().matches("[A-Za-z0-9][A-Za-z0-9._-]*"), name);
      }
    }
  }

  @Test
  void aDiskFullAtAnyPointGivesOneClearMessageAndNothingThatLooksWhole() throws IOException {
    int refused = 0;
    // Sizes from "not even one file" to "all but the marker": each must fail cleanly or succeed
    // whole.
    for (long size = 1 << 12; size <= 1 << 21; size += 1 << 16) {
      Configuration small =
          Configuration.unix().toBuilder().setMaxSize(size).setBlockSize(512).build();
      try (FileSystem disk = Jimfs.newFileSystem(small)) {
        Path out = disk.getPath("/work/reports/run");
        ResultsFolder folder = ResultsFolder.create(disk.getPath("/r"), "run", out, false, NOON);
        try {
          folder.finish(SampleRun.digits());
          assertTrue(ResultsFolder.isComplete(out));
        } catch (ReportException full) {
          refused++;
          assertTrue(full.getMessage().contains("/work/reports/run/"), full.getMessage());
          assertTrue(full.getMessage().contains("out of disk space"), full.getMessage());
          assertTrue(full.getMessage().contains("--out"), full.getMessage());
          assertFalse(Files.exists(out));
          assertEquals(List.of(), list(out.getParent()), "the partial folder was removed");
        }
      }
    }
    assertTrue(refused > 0, "the smallest disk is too small");
  }

  @Test
  void anUnwritablePlaceIsToldBeforeTheRun() throws IOException {
    Path file = Files.writeString(temp.resolve("notes"), "x");
    ReportException told =
        assertThrows(
            ReportException.class,
            () -> ResultsFolder.create(temp, "n", file.resolve("out"), false, NOON));
    assertTrue(told.getMessage().contains("--out"), told.getMessage());
  }

  @Test
  void anInputWhoseNameLeadsOutOfTheFolderIsRefused() throws IOException {
    RunResult r = SampleRun.digits();
    r =
        new RunResult(
            r.name(),
            r.title(),
            r.seed(),
            r.versions(),
            java.util.Map.of("../../x", "x"),
            r.assumptions(),
            r.network(),
            r.history(),
            r.current(),
            r.ensembles(),
            r.floatSgld(),
            r.calibration(),
            r.energy(),
            r.energyPerDeviceUpdate(),
            r.power(),
            r.pulses(),
            r.phases(),
            r.rails(),
            r.resources(),
            r.samplesStored(),
            r.banks(),
            r.miniBatches(),
            r.events(),
            r.simulatedTime(),
            r.wall(),
            r.peakMemory(),
            r.warnings());
    RunResult hostile = r;
    assertThrows(IllegalArgumentException.class, () -> write(hostile, "out"));
    assertEquals(List.of(), list(temp));
  }
}
