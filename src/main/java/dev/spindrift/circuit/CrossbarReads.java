package dev.spindrift.circuit;

/** A crossbar in one state of its devices, ready to be read: currents linear in the voltages. */
public interface CrossbarReads {

  /** Returns the number of driven lines [1]. */
  int driven();

  /** Returns the number of sensed lines [1]. */
  int sensed();

  /**
   * Computes the currents into the sense amplifiers.
   *
   * @param voltages driver voltages, [vector][driven] [V]; not modified
   * @param vectors number of vectors [1]
   * @param currents sense currents, [vector][sensed] [A]; overwritten
   */
  void currents(double[] voltages, int vectors, double[] currents);

  /** Returns the matrix A of currents = voltages A. */
  TransferMatrix transferMatrix();
}
