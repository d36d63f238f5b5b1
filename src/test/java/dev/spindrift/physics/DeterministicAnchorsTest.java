package dev.spindrift.physics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.spindrift.engine.Workers;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;

class DeterministicAnchorsTest {

  /**
   * Two correct programs differ by rounding (1e-15 per step) and by the last digits of the
   * constants they were given; over 5,000 steps of a damped motion that stays well below 1e-9.
   */
  private static final double RELATIVE = 1e-9;

  @Test
  void everyTrajectoryEqualsTheIndependentProgramTo1e9() {
    int rows = 0;
    for (CSVRecord row : Walls.table("deterministic_anchors.csv")) {
      String label = row.toString();
      boolean kicked = row.get("eta").equals("sin");
      WallParameters wall = Walls.of(row.get("set"), NoiseConvention.PRINTED);
      if (!kicked) {
        wall = wall.withTemperature(0);
      }
      Scheme scheme = row.get("scheme").equals("heun") ? Scheme.HEUN : Scheme.EULER_MARUYAMA;
      double dt = Walls.number(row, "dt_ps") * Walls.PS;
      WallEnsemble ensemble =
          new WallEnsemble(wall, scheme, dt, 0, 3, () -> DeterministicAnchorsTest::sequence);
      double density = Walls.number(row, "j_A_per_m2");
      double duration = Walls.number(row, "steps") * dt;
      CurrentWaveform waveform =
          density == 0 ? CurrentWaveform.idle(duration) : CurrentWaveform.pulse(duration, density);
      try (Workers workers = new Workers(1)) {
        ensemble.run(waveform, workers);
      }
      assertEquals((long) Walls.number(row, "steps"), ensemble.steps(), label);
      for (int i = 0; i < 3; i++) {
        near(Walls.number(row, "X_nm"), ensemble.position(i) / Walls.NM, label);
        near(Walls.number(row, "phi_rad"), ensemble.phase(i), label);
      }
      rows++;
    }
    assertEquals(150, rows);
  }

  private static void near(double expected, double actual, String label) {
    assertEquals(expected, actual, RELATIVE * Math.abs(expected), label);
  }

  /** eta_n = sqrt(2) sin(12.9898 n) with n from 1, the same for position and phase. */
  private static void sequence(
      int block, long step, double xScale, double pScale, double[] x, double[] p, int n) {
    double eta = Math.sqrt(2) * Math.sin(12.9898 * (step + 1));
    for (int i = 0; i < n; i++) {
      x[i] = xScale * eta;
      p[i] = pScale * eta;
    }
  }
}
