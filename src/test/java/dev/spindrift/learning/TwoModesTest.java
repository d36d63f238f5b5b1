package dev.spindrift.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindrift.learning.MetropolisKernel.Acceptance;
import java.nio.FloatBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A density with two modes that a plain chain of small steps does not cross between. */
class TwoModesTest {
  private static final double BARRIER = 12;
  private static final int CHAINS = 400;
  private static final int BUDGET = 4000;

  /** Two wells at -0.5 and 0.5, tilted: the right one is deeper by 1. */
  private static double energy(double w) {
    double u = w * w / 0.25 - 1;
    return BARRIER * u * u - w;
  }

  private static double slope(double w) {
    return BARRIER * 2 * (w * w / 0.25 - 1) * 2 * w / 0.25 - 1;
  }

  /** Probability of the right mode, by the midpoint rule. */
  private static double exactRight() {
    double right = 0;
    double all = 0;
    for (int i = 0; i < 200_000; i++) {
      double w = -1 + (i + 0.5) * 1e-5;
      all += Math.exp(-energy(w));
      right += w > 0 ? Math.exp(-energy(w)) : 0;
    }
    return right / all;
  }

  /** Chains from the left mode; returns how many have been on the right at any end of a cycle. */
  private static int[] visits(Sgld kernel, int cycle) {
    FloatBuffer weights = FloatBuffer.allocate(CHAINS);
    FloatBuffer gradient = FloatBuffer.allocate(CHAINS);
    boolean[][] seen = new boolean[CHAINS][2];
    for (int i = 0; i < CHAINS; i++) {
      weights.put(i, -0.5f);
    }
    FloatChain chain = new FloatChain(2);
    for (int k = 1; k <= BUDGET; k++) {
      for (int i = 0; i < CHAINS; i++) {
        gradient.put(i, (float) slope(weights.get(i)));
      }
      chain.step(k, gradient, weights, 0, CHAINS, kernel.increment(1, k));
      for (int i = 0; k % cycle == 0 && i < CHAINS; i++) {
        float w = weights.get(i);
        seen[i][w > 0 ? 1 : 0] = true;
        // At a cycle's end the chain sits in a mode: 5 standard deviations of its width 0.1.
        assertTrue(kernel.schedule() == Schedule.CONSTANT || Math.abs(Math.abs(w) - 0.5) < 0.5);
      }
    }
    int left = 0;
    int both = 0;
    for (boolean[] s : seen) {
      left += s[0] ? 1 : 0;
      both += s[0] && s[1] ? 1 : 0;
    }
    return new int[] {left, both};
  }

  @Test
  void cyclicalStepsVisitBothModesAndPlainSmallStepsDoNot() {
    double small = 1e-4;
    // Kramers: rate sqrt(U'' |U''_top|)/(2 pi) exp(-11) tau = 5e-8 a step: 4,000 steps of 400
    // chains
    // cross 0.1 times.
    int[] plain = visits(new Sgld(small, 1), 200);
    assertEquals(CHAINS, plain[0]);
    assertTrue(plain[1] <= CHAINS / 50, plain[1] + " plain chains crossed");
    // Twenty cycles that begin with 100 times that step: noise of 0.14.
    Schedule cosine = new Schedule.Cosine(200, 1 / 100.0, 0);
    int[] cyclical = visits(new Sgld(100 * small, 1, cosine), 200);
    assertEquals(CHAINS, cyclical[1], "cyclical chains that were in both modes at a cycle's end");
  }

  @Test
  void longProposalsWeighTheModesExactly() {
    FloatBuffer weights = FloatBuffer.allocate(1).put(0, -0.5f);
    FloatBuffer none = FloatBuffer.allocate(1);
    Metropolis kernel = new Metropolis(0.8, 1, Acceptance.EXACT);
    FloatProposals.Target target =
        new FloatProposals.Target() {
          @Override
          public FloatBuffer parameters() {
            return weights;
          }

          @Override
          public FloatBuffer gradients() {
            return none;
          }

          @Override
          public int images() {
            return 1;
          }

          @Override
          public double evaluate(long step) {
            return energy(weights.get(0));
          }
        };
    MetropolisChain chain = new MetropolisChain(9, kernel);
    FloatProposals state = new FloatProposals(9, kernel, target, List.of(new int[] {0, 1}));
    int steps = 400_000;
    int right = 0;
    for (int k = 1; k <= steps; k++) {
      chain.step(k, state);
      right += weights.get(0) > 0 ? 1 : 0;
    }
    // A tenth of the proposals crosses, so 40 steps are more than one independent value.
    double p = exactRight();
    assertTrue(p > 0.6 && p < 0.8);
    assertEquals(p, (double) right / steps, 4.5 * Math.sqrt(p * (1 - p) * 40 / steps));
  }

  @Test
  void theCosineFollowsItsFormula() {
    Schedule.Cosine s = new Schedule.Cosine(10, 0, 0.25);
    for (int k = 1; k <= 30; k++) {
      double r = (k - 1) % 10 / 10.0;
      assertEquals((Math.cos(Math.PI * r) + 1) / 2, s.share(k), 1e-15);
      assertEquals(r >= 0.25, s.noisy(k));
    }
    assertEquals(0.4, new Schedule.Cosine(10, 0.4, 0).share(1_000_000), 0.015);
    Increment exploring = new Sgld(2e-5, 100, s).increment(4, 3);
    assertEquals(0, exploring.noiseVariance());
    assertEquals(-2e-5 * 100 / 4 * s.share(3), exploring.driftPerGradient(), 1e-18);
    Increment sampling = new Sgld(2e-5, 100, s).increment(4, 4);
    assertEquals(4e-5 * s.share(4), sampling.noiseVariance(), 1e-18);
    assertEquals(-0.5 * s.share(8), new Sgd(1, s).increment(2, 8).driftPerGradient(), 1e-15);
    assertThrows(IllegalArgumentException.class, () -> new Schedule.Cosine(0, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new Schedule.Cosine(9, 1.5, 0));
    assertThrows(IllegalArgumentException.class, () -> new Schedule.Cosine(9, 0, 1));
  }
}
