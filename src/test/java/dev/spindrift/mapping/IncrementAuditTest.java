package dev.spindrift.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindrift.circuit.Specs.DriverErrors;
import dev.spindrift.device.CellArray;
import dev.spindrift.device.DeviceParameters;
import dev.spindrift.learning.Increment;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the audit says of drivers' currents and droop, against sums by hand over known drivers. */
class IncrementAuditTest {
  private static final int ROWS = 16;
  private static final int COLUMNS = 32;
  private static final int SEED = 6;
  private static final double STEP = 10e-12;

  /** Displacements are floats of about 1e-2: one rounding of each is 1e-9. */
  private static final double ROUNDING = 4e-9;

  private static final DriverErrors ERRORS = new DriverErrors(0, 0, 0, 0.03, 0.02);

  private final DeviceParameters device = ModelChip.device("dw-copd-4um");
  private final PulseTiming timing = new PulseTiming(STEP, 60, 600);
  private final PushPull mode = PushPull.DEFAULT;
  private final PulsePlanner planner = new PulsePlanner(device, timing, mode);
  private final CellArray tile = new CellArray(device, SEED, ROWS, COLUMNS, 0);
  private final Increment increment = new Increment(1, 4e-5);

  private DriverBank bank(DriverErrors errors) {
    return new DriverBank(errors, List.of(tile), 1, 1, COLUMNS, SEED);
  }

  private RealisedIncrement audit(float slope, IntToDoubleFunction supply, String cause) {
    FloatBuffer gradient = FloatBuffer.allocate(ROWS * COLUMNS);
    Arrays.fill(gradient.array(), slope);
    int[] offsets = IntStream.range(0, COLUMNS).map(c -> c * ROWS).toArray();
    return new IncrementAudit(device, planner, mode)
            .of(
                1,
                List.of(tile),
                List.of(offsets),
                gradient,
                increment,
                ERRORS,
                e -> new DrivenPulses(e, bank(e), STEP, SEED),
                t -> supply)
            .stream()
            .filter(r -> r.cause().contains(cause))
            .findFirst()
            .orElseThrow();
  }

  /** Displacement of the push and of the pull of every cell, as planned [1]. */
  private double[] planned(float slope) {
    PulsePair pair = new PulsePair();
    planner.plan(slope, 0, increment, true, pair);
    return new double[] {
      device.law().mean(pair.push() * STEP) / device.length(),
      device.law().mean(pair.pull() * STEP) / device.length()
    };
  }

  private static double spread(double[] x) {
    double mean = Arrays.stream(x).average().orElseThrow();
    return Math.sqrt(Arrays.stream(x).map(v -> v * v).average().orElseThrow() - mean * mean);
  }

  @Test
  void aCommonCurrentScalesTheNetStepAndAMismatchTheCommonPartOfPushAndPull() {
    DriverBank common = bank(new DriverErrors(0, 0, 0, ERRORS.currentSpread(), 0));
    DriverBank mismatch = bank(new DriverErrors(0, 0, 0, 0, ERRORS.polarityMismatch()));
    for (float slope : new float[] {0, 2e-3f, -3e-3f}) {
      double[] p = planned(slope);
      double[] byCurrent = new double[COLUMNS];
      double[] byMismatch = new double[COLUMNS];
      for (int c = 0; c < COLUMNS; c++) {
        assertEquals(common.current(0, c, true), common.current(0, c, false), 0);
        byCurrent[c] = (common.current(0, c, true) - 1) * (p[0] - p[1]);
        byMismatch[c] =
            (mismatch.current(0, c, true) - 1) * p[0] - (mismatch.current(0, c, false) - 1) * p[1];
      }
      RealisedIncrement current = audit(slope, row -> 1, "current of drivers");
      assertEquals(Arrays.stream(byCurrent).average().orElseThrow(), current.bias(), ROUNDING);
      assertEquals(spread(byCurrent), current.spread(), ROUNDING);
      RealisedIncrement against = audit(slope, row -> 1, "push against pull");
      assertEquals(Arrays.stream(byMismatch).average().orElseThrow(), against.bias(), ROUNDING);
      assertEquals(spread(byMismatch), against.spread(), ROUNDING);
      // of these 32 drivers; without a drift pushes equal pulls, so a common current does nothing
      assertTrue(against.spread() > 1e-5, against.toString());
      assertTrue(slope == 0 ? current.spread() < ROUNDING : current.spread() > 1e-5);
    }
  }

  @Test
  void droopTakesItsShareOfTheNetStepRowByRow() {
    double[] p = planned(2e-3f);
    RealisedIncrement droop = audit(2e-3f, row -> row < ROWS / 2 ? 1 : 0.8, "droop");
    assertEquals(-0.1 * (p[0] - p[1]), droop.bias(), ROUNDING);
    assertEquals(0.1 * Math.abs(p[0] - p[1]), droop.spread(), ROUNDING);
    // drift wanted: 2e-3; displacement planned: within half a step of each width
    assertEquals(-0.1, droop.gain(), 0.1 * STEP * 35 / 4e-6 / 2e-3 + ROUNDING / 2e-3);
    // sums of two variances as floats of about 4e-5: a few roundings of 2e-12
    assertEquals(0, droop.excessVariance(), 1e-11, "diffusion goes on for as long");
  }
}
