package dev.spindrift.physics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class StatisticsTest {

  @Test
  void momentsAreTheTextbookOnes() {
    DisplacementStatistics s = DisplacementStatistics.of(new double[] {1, 2, 3, 4, 10});
    assertEquals(4, s.mean(), 1e-15);
    assertEquals(Math.sqrt(12.5), s.sd(), 1e-14); // 50/4
    assertEquals(Math.sqrt(12.5 / 5), s.seMean(), 1e-14);
    assertEquals(36 / Math.pow(10, 1.5), s.skewness(), 1e-14); // m3 = 180/5, m2 = 10
    assertEquals(278.8 / 100 - 3, s.excess(), 1e-14); // m4 = (81 + 16 + 1 + 0 + 1296)/5
  }

  @Test
  void theGaussianTestsRejectAtTheirNominalRates() {
    // 4,000 Gaussian samples of 500, seed fixed. Rejections at 5 %: 200 +- 14 for an exact test.
    // Dallal
    // and Wilkinson's formula is good to a tenth of p, Jarque-Bera is asymptotic (about 4 % at n =
    // 500).
    int[] gaussian = rejections(z -> z);
    assertEquals(200, gaussian[0], 4 * 14 + 30);
    assertEquals(200, gaussian[1], 4 * 14 + 50);
    // A skewness of 0.6, as of a lognormal with 20 % spread, is seen nearly always.
    int[] skewed = rejections(z -> Math.exp(0.2 * z));
    assertTrue(skewed[0] > 3200, "Lilliefors " + skewed[0]);
    assertTrue(skewed[1] > 3900, "Jarque-Bera " + skewed[1]);
  }

  private static int[] rejections(DoubleUnaryOperator law) {
    Random random = new Random(77);
    int[] count = new int[2];
    for (int k = 0; k < 4000; k++) {
      double[] sample = new double[500];
      for (int i = 0; i < sample.length; i++) {
        sample[i] = law.applyAsDouble(random.nextGaussian());
      }
      DisplacementStatistics s = DisplacementStatistics.of(sample);
      count[0] += s.gaussianP() < 0.05 ? 1 : 0;
      count[1] += s.momentP() < 0.05 ? 1 : 0;
    }
    return count;
  }

  @Test
  void aLineIsFoundWithItsErrors() {
    // Exact line: no residual. Errors against the closed form for equal weights.
    double[] x = {1, 2, 3, 4};
    LineFit exact = LineFit.of(x, new double[] {5, 7, 9, 11}, new double[] {2, 2, 2, 2});
    assertEquals(2, exact.slope(), 1e-14);
    assertEquals(3, exact.intercept(), 1e-14);
    assertEquals(0, exact.chiSquared(), 1e-25);
    assertEquals(2 / Math.sqrt(5), exact.seSlope(), 1e-14); // sigma/sqrt(sum (x - 2.5)^2)
    assertEquals(2 * Math.sqrt(0.25 + 2.5 * 2.5 / 5), exact.seIntercept(), 1e-14);
    assertEquals(2, exact.degrees());
    assertEquals(1, exact.p(), 1e-12);
    // A heavy point pulls the line to itself; residuals 1/0.1 and the like make it improbable.
    LineFit bent = LineFit.of(x, new double[] {5, 8, 9, 11}, new double[] {0.1, 0.1, 0.1, 0.1});
    assertTrue(bent.p() < 1e-6, "p = " + bent.p());
  }

  @Test
  void barrierHeightsHaveTheStatedSpreadAndStayPositive() {
    Roughness roughness = new Roughness(3, 0.5);
    int n = 100_000;
    double[] heights = new double[n];
    for (int i = 0; i < n; i++) {
      heights[i] = roughness.height(i / 100, i % 100 - 50);
      assertTrue(heights[i] > 0);
    }
    DisplacementStatistics s = DisplacementStatistics.of(heights);
    assertEquals(1, s.mean(), 4 * 0.5 / Math.sqrt(n)); // 4 standard errors, seed fixed
    assertEquals(0.5, s.sd(), 4 * s.seSd());
    assertEquals(-1.2, s.excess(), 0.03); // of a uniform law
    assertEquals(heights[123], new Roughness(3, 0.5).height(1, -27), 0);
  }
}
