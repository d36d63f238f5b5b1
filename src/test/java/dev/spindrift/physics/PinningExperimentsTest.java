package dev.spindrift.physics;

import static dev.spindrift.physics.Walls.J;
import static dev.spindrift.physics.Walls.NM;
import static dev.spindrift.physics.Walls.NS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindrift.engine.Workers;
import dev.spindrift.physics.PinningExperiments.Idle;
import dev.spindrift.physics.PinningExperiments.Response;
import dev.spindrift.physics.PinningExperiments.Ripple;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PinningExperimentsTest {
  private static final PinningExperiments.Settings SETTINGS =
      new PinningExperiments.Settings(2e-12, 5, 512, 2 * NS, 5 * NS);

  private static PinningExperiments of(String set, AtomicLong steps) {
    return new PinningExperiments(
        Walls.of(set, NoiseConvention.FDT), SETTINGS, "test", steps::addAndGet);
  }

  @Test
  void aFreeWallAtRestDiffusesAsTheoryAndTheStepsAreForeseen() {
    AtomicLong steps = new AtomicLong();
    try (Workers workers = new Workers(2)) {
      Idle idle = of("nopin", steps).idle(20 * NS, workers);
      double theory = new WallTheory(Walls.of("nopin", NoiseConvention.FDT)).freeDiffusion();
      // 4 standard errors: false alarm 6e-5; the error is about 7 %, so 28 % would be seen.
      assertEquals(theory, idle.diffusion(), 4 * idle.error());
      assertTrue(idle.error() < 0.1 * theory, idle.toString());
    }
    assertEquals(PinningExperiments.idleSteps(SETTINGS, 20 * NS), steps.get());
  }

  @Test
  void aFreeWallKeepsItsDisplacementAndAStronglyPinnedOneGivesItBack() {
    AtomicLong steps = new AtomicLong();
    double[] widths = {1 * NS, 2 * NS};
    try (Workers workers = new Workers(2)) {
      Response[] free = of("nopin", steps).responses(widths, J, workers);
      assertEquals(2 * PinningExperiments.responseSteps(SETTINGS, widths), 2 * steps.get());
      Response[] pinned = of("strong", steps).responses(widths, J, workers);
      for (int i = 0; i < 2; i++) {
        // 34.11 m/s; 4 standard errors of about 1.5 nm.
        assertEquals(
            34.11 * widths[i], free[i].statistics().mean(), 4 * free[i].statistics().seMean());
        // A wall under 1e12 A/m^2 leans by 0.7 nm and none of 512 hops (rate 1e-7/ns).
        assertEquals(0, pinned[i].statistics().mean(), 0.7 * NM);
        assertTrue(pinned[i].statistics().sd() < 4 * NM);
      }
    }
  }

  @Test
  void aPinnedWallsDisplacementRipplesWithItsStartAndAFreeOnesDoesNot() {
    AtomicLong steps = new AtomicLong();
    try (Workers workers = new Workers(2)) {
      Ripple free = of("nopin", steps).ripple(8, 2 * NS, J, workers);
      assertTrue(free.amplitude() < 4 * free.error(), "free " + free.amplitude());
      Ripple pinned = of("cmtj", steps).ripple(8, 2 * NS, J, workers);
      assertTrue(pinned.amplitude() > 4 * pinned.error(), "pinned " + pinned.amplitude());
      assertEquals(30 * NM / 8, pinned.starts()[1], 1e-15);
    }
  }

  @Test
  void fewerThanTwoWallsAreRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> new PinningExperiments.Settings(2e-12, 5, 1, 0, 0));
  }
}
