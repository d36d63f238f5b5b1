package dev.spindrift.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Quantities: units, exact conversion, dimension checks. */
class QuantityTest {

  private static final double ANY = Double.MAX_VALUE;

  private static double read(String text, Dimension dimension) {
    Problems problems = new Problems();
    InputNode root = InputFile.parse("t.yaml", "q: \"" + text + "\"\n", problems);
    double si = root.quantity("q", dimension, -ANY, ANY).si();
    problems.throwIfAny();
    return si;
  }

  private static String complaint(String text, Dimension dimension) {
    return assertThrows(InputException.class, () -> read(text, dimension)).getMessage();
  }

  // The expected values are decimal literals, so equality to the last bit is demanded: the
  // conversion rounds once.
  @ParameterizedTest
  @CsvSource({
    "5 ns, TIME, 5e-9",
    "5ns, TIME, 5e-9",
    "0.1 ps, TIME, 1e-13",
    "3 min, TIME, 180",
    "1.5 h, TIME, 5400",
    "1e12 A/m^2, CURRENT_DENSITY, 1e12",
    "1e12 A/m2, CURRENT_DENSITY, 1e12",
    "1e12 A/m\u00b2, CURRENT_DENSITY, 1e12",
    "1 MA/cm^2, CURRENT_DENSITY, 1e10",
    "45 uS, CONDUCTANCE, 45e-6",
    "45 \u00b5S, CONDUCTANCE, 45e-6",
    "37.5 fJ, ENERGY, 37.5e-15",
    "1 eV, ENERGY, 1.602176634e-19",
    "256 bit, DATA, 256",
    "2 KiB, DATA, 16384",
    "16 MiB, DATA, 134217728",
    "3 MB, DATA, 24e6",
    "1.71 Gbit/s, DATA_RATE, 1.71e9",
    "8 byte/ns, DATA_RATE, 64e9",
    "290 nm^2/ns, VARIANCE_RATE, 290e-9",
    "20 kohm, RESISTANCE, 20e3",
    "0.2 fF/um, CAPACITANCE_PER_LENGTH, 0.2e-9",
    "8 fF/um^2, CAPACITANCE_PER_AREA, 8e-3",
    "25 nm^2, VARIANCE, 25e-18",
    "0.7 W/(cm^2), POWER_PER_AREA, 7e3",
    "580 kA/m, MAGNETISATION, 580e3",
    "1 1/s, FREQUENCY, 1",
    "2.5 s^-1, FREQUENCY, 2.5",
    "10 m s^-1, VELOCITY, 10",
    "-3 mV, VOLTAGE, -0.003",
    "1.2 mJ/m^2, ENERGY_PER_AREA, 1.2e-3",
    "0.5 pJ/bit, ENERGY_PER_DATA, 0.5e-12",
    "0.1 pJ/bit/mm, ENERGY_PER_DATA_LENGTH, 1e-10",
    "5 ohm*um^2, RESISTANCE_AREA, 5e-12",
    "20 mT, FLUX_DENSITY, 0.02",
    "5 %, DIMENSIONLESS, 0.05",
    "0.25, DIMENSIONLESS, 0.25",
  })
  void everySpellingGivesTheNearestDouble(String text, Dimension dimension, double si) {
    assertEquals(si, read(text, dimension));
  }

  @Test
  void powersOfTenAreRoundedOnceForAnyNumber() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 2_000; i++) {
      String digits = random.nextInt(1, 100_000) + "." + random.nextInt(0, 1000);
      assertEquals(Double.parseDouble(digits + "e-9"), read(digits + " ns", Dimension.TIME));
      assertEquals(Double.parseDouble(digits + "e9"), read(digits + " GHz", Dimension.FREQUENCY));
    }
  }

  @ParameterizedTest
  @EnumSource(Dimension.class)
  void theExampleOfEveryDimensionIsReadable(Dimension dimension) {
    assertTrue(read(dimension.example(), dimension) > 0);
  }

  @Test
  void aBareNumberWhereAUnitIsDueIsToldWithAnExample() {
    assertEquals(
        "t.yaml:1:4 /q: the bare number 5e-9 without a unit; allowed: a time, e.g. \"5 ns\""
            + " (in SI units: \"5E-9 s\")",
        complaint("5e-9", Dimension.TIME));
  }

  @Test
  void aWrongDimensionNamesBothDimensions() {
    assertEquals(
        "t.yaml:1:4 /q: \"5 nA\", a current; allowed: a time, e.g. \"5 ns\"",
        complaint("5 nA", Dimension.TIME));
  }
}
