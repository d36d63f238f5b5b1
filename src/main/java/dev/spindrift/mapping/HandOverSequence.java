package dev.spindrift.mapping;

import dev.spindrift.circuit.RowSequence;
import dev.spindrift.circuit.Specs;
import dev.spindrift.device.CellArray;
import dev.spindrift.device.DeviceParameters;
import dev.spindrift.engine.CounterNoise;

/**
 * The pulses that bring one tile's state into the next bank: both devices of every cell are reset
 * to the low end of their tracks (first all plus, then all minus devices of the row), then the
 * active device is pushed to its position. Pulses longer than the driver's longest are split.
 */
public final class HandOverSequence implements RowSequence {
  private final int rows;
  private final int phases;
  private final long[] longest;
  private final int[] columns;
  private final long[] pulseTime;
  private final int[] pulses;

  /**
   * Plans the hand-over of a tile.
   *
   * @param cells the chain's present state; not modified
   * @param driver the pulse drivers
   */
  public HandOverSequence(CellArray cells, DeviceParameters device, Specs.PulseDriver driver) {
    rows = cells.rows();
    phases = driver.columnsPerDriver();
    longest = new long[rows * phases];
    columns = new int[rows * phases];
    pulseTime = new long[rows];
    pulses = new int[rows];
    long reset = steps(device, driver, 1);
    long resetPulses = split(reset, driver);
    for (int c = 0; c < cells.columns(); c++) {
      int phase = c % phases;
      for (int r = 0; r < rows; r++) {
        int cell = c * rows + r;
        long set = steps(device, driver, Math.max(cells.plus()[cell], cells.minus()[cell]));
        long setPulses = split(set, driver);
        long pauses = (2 * resetPulses + setPulses - 1) * (driver.deadTime() + driver.gap());
        int i = r * phases + phase;
        longest[i] = Math.max(longest[i], 2 * reset + set + Math.max(0, pauses));
        columns[i]++;
        pulseTime[r] += 2 * reset + set;
        pulses[r] += (int) (2 * resetPulses + setPulses);
      }
    }
  }

  /** Width that moves a wall by a share of the track, in whole driver steps [ps]. */
  private static long steps(DeviceParameters device, Specs.PulseDriver driver, double position) {
    if (position <= 0) {
      return 0;
    }
    double seconds = device.law().widthForMean(position * device.length());
    return (long) Math.ceil(seconds * 1e12 / driver.timeStep()) * driver.timeStep();
  }

  private static long split(long width, Specs.PulseDriver driver) {
    return (width + driver.longest() - 1) / driver.longest();
  }

  /**
   * Disturbs the state as programming it would: the active wall lands at N(x, sigma^2(T)) with T
   * the width of the set pulse.
   *
   * @param cells modified
   * @param update mini-batch after which the hand-over happens, the noise's update number
   * @param noise generator of purpose "hand-over"; its scratch is modified
   */
  public static void disturb(
      CellArray cells, DeviceParameters device, long update, CounterNoise noise) {
    cells.positionSum(CellArray.UNKNOWN);
    float[] z = new float[cells.size()];
    noise.gaussian(update, cells.firstDevice(), cells.size(), z);
    for (int i = 0; i < z.length; i++) {
      float[] side = cells.plus()[i] > 0 ? cells.plus() : cells.minus();
      double x = side[i];
      if (x > 0) {
        double width = device.law().widthForMean(x * device.length());
        double sigma = Math.sqrt(device.law().variance(width)) / device.length();
        side[i] = (float) Math.min(1, Math.max(0, x + sigma * z[i]));
      }
    }
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public int phases() {
    return phases;
  }

  @Override
  public long longestPair(int row, int phase) {
    return longest[row * phases + phase];
  }

  @Override
  public int columns(int row, int phase) {
    return columns[row * phases + phase];
  }

  @Override
  public long pulseTime(int row) {
    return pulseTime[row];
  }

  @Override
  public int pulses(int row) {
    return pulses[row];
  }
}
