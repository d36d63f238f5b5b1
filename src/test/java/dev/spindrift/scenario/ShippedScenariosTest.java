package dev.spindrift.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindrift.dataset.DataCache;
import dev.spindrift.dataset.Datasets;
import dev.spindrift.input.InputException;
import dev.spindrift.report.ResultsFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What we ship works. */
class ShippedScenariosTest {
  private static final Path QUICKSTART = Path.of("scenarios/quickstart.yaml");

  @TempDir Path temp;

  private static List<Path> shipped() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("scenarios"))) {
      return files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  @Test
  void everyShippedScenarioReadsAndFitsItsChip() throws IOException {
    int count = 0;
    for (Path file : shipped()) {
      Scenario s = ScenarioFile.read(file, List.of());
      assertEquals(file.getFileName().toString(), s.name() + ".yaml");
      if (Datasets.isAvailable(s.data().set(), DataCache.user())) {
        Prepared p = Prepared.of(s, DataCache.user());
        assertTrue(p.layout().blocks().size() <= s.netlist().tile().count());
        assertTrue(p.miniBatches() > 0);
      }
      count++;
    }
    assertEquals(13, count, "a new scenario is welcome: count it here");
  }

  @Test
  void aRunThatWouldIntegrateWallsForDaysIsRefusedWithTheEstimate() {
    Scenario s =
        ScenarioFile.read(
            Path.of("scenarios/llg-digits.yaml"),
            List.of("learning.miniBatches=10000000", "network.widths=[160]"));
    InputException e = assertThrows(InputException.class, () -> Prepared.of(s, DataCache.user()));
    assertEquals(1, e.problems().size());
    assertTrue(e.getMessage().contains("days of core time"), e.getMessage());
    Scenario grain =
        ScenarioFile.read(
            Path.of("scenarios/filament-digits.yaml"), List.of("update={grain: pulse}"));
    e = assertThrows(InputException.class, () -> Prepared.of(grain, DataCache.user()));
    assertTrue(e.getMessage().contains("model filament"), e.getMessage());
  }

  @Test
  void theInputsOfARunWithItsOwnDeviceFilesCanBeReadAgain() throws IOException {
    for (String name : List.of("llg-digits", "filament-digits")) {
      Scenario s = ScenarioFile.read(Path.of("scenarios", name + ".yaml"), List.of());
      Path folder = Files.createDirectories(temp.resolve(name));
      for (var input : s.inputs().entrySet()) {
        Files.writeString(folder.resolve(input.getKey()), input.getValue());
      }
      assertEquals(5, s.inputs().size());
      Scenario again = ScenarioFile.read(folder.resolve("scenario.yaml"), List.of());
      assertEquals(s.netlist().device().model(), again.netlist().device().model());
    }
  }

  /** Both models learn end to end, a few mini-batches each. */
  @Test
  void deviceModelsCanBeExchangedInAScenario() {
    for (String device : List.of("dw-copd-4um", "dw-copd-4um-llg", "dw-copd-4um-llg-cmtj")) {
      Scenario s =
          ScenarioFile.read(
              Path.of("scenarios/llg-digits.yaml"),
              List.of(
                  "device=../netlists/devices/" + device + ".yaml",
                  "learning.miniBatches=2",
                  "network.widths=[2]"));
      try (Training t =
          new Training(
              Prepared.of(s, DataCache.user()),
              temp.resolve(device),
              2,
              (a, b, c, d, e, f) -> {})) {
        RunResult r = t.run();
        assertEquals(2 * (64 * 2 + 2 * 10), r.pulses().updates());
      }
    }
  }

  @Test
  void aShortenedQuickstartWritesEveryDocumentedFile() throws IOException {
    Scenario s =
        ScenarioFile.read(
            QUICKSTART,
            List.of(
                "learning.miniBatches=6",
                "thinning={cycle: 3, windowStart: 1, threshold: 1}",
                "evaluation.every=3"));
    Path place;
    try (ResultsFolder folder = ResultsFolder.create(temp, s.name(), temp.resolve("r"), false);
        Training t =
            new Training(
                Prepared.of(s, DataCache.user()), folder.working(), 2, (a, b, c, d, e, f) -> {})) {
      RunResult r = t.run();
      assertEquals(4, r.samplesStored());
      assertEquals(4, r.ensembles().size());
      assertTrue(r.floatSgld() != null);
      place = folder.finish(r);
    }
    assertTrue(ResultsFolder.isComplete(place));
    for (String f :
        List.of(
            "summary.json",
            "floor.csv",
            "history.csv",
            "increments.csv",
            "energy.csv",
            "power.csv",
            "posterior.csv",
            "calibration.csv",
            "pulse-widths.csv",
            "rail-sweep.csv",
            "rails.csv",
            "resources.csv",
            "assumptions.csv",
            "report.html",
            "inputs/scenario.yaml",
            "inputs/netlist.yaml",
            "inputs/device.yaml",
            "inputs/technology.yaml",
            "posterior/bank-003.f32")) {
      assertTrue(Files.size(place.resolve(f)) > 20, f);
    }
    Path again = place.resolve("inputs/scenario.yaml");
    assertTrue(Files.readString(again).contains("miniBatches: 6"), "inputs as resolved");
    Scenario same = ScenarioFile.read(again, List.of());
    assertEquals(6, same.learning().miniBatches());
    assertEquals(
        Files.readString(again), same.inputs().get("scenario.yaml"), "and can be run again");
  }

  /**
   * The whole quickstart: the chip's posterior mean against float SGLD on 359 test digits, same
   * mini-batches and same initial weights. Deterministic with its seed.
   */
  @Test
  void theQuickstartLearnsTheDigitsAsWellAsFloatSgld() {
    Scenario s = ScenarioFile.read(QUICKSTART, List.of());
    try (Training t =
        new Training(
            Prepared.of(s, DataCache.user()), temp.resolve("r"), 2, (a, b, c, d, e, f) -> {})) {
      RunResult r = t.run();
      RunResult.Metrics chip = r.ensembles().get(r.ensembles().size() - 1).metrics();
      assertTrue(chip.accuracy() >= 0.95, "" + chip);
      assertEquals(r.floatSgld().accuracy(), chip.accuracy(), 0.015);
    }
  }
}
