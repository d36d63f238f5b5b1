package dev.spindrift.device;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Diffusion at rest against its closed forms; 65,536 walls per figure, limits of 4.5 standard
 * errors: a correct build fails with probability 7e-6 per figure.
 */
class RestingWallsTest {
  private static final double LENGTH = 4e-6;
  private static final double RATE = 17e-9; // 17 nm^2/ns
  private static final int N = 65_536;

  private static DeviceParameters device(double rate, Spread spread) {
    return new DeviceParameters(
            "test",
            LENGTH,
            60e-9,
            7.5e-9,
            1e12,
            2000,
            145e-6,
            51e-6,
            new LinearLaw(34, 0, 290e-9, 0),
            1e-10,
            1e-7,
            Grain.PAIR,
            spread,
            300,
            List.of())
        .withBetweenPulses(new BetweenPulses(List.of(), rate));
  }

  private static CellArray cells(DeviceParameters device, float weight) {
    CellArray cells = new CellArray(device, 3, N, 1, 0);
    float[] weights = new float[N];
    Arrays.fill(weights, weight);
    cells.initialise(FloatBuffer.wrap(weights), new int[1]);
    return cells;
  }

  private static double mean(float[] x) {
    double sum = 0;
    for (float v : x) {
      sum += v;
    }
    return sum / x.length;
  }

  private static double variance(float[] x) {
    double mean = mean(x);
    double sum = 0;
    for (float v : x) {
      sum += (v - mean) * (v - mean);
    }
    return sum / (x.length - 1);
  }

  /** Standard error of a Gaussian variance: sqrt(2/n), here 0.55 per cent. */
  @Test
  void varianceGrowsByRateTimesTimeInAnyNumberOfRests() {
    DeviceParameters device = device(RATE, Spread.NONE);
    for (int rests : new int[] {1, 7}) {
      CellArray cells = cells(device, 0.5f);
      RestingWalls walls = new RestingWalls(device, 1, "rest");
      double each = 1e-6;
      for (int i = 0; i < rests; i++) {
        walls.rest(cells, each, i);
      }
      double expected = RATE * each * rests / LENGTH / LENGTH;
      assertEquals(expected, variance(cells.plus()), 4.5 * Math.sqrt(2.0 / N) * expected);
      assertEquals(0.5, mean(cells.plus()), 4.5 * Math.sqrt(expected / N));
    }
  }

  /** Uniform on the track: mean 1/2, variance 1/12, error of the variance 1/12 sqrt(0.8/n). */
  @Test
  void afterALongTimeAReflectedWallIsAnywhereOnTheTrack() {
    DeviceParameters device = device(RATE, Spread.NONE);
    CellArray cells = cells(device, -0.9f);
    RestingWalls walls = new RestingWalls(device, 1, "rest");
    for (int i = 0; i < 30; i++) {
      walls.rest(cells, 100e-6, i); // a third of the track each
    }
    assertEquals(0.5, mean(cells.minus()), 4.5 * Math.sqrt(1.0 / 12 / N));
    assertEquals(1.0 / 12, variance(cells.minus()), 4.5 / 12 * Math.sqrt(0.8 / N));
  }

  /** A wall that starts at an end of a long track: |N(0, s^2)|, mean s sqrt(2/pi). */
  @Test
  void anEndReflects() {
    DeviceParameters device = device(RATE, Spread.NONE);
    CellArray cells = cells(device, 1f);
    new RestingWalls(device, 1, "rest").rest(cells, 1e-6, 0);
    double s = Math.sqrt(RATE * 1e-6) / LENGTH;
    double limit = 4.5 * s * Math.sqrt((1 - 2 / Math.PI) / N);
    assertEquals(1 - s * Math.sqrt(2 / Math.PI), mean(cells.plus()), limit);
    for (float x : cells.plus()) {
      assertTrue(x > 0 && x <= 1);
    }
  }

  @Test
  void parkedWallsStayParkedAndActiveOnesActive() {
    DeviceParameters device = device(1e-3, Spread.NONE);
    CellArray cells = cells(device, 0.01f);
    new RestingWalls(device, 1, "rest").rest(cells, 1e-6, 0);
    for (int i = 0; i < N; i++) {
      assertTrue(cells.plus()[i] > 0);
      assertEquals(0f, cells.minus()[i]);
    }
    CellArray zero = cells(device, 0f);
    new RestingWalls(device, 1, "rest").rest(zero, 1e-6, 0);
    assertArrayEquals(new float[N], zero.plus());
  }

  @Test
  void withoutDiffusionNothingMovesAndSumsStayKnown() {
    DeviceParameters device = device(0, Spread.NONE);
    CellArray cells = cells(device, 0.5f);
    cells.positionSum(42);
    RestingWalls walls = new RestingWalls(device, 1, "rest");
    walls.rest(cells, 1, 0);
    assertFalse(walls.moves());
    assertEquals(0.5f, cells.plus()[7]);
    assertEquals(42, cells.positionSum());
  }

  @Test
  void onALongerTrackAWallDiffusesOverASmallerPart() {
    DeviceParameters device = device(RATE, new Spread(0, 0.2, 0));
    CellArray cells = cells(device, 0.5f);
    new RestingWalls(device, 1, "rest").rest(cells, 1e-6, 0);
    float s = (float) (Math.sqrt(RATE * 1e-6) / LENGTH);
    float[] z = new float[N];
    new dev.spindrift.engine.CounterNoise(1, "rest").gaussian(0, 0, N, z);
    for (int i = 0; i < 100; i++) {
      float length = cells.plusVariation().length(i);
      assertEquals(0.5f + s / length * z[i], cells.plus()[i], 1e-7f); // one rounding of 0.5
    }
  }
}
