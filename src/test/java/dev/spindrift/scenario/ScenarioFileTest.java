package dev.spindrift.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindrift.Chips;
import dev.spindrift.dataset.DataCache;
import dev.spindrift.input.InputException;
import dev.spindrift.input.Problem;
import dev.spindrift.learning.Schedule;
import dev.spindrift.learning.Sgd;
import dev.spindrift.learning.Sgld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scenarios that cannot be run are refused before time 0, each mistake with its place. */
class ScenarioFileTest {
  @TempDir Path temp;

  @BeforeEach
  void chip() throws IOException {
    Chips.write(temp);
  }

  private List<Problem> problems(String... changes) throws IOException {
    Path file = TinyRun.write(temp, changes);
    return assertThrows(InputException.class, () -> ScenarioFile.read(file, List.of())).problems();
  }

  private List<Problem> unprepared(String... changes) throws IOException {
    Path file = TinyRun.write(temp, changes);
    Scenario s = ScenarioFile.read(file, List.of());
    DataCache empty = new DataCache(temp.resolve("empty"));
    return assertThrows(InputException.class, () -> Prepared.of(s, empty)).problems();
  }

  private void assertOnly(List<Problem> problems, String place, String... pieces)
      throws IOException {
    assertEquals(1, problems.size(), "" + problems);
    Problem p = problems.get(0);
    List<String> lines = Files.readAllLines(temp.resolve("tiny.yaml"));
    assertTrue(lines.get(p.line() - 1).contains(place), p + " should point at " + place);
    for (String piece : pieces) {
      assertTrue(p.toString().contains(piece), "\"" + piece + "\" in: " + p);
    }
  }

  @Test
  void whatAFileLeavesOutHasTheDocumentedDefault() throws IOException {
    Path file =
        TinyRun.write(
            temp,
            "update: {crossing: carry, grain: pair}\n",
            "",
            "thinning: {cycle: 4, windowStart: 1, threshold: 1}\n",
            "",
            "evaluation: {every: 2}\n",
            "",
            "events: {detail: row, burstImages: 3}\n",
            "",
            "seed: 3\n",
            "");
    Scenario s = ScenarioFile.read(file, List.of());
    assertEquals(1, s.seed());
    assertEquals(null, s.thinning());
    assertEquals(0, s.evaluation().every());
    assertEquals(Scenario.Detail.ROW, s.detail());
    assertEquals(1, s.burstImages());
    assertEquals(1, s.mathThreads());
  }

  @Test
  void settingsReplaceWhatTheFileSaysAndMistakesInThemAreMistakes() throws IOException {
    Path file = TinyRun.write(temp);
    Scenario s =
        ScenarioFile.read(
            file,
            List.of("learning={kernel: sgd, rate: 0.5, batch: 4, digitalRate: 0, epochs: 2}"));
    assertEquals(new Sgd(0.5), s.learning().kernel());
    assertEquals(2, s.learning().epochs(), 0);
    InputException e =
        assertThrows(
            InputException.class, () -> ScenarioFile.read(file, List.of("learning.taw=1e-5")));
    assertTrue(e.getMessage().contains("unknown key \"taw\""), e.getMessage());
  }

  @Test
  void aScheduleIsReadAndWrittenOutInFull() throws IOException {
    Path file = TinyRun.write(temp);
    Scenario s =
        ScenarioFile.read(
            file,
            List.of("learning.schedule={kind: cosine, cycle: 50, lowest: 0.1, exploration: 0.5}"));
    Sgld expected = new Sgld(2e-5, 1e5, new Schedule.Cosine(50, 0.1, 0.5));
    assertEquals(expected, s.learning().kernel());
    String text = s.inputs().get("scenario.yaml");
    assertTrue(text.contains("exploration:"), text);
    InputException e =
        assertThrows(
            InputException.class,
            () ->
                ScenarioFile.read(
                    file, List.of("learning.schedule={kind: cosine, lowest: 2, exploration: 1}")));
    assertEquals(
        List.of(
            "/learning/schedule", "/learning/schedule/lowest", "/learning/schedule/exploration"),
        e.problems().stream().map(Problem::pointer).toList());
  }

  @Test
  void misspeltKeysAndWordsAreNamedWithTheNearestRightOne() throws IOException {
    assertOnly(problems("seed: 3", "seeed: 3"), "seeed", "unknown key \"seeed\"", "mean \"seed\"?");
    assertOnly(problems("set: digits", "set: digit"), "data:", "\"digit\"", "mean \"digits\"?");
    assertOnly(problems("kernel: sgld", "kernel: sgdl"), "learning:", "\"sgdl\"", "sgld, sgd");
    assertOnly(problems("detail: row", "detail: rows"), "events:", "\"rows\"", "row, pulse");
  }

  @Test
  void thinningThatCouldNeverStoreIsRefused() throws IOException {
    assertOnly(
        problems("windowStart: 1", "windowStart: 4"), "thinning:", "windowStart", "cycle of 4");
    assertOnly(
        problems("threshold: 1", "threshold: 65536"), "thinning:", "threshold", "less than 2^16");
    Path file = TinyRun.write(temp, "threshold: 1", "threshold: 65535");
    assertEquals(65_535, ScenarioFile.read(file, List.of()).thinning().threshold());
  }

  @Test
  void aRunHasOneLength() throws IOException {
    assertOnly(problems(", miniBatches: 5", ""), "learning:", "no length of the run");
    assertOnly(problems("miniBatches: 5", "miniBatches: 5, epochs: 1"), "learning:", "two lengths");
  }

  @Test
  void aMissingNetlistIsNamedAndItsMistakesAreListedWithTheScenarios() throws IOException {
    assertOnly(problems("netlist: chip.yaml", "netlist: chop.yaml"), "netlist:", "\"chop.yaml\"");
    assertEquals(1, problems("netlist: chip.yaml\n", "").size());
    Chips.write(temp, "banks: 8", "banks: -8");
    List<Problem> both = problems("batch: 8", "batch: 1");
    assertEquals(
        List.of("/learning/batch", "/banks"), both.stream().map(Problem::pointer).toList());
  }

  @Test
  void aNetworkThatDoesNotFitTheChipIsToldHowManyTilesItNeeds() throws IOException {
    // 64 x 4,000 takes 1 x 32 tiles, 4,000 x 10 another 32
    assertOnly(
        unprepared("widths: [12]", "widths: [4000]"),
        "network:",
        "64 tiles of 128 x 128",
        "has 48 per bank");
    Chips.write(temp, "capacity: 32 Mbit", "capacity: 28 kbit");
    // 888 weights x 32 bit
    assertOnly(unprepared(), "network:", "28416 bit", "gmem holds 28000 bit");
  }

  @Test
  void anOffsetForADeviceThatSaysNothingOfPairsIsRefused() throws IOException {
    assertOnly(
        unprepared("crossing: carry", "crossing: carry, offset: calibrated"),
        "offset: calibrated",
        "/update/offset: calibrated, but device dw-copd-4um",
        "characterize");
  }

  @Test
  void moreImagesThanThereAreAreRefused() throws IOException {
    assertOnly(unprepared("batch: 8", "batch: 201"), "learning:", "201 images", "200 training");
    assertOnly(
        unprepared("testImages: 60", "testImages: 6000"), "data:", "/data/testImages", "at most");
  }

  @Test
  void aDataSetThatIsNotThereIsNamedWithTheCommandThatFetchesIt() throws IOException {
    Path file = TinyRun.write(temp, "set: digits", "set: cifar10");
    Scenario s = ScenarioFile.read(file, List.of());
    InputException e =
        assertThrows(
            InputException.class, () -> Prepared.of(s, new DataCache(temp.resolve("empty"))));
    assertTrue(e.getMessage().contains("spindrift dataset fetch cifar10"), e.getMessage());
  }

  @Test
  void theResolvedScenarioReadsItsTilesAsTheRunDid() {
    Scenario s =
        ScenarioFile.read(
            Path.of("scenarios/analogue-digits.yaml"),
            List.of("read.lines=exact", "read.shotNoise=false", "read.ideal=[fc]"));
    String text = s.inputs().get("scenario.yaml");
    assertTrue(text.contains("lines: exact") && text.contains("shotNoise: false"), text);
    assertTrue(text.contains("mode: analogue") && text.contains("- fc"), text);
  }
}
