package dev.spindrift.physics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindrift.engine.Workers;
import dev.spindrift.input.Problems;
import dev.spindrift.physics.Characterization.PairRow;
import dev.spindrift.physics.Characterization.PulseRow;
import dev.spindrift.physics.Characterization.RestRow;
import dev.spindrift.physics.Characterization.Settings;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is measured between pulses; 4,096 walls, limits of 4.5 standard errors (7e-6 each). */
class MemoryAndRestTest {
  private static final Settings SETTINGS =
      new Settings(Scheme.HEUN, 1e-12, 5, 1e12, 0, 0, 5e-9, 4096);

  private static WallParameters wall(String name) {
    Problems problems = new Problems();
    WallFile.Wall wall =
        WallFile.read(Path.of("netlists/devices/physics", name + ".yaml"), problems);
    problems.throwIfAny();
    return wall.parameters();
  }

  /** Free diffusion 2 kB T gamma0 Delta / (alpha mu0 Ms Ly Lz) = 144.6 nm^2/ns. */
  @Test
  void aFreeWallAtRestDiffusesAsFluctuationDissipationSays() {
    try (Workers workers = new Workers(2)) {
      Characterization bench = new Characterization(wall("copd-nopin"), SETTINGS, workers, n -> {});
      List<RestRow> rows = bench.rest(new double[] {2e-9, 10e-9});
      RestFit fit = RestFit.of(rows);
      assertEquals(144.6e-9, fit.rate(), 4.5 * fit.seRate());
      assertTrue(fit.seRate() < 0.04 * fit.rate(), "resolves 18 per cent: " + fit);
      assertEquals(0, rows.get(1).statistics().mean(), 4.5 * rows.get(1).statistics().seMean());
    }
  }

  @Test
  void aPinnedPairBackToBackIsBiasedTowardTheSecondPulseAndAGapOfANanosecondUndoesIt() {
    try (Workers workers = new Workers(2)) {
      List<PairFit> pinned = memory("copd-cmtj", workers);
      assertEquals(0, pinned.get(0).gap());
      // 3.9 nm with 16,000 walls.
      assertEquals(3.9e-9, pinned.get(0).bias(), 4.5 * pinned.get(0).seBias());
      assertTrue(pinned.get(0).seBias() < 0.35e-9, pinned.toString());
      assertEquals(pinned.get(0).bias(), pinned.get(0).significantBias());
      assertEquals(0, pinned.get(1).bias(), 4.5 * pinned.get(1).seBias());
      PairFit free = memory("copd-nopin", workers).get(0);
      assertEquals(0, free.bias(), 4.5 * free.seBias());
    }
  }

  private static List<PairFit> memory(String name, Workers workers) {
    Characterization bench = new Characterization(wall(name), SETTINGS, workers, n -> {});
    List<PulseRow> pulses = bench.pulses(new double[] {0.8e-9, 1.2e-9}, new double[] {0});
    List<PairRow> pairs = bench.pairs(1e-9, new double[] {0}, new double[] {1e-9, 0}, 5e-9);
    return PairFit.of(pairs, LawFit.of(pulses, 0), null);
  }

  /** By hand: (two - one)/2, (var + var)/2 - 2 law - rest (gap + relaxation). */
  @Test
  void theFitIsHalfOfTheOrdersDifferenceAndTheVarianceLeftOver() {
    double[] up = {1e-9, 3e-9, 2e-9, 6e-9};
    double[] down = {-1e-9, -3e-9, -2e-9, -2e-9};
    PairRow push = row(true, down);
    PairRow pull = row(false, up);
    LineFit line =
        LineFit.of(new double[] {0, 1}, new double[] {1e-18, 1e-18}, new double[] {1, 1});
    LawFit law = new LawFit(line, line, 0, 1, 0, 0, 2);
    PairFit fit = PairFit.of(List.of(pull, push), law, new RestFit(1e-10, 0, 0, 1)).get(0);
    assertEquals(2.5e-9, fit.bias(), 1e-20); // means -2 and 3 nm, rounding only
    double variances = (push.net().variance() + pull.net().variance()) / 2;
    assertEquals(variances - 2e-18 - 1e-10 * 6e-9, fit.addedVariance(), 1e-24);
  }

  private static PairRow row(boolean pushFirst, double[] moved) {
    DisplacementStatistics s = DisplacementStatistics.of(moved);
    return new PairRow(1e-9, 0, 1e-9, pushFirst, 5e-9, s, s, s, 0, moved, moved, moved);
  }
}
