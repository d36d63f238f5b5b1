package dev.spindrift.circuit;

import java.util.Arrays;

/**
 * A transfer matrix in about the time of two single reads, for training where the exact one would
 * take a hundred.
 *
 * <p>Start: G_ds u_ds w_ds, with u the share of the driver's voltage that reaches the crossing when
 * the sensed lines are ground everywhere, and w the share of the device's current that arrives at
 * the sense amplifier when the driven lines are ground everywhere. Each is exact if the other wires
 * are ideal. Then rows and columns are scaled in turn (iterative proportional fitting, W. E. Deming
 * and F. F. Stephan 1940) until each line's total is that of two exact solutions: the response to
 * equal voltages at all drivers, and, by reciprocity, the sum of all sense currents per driver.
 *
 * <p>So the response to equal voltages is exact, and so is every driver's total; what is left are
 * differences within rows and columns. Errors measured on 128 x 128 devices of 51 to 145 uS stand
 * in docs/evidence.md.
 */
public final class CrossbarApproximation {
  private static final double TOLERANCE = 1e-3;
  private static final int ROUNDS = 3;

  private CrossbarApproximation() {}

  /**
   * Approximates the transfer matrix of a crossbar.
   *
   * @param wires the wires
   * @param driven number of driven lines [1]
   * @param sensed number of sensed lines [1]
   * @param conductance device conductances, 0 or more, [driven][sensed] [S]; not modified
   * @throws IllegalArgumentException if sizes disagree or a conductance is negative or not finite
   */
  public static TransferMatrix of(
      CrossbarWires wires, int driven, int sensed, double[] conductance) {
    CrossbarCircuit circuit = new CrossbarCircuit(wires, driven, sensed, conductance);
    double[] columnTotals = totals(circuit);
    double[] rowTotals = totals(circuit.reversed());
    double[] matrix = circuit.attenuated();
    double[] row = new double[driven];
    double[] column = new double[sensed];
    for (int round = 0; round < ROUNDS; round++) {
      sum(matrix, driven, sensed, row, column);
      scale(column, columnTotals);
      Arrays.fill(row, 0);
      for (int d = 0; d < driven; d++) {
        for (int s = 0; s < sensed; s++) {
          row[d] += matrix[d * sensed + s] *= column[s];
        }
      }
      scale(row, rowTotals);
      for (int d = 0; d < driven; d++) {
        for (int s = 0; s < sensed; s++) {
          matrix[d * sensed + s] *= row[d];
        }
      }
    }
    return new TransferMatrix(driven, sensed, matrix);
  }

  private static double[] totals(CrossbarCircuit circuit) {
    double[] ones = new double[circuit.driven()];
    Arrays.fill(ones, 1);
    double[] currents = new double[circuit.sensed()];
    circuit.solve(ones, 1, currents, TOLERANCE);
    return currents;
  }

  private static void sum(double[] matrix, int driven, int sensed, double[] row, double[] column) {
    Arrays.fill(row, 0);
    Arrays.fill(column, 0);
    for (int d = 0; d < driven; d++) {
      for (int s = 0; s < sensed; s++) {
        double value = matrix[d * sensed + s];
        row[d] += value;
        column[s] += value;
      }
    }
  }

  /** Turns sums into the factors that make them the wanted totals. */
  private static void scale(double[] sums, double[] totals) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] = sums[i] > 0 ? totals[i] / sums[i] : 1;
    }
  }
}
