package dev.spindrift.circuit;

import java.util.Arrays;

/**
 * Sense current per volt at each driver: all that wires and devices do to a read, as one matrix.
 *
 * <p>With ideal wires it is the matrix of conductances.
 *
 * <p>Immutable and thread-safe.
 */
public final class TransferMatrix implements CrossbarReads {
  private final int driven;
  private final int sensed;
  private final double[] matrix;

  /**
   * Wraps a matrix.
   *
   * @param driven number of driven lines [1]
   * @param sensed number of sensed lines [1]
   * @param matrix current per volt, [driven][sensed] [S]; referenced, must not change afterwards
   * @throws IllegalArgumentException if sizes disagree
   */
  public TransferMatrix(int driven, int sensed, double[] matrix) {
    if (driven < 1 || sensed < 1 || matrix.length != (long) driven * sensed) {
      throw new IllegalArgumentException(
          matrix.length + " entries for a matrix of " + driven + " x " + sensed);
    }
    this.driven = driven;
    this.sensed = sensed;
    this.matrix = matrix;
  }

  @Override
  public int driven() {
    return driven;
  }

  @Override
  public int sensed() {
    return sensed;
  }

  /** Returns the current of a sensed line per volt at a driven line [S]. */
  public double at(int drivenLine, int sensedLine) {
    return matrix[drivenLine * sensed + sensedLine];
  }

  @Override
  public TransferMatrix transferMatrix() {
    return this;
  }

  @Override
  public void currents(double[] voltages, int vectors, double[] currents) {
    Arrays.fill(currents, 0, vectors * sensed, 0);
    double[] sum = new double[sensed];
    for (int v = 0; v < vectors; v++) {
      Arrays.fill(sum, 0);
      for (int d = 0; d < driven; d++) {
        double voltage = voltages[v * driven + d];
        if (voltage != 0) {
          addRow(sum, voltage, matrix, d * sensed);
        }
      }
      System.arraycopy(sum, 0, currents, v * sensed, sensed);
    }
  }

  private static void addRow(double[] sum, double voltage, double[] matrix, int row) {
    for (int s = 0; s < sum.length; s++) {
      sum[s] += voltage * matrix[row + s];
    }
  }
}
