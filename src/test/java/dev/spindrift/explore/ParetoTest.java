package dev.spindrift.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Comparison by several objectives; spreads. */
class ParetoTest {
  @Test
  void oneBeatsAnotherIfNowhereWorseAndSomewhereBetter() {
    assertTrue(Pareto.beats(new double[] {1, 2}, new double[] {1, 3}));
    assertFalse(Pareto.beats(new double[] {1, 2}, new double[] {1, 2}));
    assertFalse(Pareto.beats(new double[] {0, 9}, new double[] {1, 2}));
  }

  @Test
  void theFrontComesFirstAndTheLonelyBeforeTheCrowded() {
    List<double[]> losses =
        List.of(
            new double[] {3, 3}, // beaten by index 2
            new double[] {0, 4},
            new double[] {2, 2},
            new double[] {2.1, 1.9},
            new double[] {Double.POSITIVE_INFINITY, 5});
    List<Integer> order = Pareto.ranked(losses);
    assertEquals(1, order.get(0), "on the front and far from all others");
    assertEquals(List.of(0, 4), order.subList(3, 5), "beaten by fewer, then by more");
  }

  /** Student's t for two degrees of freedom is 4.302653 (any table); s = 1, n = 3. */
  @Test
  void theIntervalIsStudents() {
    Spread s = Spread.of(1, 2, 3, Double.NaN);
    assertEquals(2, s.mean());
    assertEquals(3, s.count());
    assertEquals(4.302653 / Math.sqrt(3), s.halfWidth(), 1e-6);
    assertTrue(Double.isNaN(Spread.of(5).halfWidth()));
  }

  @Test
  void aConstraintTellsByWhichPartItIsExceeded() {
    Exploration.Constraint c =
        new Exploration.Constraint(Metric.of("peakCurrent"), Double.NEGATIVE_INFINITY, 0.4);
    assertEquals(0, c.violation(0.4));
    assertEquals(0.5, c.violation(0.6), 1e-12);
    assertEquals(1, c.violation(Double.NaN), "an unknown value keeps nothing");
  }
}
