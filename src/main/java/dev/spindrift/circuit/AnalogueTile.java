package dev.spindrift.circuit;

import dev.spindrift.engine.CounterNoise;
import dev.spindrift.state.Checkpointed;
import dev.spindrift.state.StateReader;
import dev.spindrift.state.StateWriter;
import java.io.IOException;
import java.util.Arrays;

/**
 * The signals of one tile's reads: drives in, converted partial sums out, forwards and transposed.
 *
 * <p>Every weight has a plus and a minus bit line side by side. Forward, the word lines are driven
 * and the bit lines sensed and subtracted. Transposed, a weight's bit lines are driven with
 * opposite voltages and the word lines sensed, so the currents subtract on the word line itself.
 * Lines that the layer does not use are taken to be disconnected.
 *
 * <p>Drives are shares of full scale, -1 to 1; signals are in units of V (G_P - G_AP), the current
 * of one weight of 1 at full scale, so that ideal wires and converters give sums of drive x weight.
 *
 * <p>Noise of a sensed line, with bandwidth 1 / (2 t): thermal 4 k T G / (2 t) with G the sum of
 * its devices, and shot 2 e I / (2 t) with I the sum of the magnitudes of its devices' currents.
 * (J. B. Johnson, H. Nyquist 1928; W. Schottky 1918.)
 *
 * <p>Not thread-safe: one thread per tile.
 */
public final class AnalogueTile implements Checkpointed {
  private static final double BOLTZMANN = 1.380649e-23;
  private static final double ELEMENTARY_CHARGE = 1.602176634e-19;

  private final ReadPath path;
  private final int rows;
  private final int columns;
  private final double unitConductance;
  private final double largestConductance;
  private final Converters plusConverters;
  private final Converters minusConverters;
  private final Converters rowConverters;
  private final CounterNoise forwardNoise;
  private final CounterNoise backwardNoise;

  private final Side forward = new Side();
  private final Side backward = new Side();
  private long clipped;
  private long converted;

  /** What a drive in one direction makes, [driven][sensed], and the thermal noise of its lines. */
  private static final class Side {
    private float[] plus;
    private float[] minus;
    private float[] plusThermal;
    private float[] minusThermal;
  }

  /**
   * Makes the tile's read circuits.
   *
   * @param rows word lines in use [1]
   * @param columns weights per word line in use [1]
   * @param off conductance of a device at position 0 [S]
   * @param on conductance of a device at position 1 [S]
   * @param seed root seed of noise and converter errors
   * @param tile number of the tile, part of the noise's name [1]
   */
  public AnalogueTile(
      ReadPath path, int rows, int columns, double off, double on, long seed, int tile) {
    this.path = path;
    this.rows = rows;
    this.columns = columns;
    unitConductance = on - off;
    largestConductance = on;
    String name = "tile " + tile;
    plusConverters = new Converters(path, seed, name + " plus", columns);
    minusConverters = new Converters(path, seed, name + " minus", columns);
    rowConverters = new Converters(path, seed, name + " rows", rows);
    forwardNoise = new CounterNoise(seed, "read " + name + " forward");
    backwardNoise = new CounterNoise(seed, "read " + name + " backward");
  }

  /**
   * Takes over the present conductances.
   *
   * @param plus conductances of the plus devices, [column][row] [S]; not modified
   * @param minus conductances of the minus devices, [column][row] [S]; not modified
   */
  public void conductances(float[] plus, float[] minus) {
    double[] g = new double[rows * 2 * columns];
    for (int c = 0; c < columns; c++) {
      for (int r = 0; r < rows; r++) {
        g[r * 2 * columns + 2 * c] = plus[c * rows + r];
        g[r * 2 * columns + 2 * c + 1] = minus[c * rows + r];
      }
    }
    double[] seen = transfer(path.wires(), rows, 2 * columns, g);
    fill(forward, rows, columns, (d, s, sign) -> seen[d * 2 * columns + 2 * s + sign]);
    double[] back = seen;
    CrossbarWires wires = path.wires();
    if (path.lines() != ReadPath.Lines.IDEAL && wires.driver() != wires.sense()) {
      double[] turned = new double[g.length];
      for (int r = 0; r < rows; r++) {
        for (int b = 0; b < 2 * columns; b++) {
          turned[b * rows + r] = g[r * 2 * columns + b];
        }
      }
      double[] exchanged = transfer(wires.transposed(), 2 * columns, rows, turned);
      fill(backward, columns, rows, (d, s, sign) -> exchanged[(2 * d + sign) * rows + s]);
    } else {
      // Reciprocity: with equal terminals the transposed read sees the transposed matrix.
      fill(backward, columns, rows, (d, s, sign) -> back[s * 2 * columns + 2 * d + sign]);
    }
    thermal(g);
  }

  private interface Entry {
    double of(int driven, int sensed, int sign);
  }

  private void fill(Side side, int driven, int sensed, Entry entry) {
    side.plus = new float[driven * sensed];
    side.minus = new float[driven * sensed];
    for (int d = 0; d < driven; d++) {
      for (int s = 0; s < sensed; s++) {
        side.plus[d * sensed + s] = (float) (entry.of(d, s, 0) / unitConductance);
        side.minus[d * sensed + s] = (float) (entry.of(d, s, 1) / unitConductance);
      }
    }
  }

  private double[] transfer(CrossbarWires wires, int driven, int sensed, double[] g) {
    TransferMatrix matrix =
        switch (path.lines()) {
          case IDEAL -> new TransferMatrix(driven, sensed, g);
          case APPROXIMATE -> CrossbarApproximation.of(wires, driven, sensed, g);
          case EXACT -> new CrossbarCircuit(wires, driven, sensed, g).transferMatrix();
        };
    double[] out = new double[driven * sensed];
    for (int d = 0; d < driven; d++) {
      for (int s = 0; s < sensed; s++) {
        out[d * sensed + s] = matrix.at(d, s);
      }
    }
    return out;
  }

  /** Variance of each sensed line's thermal noise, in signal units. */
  private void thermal(double[] g) {
    forward.plusThermal = new float[columns];
    forward.minusThermal = new float[columns];
    backward.plusThermal = new float[rows];
    backward.minusThermal = new float[rows];
    if (!path.thermalNoise()) {
      return;
    }
    double current = path.readVoltage() * unitConductance;
    double perSiemens =
        4 * BOLTZMANN * path.temperature() / (2 * path.integration()) / (current * current);
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        double plus = perSiemens * g[r * 2 * columns + 2 * c];
        double minus = perSiemens * g[r * 2 * columns + 2 * c + 1];
        forward.plusThermal[c] += (float) plus;
        forward.minusThermal[c] += (float) minus;
        backward.plusThermal[r] += (float) plus;
        backward.minusThermal[r] += (float) minus;
      }
    }
  }

  /**
   * Reads vectors.
   *
   * @param transposed false: word lines driven, bit lines sensed; true: the other way round
   * @param drives [vector][driven], each -1 to 1; not modified
   * @param vectors number of vectors [1]
   * @param read number of the read, 0 to 2^32 - 1: two reads of one number have the same noise [1]
   * @param sums [vector][sensed]; overwritten
   */
  public void read(boolean transposed, float[] drives, int vectors, long read, float[] sums) {
    Side side = transposed ? backward : forward;
    int driven = transposed ? columns : rows;
    int sensed = transposed ? rows : columns;
    boolean signed = isSigned(drives, vectors * driven);
    double largest = driven * largestConductance / unitConductance;
    float[] plus = product(drives, vectors, driven, side.plus, sensed);
    float[] minus = product(drives, vectors, driven, side.minus, sensed);
    float[] plusNoise =
        variance(drives, signed, plus, side.plus, side.plusThermal, vectors, driven);
    float[] minusNoise =
        variance(drives, signed, minus, side.minus, side.minusThermal, vectors, driven);
    CounterNoise noise = transposed ? backwardNoise : forwardNoise;
    if (!transposed && path.subtraction() == ReadPath.Subtraction.DIGITAL) {
      add(plus, plusNoise, noise, 2 * read);
      add(minus, minusNoise, noise, 2 * read + 1);
      converted += 2L * vectors * sensed;
      clipped += plusConverters.convert(plus, vectors, sensed, signed, largest);
      clipped += minusConverters.convert(minus, vectors, sensed, signed, largest);
      subtract(plus, minus, sums);
      return;
    }
    subtract(plus, minus, sums);
    if (plusNoise != null) {
      for (int i = 0; i < plusNoise.length; i++) {
        plusNoise[i] += minusNoise[i];
      }
    }
    add(sums, plusNoise, noise, 2 * read);
    Converters converters = transposed ? rowConverters : plusConverters;
    converted += (long) vectors * sensed;
    clipped += converters.convert(sums, vectors, sensed, true, driven);
  }

  /** Returns how many conversions were beyond full scale so far [1]. */
  public long clipped() {
    return clipped;
  }

  /** Returns how many conversions there were so far [1]. */
  public long converted() {
    return converted;
  }

  /** Saves the counts; noise is numbered by mini-batch, all else is computed from walls. */
  @Override
  public void save(StateWriter out) throws IOException {
    out.writeLongs(clipped, converted);
  }

  @Override
  public void restore(StateReader in) throws IOException {
    long[] counts = in.readLongs(2);
    clipped = counts[0];
    converted = counts[1];
  }

  private static boolean isSigned(float[] drives, int n) {
    for (int i = 0; i < n; i++) {
      if (drives[i] < 0) {
        return true;
      }
    }
    return false;
  }

  private static float[] product(
      float[] drives, int vectors, int driven, float[] matrix, int sensed) {
    float[] out = new float[vectors * sensed];
    float[] sum = new float[sensed];
    for (int v = 0; v < vectors; v++) {
      Arrays.fill(sum, 0);
      for (int d = 0; d < driven; d++) {
        float drive = drives[v * driven + d];
        if (drive != 0) {
          addRow(sum, drive, matrix, d * sensed);
        }
      }
      System.arraycopy(sum, 0, out, v * sensed, sensed);
    }
    return out;
  }

  private static void addRow(float[] sum, float drive, float[] matrix, int row) {
    for (int s = 0; s < sum.length; s++) {
      sum[s] += drive * matrix[row + s];
    }
  }

  /** Variance of each signal's noise, or null if there is none. */
  private float[] variance(
      float[] drives,
      boolean signed,
      float[] signals,
      float[] matrix,
      float[] thermal,
      int vectors,
      int driven) {
    if (!path.thermalNoise() && !path.shotNoise()) {
      return null;
    }
    int sensed = thermal.length;
    float[] variance = new float[vectors * sensed];
    if (path.shotNoise()) {
      float[] magnitudes = signals;
      if (signed) {
        float[] absolute = new float[vectors * driven];
        for (int i = 0; i < absolute.length; i++) {
          absolute[i] = Math.abs(drives[i]);
        }
        magnitudes = product(absolute, vectors, driven, matrix, sensed);
      }
      float perSignal =
          (float)
              (2
                  * ELEMENTARY_CHARGE
                  / (2 * path.integration())
                  / (path.readVoltage() * unitConductance));
      for (int i = 0; i < variance.length; i++) {
        variance[i] = perSignal * magnitudes[i];
      }
    }
    for (int v = 0; v < vectors; v++) {
      for (int s = 0; s < sensed; s++) {
        variance[v * sensed + s] += thermal[s];
      }
    }
    return variance;
  }

  private static void add(float[] signals, float[] variance, CounterNoise noise, long read) {
    if (variance == null) {
      return;
    }
    float[] normals = new float[signals.length];
    noise.gaussian(read, 0, signals.length, normals);
    for (int i = 0; i < signals.length; i++) {
      signals[i] += (float) Math.sqrt(variance[i]) * normals[i];
    }
  }

  private static void subtract(float[] plus, float[] minus, float[] out) {
    for (int i = 0; i < plus.length; i++) {
      out[i] = plus[i] - minus[i];
    }
  }
}
