package dev.spindrift.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindrift.engine.CounterNoise;
import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;

class FloatChainTest {
  private static final int N = 10_000;
  private static final Increment STEP = new Sgld(2e-5, 1e5).increment(48);

  private static FloatBuffer gradient() {
    FloatBuffer gradient = FloatBuffer.allocate(N);
    for (int i = 0; i < N; i++) {
      gradient.put(i, (float) Math.sin(i) * 0.1f);
    }
    return gradient;
  }

  private static FloatBuffer weights() {
    FloatBuffer weights = FloatBuffer.allocate(N);
    for (int i = 0; i < N; i++) {
      weights.put(i, (float) Math.cos(3 * i));
    }
    return weights;
  }

  @Test
  void stepsFollowThePlainDoubleFormula() {
    FloatBuffer weights = weights();
    FloatBuffer before = weights();
    FloatBuffer gradient = gradient();
    new FloatChain(4).step(9, gradient, weights, 0, N, STEP);
    CounterNoise noise = new CounterNoise(4, "float");
    int clipped = 0;
    for (int i = 0; i < N; i++) {
      double exact =
          before.get(i)
              - 2e-5 * 1e5 / 48 * gradient.get(i)
              + Math.sqrt(4e-5) * noise.gaussian(9, i);
      clipped += Math.abs(exact) > 1 ? 1 : 0;
      // Three float roundings of numbers up to 1.
      assertEquals(Math.max(-1, Math.min(1, exact)), weights.get(i), 3 * 6e-8);
    }
    assertTrue(clipped > 10, "no weight met the prior's edge");
  }

  @Test
  void anyPiecesByAnyThreadGiveTheSameWeights() {
    FloatBuffer whole = weights();
    FloatBuffer pieces = weights();
    new FloatChain(4).step(9, gradient(), whole, 17, N, STEP);
    FloatChain chain = new FloatChain(4);
    int[] bounds = {17, 18, 2048, 2049, 5000, 6144, N};
    for (int i = bounds.length - 1; i > 0; i--) {
      chain.fork().step(9, gradient(), pieces, bounds[i - 1], bounds[i], STEP);
    }
    assertEquals(whole, pieces);
    assertEquals(weights().get(16), whole.get(16));
  }

  @Test
  void descentHasNoNoise() {
    Increment descent = new Sgd(4e-2).increment(48);
    assertEquals(0, descent.noiseVariance());
    FloatBuffer weights = weights();
    new FloatChain(1).step(0, FloatBuffer.allocate(N), weights, 0, N, descent);
    assertEquals(weights(), weights);
  }

  @Test
  void gradientsThatAreNotFiniteAndSenselessConstantsAreRefused() {
    FloatBuffer gradient = gradient();
    gradient.put(77, Float.NaN);
    ArithmeticException e =
        assertThrows(
            ArithmeticException.class,
            () -> new FloatChain(1).step(0, gradient, weights(), 0, N, STEP));
    assertTrue(e.getMessage().contains("parameter 77"), e.getMessage());
    assertThrows(IllegalArgumentException.class, () -> new Sgld(0, 1));
    assertThrows(IllegalArgumentException.class, () -> new Sgd(-1));
    assertThrows(IllegalArgumentException.class, () -> new Increment(0, -1));
    assertThrows(IllegalArgumentException.class, () -> new Increment(Double.NaN, 1));
  }
}
