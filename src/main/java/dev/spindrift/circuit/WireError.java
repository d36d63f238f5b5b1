package dev.spindrift.circuit;

import dev.spindrift.engine.CounterNoise;

/**
 * What the wires of a tile take from its reads, and how well a read path's way of counting that
 * agrees with nodal analysis.
 *
 * @param lost share of the ideal line currents that wires, drivers and sense amplifiers take [1]
 * @param error root mean square of the differences of line currents from the exact ones, relative
 *     to that of the exact ones; 0 if the path is exact [1]
 */
public record WireError(double lost, double error) {
  private static final int VECTORS = 16;

  /**
   * Measures it with vectors of uniform random drives between 0 and full scale, the same at every
   * call.
   *
   * @param path how the tile is read
   * @param rows word lines in use [1]
   * @param lines bit lines in use, two per weight [1]
   * @param conductance [row][line] [S]; not modified
   */
  public static WireError of(ReadPath path, int rows, int lines, double[] conductance) {
    float[] normals = new float[VECTORS * rows];
    new CounterNoise(0, "wire error").gaussian(0, 0, normals.length, normals);
    double[] drives = new double[normals.length];
    for (int i = 0; i < drives.length; i++) {
      drives[i] = 0.5 + Math.atan(normals[i]) / Math.PI; // between 0 and 1, all sizes of them
    }
    double[] exact = new double[VECTORS * lines];
    new CrossbarCircuit(path.wires(), rows, lines, conductance).currents(drives, VECTORS, exact);
    double[] ideal = new double[exact.length];
    new TransferMatrix(rows, lines, conductance).currents(drives, VECTORS, ideal);
    double[] counted =
        switch (path.lines()) {
          case IDEAL -> ideal;
          case EXACT -> exact;
          case APPROXIMATE -> {
            double[] c = new double[exact.length];
            CrossbarApproximation.of(path.wires(), rows, lines, conductance)
                .currents(drives, VECTORS, c);
            yield c;
          }
        };
    double exactSum = 0;
    double idealSum = 0;
    double squares = 0;
    double differences = 0;
    for (int i = 0; i < exact.length; i++) {
      exactSum += exact[i];
      idealSum += ideal[i];
      squares += exact[i] * exact[i];
      differences += (counted[i] - exact[i]) * (counted[i] - exact[i]);
    }
    return idealSum > 0
        ? new WireError(1 - exactSum / idealSum, Math.sqrt(differences / squares))
        : new WireError(0, 0);
  }
}
