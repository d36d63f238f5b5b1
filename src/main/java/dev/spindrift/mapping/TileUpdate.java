package dev.spindrift.mapping;

import dev.spindrift.device.CellArray;
import dev.spindrift.device.DeviceParameters;
import dev.spindrift.device.Grain;
import dev.spindrift.engine.VectorApi;
import dev.spindrift.learning.Increment;
import dev.spindrift.mapping.PushPull.Crossing;
import java.nio.FloatBuffer;

/**
 * Updates all cells of a tile by one push-pull pair each: reads the gradient, plans the widths,
 * draws the walls' thermal noise, moves the walls, writes the new weights and says what the pulse
 * drivers have to do.
 *
 * <p>Holds scratch memory: one instance per thread. The result depends on no thread: the noise of a
 * device is a function of seed, device number and update number.
 */
public final class TileUpdate {
  private final DeviceParameters device;
  private final PulsePlanner planner;
  private final PushPull mode;
  private final DeviceNoise noise;
  private final CellMover mover;
  private final TileKernel kernel;
  private final PulsePair pair = new PulsePair();
  private FloatBuffer home;
  private float[] firstNormals = new float[0];
  private float[] secondNormals = new float[0];

  /**
   * Makes an updater.
   *
   * @param device the devices
   * @param timing the driver
   * @param mode crossing, order, widths
   * @param seed root seed of the device noise
   */
  public TileUpdate(DeviceParameters device, PulseTiming timing, PushPull mode, long seed) {
    this(device, timing, mode, seed, (DrivenPulses) null);
  }

  /**
   * Makes an updater whose pulses may differ from what is planned.
   *
   * @param driven what drivers make of pulses, of the updater's thread; null: what was planned
   */
  TileUpdate(
      DeviceParameters device, PulseTiming timing, PushPull mode, long seed, DrivenPulses driven) {
    this(
        device,
        timing,
        mode,
        seed,
        driven,
        VectorApi.createIfWanted("dev.spindrift.mapping.VectorPairs", PairLoops.class));
  }

  /**
   * Makes an updater, see above.
   *
   * @param vectors used where it applies; null: nowhere
   */
  TileUpdate(
      DeviceParameters device, PulseTiming timing, PushPull mode, long seed, PairLoops vectors) {
    this(device, timing, mode, seed, null, vectors);
  }

  private TileUpdate(
      DeviceParameters device,
      PulseTiming timing,
      PushPull mode,
      long seed,
      DrivenPulses driven,
      PairLoops vectors) {
    this.device = device;
    this.mode = mode;
    noise = new DeviceNoise(seed);
    planner = new PulsePlanner(device, timing, mode);
    mover = new CellMover(planner, device.grain(), mode.crossing(), driven);
    boolean alike = device.spread().isNone() && mode.crossing() == Crossing.CARRY && driven == null;
    kernel = new TileKernel(device.grain(), alike ? null : mover, vectors);
  }

  /**
   * Lets walls be kept in the weights where that is possible ({@link CellArray#keepIn}): updates
   * take less memory traffic, but only updates may write these weights.
   *
   * @param weights the very object that updates are called with, or null: nowhere; referenced
   */
  void keepWallsIn(FloatBuffer weights) {
    home = weights;
  }

  /** Updates a tile as the longer form does, recording nothing. */
  public void update(
      long update,
      CellArray cells,
      FloatBuffer gradient,
      FloatBuffer weights,
      int[] columnOffsets,
      Increment increment,
      RowPrograms programs,
      UpdateStatistics statistics) {
    update(update, cells, gradient, weights, columnOffsets, increment, programs, null, statistics);
  }

  /**
   * Updates a tile.
   *
   * @param update number of the update, 0 to 2^32 - 1 [1]
   * @param cells the tile; modified
   * @param gradient flat gradient, the sum over the mini-batch; not modified
   * @param weights flat weight vector, aligned with the gradient; the tile's weights are modified
   * @param columnOffsets index in both of each column's first row, [columns]; not modified
   * @param increment drift per gradient and required variance
   * @param programs of the tile's shape; overwritten
   * @param pulses of the tile's shape; receives the widths, unless null
   * @param statistics receives the counts of this update; modified
   * @throws ArithmeticException if a gradient is not finite or absurdly large, naming row and
   *     column; the tile is then half updated
   */
  public void update(
      long update,
      CellArray cells,
      FloatBuffer gradient,
      FloatBuffer weights,
      int[] columnOffsets,
      Increment increment,
      RowPrograms programs,
      TilePulses pulses,
      UpdateStatistics statistics) {
    if (programs.rows() != cells.rows()
        || programs.columns() != cells.columns()
        || columnOffsets.length != cells.columns()) {
      throw new IllegalArgumentException(
          "row programs of "
              + programs.rows()
              + " x "
              + programs.columns()
              + " and "
              + columnOffsets.length
              + " offsets for a tile of "
              + cells.rows()
              + " x "
              + cells.columns());
    }
    programs.clear();
    drawNoise(update, cells);
    mover.begin(cells, update, 1);
    LinearPlan plan = planner.linear(increment);
    if (plan != null) {
      if (keeps(weights)) {
        cells.keepIn(weights, columnOffsets);
      }
      kernel.update(
          plan,
          planner.offset(mode.pushFirst(update)),
          increment,
          cells,
          gradient,
          weights,
          columnOffsets,
          firstNormals,
          secondNormals,
          mode.pushFirst(update),
          programs,
          pulses,
          statistics);
    } else {
      plain(
          update, cells, gradient, weights, columnOffsets, increment, programs, pulses, statistics);
    }
  }

  @SuppressWarnings("ReferenceEquality") // equal buffers are not meant
  private boolean keeps(FloatBuffer weights) {
    return home == weights && kernel.movesWeights();
  }

  private void drawNoise(long update, CellArray cells) {
    if (firstNormals.length < cells.size()) {
      firstNormals = new float[cells.size()];
      secondNormals = device.grain() == Grain.PULSE ? new float[cells.size()] : firstNormals;
    }
    noise.first(device.grain()).gaussian(update, cells.firstDevice(), cells.size(), firstNormals);
    if (device.grain() == Grain.PULSE) {
      noise.second().gaussian(update, cells.firstDevice(), cells.size(), secondNormals);
    }
  }

  /**
   * Applies widths that were planned elsewhere, such as a trace's: the walls move as in {@link
   * #update} with the same widths, bit for bit.
   *
   * @param update number of the update, 0 to 2^32 - 1 [1]
   * @param cells the tile; modified
   * @param pulses of the tile's shape; not modified
   * @param programs of the tile's shape; overwritten
   * @param statistics receives widths and ends of this update, not why they are so wide; modified
   */
  public void apply(
      long update,
      CellArray cells,
      TilePulses pulses,
      RowPrograms programs,
      UpdateStatistics statistics) {
    programs.clear();
    drawNoise(update, cells);
    mover.begin(cells, update, 1);
    boolean pushFirst = mode.pushFirst(update);
    int rows = cells.rows();
    for (int column = 0; column < cells.columns(); column++) {
      for (int row = 0; row < rows; row++) {
        int cell = column * rows + row;
        pulses.load(row, column, pair);
        if (pair.longer > 0) {
          boolean end =
              mover.move(cells, cell, pair, pushFirst, firstNormals[cell], secondNormals[cell]);
          statistics.count(pair, end);
          programs.add(column, row, pair.shorter + pair.longer);
        }
      }
    }
  }

  private void plain(
      long update,
      CellArray cells,
      FloatBuffer gradient,
      FloatBuffer weights,
      int[] columnOffsets,
      Increment increment,
      RowPrograms programs,
      TilePulses pulses,
      UpdateStatistics statistics) {
    boolean pushFirst = mode.pushFirst(update);
    int rows = cells.rows();
    for (int column = 0; column < cells.columns(); column++) {
      for (int row = 0; row < rows; row++) {
        int cell = column * rows + row;
        int index = columnOffsets[column] + row;
        float slope = gradient.get(index);
        requireUsable(slope, increment.drift(), column, row);
        planner.plan(slope, 0f, increment, pushFirst, pair);
        if (pulses != null) {
          pulses.set(row, column, pair.push(), pair.pull(), pair.sign);
        }
        if (pair.longer > 0) {
          boolean end =
              mover.move(cells, cell, pair, pushFirst, firstNormals[cell], secondNormals[cell]);
          statistics.count(pair, end);
          programs.add(column, row, pair.shorter + pair.longer);
        }
        weights.put(index, cells.weight(cell));
      }
    }
  }

  static void requireUsable(float gradient, float drift, int column, int row) {
    if (!(Math.abs(gradient * drift) < StepMath.LARGEST_DRIFT)) {
      throw new ArithmeticException(
          "the gradient of row "
              + row
              + ", column "
              + column
              + " is "
              + gradient
              + "; times the drift per gradient, "
              + drift
              + ", it must be below 2^63");
    }
  }
}
