package dev.spindrift.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindrift.dataset.DataCache;
import dev.spindrift.input.InputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An estimate against the run that it estimates. */
class EstimateTest {
  private static final Path FILE = Path.of("scenarios/quickstart.yaml");
  private static final List<String> SMALL =
      List.of(
          "network.name=mlp",
          "network.widths=[8]",
          "learning.miniBatches=120",
          "thinning={cycle: 40, windowStart: 20, threshold: 10}",
          "floatReference=false",
          "evaluation.every=0");

  @TempDir private Path folder;

  /**
   * The whole run must lie in the intervals, or within half a per cent where they are narrower than
   * that: chip and float chain part ways, which no interval here contains. Half a per cent is far
   * less than what a change of stage does: energy per update falls by 3 % along this run.
   */
  @Test
  void theWholeRunLiesWhereTheEstimateSays() throws IOException {
    Estimate.Result e = Estimate.of(FILE, SMALL, 6, 2000, 2, (k, n, t, j, l, a) -> {});
    assertEquals(120, e.miniBatches());
    assertEquals(5, e.handOvers(), "six samples are stored, the last at the end");
    Prepared prepared = Prepared.of(ScenarioFile.read(FILE, SMALL), DataCache.user());
    RunResult run;
    try (Training training = new Training(prepared, folder, 2, (k, n, t, j, l, a) -> {})) {
      run = training.run();
    }
    near(e.time(), run.simulatedTime());
    near(e.energy(), run.energy().stream().mapToDouble(RunResult.EnergyRow::joules).sum());
    near(e.energyPerUpdate(), run.energyPerDeviceUpdate().mean());
  }

  private static void near(Estimate.Interval i, double value) {
    assertTrue(
        Math.abs(i.value() - value) <= Math.max(i.halfWidth(), 5e-3 * value), i + " for " + value);
    assertTrue(i.halfWidth() < 0.05 * value, "an interval that says something: " + i);
  }

  @Test
  void aKernelThatChangesAlongTheRunIsRefused() {
    List<String> settings = new ArrayList<>(SMALL);
    settings.add("learning.kernel=metropolis");
    assertThrows(
        InputException.class,
        () -> Estimate.of(FILE, settings, 6, 20, 1, (k, n, t, j, l, a) -> {}));
  }
}
