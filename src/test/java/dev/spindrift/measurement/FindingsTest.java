package dev.spindrift.measurement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindrift.measurement.Verdict.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The three questions asked of made-up devices: false alarms at the stated rate, planted deviations
 * found. Seeds are fixed; each comment gives the power on which the test rests.
 */
class FindingsTest {
  private static final double TAU = 2e-5;

  private static int fails(List<Verdict> verdicts) {
    return (int) verdicts.stream().filter(v -> v.outcome() == Outcome.FAILS).count();
  }

  @Test
  void cleanDevicesRaiseFalseAlarmsAtNoMoreThanTheStatedRate() {
    List<Verdict> gaussian = new ArrayList<>();
    List<Verdict> symmetric = new ArrayList<>();
    List<Verdict> independent = new ArrayList<>();
    for (int seed = 0; seed < 200; seed++) {
      Findings f = PulseAnalysis.of(Samples.pulses(seed, 120, Samples.Device.CLEAN, 1, 2, 4), TAU);
      gaussian.add(f.gaussian());
      symmetric.add(f.symmetric());
      independent.add(f.independent());
    }
    // One per cent of 200 is 2; more than 9 happen by chance with probability 5e-5.
    assertTrue(fails(gaussian) <= 9, "Gaussian: " + fails(gaussian));
    assertTrue(fails(symmetric) <= 9, "symmetric: " + fails(symmetric));
    assertTrue(fails(independent) <= 9, "independent: " + fails(independent));
    assertTrue(independent.stream().noneMatch(v -> v.outcome() == Outcome.UNTESTED));
  }

  @Test
  void aTenthMorePushThanPullIsFoundAndItsDriftIsRight() {
    Samples.Device device = new Samples.Device(1.1, x -> 1, z -> z);
    for (int seed = 0; seed < 20; seed++) {
      // At 4 ns the means differ by 0.4 sd of 300 pulses each: 4.9 standard errors, Holm's
      // strictest
      // limit is 3.3; each width adds power. Missed with probability below 0.05 at 4 ns alone.
      Findings f = PulseAnalysis.of(Samples.pulses(seed, 600, device, 2, 4), TAU);
      assertEquals(Outcome.FAILS, f.symmetric().outcome(), "seed " + seed);
      assertEquals(Outcome.HOLDS, f.gaussian().outcome(), "seed " + seed);
      assertTrue(f.needsPositionLaw());
      Findings.Symmetry row = f.symmetry().get(1);
      // 5 standard errors: a right build fails one of 20 seeds with probability 1e-5.
      assertEquals(0.1 * 4 * Samples.SPEED, row.drift(), 5 * row.seDrift());
      assertTrue(f.symmetric().meaning().contains("tau times a gradient"));
    }
  }

  @Test
  void heavyTailsAreFoundWithTheirSize() {
    // A sum of a Gaussian and its cube: excess kurtosis far above that of any Gaussian sample.
    Samples.Device device = new Samples.Device(1, x -> 1, z -> (z + 0.2 * z * z * z) / 1.8);
    for (int seed = 0; seed < 20; seed++) {
      Findings f = PulseAnalysis.of(Samples.pulses(seed, 400, device, 2, 4), TAU);
      assertEquals(Outcome.FAILS, f.gaussian().outcome(), "seed " + seed);
      assertTrue(f.conditions().stream().allMatch(c -> c.statistics().excess() > 1));
    }
  }

  @Test
  void stepsThatShrinkAlongTheTrackAreFoundAndDoNotPassForASkewedShape() {
    Samples.Device device = new Samples.Device(1, x -> 1.5 - x, z -> z);
    for (int seed = 0; seed < 20; seed++) {
      Findings f = PulseAnalysis.of(Samples.pulses(seed, 400, device, 4), TAU);
      assertEquals(Outcome.FAILS, f.independent().outcome(), "seed " + seed);
      assertEquals(Outcome.HOLDS, f.gaussian().outcome(), "seed " + seed);
      assertEquals(Outcome.HOLDS, f.symmetric().outcome(), "seed " + seed);
      Findings.Position row = f.positions().get(0);
      assertEquals(-4 * Samples.SPEED, row.slope(), 5 * row.seSlope());
      // The dependence is taken out of the spread: 0.0085, with it in 0.0104.
      double sd = f.conditions().get(0).statistics().sd();
      assertEquals(Math.sqrt(4 * Samples.RATE), sd, 5 * f.conditions().get(0).statistics().seSd());
    }
  }

  @Test
  void devicesThatDifferAreToldApartAndTheirSpreadIsEstimated() {
    Random random = new Random(5);
    List<Pulse> pulses = new ArrayList<>();
    double[] mobility = {0.8, 0.9, 1, 1.1, 1.2};
    for (int d = 0; d < 5; d++) {
      for (Pulse p : Samples.pulses(random.nextLong(), 100, Samples.Device.CLEAN, 4).pulses()) {
        double more = p.polarity() * (mobility[d] - 1) * 4 * Samples.SPEED;
        pulses.add(
            new Pulse("d" + d, p.polarity(), p.width(), 1e12, 300, p.before(), p.after() + more));
      }
    }
    Findings f = PulseAnalysis.of(Samples.data(pulses), TAU);
    assertEquals(5, f.devices());
    // The sd of the five is 0.158; each is known to 0.25/sqrt(200) = 0.018.
    assertEquals(0.158, f.mobilitySpread(), 0.03);
    assertEquals(Outcome.HOLDS, f.gaussian().outcome());
    assertEquals(
        Math.sqrt(4 * Samples.RATE), f.conditions().get(0).statistics().sd(), 0.05 * 0.0085 * 2);
  }

  @Test
  void pulsesThatAllStartAtOnePlaceLeavePositionUntested() {
    List<Pulse> pulses = new ArrayList<>();
    for (Pulse p : Samples.pulses(1, 100, Samples.Device.CLEAN, 4).pulses()) {
      double step = p.after() - p.before();
      pulses.add(new Pulse("", p.polarity(), p.width(), 1, 1, 0.5, 0.5 + step));
    }
    Findings f = PulseAnalysis.of(Samples.data(pulses), TAU);
    assertEquals(Outcome.UNTESTED, f.independent().outcome());
    assertEquals(Outcome.HOLDS, f.symmetric().outcome());
  }

  @Test
  void holmMultipliesTheLeastMostAndPassesOverTestsNotMade() {
    double[] adjusted = Tests.holm(new double[] {0.03, Double.NaN, 0.01, 0.02});
    // Hand-computed: 3 x 0.01, 2 x 0.02, then the larger of 0.03 and what came before.
    assertEquals(0.04, adjusted[0], 1e-15);
    assertTrue(Double.isNaN(adjusted[1]));
    assertEquals(0.03, adjusted[2], 1e-15);
    assertEquals(0.04, adjusted[3], 1e-15);
  }
}
