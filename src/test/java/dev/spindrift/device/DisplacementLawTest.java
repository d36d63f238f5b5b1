package dev.spindrift.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class DisplacementLawTest {
  private static final LinearLaw LINE = new LinearLaw(34.1, 2e-9, 289.2e-9, -68e-18);
  private static final TableLaw TABLE =
      new TableLaw(
          new double[] {1e-9, 5e-9, 50e-9},
          new double[] {35e-9, 172e-9, 1707e-9},
          new double[] {221e-18, 1376e-18, 14_160e-18});

  @Test
  void widthsAreTheInverseOfMeanAndVariance() {
    for (DisplacementLaw law : List.of(LINE, TABLE)) {
      for (double width : new double[] {0.5e-9, 1e-9, 3e-9, 5e-9, 20e-9, 50e-9, 70e-9}) {
        // Inverse of a piecewise linear function: a few roundings.
        assertEquals(width, law.widthForMean(law.mean(width)), 1e-12 * width);
        assertEquals(width, law.widthForVariance(law.variance(width)), 1e-12 * width);
        double required = 2 * law.variance(width) + 7e-18;
        assertEquals(width, law.symmetricWidth(required, 7e-18), 1e-12 * width);
      }
    }
  }

  @Test
  void noPulseMovesNothingWhateverTheIntercepts() {
    LinearLaw law = new LinearLaw(34.1, 2e-9, 289.2e-9, 70e-18);
    for (DisplacementLaw any : List.of(law, LINE, TABLE)) {
      assertEquals(0, any.mean(0));
      assertEquals(0, any.variance(0));
      assertEquals(0, any.widthForMean(0));
      assertEquals(0, any.widthForVariance(0));
      assertEquals(0, any.widthForVariance(-1));
    }
  }

  @Test
  void aLineIsNeverNegative() {
    LinearLaw law = new LinearLaw(34.1, -5e-9, 289.2e-9, -68e-18);
    assertEquals(0, law.mean(0.1e-9));
    assertEquals(0, law.variance(0.2e-9));
    // -a/b, where the variance begins: 68 / 289.2 ns. A few roundings.
    assertEquals(68 / 289.2e9, law.widthForVariance(Double.MIN_VALUE), 1e-24);
  }

  @Test
  void aTableBendsAtItsPointsAndGoesOnBeyond() {
    assertEquals(17.5e-9, TABLE.mean(0.5e-9), 1e-20);
    assertEquals(172e-9, TABLE.mean(5e-9));
    assertEquals(1707e-9 + 1535e-9 / 4.5, TABLE.mean(60e-9), 1e-20);
  }

  @Test
  void aFlatVarianceHasNoWidthAboveIt() {
    TableLaw flat =
        new TableLaw(
            new double[] {1e-9, 2e-9}, new double[] {1e-9, 2e-9}, new double[] {5e-18, 5e-18});
    assertEquals(1e-9, flat.widthForVariance(5e-18), 1e-24);
    assertEquals(Double.POSITIVE_INFINITY, flat.widthForVariance(6e-18));
    assertEquals(Double.POSITIVE_INFINITY, new LinearLaw(1, 0, 0, 1e-18).widthForVariance(2e-18));
    assertEquals(0, new LinearLaw(1, 0, 0, 1e-18).widthForVariance(1e-18));
  }

  @Test
  void senselessLawsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new LinearLaw(0, 0, 1, 0));
    assertThrows(IllegalArgumentException.class, () -> new LinearLaw(1, 0, -1, 0));
    assertThrows(IllegalArgumentException.class, () -> new LinearLaw(1, Double.NaN, 1, 0));
    double[] one = {1};
    double[] two = {1, 2};
    double[] down = {2, 1};
    assertThrows(IllegalArgumentException.class, () -> new TableLaw(one, two, two));
    assertThrows(
        IllegalArgumentException.class,
        () -> new TableLaw(new double[0], new double[0], new double[0]));
    assertThrows(IllegalArgumentException.class, () -> new TableLaw(down, two, two));
    assertThrows(IllegalArgumentException.class, () -> new TableLaw(two, down, two));
    assertThrows(IllegalArgumentException.class, () -> new TableLaw(two, two, down));
  }
}
