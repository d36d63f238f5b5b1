package dev.spindrift.posterior;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class PredictionAccumulatorTest {

  @Test
  void an_ensemble_of_one_is_the_sample() {
    PredictionAccumulator ensemble = new PredictionAccumulator(2, 3);
    float[] sample = {0.7f, 0.2f, 0.1f, 0.3f, 0.3f, 0.4f};
    ensemble.add(sample);
    double[] exact = new double[6];
    for (int i = 0; i < 6; i++) {
      exact[i] = sample[i];
    }
    assertArrayEquals(exact, ensemble.mean());
    int[] labels = {0, 1};
    assertEquals(Calibration.of(exact, labels, 3), ensemble.calibration(labels));
    assertArrayEquals(Calibration.entropy(exact, 3), ensemble.entropy());
  }

  @Test
  void the_mean_of_two_samples_can_be_right_where_each_is_wrong() {
    PredictionAccumulator ensemble = new PredictionAccumulator(1, 3);
    ensemble.add(new float[] {0.5f, 0.375f, 0.125f});
    ensemble.add(new float[] {0.125f, 0.375f, 0.5f});
    assertArrayEquals(new double[] {0.3125, 0.375, 0.3125}, ensemble.mean());
    assertEquals(1.0, ensemble.calibration(new int[] {1}).accuracy());
    assertEquals(2, ensemble.samples());
  }

  @Test
  void what_is_no_probability_distribution_is_refused_with_the_image() {
    PredictionAccumulator ensemble = new PredictionAccumulator(2, 2);
    Exception e =
        assertThrows(
            ArithmeticException.class, () -> ensemble.add(new float[] {0.5f, 0.5f, Float.NaN, 1f}));
    assertEquals("predicted probability of class 0 for test image 1 is NaN", e.getMessage());
    assertThrows(
        ArithmeticException.class, () -> ensemble.add(new float[] {0.5f, 0.5f, 2.5f, -0.5f}));
    assertThrows(
        ArithmeticException.class, () -> ensemble.add(new float[] {0.5f, 0.5f, 2.5f, 0.5f}));
    assertThrows(IllegalArgumentException.class, () -> ensemble.add(new float[2]));
    assertEquals(0, ensemble.samples());
    assertThrows(IllegalStateException.class, ensemble::mean);
  }
}
