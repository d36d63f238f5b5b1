package dev.spindrift.circuit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindrift.circuit.CrossbarWires.End;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WireErrorTest {
  private static final int ROWS = 40;
  private static final int LINES = 24;
  private final double[] g = new Random(3).doubles(ROWS * LINES, 51e-6, 145e-6).toArray();

  private static ReadPath path(ReadPath.Lines lines, double ohms) {
    return new ReadPath(
        new CrossbarWires(ohms, ohms, 0, 0, End.FIRST, End.LAST),
        lines,
        ReadPath.Inputs.VOLTAGE,
        8,
        0,
        0.1,
        1e-9,
        false,
        false,
        300,
        ReadPath.Subtraction.ANALOGUE,
        8,
        1,
        new ReadPath.Converter(0, 0, 0, 0));
  }

  private WireError of(ReadPath.Lines lines, double ohms) {
    return WireError.of(path(lines, ohms), ROWS, LINES, g);
  }

  @Test
  void wiresWithoutResistanceLoseNothingHoweverTheyAreCounted() {
    for (ReadPath.Lines lines : ReadPath.Lines.values()) {
      // 1e-9: what the solver leaves
      assertEquals(0, of(lines, 0).lost(), 1e-9);
      assertEquals(0, of(lines, 0).error(), 1e-9);
    }
  }

  @Test
  void theLossIsThatOfTheExactCircuitAndGrowsWithTheWires() {
    double one = of(ReadPath.Lines.EXACT, 1).lost();
    // Small losses are proportional to the wires' resistance; a tenth of it, a tenth of the loss,
    // to second order (the loss itself).
    assertEquals(one / 10, of(ReadPath.Lines.EXACT, 0.1).lost(), one / 10 * one * 2);
    assertTrue(one > 0.005 && one < 0.2, "lost " + one);
    assertEquals(one, of(ReadPath.Lines.APPROXIMATE, 1).lost(), 0);
  }

  @Test
  void theApproximationIsFarCloserThanIdealWiresAndTheExactPathHasNoError() {
    double approximate = of(ReadPath.Lines.APPROXIMATE, 2).error();
    double ideal = of(ReadPath.Lines.IDEAL, 2).error();
    assertEquals(0, of(ReadPath.Lines.EXACT, 2).error());
    assertTrue(approximate > 0 && approximate < ideal / 50, approximate + " " + ideal);
  }
}
