package dev.spindrift.circuit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindrift.circuit.CrossbarWires.End;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The crossbar's nodal analysis against ngspice, sparse Cholesky and closed forms.
 *
 * <p>{@code crossbar/*.csv}: project reference data, column currents of ngspice 39 (17 digits) for
 * segments of 2 ohm, checked there by a sparse LU to 1e-13.
 */
class CrossbarCircuitTest {
  private static final CrossbarWires TWO_OHM = new CrossbarWires(2, 2, 0, 0, End.FIRST, End.LAST);

  static double[] table(String name) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                CrossbarCircuitTest.class.getResourceAsStream("crossbar/" + name),
                StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .flatMap(line -> Arrays.stream(line.split(",", -1)))
          .mapToDouble(Double::parseDouble)
          .toArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double[] random(Random random, int n, double low, double high) {
    return random.doubles(n, low, high).toArray();
  }

  private static double worst(double[] expected, double[] actual) {
    double worst = 0;
    for (int i = 0; i < expected.length; i++) {
      worst = Math.max(worst, Math.abs(actual[i] - expected[i]) / Math.abs(expected[i]));
    }
    return worst;
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 64})
  void columnCurrentsAreThoseOfNgspice(int n) {
    CrossbarCircuit circuit =
        new CrossbarCircuit(TWO_OHM, n, n, table("conductance-" + n + ".csv"));
    double[] currents = new double[n];
    circuit.currents(table("inputs-" + n + ".csv"), 1, currents);
    // Iterated to 1e-12 in energy; the issue asks for 1e-9.
    assertTrue(worst(table("currents-" + n + ".csv"), currents) < 1e-10);
  }

  @ParameterizedTest
  @CsvSource({"1,1", "1,7", "5,1", "3,17", "40,9", "33,70"})
  void anyShapeAnyEndsAnyResistancesAgreeWithSparseCholesky(int driven, int sensed) {
    Random random = new Random(31L * driven + sensed);
    for (End from : End.values()) {
      for (End at : End.values()) {
        CrossbarWires wires =
            new CrossbarWires(
                0.1 + 5 * random.nextDouble(),
                0.1 + 5 * random.nextDouble(),
                100 * random.nextDouble(),
                50 * random.nextDouble(),
                from,
                at);
        double[] g = random(random, driven * sensed, 0, 3e-4);
        double[] v = random(random, 3 * driven, -0.1, 0.2);
        double[] currents = new double[3 * sensed];
        CrossbarCircuit circuit = new CrossbarCircuit(wires, driven, sensed, g);
        circuit.currents(v, 3, currents);
        for (int k = 0; k < 3; k++) {
          double[] oracle =
              NodalOracle.currents(
                  wires, driven, sensed, g, Arrays.copyOfRange(v, k * driven, (k + 1) * driven));
          double scale = Arrays.stream(oracle).map(Math::abs).max().orElseThrow();
          // Inputs of both signs may cancel in a column: relative to the vector's largest current.
          assertArrayEquals(
              oracle,
              Arrays.copyOfRange(currents, k * sensed, (k + 1) * sensed),
              1e-10 * scale,
              wires.toString());
        }
      }
    }
  }

  @Test
  void idealWiresGiveTheProductOfVoltagesAndConductances() {
    double[] g = random(new Random(1), 6 * 4, 1e-6, 1e-4);
    double[] v = random(new Random(2), 6, -1, 1);
    CrossbarWires ideal = new CrossbarWires(0, 0, 0, 0, End.LAST, End.FIRST);
    double[] currents = new double[4];
    new CrossbarCircuit(ideal, 6, 4, g).currents(v, 1, currents);
    double[] product = new double[4];
    new TransferMatrix(6, 4, g).currents(v, 1, product);
    assertArrayEquals(product, currents, 1e-18);
  }

  @Test
  void idealLinesBehindRealDriversDivideVoltages() {
    // One driver of 1 kohm and two devices of 1 kohm each: node at V / 3.
    CrossbarWires wires = new CrossbarWires(0, 0, 1e3, 0, End.FIRST, End.LAST);
    double[] currents = new double[2];
    new CrossbarCircuit(wires, 1, 2, new double[] {1e-3, 1e-3})
        .currents(new double[] {3}, 1, currents);
    assertArrayEquals(new double[] {1e-3, 1e-3}, currents, 1e-15);
  }

  @Test
  void deadDevicesAndZeroVoltagesCarryNothing() {
    CrossbarCircuit dead = new CrossbarCircuit(TWO_OHM, 3, 2, new double[6]);
    double[] currents = {1, 1, 1, 1};
    dead.currents(new double[] {1, 1, 1, 2, 2, 2}, 2, currents);
    assertArrayEquals(new double[4], currents);
    CrossbarCircuit alive = new CrossbarCircuit(TWO_OHM, 1, 1, new double[] {1e-4});
    double[] one = new double[2];
    alive.currents(new double[] {0, 1}, 2, one);
    assertEquals(0, one[0]);
    assertEquals(1 / (1e4 + 4), one[1], 1e-18);
  }

  @Test
  void vectorsDoNotDependOnWhatIsSolvedBesideThem() {
    double[] g = random(new Random(5), 12 * 10, 1e-5, 3e-4);
    double[] v = random(new Random(6), 12 * 19, -0.1, 0.1);
    CrossbarCircuit circuit = new CrossbarCircuit(TWO_OHM, 12, 10, g);
    double[] together = new double[10 * 19];
    circuit.currents(v, 19, together);
    double[] matrix = new double[10 * 19];
    circuit.transferMatrix().currents(v, 19, matrix);
    assertArrayEquals(matrix, together, 1e-16);
    for (int k = 0; k < 19; k++) {
      double[] alone = new double[10];
      circuit.currents(Arrays.copyOfRange(v, 12 * k, 12 * k + 12), 1, alone);
      // Vectors iterate until the slowest has converged: equal to the tolerance, not to the bit.
      assertArrayEquals(Arrays.copyOfRange(together, 10 * k, 10 * k + 10), alone, 1e-16);
    }
  }

  @Test
  void theApproximationKeepsTotalsAndIsCloseElsewhere() {
    int n = 128;
    double[] g = random(new Random(7), n * n, 51e-6, 145e-6);
    double[] v = random(new Random(8), 16 * n, 0, 0.1);
    // Errors are deterministic; measured 4.9e-5, 8.2e-4 and 2.2e-3, the ideal product's 0.11 to 1.0
    double[] ohms = {0.1, 0.5, 1};
    double[] limits = {7e-5, 1.2e-3, 3e-3};
    for (int k = 0; k < ohms.length; k++) {
      CrossbarWires wires = new CrossbarWires(ohms[k], ohms[k], 0, 0, End.FIRST, End.LAST);
      CrossbarCircuit exact = new CrossbarCircuit(wires, n, n, g);
      CrossbarReads approximate = CrossbarApproximation.of(wires, n, n, g);
      assertTrue(error(exact, approximate, v, 16) < limits[k], ohms[k] + " ohm");
      double[] ones = new double[n];
      Arrays.fill(ones, 1);
      assertTrue(error(exact, approximate, ones, 1) < 1e-3);
    }
  }

  private static double error(CrossbarReads exact, CrossbarReads other, double[] v, int vectors) {
    double[] a = new double[vectors * exact.sensed()];
    double[] b = a.clone();
    exact.currents(v, vectors, a);
    other.currents(v, vectors, b);
    double difference = 0;
    double size = 0;
    for (int i = 0; i < a.length; i++) {
      difference += (a[i] - b[i]) * (a[i] - b[i]);
      size += a[i] * a[i];
    }
    return Math.sqrt(difference / size);
  }

  @Test
  void theApproximationIsExactIfOneKindOfWireIsIdeal() {
    double[] g = random(new Random(9), 20 * 30, 51e-6, 145e-6);
    double[] v = random(new Random(10), 20, -0.1, 0.1);
    CrossbarWires wires = new CrossbarWires(5, 0, 10, 0, End.FIRST, End.LAST);
    assertTrue(
        error(
                new CrossbarCircuit(wires, 20, 30, g),
                CrossbarApproximation.of(wires, 20, 30, g),
                v,
                1)
            < 1e-12);
  }

  @Test
  void nonsenseIsRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> new CrossbarCircuit(TWO_OHM, 2, 2, new double[3]));
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> new CrossbarCircuit(TWO_OHM, 2, 2, new double[] {0, 0, 0, -1}))
            .getMessage();
    assertEquals(
        "the conductance at driven line 1, sensed line 1 must be finite, 0 or more: -1.0 S",
        message);
    assertThrows(
        IllegalArgumentException.class, () -> new CrossbarWires(-1, 0, 0, 0, End.FIRST, End.FIRST));
  }
}
