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
  private static final int LENGTH = 120;
  private static final List<String> SMALL =
      List.of(
          "network.name=mlp",
          "network.widths=[8]",
          "learning.miniBatches=" + LENGTH,
          "thinning={cycle: 40, windowStart: 20, threshold: 10}",
          "floatReference=false",
          "data.testImages=20",
          "evaluation.every=0");

  /** Cycles that the walk of a part does not reach the end of, with a stage of descent. */
  private static final String CYCLES =
      "learning.schedule={kind: cosine, cycle: 50, lowest: 0.1, exploration: 0.2}";

  @TempDir private Path folder;

  private static List<String> with(String... more) {
    List<String> settings = new ArrayList<>(SMALL);
    settings.addAll(List.of(more));
    return settings;
  }

  private static EstimateResult estimate(List<String> settings, int probes, long walk)
      throws IOException {
    return Estimate.of(FILE, settings, new Estimate.Options(probes, walk, 1, 2), (w, d, n) -> {});
  }

  private RunResult run(List<String> settings) {
    Prepared prepared = Prepared.of(ScenarioFile.read(FILE, settings), DataCache.user());
    Path place = folder.resolve("run-" + settings.hashCode());
    try (Training training = new Training(prepared, place, 2, (k, n, t, j, l, a) -> {})) {
      return training.run();
    }
  }

  private static double joules(RunResult run) {
    return run.energy().stream().mapToDouble(RunResult.EnergyRow::joules).sum();
  }

  @Test
  void anEstimateThatMeasuresEveryMiniBatchIsTheRun() throws IOException {
    List<String> settings = with("learning.miniBatches=40", CYCLES);
    EstimateResult e = estimate(settings, 40, 40);
    RunResult run = run(settings);
    // Sums of differences of a ledger's total lose some digits.
    assertEquals(run.simulatedTime(), e.quantity("time").value(), 1e-12 * run.simulatedTime());
    assertEquals(joules(run), e.quantity("energy").value(), 1e-12 * joules(run));
    assertTrue(e.quantity("time").holds(run.simulatedTime()));
    assertTrue(e.quantity("time").high() < run.simulatedTime() * (1 + 1e-9), "nothing is unknown");
  }

  /**
   * Intervals of 95 %: among five runs up to one may lie outside. More would by chance be outside
   * in 2.3 % of all choices of seeds. Intervals half as wide as they should be hold 67 % of runs,
   * and would fail with 54 %. What lies beyond a walk is bounded, so there all must lie inside.
   */
  @Test
  void wholeRunsLieInTheIntervals() throws IOException {
    int timeOutside = 0;
    int energyOutside = 0;
    for (int seed = 1; seed <= 5; seed++) {
      List<String> settings = with("seed=" + seed, seed % 2 == 0 ? CYCLES : "wear=false");
      RunResult run = run(settings);
      EstimateResult whole = estimate(settings, 24, LENGTH);
      timeOutside += outside(whole, "time", run.simulatedTime(), 0.005);
      energyOutside += outside(whole, "energy", joules(run), 0.005);
      double each = run.energyPerDeviceUpdate().mean();
      assertEquals(each, whole.quantity("updateEnergy").value(), 1e-9 * each, "all counted");
      assertEquals(5, whole.handOvers(), "six samples are stored, the last at the end");
      EstimateResult part = estimate(settings, 12, LENGTH / 4);
      assertEquals(0, outside(part, "time", run.simulatedTime(), 0.2), () -> "" + part);
      assertEquals(0, outside(part, "energy", joules(run), 0.2), () -> "" + part);
      assertEquals(0, outside(part, "updateEnergy", each, 0.2), () -> "" + part);
      EstimateResult.Stage last = part.stages().get(part.stages().size() - 1);
      assertTrue(last.extrapolated() && last.from() == LENGTH / 4 + 1, "what is not known is said");
    }
    assertTrue(timeOutside <= 1, timeOutside + " of 5 times outside");
    assertTrue(energyOutside <= 1, energyOutside + " of 5 energies outside");
  }

  private static int outside(EstimateResult e, String key, double truth, double widest) {
    EstimateResult.Quantity q = e.quantity(key);
    assertTrue(q.high() - q.low() < widest * truth, () -> "says nothing: " + q);
    return q.holds(truth) ? 0 : 1;
  }

  /** Their weights may lie outside [-1, 1], where a walk that ended is put again. */
  @Test
  void devicesThatVaryAreEstimatedBeyondTheWalk() throws IOException {
    List<String> settings =
        with("device=../netlists/devices/dw-copd-4um-varied.yaml", "learning.digitalRate=0.1");
    EstimateResult part = estimate(settings, 8, LENGTH / 4);
    assertTrue(part.quantity("energy").value() > 0);
    assertEquals(0, outside(part, "energy", joules(run(settings)), 0.2), () -> "" + part);
  }

  @Test
  void whatCannotBeEstimatedIsRefusedAtOnce() {
    InputException e =
        assertThrows(
            InputException.class,
            () ->
                Estimate.of(
                    FILE,
                    with(
                        "learning.kernel=mala",
                        "learning.digitalRate=0",
                        "learning.miniBatches=20"),
                    new Estimate.Options(50, -1, Double.NaN, 0),
                    (w, d, n) -> {}));
    for (String part : List.of("mala", "8 to 20", "--walk", "--minutes", "--threads")) {
      assertTrue(e.getMessage().contains(part), part + " is missing in " + e.getMessage());
    }
  }
}
