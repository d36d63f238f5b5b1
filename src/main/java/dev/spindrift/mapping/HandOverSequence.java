package dev.spindrift.mapping;

import dev.spindrift.circuit.RowSequence;
import dev.spindrift.circuit.Specs;
import dev.spindrift.device.CellArray;
import dev.spindrift.device.DeviceParameters;
import dev.spindrift.device.FilamentModel;
import dev.spindrift.device.Variation;
import dev.spindrift.engine.CounterNoise;

/**
 * The pulses that bring one tile's state into the next bank: both devices of every cell are reset
 * to the low end of their tracks (first all plus, then all minus devices of the row), then the
 * active device is pushed to its position. Pulses longer than the driver's longest are split. A
 * filament cell gets one programming cycle per device instead.
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
    if (device.model() instanceof FilamentModel filament) {
      cycles(cells.columns(), 2 * Math.round(filament.cycle() * 1e12), driver);
      return;
    }
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

  /** Every cell gets two pulses of together {@code time} [ps], with the pauses between them. */
  private void cycles(int width, long time, Specs.PulseDriver driver) {
    for (int c = 0; c < width; c++) {
      for (int r = 0; r < rows; r++) {
        int i = r * phases + c % phases;
        longest[i] = time + driver.deadTime() + driver.gap();
        columns[i]++;
        pulseTime[r] += time;
        pulses[r] += 2;
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
   * the width of the set pulse, by the displacement law also where updates are integrated;
   * filaments land at N(g, spread(g)^2). What the devices remember besides is that of rest.
   *
   * @param cells modified
   * @param update mini-batch after which the hand-over happens, the noise's update number
   * @param noise generator of purpose "hand-over"; its scratch is modified
   */
  public static void disturb(
      CellArray cells, DeviceParameters device, long update, CounterNoise noise) {
    cells.positionSum(CellArray.UNKNOWN);
    if (device.model() instanceof FilamentModel filament) {
      program(cells, filament, update, noise);
      return;
    }
    float[] z = new float[cells.size()];
    noise.gaussian(update, cells.firstDevice(), cells.size(), z);
    for (int i = 0; i < z.length; i++) {
      boolean up = cells.plus()[i] > 0 && !stuck(cells.plusVariation(), i);
      float[] side = up ? cells.plus() : cells.minus();
      double x = side[i];
      if (x > 0 && !stuck(up ? cells.plusVariation() : cells.minusVariation(), i)) {
        double width = device.law().widthForMean(x * device.length());
        double sigma = Math.sqrt(device.law().variance(width)) / device.length();
        side[i] = (float) Math.min(1, Math.max(0, x + sigma * z[i]));
      }
    }
    device.model().rest(cells);
  }

  private static boolean stuck(Variation variation, int cell) {
    return variation != null && variation.isStuck(cell);
  }

  private static void program(
      CellArray cells, FilamentModel filament, long update, CounterNoise noise) {
    float[] plus = new float[1];
    float[] minus = new float[1];
    for (int i = 0; i < cells.size(); i++) {
      noise.pairs(update, new int[] {(int) (cells.firstDevice() + i)}, 1, plus, minus);
      cells.plus()[i] = landed(filament, cells.plus()[i], plus[0]);
      cells.minus()[i] = landed(filament, cells.minus()[i], minus[0]);
    }
  }

  private static float landed(FilamentModel filament, double mean, float normal) {
    return (float) Math.max(0, Math.min(1, mean + filament.spread(mean) * normal));
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
