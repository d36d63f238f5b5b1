package dev.spindrift.device;

import dev.spindrift.engine.CounterNoise;
import dev.spindrift.state.Checkpointed;
import dev.spindrift.state.StateReader;
import dev.spindrift.state.StateWriter;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * The state of one tile of differential cells: two positions per weight, 0 to 1 along the usable
 * range of conductance. Of two tracks one is active, the other parked at 0; filaments share a
 * weight evenly ({@link DeviceModel#complementary}). What a device model remembers besides is its
 * hidden state; {@link #snapshot} has all.
 *
 * <p>Cells are numbered column by column, cell = column x rows + row, so that a run of rows lines
 * up with the flat weight vector. Cell i of the array is device number {@code firstDevice + i} of
 * the noise generator; both devices of a cell share the number, since only one of them moves at a
 * time.
 *
 * <p>The weight is the difference of the conductances over the nominal conductance range, (g+ - g-)
 * / (gP - gAP); without variation that is exactly {@code plus - minus}. A device with conductance
 * factor c has conductance c (gAP + x (gP - gAP)), so variation leaves an offset even when both
 * walls are parked.
 *
 * <p>Not thread-safe; different arrays may be changed by different threads.
 */
public final class CellArray implements Checkpointed {
  /** Value of {@link #positionSum()} when nobody has summed the present positions. */
  public static final long UNKNOWN = -1;

  private final int rows;
  private final int columns;
  private final long firstDevice;
  private final WallPositions walls;
  private final Variation plusVariation;
  private final Variation minusVariation;
  private final CellWeights conversion;
  private final DeviceModel model;
  private final double[][] hidden;
  private long positionSum = UNKNOWN;

  /**
   * Makes an array with all walls parked: every weight 0 unless the devices vary.
   *
   * @param device the devices
   * @param seed root seed of the device-to-device variation
   * @param rows used rows, positive [1]
   * @param columns used columns, positive [1]
   * @param firstDevice number of the first cell, a multiple of {@link CounterNoise#BLOCK}; ranges
   *     of different arrays must not overlap
   * @throws IllegalArgumentException if a number is out of range
   */
  public CellArray(DeviceParameters device, long seed, int rows, int columns, long firstDevice) {
    if (rows < 1 || columns < 1 || (long) rows * columns > 1 << 28) {
      throw new IllegalArgumentException(
          "an array needs 1 to 2^28 cells: " + rows + " rows x " + columns + " columns");
    }
    if (firstDevice < 0 || firstDevice % CounterNoise.BLOCK != 0) {
      throw new IllegalArgumentException(
          "the first device must be a multiple of " + CounterNoise.BLOCK + ": " + firstDevice);
    }
    this.rows = rows;
    this.columns = columns;
    this.firstDevice = firstDevice;
    int size = rows * columns;
    walls = new WallPositions(size);
    Spread spread = device.spread();
    plusVariation = spread.isNone() ? null : new Variation(spread, seed, "plus", firstDevice, size);
    minusVariation =
        spread.isNone() ? null : new Variation(spread, seed, "minus", firstDevice, size);
    model = device.model();
    float offConductance =
        (float)
            (device.antiparallelConductance()
                / (device.parallelConductance() - device.antiparallelConductance()));
    conversion =
        new CellWeights(
            walls, plusVariation, minusVariation, offConductance, model.complementary());
    hidden = new double[model.stateNames().size()][size];
    float[] plus = walls.plus();
    float[] minus = walls.minus();
    if (model.complementary()) {
      Arrays.fill(plus, 0.5f);
      Arrays.fill(minus, 0.5f);
    }
    if (spread.stuckWalls() > 0) {
      for (int i = 0; i < size; i++) {
        plus[i] = plusVariation.isStuck(i) ? plusVariation.stuckAt(i) : plus[i];
        minus[i] = minusVariation.isStuck(i) ? minusVariation.stuckAt(i) : minus[i];
      }
    }
    model.rest(this);
  }

  /**
   * Returns how many device numbers an array takes, a multiple of {@link CounterNoise#BLOCK} [1].
   *
   * @param rows used rows [1]
   * @param columns used columns [1]
   */
  public static long deviceNumbers(int rows, int columns) {
    long size = (long) rows * columns;
    return (size + CounterNoise.BLOCK - 1) / CounterNoise.BLOCK * CounterNoise.BLOCK;
  }

  /** Returns the used rows [1]. */
  public int rows() {
    return rows;
  }

  /** Returns the used columns [1]. */
  public int columns() {
    return columns;
  }

  /** Returns the number of cells [1]. */
  public int size() {
    return walls.size();
  }

  /** Returns the number of the first cell's device [1]. */
  public long firstDevice() {
    return firstDevice;
  }

  /** Returns the wall positions of the plus devices, [column][row]; live until the next update. */
  public float[] plus() {
    return walls.plus();
  }

  /** Returns the wall positions of the minus devices, [column][row]; live until the next update. */
  public float[] minus() {
    return walls.minus();
  }

  /**
   * Keeps the walls in the weights, into which they are written, until somebody asks for {@link
   * #plus} or {@link #minus} or changes a wall by another method. Meanwhile only updates of these
   * walls may write these weights.
   *
   * @param weights flat weight vector; modified and referenced
   * @param columnOffsets index in {@code weights} of each column's first row, [columns]; referenced
   * @return whether they are kept so: only devices that are all alike, of which one is parked, can
   *     be
   */
  public boolean keepIn(FloatBuffer weights, int[] columnOffsets) {
    if (plusVariation != null || model.complementary() || hidden.length > 0) {
      return false;
    }
    if (!walls.areIn(weights)) {
      walls.keepIn(weights, columnOffsets);
    }
    return true;
  }

  /** Keeps the walls here again, where they are. */
  public void takeBack() {
    walls.plus();
  }

  /** Returns whether the walls are kept in this very buffer. */
  public boolean isKeptIn(FloatBuffer weights) {
    return walls.areIn(weights);
  }

  /**
   * Returns the sum of all wall positions, each rounded to a multiple of 2^-23, in units of 2^-23;
   * {@link #UNKNOWN} if the positions changed since it was last stated [1].
   */
  public long positionSum() {
    return positionSum;
  }

  /**
   * States the sum of all wall positions.
   *
   * @param sum sum in units of 2^-23, or {@link #UNKNOWN}: whoever moves walls must state one or
   *     the other
   */
  public void positionSum(long sum) {
    positionSum = sum;
  }

  /**
   * Returns what the device model remembers besides positions, [column][row]; referenced, live.
   *
   * @param index place of its name in {@link DeviceModel#stateNames} [1]
   */
  public double[] hidden(int index) {
    return hidden[index];
  }

  /** Returns a copy of everything that changes. */
  public CellState snapshot() {
    double[][] copy = new double[hidden.length][];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = hidden[i].clone();
    }
    return new CellState(model.name(), plus().clone(), minus().clone(), model.stateNames(), copy);
  }

  /**
   * Goes back to a state: whatever follows is what followed when it was taken.
   *
   * @param state of an array of the same shape and device model; not modified
   * @throws IllegalArgumentException if model or shape differ
   */
  public void restore(CellState state) {
    boolean fits =
        state.model().equals(model.name())
            && state.names().equals(model.stateNames())
            && state.hidden().length == hidden.length
            && state.plus().length == size()
            && state.minus().length == size();
    for (int i = 0; fits && i < hidden.length; i++) {
      fits = state.hidden()[i].length == size();
    }
    if (!fits) {
      throw new IllegalArgumentException(
          "a state of "
              + state.plus().length
              + " cells of model "
              + state.model()
              + " does not fit an array of "
              + size()
              + " cells of model "
              + model.name());
    }
    positionSum = UNKNOWN;
    walls.forget();
    System.arraycopy(state.plus(), 0, plus(), 0, size());
    System.arraycopy(state.minus(), 0, minus(), 0, size());
    for (int i = 0; i < hidden.length; i++) {
      System.arraycopy(state.hidden()[i], 0, hidden[i], 0, size());
    }
  }

  /** Returns the plus devices' factors, or null if all devices are alike. */
  public Variation plusVariation() {
    return plusVariation;
  }

  /** Returns the minus devices' factors, or null if all devices are alike. */
  public Variation minusVariation() {
    return minusVariation;
  }

  /**
   * Returns the weight that a cell's conductances make [1].
   *
   * @param cell column x rows + row [1]
   */
  public float weight(int cell) {
    return conversion.weight(cell);
  }

  /**
   * Computes the conductances of all devices.
   *
   * @param device the devices of this array
   * @param plusOut of the plus devices, [column][row]; overwritten [S]
   * @param minusOut of the minus devices, [column][row]; overwritten [S]
   */
  public void conductances(DeviceParameters device, double[] plusOut, double[] minusOut) {
    float[] plus = walls.plus();
    float[] minus = walls.minus();
    for (int i = 0; i < plus.length; i++) {
      plusOut[i] = device.conductance(plus[i]);
      minusOut[i] = device.conductance(minus[i]);
      if (plusVariation != null) {
        plusOut[i] *= plusVariation.conductance(i);
        minusOut[i] *= minusVariation.conductance(i);
      }
    }
  }

  /**
   * Puts the walls where the weights are the given ones, as an ideal program-and-verify would.
   * Without variation the weight is reproduced exactly; with it to rounding, unless the device
   * cannot reach it and stops at the end of its track. Stuck walls stay, and nobody makes up for
   * them: the controller does not know them.
   *
   * @param weights flat weight vector, each in [-1, 1]; not modified
   * @param columnOffsets index in {@code weights} of each column's first row, [columns]; not
   *     modified
   * @throws IllegalArgumentException if a weight is outside [-1, 1] or not a number
   */
  public void initialise(FloatBuffer weights, int[] columnOffsets) {
    for (int column = 0; column < columns; column++) {
      for (int row = 0; row < rows; row++) {
        float weight = weights.get(columnOffsets[column] + row);
        if (!(Math.abs(weight) <= 1)) {
          throw new IllegalArgumentException(
              "weights must lie in [-1, 1]: row " + row + ", column " + column + " is " + weight);
        }
      }
    }
    set(weights, columnOffsets, false);
  }

  /**
   * Puts the walls where these cells' weights were read, see {@link #readWeights}: with variation
   * they may lie outside [-1, 1].
   *
   * @param weights flat weight vector; not modified
   * @param columnOffsets as in {@link #initialise}
   */
  public void restore(FloatBuffer weights, int[] columnOffsets) {
    set(weights, columnOffsets, true);
  }

  private void set(FloatBuffer weights, int[] columnOffsets, boolean wereRead) {
    positionSum = UNKNOWN;
    walls.forget(); // walls that may be kept elsewhere are all set
    for (int column = 0; column < columns; column++) {
      for (int row = 0; row < rows; row++) {
        int cell = column * rows + row;
        float weight = weights.get(columnOffsets[column] + row);
        boolean plusStuck = plusVariation != null && plusVariation.isStuck(cell);
        boolean minusStuck = minusVariation != null && minusVariation.isStuck(cell);
        if (plusStuck || minusStuck) {
          conversion.setBeside(cell, weight, plusStuck, minusStuck, wereRead);
        } else {
          conversion.set(cell, weight);
        }
      }
    }
    model.rest(this);
  }

  /**
   * Lets walls of a cell stick where they are from now on; only where walls wear out.
   *
   * @param cell column x rows + row [1]
   * @param ofPlus whether the plus device's wall, or the minus device's
   */
  public void wearOut(int cell, boolean ofPlus) {
    if (ofPlus) {
      plusVariation.stick(cell, plus()[cell]);
    } else {
      minusVariation.stick(cell, minus()[cell]);
    }
  }

  /**
   * Replaces a cell by another bank's and programs it to the weight that this one holds: worn walls
   * stay, and nobody makes up for them. Only where walls wear out.
   *
   * @param cell column x rows + row [1]
   * @param plusAt where the other cell's plus wall is stuck; not a number: it moves [1]
   * @param minusAt the same of the minus wall [1]
   */
  public void replace(int cell, float plusAt, float minusAt) {
    positionSum = UNKNOWN;
    float weight = Math.max(-1, Math.min(1, weight(cell)));
    put(plus(), plusVariation, cell, plusAt);
    put(minus(), minusVariation, cell, minusAt);
    conversion.setBeside(
        cell, weight, plusVariation.isStuck(cell), minusVariation.isStuck(cell), false);
  }

  private static void put(float[] positions, Variation variation, int cell, float at) {
    variation.stick(cell, at);
    positions[cell] = Float.isNaN(at) ? 0 : at;
  }

  /**
   * Reads all weights out.
   *
   * @param weights flat weight vector; modified
   * @param columnOffsets index in {@code weights} of each column's first row, [columns]; not
   *     modified
   */
  public void readWeights(FloatBuffer weights, int[] columnOffsets) {
    for (int column = 0; column < columns; column++) {
      for (int row = 0; row < rows; row++) {
        weights.put(columnOffsets[column] + row, weight(column * rows + row));
      }
    }
  }

  @Override
  public void save(StateWriter out) throws IOException {
    out.writeFloats(walls.plus());
    out.writeFloats(walls.minus());
    out.writeLong(positionSum);
    for (double[] h : hidden) {
      out.writeDoubles(h);
    }
  }

  @Override
  public void restore(StateReader in) throws IOException {
    walls.forget();
    in.readFloats(walls.plus());
    in.readFloats(walls.minus());
    positionSum = in.readLong();
    for (double[] h : hidden) {
      System.arraycopy(in.readDoubles(h.length), 0, h, 0, h.length);
    }
  }
}
