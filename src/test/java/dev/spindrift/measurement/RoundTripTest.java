package dev.spindrift.measurement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.spindrift.device.PositionLaw;
import dev.spindrift.engine.Workers;
import dev.spindrift.input.Problems;
import dev.spindrift.physics.Characterization;
import dev.spindrift.physics.LawFit;
import dev.spindrift.physics.Scheme;
import dev.spindrift.physics.WallFile;
import dev.spindrift.physics.WallTheory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** From known laws through measurements back to the law. */
class RoundTripTest {
  private static final Path SHIPPED = Path.of("netlists/devices/measured");

  /** Standard errors; four parameters a fit, so a right build fails with probability 2.5e-4. */
  private static final double ERRORS = 4;

  @Test
  void theShippedPulseListGivesBackTheLawItWasDrawnFrom() {
    Problems problems = new Problems();
    PulseData data =
        PulseCsv.read(
            SHIPPED.resolve("wall-pulses.csv"),
            new PulseCsv.Options(51e-6, 145e-6, Double.NaN, Double.NaN, Double.NaN, 20, Set.of()),
            problems);
    problems.throwIfAny();
    assertEquals(720, data.pulses().size());
    assertEquals(1e12, data.density());
    DeviceFit fit = DeviceFit.of(PulseAnalysis.of(data, 2e-5), 4e-6, DeviceFit.Law.AUTO, 50);
    assertNull(fit.refusal());
    assertNull(fit.grid());
    LawFit line = fit.line();
    assertEquals(34.1, line.mean().slope(), ERRORS * line.mean().seSlope());
    assertEquals(0, line.mean().intercept(), ERRORS * line.mean().seIntercept());
    assertEquals(289.2e-9, line.variance().slope(), ERRORS * line.variance().seSlope());
    assertEquals(-68e-18, line.variance().intercept(), ERRORS * line.variance().seIntercept());
    assertEquals(0.6e-9, fit.shortest());
    assertEquals(20e-9, fit.longest());
  }

  @Test
  void theShippedTablesGiveBackTheSoftBoundsTheyWereMadeOf() {
    Problems problems = new Problems();
    StepTable table =
        StepTable.read(
            SHIPPED.resolve("soft-bound/dG_decreasing.txt"),
            SHIPPED.resolve("soft-bound/dG_increasing.txt"),
            problems);
    problems.throwIfAny();
    assertNotNull(table);
    assertEquals(true, table.exchanged());
    Scale scale = new Scale(Scale.Reading.CONDUCTANCE, 50e-6, 150e-6, true);
    Findings f = TableAnalysis.of(table, scale, 0.6e-9, 2e-5);
    DeviceFit fit = DeviceFit.of(f, 1e-6, DeviceFit.Law.AUTO, 4);
    PositionLaw law = assertInstanceOf(PositionLaw.class, fit.law());
    for (double x = 0; x <= 1; x += 0.125) {
      // Seven digits in the file.
      assertEquals(0.005 * (1.5 - x), law.mean(1, 0.6e-9, x) * 1e6, 1e-8);
      assertEquals(0.005 * (0.5 + x), law.mean(-1, 0.6e-9, x) * 1e6, 1e-8);
      // Straight lines between 41 quantiles widen the outermost fortieths: 3 % of sd 0.0026.
      assertEquals(0.0026, Math.sqrt(law.variance(1, 0.6e-9, x)) * 1e6, 0.03 * 0.0026);
    }
    // Two pulses: the second starts where the first one led; the variance shrinks by its slope.
    double first = 0.005 * (1.5 - 0.5);
    double two = first + 0.005 * (1.5 - 0.5 - first);
    assertEquals(two, law.mean(1, 1.2e-9, 0.5) * 1e6, 1e-8);
    double one = law.variance(1, 0.6e-9, 0.5);
    assertEquals(one * (1 + 0.995 * 0.995), law.variance(1, 1.2e-9, 0.5), 1e-3 * one);
    assertEquals(
        0.005 / 0.6e-9 * 1e-6, ((dev.spindrift.device.LinearLaw) law.nominal()).velocity(), 1e-2);
  }

  @Test
  void theDynamicsOfAFreeWallAreMeasuredAndGivenBack() {
    Problems problems = new Problems();
    WallFile.Wall wall =
        WallFile.read(Path.of("netlists/devices/physics/copd-nopin.yaml"), problems);
    problems.throwIfAny();
    double length = wall.parameters().strip().length();
    List<Pulse> pulses = new ArrayList<>();
    try (Workers workers = new Workers(2)) {
      Characterization bench =
          new Characterization(
              wall.parameters(),
              new Characterization.Settings(
                  Scheme.HEUN, 2e-12, 3, wall.currentDensity(), 0, 0, 2e-9, 150),
              workers,
              steps -> {});
      for (Characterization.PulseRow row :
          bench.pulses(new double[] {2e-9, 4e-9, 6e-9}, new double[] {0})) {
        for (int i = 0; i < row.displacements().length; i++) {
          double start = 0.3 + 0.4 * i / row.displacements().length;
          double after = start + row.displacements()[i] / length;
          pulses.add(new Pulse("", row.polarity(), row.width(), 1e12, 300, start, after));
        }
      }
    }
    Findings f = PulseAnalysis.of(Samples.data(pulses), 2e-5);
    DeviceFit fit = DeviceFit.of(f, length, DeviceFit.Law.AUTO, 50);
    LawFit line = fit.line();
    double velocity = new WallTheory(wall.parameters()).steadyVelocity(wall.currentDensity());
    assertEquals(velocity, line.mean().slope(), ERRORS * line.mean().seSlope());
    // 145.1 nm^2/ns of 10,000 trials per width: the fit of dw-copd-4um-fdt.yaml.
    assertEquals(145.1e-9, line.variance().slope(), ERRORS * line.variance().seSlope());
    assertEquals(Verdict.Outcome.HOLDS, f.symmetric().outcome());
    assertEquals(Verdict.Outcome.HOLDS, f.gaussian().outcome());
  }

  @Test
  void aDeviceThatPulsesDoNotMoveIsRefused() {
    Samples.Device still = new Samples.Device(1, x -> 0, z -> z);
    Findings f = PulseAnalysis.of(Samples.pulses(1, 100, still, 1, 2), 2e-5);
    DeviceFit fit = DeviceFit.of(f, 1e-6, DeviceFit.Law.AUTO, 50);
    assertNotNull(fit.refusal());
    assertNull(fit.law());
  }
}
