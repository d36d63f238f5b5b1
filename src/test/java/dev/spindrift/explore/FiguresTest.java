package dev.spindrift.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Numbers as people read them. */
class FiguresTest {
  private static String level(String text) {
    return Figures.level(SiNumber.of(text));
  }

  @Test
  void levelsKeepTheirDigitsAndGetAPrefix() {
    assertEquals("610 ps", level("0.61 ns"));
    assertEquals("30 mA", level("0.03 A"));
    assertEquals("1e-6", level("0.000001"));
    assertEquals("47.0576e-6", level("0.0000470576"));
    assertEquals("0.0015", level("0.0015"));
    assertEquals("256", level("256"));
    assertEquals("0.5 mm^2", level("500000 um^2"), "the prefix is squared, too");
    assertEquals("25 nm^2", level("25 nm^2"));
    assertEquals("1 TA/m^2", level("1e12 A/m^2"));
    assertNull(SiNumber.of("analogue"));
    assertNull(SiNumber.of("5 parsecs"));
  }

  @Test
  void aMeanHasTheDigitsThatItsIntervalGivesItAMeaningFor() {
    assertEquals("37.31 +- 0.12 us", spread(37.31234e-6, 0.1234e-6, "s"));
    assertEquals("0.9217 +- 0.0031", spread(0.92166, 0.00314, ""));
    assertEquals("738 +- 1873 nJ", spread(738e-9, 1873e-9, "J"));
    assertEquals("(12.00 +- 0.50)e-6", spread(12e-6, 0.5e-6, ""));
    assertEquals("106.446 nJ +- 9.78 pJ", spread(106.4459e-9, 9.78e-12, "J"));
    assertEquals("8.10 mA +- 0", spread(8.1e-3, 0, "A"));
    assertEquals("0.9217", spread(0.92166, Double.NaN, ""));
    assertEquals("60", spread(60, Double.NaN, ""), "a count");
    assertEquals("-", spread(Double.NaN, Double.NaN, "s"));
  }

  private static String spread(double mean, double half, String unit) {
    return Figures.spread(new Spread(mean, half, 2, List.of(mean, mean)), unit);
  }

  @Test
  void levelsOfOneDimensionAreNumbersInOrder() {
    Levels times = Levels.of(List.of("2 ns", "0.6 ns", "2 ns", "100 ns"), null);
    assertEquals(List.of("600 ps", "2 ns", "100 ns"), List.copyOf(times.labels().values()));
    assertEquals(6e-10, times.numbers().get("0.6 ns"));
    assertTrue(times.log(), "a factor of 167");
    Levels mixed = Levels.of(List.of("2 ns", "2 um"), null);
    assertFalse(mixed.numeric());
    Levels alike = Levels.of(List.of("1.0000001", "1.0000002"), null);
    assertEquals(List.of("1.0000001", "1.0000002"), List.copyOf(alike.labels().values()));
  }
}
