package dev.spindrift.posterior;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class CalibrationTest {
  /** Sums of a handful of doubles of order 1: rounding stays below 1e-15 per operation. */
  private static final double ROUNDING = 1e-14;

  // Four images, three classes. Predicted: 0 (right), 1 (wrong), 2 (right), 0 (right).
  private static final double[] P = {
    0.7, 0.2, 0.1, //
    0.3, 0.5, 0.2, //
    0.0, 0.0, 1.0, //
    0.68, 0.02, 0.3
  };
  private static final int[] LABELS = {0, 0, 2, 0};

  @Test
  void the_metrics_agree_with_hand_computed_values() {
    Calibration c = Calibration.of(P, LABELS, 3);
    assertEquals(0.75, c.accuracy(), ROUNDING);
    assertEquals(
        -(Math.log(0.7) + Math.log(0.3) + Math.log(1) + Math.log(0.68)) / 4, c.nll(), ROUNDING);
    // (0.09 + 0.04 + 0.01) + (0.49 + 0.25 + 0.04) + 0 + (0.1024 + 0.0004 + 0.09)
    assertEquals((0.14 + 0.78 + 0 + 0.1928) / 4, c.brier(), ROUNDING);
    // 0.7 and 0.68 share the bin (10/15, 11/15]: |2 - 1.38|; 0.5 in (7/15, 8/15]: |0 - 0.5|; 1: 0.
    assertEquals((0.62 + 0.5 + 0) / 4, c.ece(), ROUNDING);
    assertEquals(15, c.bins().size());
    assertEquals(2, c.bins().get(10).count());
    assertEquals(0.69, c.bins().get(10).meanConfidence(), ROUNDING);
    assertEquals(1.0, c.bins().get(10).accuracy());
    assertEquals(1, c.bins().get(7).count());
    assertEquals(0.0, c.bins().get(7).accuracy());
    assertEquals(1, c.bins().get(14).count());
    assertEquals(0, c.bins().get(3).count());
    assertTrue(Double.isNaN(c.bins().get(3).accuracy()));
  }

  @Test
  void a_certain_error_costs_the_floor_and_the_largest_brier_score() {
    Calibration c = Calibration.of(new double[] {1, 0}, new int[] {1}, 2);
    assertEquals(-Math.log(1e-12), c.nll());
    assertEquals(2.0, c.brier());
    assertEquals(1.0, c.ece());
    assertEquals(0.0, c.accuracy());
  }

  @Test
  void equally_probable_classes_predict_the_first() {
    assertEquals(1.0, Calibration.of(new double[] {0.5, 0.5}, new int[] {0}, 2).accuracy());
    assertEquals(0.0, Calibration.of(new double[] {0.5, 0.5}, new int[] {1}, 2).accuracy());
  }

  @Test
  void honest_predictions_have_a_small_calibration_error_and_boastful_ones_a_large_one() {
    // Labels drawn from the predicted probabilities themselves, 200,000 images of two classes, in
    // the 8 bins from 0.5 up, n_b about 25,000 each: a bin's error is half-normal of deviation
    // sqrt(0.19 / n_b), so ECE is expected near 0.8 x sqrt(0.19 / 25,000) = 2.2e-3 with deviation
    // 0.6 x 2.8e-3 / sqrt(8) = 6e-4. 5e-3 is 4.7 deviations above: false alarm 2e-6; a uniform
    // over-confidence of 1 % is always detected.
    Random random = new Random(1);
    int n = 200_000;
    double[] honest = new double[2 * n];
    double[] boastful = new double[2 * n];
    int[] labels = new int[n];
    for (int i = 0; i < n; i++) {
      double p = random.nextDouble();
      labels[i] = random.nextDouble() < p ? 0 : 1;
      honest[2 * i] = p;
      honest[2 * i + 1] = 1 - p;
      boastful[2 * i] = p > 0.5 ? 1 : 0;
      boastful[2 * i + 1] = p > 0.5 ? 0 : 1;
    }
    assertEquals(0, Calibration.of(honest, labels, 2).ece(), 5e-3);
    // Says 1, is right with E[max(p, 1 - p)] = 0.75; deviation of the mean sqrt(0.19 / n) = 1e-3.
    assertEquals(0.25, Calibration.of(boastful, labels, 2).ece(), 5e-3);
  }

  @Test
  void entropy_is_ln_of_the_number_of_classes_at_most_and_zero_when_certain() {
    double[] h = Calibration.entropy(new double[] {0.25, 0.25, 0.25, 0.25, 0, 1, 0, 0}, 4);
    assertArrayEquals(new double[] {Math.log(4), 0}, h, ROUNDING);
  }

  @Test
  void auroc_equals_the_count_of_all_pairs_ties_included() {
    Random random = new Random(2);
    for (int round = 0; round < 50; round++) {
      double[] known = scores(random, 1 + random.nextInt(60), 0);
      double[] foreign = scores(random, 1 + random.nextInt(60), round % 5);
      double wins = 0;
      for (double f : foreign) {
        for (double k : known) {
          wins += f > k ? 1 : f == k ? 0.5 : 0;
        }
      }
      // Both sides are multiples of 1/2 below 2^53, divided once: only that rounding differs.
      assertEquals(
          wins / ((double) known.length * foreign.length),
          Calibration.auroc(known, foreign),
          ROUNDING);
    }
    assertEquals(1.0, Calibration.auroc(new double[] {1, 2}, new double[] {3, 4}));
    assertEquals(0.5, Calibration.auroc(new double[] {1, 1}, new double[] {1, 1, 1}));
  }

  @Test
  void impossible_arguments_are_refused() {
    assertThrows(IllegalArgumentException.class, () -> Calibration.of(P, new int[] {0, 0}, 3));
    assertThrows(
        IllegalArgumentException.class, () -> Calibration.of(P, new int[] {0, 0, 3, 0}, 3));
    assertThrows(
        IllegalArgumentException.class, () -> Calibration.auroc(new double[0], new double[] {1}));
    assertThrows(
        IllegalArgumentException.class,
        () -> Calibration.auroc(new double[] {Double.NaN}, new double[] {1}));
  }

  /** Scores on a coarse grid, so that ties are common. */
  private static double[] scores(Random random, int n, int shift) {
    return random.ints(n, shift, shift + 10).asDoubleStream().toArray();
  }
}
