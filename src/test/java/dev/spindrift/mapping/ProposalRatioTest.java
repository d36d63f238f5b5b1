package dev.spindrift.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindrift.device.DeviceParameters;
import dev.spindrift.device.Grain;
import dev.spindrift.device.LinearLaw;
import dev.spindrift.device.Spread;
import dev.spindrift.learning.Increment;
import java.nio.FloatBuffer;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;

class ProposalRatioTest {
  private static final Increment STEP = new Increment(-1e-4, 4e-5);

  @Test
  void wallsAreAsLikelyToGoBackAsTheirPulsesSay() {
    LinearLaw law = MappingCases.throughOrigin();
    DeviceParameters device = MappingCases.device(law, Grain.PAIR, Spread.NONE);
    ProposalRatio ratio = new ProposalRatio(device, MappingCases.TIMING, PushPull.DEFAULT);
    float[] before = {0.5f, -0.2f, 0.1f};
    FloatBuffer now = FloatBuffer.wrap(new float[] {0.507f, -0.203f, 0.1f});
    float[] there = {30, -55, 0};
    float[] back = {-12, 8, 40};
    double expected = 0;
    for (int i = 0; i < 3; i++) {
      double moved = (double) now.get(i) - before[i];
      expected += density(law, device, back[i]).logDensity(-moved);
      expected -= density(law, device, there[i]).logDensity(moved);
    }
    // Tables of means and variances are float.
    double found = ratio.walls(before, there, now, back, 0, 3, STEP, 1);
    assertEquals(expected, found, 1e-4 * Math.abs(expected));
    assertTrue(Math.abs(expected) > 0.1);
    // Without gradients: symmetric.
    assertEquals(0, ratio.walls(before, new float[3], now, new float[3], 0, 3, STEP, 1), 1e-12);
  }

  /** Displacement of the pulses that the planner chooses, law by hand. */
  private static NormalDistribution density(
      LinearLaw law, DeviceParameters device, float gradient) {
    PulsePair pair = new PulsePair();
    new PulsePlanner(device, MappingCases.TIMING, PushPull.DEFAULT)
        .plan(gradient, 0f, STEP, true, pair);
    double shorter = pair.shorter * 10e-12;
    double longer = pair.longer * 10e-12;
    double mean = -Math.signum(gradient) * (law.mean(longer) - law.mean(shorter)) / 4e-6;
    double variance = (law.variance(longer) + law.variance(shorter)) / 16e-12;
    return new NormalDistribution(null, mean, Math.sqrt(variance));
  }
}
