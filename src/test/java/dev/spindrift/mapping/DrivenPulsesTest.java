package dev.spindrift.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindrift.circuit.Specs.DriverErrors;
import dev.spindrift.device.CellArray;
import dev.spindrift.device.DeviceParameters;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What drivers make of pulses, by hand and by statistics over 2^16 pulses with a fixed seed. */
class DrivenPulsesTest {
  private static final double STEP = 10e-12;
  private static final int SEED = 4;

  private final DeviceParameters device = ModelChip.device("dw-copd-4um");
  private final CellArray tile = new CellArray(device, 1, 256, 256, 0);

  private DrivenPulses driven(DriverErrors errors, int columnsPerDriver, CellArray... tiles) {
    DriverBank bank =
        new DriverBank(errors, List.of(tiles), columnsPerDriver, tiles.length, 256, SEED);
    DrivenPulses d = new DrivenPulses(errors, bank, STEP, SEED);
    d.begin(tiles[0], 7);
    return d;
  }

  @Test
  void edgesTakeHalfOfTheRiseAndGiveHalfOfTheFall() {
    DrivenPulses d = driven(new DriverErrors(0, 60e-12, 20e-12, 0, 0), 1, tile);
    double on = d.onTime(3, true, 100);
    assertEquals(1e-9, on, 1e-24);
    assertEquals(980e-12, d.effectiveWidth(3, true, on), 1e-24);
    d.supply(0.9);
    assertEquals(0.9 * 980e-12, d.effectiveWidth(3, true, on), 1e-24);
    assertEquals(1e-9, d.onTime(3, true, 100), 1e-24, "diffusion goes on for as long");
  }

  /** Standard error of a mean of 65,536: 5 ps / 256 = 0.02 ps; of the deviation 0.014 ps. 5 se. */
  @Test
  void jitterIsNormalIndependentOfWidthAndAnewForEachPulse() {
    DrivenPulses d = driven(new DriverErrors(5e-12, 0, 0, 0, 0), 1, tile);
    double sum = 0;
    double squares = 0;
    double both = 0;
    for (int cell = 0; cell < tile.size(); cell++) {
      double push = d.onTime(cell, true, 100) - 1e-9;
      double pull = d.onTime(cell, false, 60) - 0.6e-9;
      sum += push;
      squares += push * push;
      both += push * pull;
    }
    int n = tile.size();
    assertEquals(0, sum / n, 5 * 0.02e-12);
    assertEquals(5e-12, Math.sqrt(squares / n), 5 * 0.014e-12);
    // standard error of a correlation of none: 1/256
    assertEquals(0, both / n / 25e-24, 5.0 / 256);
    double now = d.onTime(9, true, 100);
    d.begin(tile, 8);
    assertNotEquals(now, d.onTime(9, true, 100), "another update");
    d.begin(tile, 7);
    assertEquals(now, d.onTime(9, true, 100), 0, "the same pulse is the same again");
  }

  @Test
  void columnsAndTilesThatShareADriverShareItsCurrent() {
    DriverErrors e = new DriverErrors(0, 0, 0, 0.05, 0.02);
    CellArray other = new CellArray(device, 1, 4, 256, 1 << 17);
    DrivenPulses d = driven(e, 4, tile, other);
    double[] first = new double[256];
    for (int c = 0; c < 256; c++) {
      first[c] = d.effectiveWidth(c * 256, true, 1);
      assertEquals(first[c / 4 * 4], first[c], 0);
    }
    assertNotEquals(first[0], first[4]);
    assertNotEquals(first[0], d.effectiveWidth(0, false, 1), "push against pull");
    d.begin(other, 7);
    for (int c = 0; c < 256; c++) {
      assertEquals(first[c], d.effectiveWidth(c * 4, true, 1), 0, "one bank of drivers");
    }
  }

  /**
   * 8,192 drivers: the mean's standard error is 0.05 / sqrt(8192) = 5.5e-4, that of the relative
   * deviation 0.05 / sqrt(16384) = 4e-4; 5 of them. The product of a driver's two factors does not
   * contain the mismatch, their ratio not the spread.
   */
  @Test
  void currentsAreLognormalWithMeanOneAndMismatchIsTheSpreadOfTheirRatio() {
    CellArray wide = new CellArray(device, 1, 1, 8192, 0);
    DriverErrors e = new DriverErrors(0, 0, 0, 0.05, 0.02);
    DrivenPulses d =
        new DrivenPulses(e, new DriverBank(e, List.of(wide), 1, 1, 8192, SEED), STEP, SEED);
    d.begin(wide, 0);
    double mean = 0;
    double square = 0;
    double ratio = 0;
    double ratios = 0;
    for (int c = 0; c < 8192; c++) {
      double push = d.effectiveWidth(c, true, 1);
      double pull = d.effectiveWidth(c, false, 1);
      double both = Math.sqrt(push * pull);
      mean += both / 8192;
      square += both * both / 8192;
      ratio += push / pull / 8192;
      ratios += push / pull * push / pull / 8192;
    }
    assertEquals(1, mean, 5 * 5.5e-4);
    assertEquals(0.05, Math.sqrt(square - mean * mean), 5 * 4e-4);
    assertEquals(1, ratio, 5 * 2.2e-4);
    assertEquals(0.02, Math.sqrt(ratios - ratio * ratio), 5 * 1.6e-4);
    assertTrue(mean != ratio);
  }
}
