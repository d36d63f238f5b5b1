package dev.spindrift.physics;

import static dev.spindrift.physics.Walls.J;
import static dev.spindrift.physics.Walls.NS;
import static dev.spindrift.physics.Walls.PS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindrift.engine.CounterNoise;
import dev.spindrift.engine.Workers;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ThermalMotionTest {
  private static final int WALLS = 4000;

  private static double[] spread(WallParameters wall, Scheme scheme, double dt, double[] times) {
    WallEnsemble ensemble = new WallEnsemble(wall, scheme, dt, 11, "diffusion", WALLS);
    double[] variance = new double[times.length];
    try (Workers workers = new Workers(2)) {
      double now = 0;
      for (int i = 0; i < times.length; i++) {
        ensemble.run(CurrentWaveform.idle(times[i] - now), workers);
        variance[i] = DisplacementStatistics.of(ensemble.positions()).variance();
        now = times[i];
      }
    }
    return variance;
  }

  @ParameterizedTest
  @EnumSource(NoiseConvention.class)
  void aFreeWallDiffusesAsFluctuationDissipationSays(NoiseConvention noise) {
    // Seed fixed. Var(20 ns) - Var(5 ns) of independent increments: the start-up (phase thermalises
    // in
    // 0.25 ns) cancels. Relative standard error of a variance: sqrt(2/4000) = 2.2 %, with the
    // covariance
    // of the two below 2.6 % of the difference; 4 of these: false alarm 6e-5, sees errors above 10
    // %.
    WallParameters wall = Walls.of("nopin", noise);
    double[] variance = spread(wall, Scheme.HEUN, PS, new double[] {5 * NS, 20 * NS});
    double rate = (variance[1] - variance[0]) / (15 * NS);
    double theory = new WallTheory(wall).freeDiffusion();
    assertEquals(theory, rate, 4 * 0.026 * theory);
    double expected = noise == NoiseConvention.PRINTED ? 289.1e-9 : 144.6e-9;
    assertEquals(expected, theory, 0.05e-9); // the checked figure has four digits
  }

  @Test
  void theTwoConventionsDifferByExactlyAFactorOfTwoInVariance() {
    WallTheory fdt = new WallTheory(Walls.of("cmtj", NoiseConvention.FDT));
    WallTheory printed = new WallTheory(Walls.of("cmtj", NoiseConvention.PRINTED));
    double ratio = printed.thermalField(PS) / fdt.thermalField(PS);
    assertEquals(2, ratio * ratio, 1e-15 * 4); // a few roundings
    assertEquals(2, printed.freeDiffusion() / fdt.freeDiffusion(), 0);
    // What a step of each does to position and phase, from the two equations with h1 and h2.
    StepCoefficients one = new StepCoefficients(Walls.of("cmtj", NoiseConvention.FDT), PS);
    StepCoefficients both = new StepCoefficients(Walls.of("cmtj", NoiseConvention.PRINTED), PS);
    double alpha = 0.07;
    double square = 1 + alpha * alpha;
    assertEquals(2 * alpha * alpha / square, Math.pow(both.xNoise / one.xNoise, 2), 1e-15);
    assertEquals(2 / square, Math.pow(both.pNoise / one.pNoise, 2), 1e-14);
  }

  @ParameterizedTest
  @EnumSource(NoiseConvention.class)
  void withoutPinningPositionAndPhaseObeyTheExactIdentity(NoiseConvention noise) {
    // X = (Delta/alpha) [gamma0 Int h1 dt + (beta/Delta) Int u dt - (phi - phi0)]: the hard-axis
    // torque
    // drops out of alpha X'/Delta + phi', in every step of both schemes.
    WallParameters wall = Walls.of("nopin", noise);
    double alpha = 0.07;
    double[] kicks = new double[2];
    for (Scheme scheme : Scheme.values()) {
      Arrays.fill(kicks, 0);
      ThermalNoise thermal = new ThermalNoise(new CounterNoise(3, "identity"), noise);
      WallEnsemble ensemble =
          new WallEnsemble(
              wall,
              scheme,
              PS,
              3,
              2,
              () ->
                  (block, step, xScale, pScale, x, p, n) -> {
                    thermal.fill(block, step, xScale, pScale, x, p, n);
                    for (int i = 0; i < n; i++) {
                      kicks[i] += alpha * x[i] + Math.PI * p[i]; // x in units of Delta here
                    }
                  });
      CurrentWaveform waveform =
          CurrentWaveform.pulse(3 * NS, J, 0.5 * NS, 1.25 * NS)
              .then(CurrentWaveform.idle(2 * NS))
              .then(CurrentWaveform.pulse(1 * NS, -2 * J));
      try (Workers workers = new Workers(1)) {
        ensemble.run(waveform, workers);
      }
      double drift = 0.06 / 5e-9 * new WallTheory(wall).spinDriftVelocity(waveform.charge());
      if (scheme == Scheme.EULER_MARUYAMA) {
        // A left-point sum over a ramp of N steps misses (from - to)/2 of one step; both ramps.
        double missed = 0.5 * PS * (0 - J) + 0.5 * PS * (J - 0);
        drift += 0.06 / 5e-9 * new WallTheory(wall).spinDriftVelocity(missed);
      }
      for (int i = 0; i < 2; i++) {
        double expected = 5e-9 / alpha * (kicks[i] + drift - ensemble.phase(i));
        assertEquals(
            expected, ensemble.position(i), 1e-18); // 1e-11 of 100 nm: rounding of 7,750 steps
      }
    }
  }

  @Test
  void aWallsTrajectoryDependsNeitherOnThreadsNorOnTheOtherWalls() {
    WallParameters wall =
        Walls.of("cmtj", NoiseConvention.FDT)
            .withPinning(new WallParameters.Pinning(1.65e-20, 30e-9, 0.3))
            .withLength(4e-6);
    CurrentWaveform waveform = CurrentWaveform.pulse(1 * NS, J).then(CurrentWaveform.idle(1 * NS));
    double[][] positions = new double[3][];
    for (int run = 0; run < 3; run++) {
      WallEnsemble ensemble =
          new WallEnsemble(wall, Scheme.HEUN, PS, 9, "threads", run == 2 ? 300 : 700);
      for (int i = 0; i < ensemble.walls(); i++) {
        ensemble.place(i, 2e-6, 0);
      }
      try (Workers workers = new Workers(run == 1 ? 3 : 1)) {
        ensemble.run(waveform, workers);
      }
      positions[run] = ensemble.positions();
    }
    assertArrayEquals(positions[0], positions[1], 0);
    assertArrayEquals(Arrays.copyOf(positions[0], 300), positions[2], 0);
    assertTrue(DisplacementStatistics.of(positions[0]).sd() > 1e-9);
  }

  @Test
  void cuttingAWaveformIntoSeveralRunsChangesNothing() {
    WallParameters wall = Walls.of("cmtj", NoiseConvention.PRINTED);
    WallEnsemble whole = new WallEnsemble(wall, Scheme.HEUN, PS, 9, "cut", 5);
    WallEnsemble cut = new WallEnsemble(wall, Scheme.HEUN, PS, 9, "cut", 5);
    try (Workers workers = new Workers(1)) {
      whole.run(CurrentWaveform.pulse(0.5 * NS, J), workers);
      cut.run(CurrentWaveform.pulse(0.123 * NS, J), workers);
      cut.run(CurrentWaveform.pulse(0.377 * NS, J), workers);
    }
    // Positions are stored in metres and kept in periods inside: one rounding at the cut.
    assertArrayEquals(whole.positions(), cut.positions(), 1e-20);
    assertEquals(whole.steps(), cut.steps());
  }

  @Test
  void hardEndsHoldEveryWallInTheTrack() {
    WallParameters wall = Walls.of("cmtj", NoiseConvention.PRINTED).withLength(200e-9);
    WallEnsemble ensemble = new WallEnsemble(wall, Scheme.HEUN, PS, 9, "ends", 300);
    for (int i = 0; i < 300; i++) {
      ensemble.place(i, 100e-9, 0);
    }
    try (Workers workers = new Workers(1)) {
      ensemble.run(CurrentWaveform.pulse(10 * NS, J), workers);
      int atEnd = 0;
      for (double x : ensemble.positions()) {
        assertTrue(x >= 0 && x <= 200e-9, "X = " + x);
        atEnd += x > 150e-9 ? 1 : 0;
      }
      // 270 nm of drift against 100 nm of room: nearly all press against the end.
      assertTrue(atEnd > 200, atEnd + " of 300 near the end");
      ensemble.run(CurrentWaveform.pulse(15 * NS, -J), workers);
      for (double x : ensemble.positions()) {
        assertTrue(x >= 0 && x <= 200e-9, "X = " + x);
      }
    }
  }
}
