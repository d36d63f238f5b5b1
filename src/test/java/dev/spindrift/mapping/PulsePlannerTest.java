package dev.spindrift.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindrift.device.DeviceParameters;
import dev.spindrift.device.DisplacementLaw;
import dev.spindrift.device.Grain;
import dev.spindrift.device.LinearLaw;
import dev.spindrift.device.Spread;
import dev.spindrift.device.TableLaw;
import dev.spindrift.learning.Increment;
import dev.spindrift.mapping.PushPull.Widths;
import java.util.List;
import org.junit.jupiter.api.Test;

class PulsePlannerTest {
  /**
   * A device of powers of two, so that thresholds are exact in float: a step displaces by 2^-10 and
   * brings 2^-20 of variance.
   */
  private static final DisplacementLaw BINARY_LAW = new LinearLaw(0x1p20, 0, 0x1p10, 0);

  private static final PulseTiming BINARY_TIMING = new PulseTiming(0x1p-30, 64, 1500);

  private static DeviceParameters track(DisplacementLaw law, double length) {
    return new DeviceParameters(
        "track", length, 1, 1, 1, 1, 2, 1, law, 1e-12, 1, Grain.PAIR, Spread.NONE, 300, List.of());
  }

  private static PulsePair plan(PulsePlanner planner, double drift, double variance) {
    PulsePair pair = new PulsePair();
    planner.plan((float) drift, 0, new Increment(1, variance), true, pair);
    return pair;
  }

  private static PulsePair binary(double drift, double variance) {
    return plan(
        new PulsePlanner(track(BINARY_LAW, 1), BINARY_TIMING, MappingCases.widths(Widths.ADDITIVE)),
        drift,
        variance);
  }

  @Test
  void widthsFollowTheHandComputedPair() {
    PulsePlanner planner =
        new PulsePlanner(
            MappingCases.device(MappingCases.throughOrigin(), Grain.PAIR, Spread.NONE),
            MappingCases.TIMING,
            MappingCases.widths(Widths.ADDITIVE));
    // s^2 = 4e-5 x (4 um)^2 = 640 nm^2; T_sym = 640 / (2 x 289.2) = 1.1065 ns.
    PulsePair still = plan(planner, 0, 4e-5);
    assertEquals(111, still.shorter);
    assertEquals(111, still.longer);
    // d = 4 nm: T_L = 4 / 34.1 = 0.11730 ns brings 33.92 nm^2; T_sym = 606.08 / 578.4 = 1.04785 ns;
    // the longer pulse is 1.16515 ns.
    PulsePair up = plan(planner, 1e-3, 4e-5);
    assertEquals(105, up.shorter);
    assertEquals(117, up.longer);
    assertEquals(117, up.push());
    assertEquals(105, up.pull());
    PulsePair down = plan(planner, -1e-3, 4e-5);
    assertEquals(105, down.push());
    assertEquals(117, down.pull());
    assertFalse(up.lowerLimit || up.upperLimit || up.longestLimit);
  }

  @Test
  void noRequiredNoiseAndNoDriftMeansNoPulse() {
    PulsePair none = binary(0, 0);
    assertEquals(0, none.shorter);
    assertEquals(0, none.longer);
    assertFalse(none.lowerLimit || none.upperLimit || none.longestLimit);
  }

  @Test
  void withoutRequiredNoiseTheSymmetricPartIsTheShortestPulse() {
    PulsePair pair = binary(0.125, 0);
    assertEquals(64, pair.shorter);
    assertEquals(64 + 128, pair.longer);
    assertTrue(pair.upperLimit);
  }

  @Test
  void lowerLimitBeginsExactlyBelowTheNoiseOfTwoShortestPulses() {
    float two = 0x1p-13f; // 2 x 64 steps x 2^-20
    assertFalse(binary(0, two).lowerLimit);
    assertEquals(64, binary(0, two).shorter);
    assertTrue(binary(0, Math.nextDown(two)).lowerLimit);
    assertEquals(64, binary(0, Math.nextDown(two)).shorter);
  }

  @Test
  void upperLimitBeginsExactlyAboveTheDriftThatBringsAllNoise() {
    // 2^-13 of variance is 128 steps, which displace by 128 x 2^-10.
    PulsePair all = binary(0.125, 0x1p-13);
    assertFalse(all.upperLimit);
    assertTrue(all.lowerLimit);
    PulsePair more = binary(Math.nextUp(0.125f), 0x1p-13);
    assertTrue(more.upperLimit);
    assertFalse(more.lowerLimit);
    assertEquals(64, more.shorter);
    assertEquals(192, more.longer);
  }

  @Test
  void longestPulseCutsExactlyFromHalfAStepAbove() {
    // T_sym = 1000 - T_L / 2 and the longer pulse 1000 + T_L / 2 steps.
    double variance = 2 * 1000 * 0x1p-20;
    PulsePair fits = binary(1000 * 0x1p-10, variance);
    assertEquals(1500, fits.longer);
    assertEquals(500, fits.shorter);
    assertFalse(fits.longestLimit);
    assertFalse(binary(1000.98 * 0x1p-10, variance).longestLimit);
    PulsePair cut = binary(1001 * 0x1p-10, variance);
    assertTrue(cut.longestLimit);
    assertEquals(1500, cut.longer);
  }

  @Test
  void halvesOfAStepRoundUp() {
    // T_sym = 100.5 steps.
    assertEquals(101, binary(0, 201 * 0x1p-20).shorter);
    assertEquals(100, binary(0, 200.99 * 0x1p-20).shorter);
  }

  @Test
  void atSevenBitsTheNoiseFloorExceedsTheRequiredNoiseAndAtEightItDoesNot() {
    double required = Math.sqrt(2 * 2e-5);
    for (int bits : new int[] {7, 8}) {
      double sigma = Math.pow(2, 1 - bits) / 3;
      double width = Math.pow(sigma * 4e-6, 2) / 289.2e-9;
      PulseTiming timing = new PulseTiming(width / 1000, 1000, 60_000);
      PulsePlanner planner =
          new PulsePlanner(
              MappingCases.device(MappingCases.throughOrigin(), Grain.PAIR, Spread.NONE),
              timing,
              MappingCases.widths(Widths.ADDITIVE));
      // Closed forms in double: a few roundings.
      assertEquals(bits, planner.updatePrecisionBits(), 1e-9);
      assertEquals(Math.sqrt(2) * sigma, planner.noiseFloor(), 1e-12);
      assertEquals(bits == 7, planner.noiseFloor() > required);
      assertEquals(bits == 7, plan(planner, 0, 4e-5).lowerLimit);
    }
  }

  @Test
  void exactWidthsMeetDriftAndVarianceOfALawWithIntercepts() {
    LinearLaw line = new LinearLaw(34.1, 2e-9, 289.2e-9, -68e-18);
    // The same law as a table between 0.5 and 60 ns, solved by bisection in double.
    TableLaw table =
        new TableLaw(
            new double[] {0.5e-9, 60e-9},
            new double[] {line.mean(0.5e-9), line.mean(60e-9)},
            new double[] {line.variance(0.5e-9), line.variance(60e-9)});
    PulseTiming timing = new PulseTiming(1e-12, 600, 50_000);
    for (DisplacementLaw law : List.of(line, table)) {
      DeviceParameters device = MappingCases.device(law, Grain.PAIR, Spread.NONE);
      PulsePlanner planner = new PulsePlanner(device, timing, MappingCases.widths(Widths.EXACT));
      for (double drift : new double[] {0, 1e-4, 1e-3, 3e-3}) {
        PulsePair pair = plan(planner, drift, 4e-5);
        double variance =
            (law.variance(pair.shorter * 1e-12) + law.variance(pair.longer * 1e-12)) / 16e-12;
        double mean = (law.mean(pair.longer * 1e-12) - law.mean(pair.shorter * 1e-12)) / 4e-6;
        // Each width is within half a step: 1 ps x 2.892e-7 m^2/s / (4 um)^2 and 34.1 m/s x 1 ps /
        // 4 um.
        assertEquals(4e-5, variance, 1.01 * 1e-12 * 289.2e-9 / 16e-12);
        assertEquals(drift, mean, 1.01 * 34.1 * 1e-12 / 4e-6);
      }
    }
  }

  @Test
  void thePapersWidthsMissTheVarianceByTheInterceptOfTheLaw() {
    LinearLaw law = new LinearLaw(34.1, 0, 289.2e-9, -68e-18);
    PulsePlanner planner =
        new PulsePlanner(
            MappingCases.device(law, Grain.PAIR, Spread.NONE),
            new PulseTiming(1e-12, 600, 50_000),
            MappingCases.widths(Widths.ADDITIVE));
    // T_L = 0.35 ns is longer than -a/b = 0.235 ns.
    PulsePair pair = plan(planner, 3e-3, 4e-5);
    double variance = law.variance(pair.shorter * 1e-12) + law.variance(pair.longer * 1e-12);
    // Two half steps of 1 ps.
    assertEquals(640e-18 + 68e-18, variance, 1.01 * 1e-12 * 289.2e-9);
  }

  @Test
  void aTableOnALineIsPlannedLikeTheLine() {
    LinearLaw line = MappingCases.throughOrigin();
    TableLaw table =
        new TableLaw(
            new double[] {1e-9, 7e-9, 9e-8},
            new double[] {line.mean(1e-9), line.mean(7e-9), line.mean(9e-8)},
            new double[] {line.variance(1e-9), line.variance(7e-9), line.variance(9e-8)});
    for (Widths widths : Widths.values()) {
      PulsePlanner one =
          new PulsePlanner(
              MappingCases.device(line, Grain.PAIR, Spread.NONE),
              MappingCases.TIMING,
              MappingCases.widths(widths));
      PulsePlanner other =
          new PulsePlanner(
              MappingCases.device(table, Grain.PAIR, Spread.NONE),
              MappingCases.TIMING,
              MappingCases.widths(widths));
      int differences = 0;
      for (int i = 0; i < 4000; i++) {
        double drift = (i - 2000) * 1e-5;
        PulsePair a = plan(one, drift, 4e-5);
        PulsePair b = plan(other, drift, 4e-5);
        // Float and double may round a width near a half differently.
        assertEquals(a.shorter, b.shorter, 1);
        assertEquals(a.longer, b.longer, 1);
        differences += a.shorter == b.shorter && a.longer == b.longer ? 0 : 1;
        assertEquals(a.upperLimit, b.upperLimit);
      }
      // Float rounding at widths of a few hundred steps is 1e-5 steps.
      assertTrue(differences < 8);
    }
  }
}
