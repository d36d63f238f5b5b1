package dev.spindrift.circuit;

import dev.spindrift.circuit.CrossbarWires.End;
import org.ejml.data.DMatrixRMaj;
import org.ejml.data.DMatrixSparseCSC;
import org.ejml.data.DMatrixSparseTriplet;
import org.ejml.interfaces.linsol.LinearSolverSparse;
import org.ejml.ops.DConvertMatrixStruct;
import org.ejml.sparse.FillReducing;
import org.ejml.sparse.csc.factory.LinearSolverFactory_DSCC;

/** The same network written down node by node and solved by EJML's sparse Cholesky. */
final class NodalOracle {
  private NodalOracle() {}

  static double[] currents(
      CrossbarWires w, int driven, int sensed, double[] conductance, double[] voltages) {
    int half = driven * sensed;
    DMatrixSparseTriplet matrix = new DMatrixSparseTriplet(2 * half, 2 * half, 12 * half);
    double[] diagonal = new double[2 * half];
    DMatrixRMaj source = new DMatrixRMaj(2 * half, 1);
    double drivenWire = 1 / w.drivenSegment();
    double sensedWire = 1 / w.sensedSegment();
    double drivenTerminal = 1 / (w.drivenSegment() + w.driver());
    double sensedTerminal = 1 / (w.sensedSegment() + w.sense());
    for (int d = 0; d < driven; d++) {
      for (int s = 0; s < sensed; s++) {
        int x = d * sensed + s;
        int y = half + x;
        link(matrix, diagonal, x, y, conductance[x]);
        if (s > 0) {
          link(matrix, diagonal, x, x - 1, drivenWire);
        }
        if (d > 0) {
          link(matrix, diagonal, y, y - sensed, sensedWire);
        }
        if (s == (w.drivenFrom() == End.FIRST ? 0 : sensed - 1)) {
          diagonal[x] += drivenTerminal;
          source.add(x, 0, drivenTerminal * voltages[d]);
        }
        if (d == (w.sensedAt() == End.FIRST ? 0 : driven - 1)) {
          diagonal[y] += sensedTerminal;
        }
      }
    }
    for (int i = 0; i < diagonal.length; i++) {
      matrix.addItem(i, i, diagonal[i]);
    }
    LinearSolverSparse<DMatrixSparseCSC, DMatrixRMaj> solver =
        LinearSolverFactory_DSCC.cholesky(FillReducing.NONE);
    DMatrixSparseCSC sparse = DConvertMatrixStruct.convert(matrix, (DMatrixSparseCSC) null);
    if (!solver.setA(sparse)) {
      throw new IllegalStateException("not positive definite");
    }
    DMatrixRMaj nodes = new DMatrixRMaj(2 * half, 1);
    solver.solve(source, nodes);
    double[] currents = new double[sensed];
    for (int s = 0; s < sensed; s++) {
      int end = w.sensedAt() == End.FIRST ? 0 : driven - 1;
      currents[s] = sensedTerminal * nodes.get(half + end * sensed + s, 0);
    }
    return currents;
  }

  private static void link(DMatrixSparseTriplet matrix, double[] diagonal, int a, int b, double g) {
    diagonal[a] += g;
    diagonal[b] += g;
    matrix.addItem(a, b, -g);
    matrix.addItem(b, a, -g);
  }
}
