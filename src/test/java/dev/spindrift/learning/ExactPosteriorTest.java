package dev.spindrift.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindrift.learning.MetropolisKernel.Acceptance;
import java.nio.FloatBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Kernels against posteriors known in closed form. Seeds are fixed. Unless said otherwise a
 * comparison allows 4.5 standard errors, which a correct build with another seed exceeds with
 * probability 6.8e-6, and finds an error of 7.5 standard errors with probability 99.9 %.
 */
class ExactPosteriorTest {
  private static final double ERRORS = 4.5;
  private static final Regression POSTERIOR = new Regression(40);

  /** Final states of independent chains, all started at the mean: {w0, w1} one after another. */
  private static FloatBuffer independent(Sgld kernel, int chains, int steps) {
    FloatBuffer weights = FloatBuffer.allocate(2 * chains);
    FloatBuffer gradient = FloatBuffer.allocate(2 * chains);
    for (int i = 0; i < 2 * chains; i++) {
      weights.put(i, (float) POSTERIOR.mean[i % 2]);
    }
    FloatChain chain = new FloatChain(8);
    for (int k = 1; k <= steps; k++) {
      for (int i = 0; i < 2 * chains; i += 2) {
        POSTERIOR.gradient(weights, gradient, i);
      }
      chain.step(k, gradient, weights, 0, 2 * chains, kernel.increment(1, k));
    }
    return weights;
  }

  /** Checks mean and covariance of n independent pairs. */
  private static void assertNormal(FloatBuffer w, int n, double[] expected) {
    double[] m = moments(w, n);
    double x = expected[0];
    double z = expected[2];
    assertEquals(POSTERIOR.mean[0], m[0], ERRORS * Math.sqrt(x / n));
    assertEquals(POSTERIOR.mean[1], m[1], ERRORS * Math.sqrt(z / n));
    assertEquals(x, m[2], ERRORS * x * Math.sqrt(2.0 / n));
    assertEquals(z, m[4], ERRORS * z * Math.sqrt(2.0 / n));
    double error = Math.sqrt((x * z + expected[1] * expected[1]) / n);
    assertEquals(expected[1], m[3], ERRORS * error);
  }

  private static double[] moments(FloatBuffer w, int n) {
    double[] m = new double[5];
    for (int i = 0; i < n; i++) {
      m[0] += w.get(2 * i) / (double) n;
      m[1] += w.get(2 * i + 1) / (double) n;
    }
    for (int i = 0; i < n; i++) {
      double x = w.get(2 * i) - m[0];
      double y = w.get(2 * i + 1) - m[1];
      m[2] += x * x / n;
      m[3] += x * y / n;
      m[4] += y * y / n;
    }
    return m;
  }

  @Test
  void langevinStepsSampleTheRegressionWithTheKnownErrorOfTheirStep() {
    int chains = 10_000;
    double largest =
        (POSTERIOR.a + POSTERIOR.c) / 2 + Math.hypot((POSTERIOR.a - POSTERIOR.c) / 2, POSTERIOR.b);
    // h = 1 for the stiff direction: its variance is twice the posterior's.
    double tau = 1 / largest;
    double[] coarse = POSTERIOR.discretised(tau, 2 * tau);
    assertNormal(independent(new Sgld(tau, 1), chains, 200), chains, coarse);
    // That is not the posterior: the test would see it.
    assertTrue(coarse[0] > 1.1 * POSTERIOR.covariance[0]);
    // h = 0.05 brings it within 2.6 % of the posterior.
    double[] fine = POSTERIOR.discretised(0.05 / largest, 0.1 / largest);
    assertEquals(POSTERIOR.covariance[0], fine[0], 0.026 * fine[0]);
    assertNormal(independent(new Sgld(0.05 / largest, 1), chains, 600), chains, fine);
  }

  @Test
  void temperatureScalesTheCovariance() {
    int chains = 10_000;
    double tau = 0.05 / (POSTERIOR.a + POSTERIOR.c) / 4;
    double[] cold = POSTERIOR.discretised(4 * tau, 2 * tau); // eta = 4 scales the drift only
    assertEquals(POSTERIOR.covariance[0] / 4, cold[0], 0.026 * cold[0]);
    assertNormal(independent(new Sgld(tau, 4), chains, 600), chains, cold);
  }

  /** A chain of one Metropolis kernel on the regression, thinned; returns its kept pairs. */
  private static FloatBuffer metropolis(
      MetropolisKernel kernel, int steps, int every, double[] rate) {
    FloatBuffer weights = FloatBuffer.allocate(2);
    weights.put(0, (float) POSTERIOR.mean[0]).put(1, (float) POSTERIOR.mean[1]);
    FloatBuffer gradient = FloatBuffer.allocate(2);
    FloatProposals.Target target =
        new FloatProposals.Target() {
          @Override
          public FloatBuffer parameters() {
            return weights;
          }

          @Override
          public FloatBuffer gradients() {
            return gradient;
          }

          @Override
          public int images() {
            return 1;
          }

          @Override
          public double evaluate(long step) {
            POSTERIOR.gradient(weights, gradient, 0);
            return POSTERIOR.energy(weights.get(0), weights.get(1));
          }
        };
    FloatProposals state = new FloatProposals(3, kernel, target, List.of(new int[] {0, 2}));
    MetropolisChain chain = new MetropolisChain(3, kernel);
    FloatBuffer kept = FloatBuffer.allocate(2 * (steps / every));
    for (int k = 1; k <= steps; k++) {
      chain.step(k, state);
      if (k % every == 0) {
        kept.put(weights.get(0)).put(weights.get(1));
      }
    }
    rate[0] = (double) chain.accepted() / chain.proposals();
    return kept.rewind();
  }

  @Test
  void theAdjustedLangevinKernelIsExactAtAStepThatLeavesSgldFarOff() {
    double largest =
        (POSTERIOR.a + POSTERIOR.c) / 2 + Math.hypot((POSTERIOR.a - POSTERIOR.c) / 2, POSTERIOR.b);
    double tau = 1 / largest;
    // Every 40th step: 40 relaxation times of the soft direction are 8 or more, so kept pairs are
    // independent.
    double[] rate = new double[1];
    int n = 8_000;
    FloatBuffer w = metropolis(new Mala(tau, 1, Acceptance.EXACT), 40 * n, 40, rate);
    assertTrue(rate[0] > 0.6 && rate[0] < 0.95, "accepted " + rate[0]);
    assertNormal(w, n, POSTERIOR.covariance);
    // SGLD at this step is off by more than the test resolves.
    double off = POSTERIOR.discretised(tau, 2 * tau)[0] / POSTERIOR.covariance[0] - 1;
    assertTrue(off > 2 * ERRORS * Math.sqrt(2.0 / n), "SGLD is off by " + off);
  }

  @Test
  void withoutTheProposalRatioTheAdjustedKernelIsNotExact() {
    double tau = 1.2 / (POSTERIOR.a + POSTERIOR.c);
    double[] rate = new double[1];
    int n = 8_000;
    FloatBuffer w = metropolis(new Mala(tau, 1, new Acceptance(0, false)), 40 * n, 40, rate);
    double ratio = moments(w, n)[2] / POSTERIOR.covariance[0];
    assertTrue(Math.abs(ratio - 1) > 2 * ERRORS * Math.sqrt(2.0 / n), "variance ratio " + ratio);
  }

  @Test
  void randomWalkProposalsAreExact() {
    double[] rate = new double[1];
    int n = 8_000;
    double deviation = 1.5 * Math.sqrt(POSTERIOR.covariance[0]);
    FloatBuffer w = metropolis(new Metropolis(deviation, 1, Acceptance.EXACT), 40 * n, 40, rate);
    assertTrue(rate[0] > 0.2 && rate[0] < 0.6, "accepted " + rate[0]);
    assertNormal(w, n, POSTERIOR.covariance);
  }

  @Test
  void clippingLeavesTheKnownAtomOnThePriorsEdges() {
    // Flat likelihood. The slowest mode decays in 0.81/s^2 = 165 steps; the start is uniform and
    // 1,000 steps leave 0.2 % of what is missing.
    int n = 60_000;
    double s = 0.07;
    FloatBuffer weights = FloatBuffer.allocate(n);
    FloatBuffer flat = FloatBuffer.allocate(n);
    for (int i = 0; i < n; i++) {
      weights.put(i, -1 + 2f * i / n);
    }
    FloatChain chain = new FloatChain(6);
    for (int k = 1; k <= 1000; k++) {
      chain.step(k, flat, weights, 0, n, new Increment(0, s * s));
    }
    int left = 0;
    int right = 0;
    int near = 0;
    int middle = 0;
    for (int i = 0; i < n; i++) {
      float w = weights.get(i);
      left += w == -1 ? 1 : 0;
      right += w == 1 ? 1 : 0;
      near += Math.abs(w) < 1 && Math.abs(w) >= 0.8 ? 1 : 0;
      middle += Math.abs(w) < 0.2 ? 1 : 0;
    }
    double total = 2 + 2 * 0.5826 * s;
    double atom = s / Math.sqrt(2) / total;
    double error = ERRORS * Math.sqrt(atom / n);
    assertEquals(atom, (double) left / n, error);
    assertEquals(atom, (double) right / n, error);
    // From 3 s on the measure is that of an interval longer by 0.5826 s, of which the atom holds
    // s/sqrt(2): the rest is 0.1245 s less than uniform.
    double beside = 2 * (0.2 + 0.5826 * s) / total - 2 * atom;
    assertEquals(beside, (double) near / n, ERRORS * Math.sqrt(beside / n));
    assertEquals(0.4 / total, (double) middle / n, ERRORS * Math.sqrt(0.4 / total / n));
  }
}
