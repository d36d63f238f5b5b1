package dev.spindrift.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineeringTest {
  @ParameterizedTest
  @CsvSource({
    "0.00123, J, 1.23 mJ",
    "4.56e-6, s, 4.56 us",
    "999.96, , 1.00 k",
    "999.4, Hz, 999 Hz",
    "0.45, A, 450 mA",
    "80, A, 80.0 A",
    "5e-9, s, 5.00 ns",
    "-1.5e-12, J, -1.50 pJ",
    "0, J, 0 J",
    "NaN, J, -",
    "Infinity, s, inf s",
    "-Infinity, s, -inf s",
    "22.4e6, , 22.4 M",
    "1e-40, J, 1.00e-40 J",
    "2.5e35, J, 2.50e35 J",
    "1e-30, J, 1.00 qJ",
    "9.996e-4, s, 1.00 ms",
    "4.9e-324, s, 4.94e-324 s",
    "5e-7, m^2, 0.500 mm^2",
    "2.5e-17, m^2, 25.0 nm^2",
    "1e-7, m^3, 100 mm^3",
    "2e12, A/m^2, 2.00 TA/m^2",
  })
  void threeDigitsAndThePrefixThatLeavesOneToNineHundredNinetyNine(
      double value, String unit, String text) {
    assertEquals(text, Engineering.format(value, unit == null ? "" : unit));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {"0;0", "1234;1,234", "999999;999,999", "4521377;4.52 M"})
  void countsAreExactBelowAMillion(long count, String text) {
    assertEquals(text, Engineering.count(count));
  }
}
