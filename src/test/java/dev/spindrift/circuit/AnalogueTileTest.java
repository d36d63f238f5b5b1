package dev.spindrift.circuit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindrift.circuit.CrossbarWires.End;
import dev.spindrift.circuit.ReadPath.Converter;
import dev.spindrift.circuit.ReadPath.Inputs;
import dev.spindrift.circuit.ReadPath.Lines;
import dev.spindrift.circuit.ReadPath.Subtraction;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Signals of a tile's reads against products, nodal analysis and the noise formulas. */
class AnalogueTileTest {
  private static final int ROWS = 12;
  private static final int COLUMNS = 7;
  private static final double OFF = 51e-6;
  private static final double ON = 145e-6;
  private static final Converter FINE = new Converter(1, 0, 0, 0);

  private final Random random = new Random(1);
  private final float[] plus = new float[ROWS * COLUMNS];
  private final float[] minus = new float[ROWS * COLUMNS];

  AnalogueTileTest() {
    for (int i = 0; i < plus.length; i++) {
      plus[i] = (float) (OFF + (ON - OFF) * random.nextDouble());
      minus[i] = (float) (OFF + (ON - OFF) * random.nextDouble());
    }
  }

  private ReadPath path(Lines lines, boolean thermal, boolean shot, Subtraction s, Converter c) {
    CrossbarWires wires = new CrossbarWires(3, 5, 40, 20, End.FIRST, End.LAST);
    return path(wires, lines, thermal, shot, s, 24, c);
  }

  private static ReadPath path(
      CrossbarWires wires,
      Lines lines,
      boolean thermal,
      boolean shot,
      Subtraction s,
      int bits,
      Converter c) {
    return new ReadPath(
        wires, lines, Inputs.VOLTAGE, 8, 0, 0.1, 5e-9, thermal, shot, 300, s, bits, 3, c);
  }

  private AnalogueTile tile(ReadPath path) {
    AnalogueTile tile = new AnalogueTile(path, ROWS, COLUMNS, OFF, ON, 9, 4);
    tile.conductances(plus, minus);
    return tile;
  }

  private float[] drives(int n, boolean signed) {
    float[] drives = new float[n];
    for (int i = 0; i < n; i++) {
      drives[i] = random.nextFloat() * (signed ? 2 : 1) - (signed ? 1 : 0);
    }
    return drives;
  }

  private double product(float[] drives, int vector, int row0, int column, boolean transposed) {
    double sum = 0;
    for (int d = 0; d < (transposed ? COLUMNS : ROWS); d++) {
      int cell = transposed ? d * ROWS + column : column * ROWS + d;
      sum +=
          drives[vector * (transposed ? COLUMNS : ROWS) + d + row0]
              * (plus[cell] - minus[cell])
              / (ON - OFF);
    }
    return sum;
  }

  @Test
  void idealWiresAndFineConvertersGiveProductsInBothDirections() {
    for (Subtraction s : Subtraction.values()) {
      for (boolean transposed : new boolean[] {false, true}) {
        for (boolean signed : new boolean[] {false, true}) {
          AnalogueTile tile = tile(path(Lines.IDEAL, false, false, s, FINE));
          int driven = transposed ? COLUMNS : ROWS;
          int sensed = transposed ? ROWS : COLUMNS;
          float[] drives = drives(3 * driven, signed);
          float[] sums = new float[3 * sensed];
          tile.read(transposed, drives, 3, 0, sums);
          for (int v = 0; v < 3; v++) {
            for (int k = 0; k < sensed; k++) {
              // Float sums of up to 12 terms of size 1, and converters of 24 bits.
              assertEquals(product(drives, v, 0, k, transposed), sums[v * sensed + k], 1e-5);
            }
          }
          assertEquals(0, tile.clipped());
        }
      }
    }
  }

  @Test
  void resistiveLinesGiveTheCurrentsOfNodalAnalysisInBothDirections() {
    for (double sense : new double[] {40, 20}) { // equal to the drivers': reciprocity is used
      CrossbarWires wires = new CrossbarWires(3, 5, 40, sense, End.FIRST, End.LAST);
      AnalogueTile tile =
          tile(path(wires, Lines.EXACT, false, false, Subtraction.ANALOGUE, 24, FINE));
      double[] g = new double[ROWS * 2 * COLUMNS];
      double[] turned = new double[g.length];
      for (int r = 0; r < ROWS; r++) {
        for (int c = 0; c < COLUMNS; c++) {
          g[r * 2 * COLUMNS + 2 * c] = plus[c * ROWS + r];
          g[r * 2 * COLUMNS + 2 * c + 1] = minus[c * ROWS + r];
          turned[2 * c * ROWS + r] = plus[c * ROWS + r];
          turned[(2 * c + 1) * ROWS + r] = minus[c * ROWS + r];
        }
      }
      float[] drives = drives(ROWS, true);
      double[] volts = new double[ROWS];
      for (int r = 0; r < ROWS; r++) {
        volts[r] = drives[r];
      }
      double[] currents = new double[2 * COLUMNS];
      new CrossbarCircuit(wires, ROWS, 2 * COLUMNS, g).currents(volts, 1, currents);
      float[] sums = new float[COLUMNS];
      tile.read(false, drives, 1, 0, sums);
      for (int c = 0; c < COLUMNS; c++) {
        assertEquals((currents[2 * c] - currents[2 * c + 1]) / (ON - OFF), sums[c], 1e-5);
      }

      float[] errors = drives(COLUMNS, true);
      double[] both = new double[2 * COLUMNS];
      for (int c = 0; c < COLUMNS; c++) {
        both[2 * c] = errors[c];
        both[2 * c + 1] = -errors[c];
      }
      double[] rows = new double[ROWS];
      new CrossbarCircuit(wires.transposed(), 2 * COLUMNS, ROWS, turned).currents(both, 1, rows);
      float[] back = new float[ROWS];
      tile.read(true, errors, 1, 0, back);
      for (int r = 0; r < ROWS; r++) {
        assertEquals(rows[r] / (ON - OFF), back[r], 1e-5);
      }
    }
  }

  @Test
  void thermalAndShotNoiseHaveTheVarianceOfTheirFormulas() {
    int reads = 4000;
    for (boolean transposed : new boolean[] {false, true}) {
      int driven = transposed ? COLUMNS : ROWS;
      int sensed = transposed ? ROWS : COLUMNS;
      float[] one = drives(driven, true);
      float[] drives = new float[reads * driven];
      for (int v = 0; v < reads; v++) {
        System.arraycopy(one, 0, drives, v * driven, driven);
      }
      for (boolean thermal : new boolean[] {false, true}) {
        for (boolean shot : new boolean[] {false, true}) {
          float[] sums = new float[reads * sensed];
          tile(path(Lines.IDEAL, thermal, shot, Subtraction.ANALOGUE, FINE))
              .read(transposed, drives, reads, 3, sums);
          for (int k = 0; k < sensed; k++) {
            double siemens = 0;
            double amperes = 0;
            for (int d = 0; d < driven; d++) {
              int cell = transposed ? d * ROWS + k : k * ROWS + d;
              siemens += plus[cell] + minus[cell];
              amperes += 0.1 * Math.abs(one[d]) * (plus[cell] + minus[cell]);
            }
            double bandwidth = 1 / (2 * 5e-9);
            double variance =
                (thermal ? 4 * 1.380649e-23 * 300 * siemens * bandwidth : 0)
                    + (shot ? 2 * 1.602176634e-19 * amperes * bandwidth : 0);
            double wanted = variance / Math.pow(0.1 * (ON - OFF), 2);
            double mean = 0;
            double squares = 0;
            for (int v = 0; v < reads; v++) {
              mean += sums[v * sensed + k] / reads;
            }
            for (int v = 0; v < reads; v++) {
              squares += Math.pow(sums[v * sensed + k] - mean, 2) / (reads - 1);
            }
            // 76 estimates with a relative error of sqrt(2/4000) = 2.2 %: 5 sigma, and converters'
            // rounding. Counting one line of the two, or half the bandwidth, is off by 50 %.
            assertEquals(wanted, squares, 0.112 * wanted + 1e-9);
          }
        }
      }
    }
  }

  @Test
  void readsOfOneNumberRepeatAndOthersDoNot() {
    ReadPath noisy = path(Lines.IDEAL, true, true, Subtraction.DIGITAL, FINE);
    float[] drives = drives(2 * ROWS, false);
    float[] first = new float[2 * COLUMNS];
    float[] second = first.clone();
    float[] other = first.clone();
    tile(noisy).read(false, drives, 2, 11, first);
    tile(noisy).read(false, drives, 2, 11, second);
    tile(noisy).read(false, drives, 2, 12, other);
    assertArrayEquals(first, second);
    assertNotEquals(first[0], other[0]);
  }

  @Test
  void convertersRoundClipAndErrAsTheirSpecificationSays() {
    CrossbarWires ideal = new CrossbarWires(0, 0, 0, 0, End.FIRST, End.LAST);
    // Full scale is 12 (all inputs on weights of 1); 4 bits have codes -7 .. 7.
    ReadPath coarse = path(ideal, Lines.IDEAL, false, false, Subtraction.ANALOGUE, 4, FINE);
    float[] drives = drives(50 * ROWS, true);
    float[] sums = new float[50 * COLUMNS];
    tile(coarse).read(false, drives, 50, 0, sums);
    for (int v = 0; v < 50; v++) {
      for (int c = 0; c < COLUMNS; c++) {
        double code = sums[v * COLUMNS + c] / (12.0 / 7);
        assertEquals(Math.rint(code), code, 1e-5);
        assertEquals(product(drives, v, 0, c, false), sums[v * COLUMNS + c], 6.0 / 7 + 1e-5);
      }
    }
    AnalogueTile narrow =
        tile(
            path(
                ideal,
                Lines.IDEAL,
                false,
                false,
                Subtraction.ANALOGUE,
                8,
                new Converter(0.01, 0, 0, 0)));
    narrow.read(false, drives, 50, 0, sums);
    long beyond = 0;
    for (int v = 0; v < 50; v++) {
      for (int c = 0; c < COLUMNS; c++) {
        double wanted = product(drives, v, 0, c, false);
        beyond += Math.abs(wanted) > 0.12 * (1 + 0.5 / 127) ? 1 : 0;
        assertEquals(Math.max(-0.12, Math.min(0.12, wanted)), sums[v * COLUMNS + c], 1e-3);
      }
    }
    assertTrue(beyond > 50, "most signals lie beyond a hundredth of full scale");
    assertEquals(beyond, narrow.clipped());

    // Lines 0-2, 3-5 and 6 share converters: equal errors within, others between.
    AnalogueTile offset =
        tile(
            path(
                ideal,
                Lines.IDEAL,
                false,
                false,
                Subtraction.ANALOGUE,
                24,
                new Converter(1, 1e5, 0, 0)));
    offset.read(false, new float[ROWS], 1, 0, sums);
    assertEquals(sums[0], sums[2]);
    assertNotEquals(sums[0], sums[3]);
    assertEquals(sums[3], sums[5]);
    assertNotEquals(sums[5], sums[6]);
  }

  @Test
  void gainErrorScalesAndBowVanishesAtBothEnds() {
    CrossbarWires ideal = new CrossbarWires(0, 0, 0, 0, End.FIRST, End.LAST);
    float[] drives = drives(ROWS, true);
    float[] exact = new float[COLUMNS];
    float[] gained = exact.clone();
    float[] bowed = exact.clone();
    tile(path(ideal, Lines.IDEAL, false, false, Subtraction.ANALOGUE, 24, FINE))
        .read(false, drives, 1, 0, exact);
    tile(path(
            ideal,
            Lines.IDEAL,
            false,
            false,
            Subtraction.ANALOGUE,
            24,
            new Converter(1, 0, 0.1, 0)))
        .read(false, drives, 1, 0, gained);
    tile(path(
            ideal,
            Lines.IDEAL,
            false,
            false,
            Subtraction.ANALOGUE,
            24,
            new Converter(1, 0, 0, 1e5)))
        .read(false, drives, 1, 0, bowed);
    assertEquals(gained[0] / exact[0], gained[1] / exact[1], 1e-4);
    assertTrue(Math.abs(gained[0] / exact[0] - 1) > 1e-3);
    for (int c = 0; c < 3; c++) {
      double u = exact[c] / 12;
      double shape = (bowed[c] - exact[c]) / (u - u * u * u);
      double u0 = exact[0] / 12;
      assertEquals((bowed[0] - exact[0]) / (u0 - u0 * u0 * u0), shape, Math.abs(shape) * 1e-2);
    }
  }
}
