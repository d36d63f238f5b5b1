package dev.spindrift.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindrift.input.InputFile;
import dev.spindrift.input.Problems;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PositionLawTest {
  private static final LinearLaw NOMINAL = new LinearLaw(30, 0, 300e-9, 0);
  private static final String HEAD =
      """
      spindrift: device/1
      name: soft
      grain: pulse
      source: measured
      temperature: 300 K
      track: {length: 1 um, width: 60 nm, thickness: 7 nm, currentDensity: 1e12 A/m^2, resistance: 2 kohm}
      conductance: {parallel: 2 uS, antiparallel: 1 uS}
      displacement:
        law: table2d
        velocity: 30 m/s
        meanOffset: 0 nm
        varianceRate: 300 nm^2/ns
        varianceOffset: 0 nm^2
        shortest: 1 ns
        longest: 4 ns
        points:
      """;
  private static final String[] POINTS = {
    "    - {polarity: push, width: 1 ns, position: 0.2, mean: 40 nm, variance: 100 nm^2}",
    "    - {polarity: push, width: 1 ns, position: 0.8, mean: 10 nm, variance: 200 nm^2}",
    "    - {polarity: push, width: 4 ns, position: 0.2, mean: 100 nm, variance: 500 nm^2}",
    "    - {polarity: push, width: 4 ns, position: 0.8, mean: 30 nm, variance: 900 nm^2}",
    "    - {polarity: pull, width: 1 ns, position: 0.2, mean: -5 nm, variance: 100 nm^2}",
    "    - {polarity: pull, width: 1 ns, position: 0.8, mean: 20 nm, variance: 100 nm^2}",
    "    - {polarity: pull, width: 4 ns, position: 0.2, mean: 15 nm, variance: 100 nm^2}",
    "    - {polarity: pull, width: 4 ns, position: 0.8, mean: 60 nm, variance: 100 nm^2}"
  };

  private static DeviceParameters read(String text, Problems problems) {
    return DeviceFile.read(InputFile.parse("soft.yaml", text, problems), problems);
  }

  private static String messages(Problems problems) {
    return problems.list().stream().map(Object::toString).collect(Collectors.joining("\n"));
  }

  @Test
  void aFileOfPointsIsInterpolatedOverPositionAndWidth() {
    Problems problems = new Problems();
    DeviceParameters device = read(HEAD + String.join("\n", POINTS), problems);
    assertEquals("", messages(problems));
    PositionLaw law = assertInstanceOf(PositionLaw.class, device.law());
    // Hand-computed: the middle of 40 and 10 nm, of 100 and 30 nm, then half-way between.
    assertEquals(25e-9, law.mean(1, 1e-9, 0.5), 1e-20);
    assertEquals((25e-9 + 65e-9) / 2, law.mean(1, 2.5e-9, 0.5), 1e-20);
    assertEquals((100e-18 + 200e-18) / 2, law.variance(1, 1e-9, 0.5), 1e-30);
    // Half the shortest width: half of it; beyond the longest: the last segment goes on.
    assertEquals(12.5e-9, law.mean(1, 0.5e-9, 0.5), 1e-20);
    assertEquals(100e-9 + 20e-9, law.mean(1, 5e-9, 0.2), 1e-20);
    // Nearest position outside; a pull may push the wrong way.
    assertEquals(-5e-9, law.mean(-1, 1e-9, 0), 1e-20);
    assertEquals(20e-9, law.mean(-1, 1e-9, 1), 1e-20);
    // As a displacement law it is what the chip believes.
    assertEquals(60e-9, law.mean(2e-9), 1e-20);
    assertEquals(600e-18, law.variance(2e-9), 1e-30);
  }

  @Test
  void aGridWithHolesOrMergedPairsIsRefusedWithThePlace() {
    Problems problems = new Problems();
    String holes = HEAD + String.join("\n", POINTS[0], POINTS[1], POINTS[2], POINTS[4], POINTS[4]);
    assertNull(read(holes, problems));
    assertTrue(messages(problems).contains("a point given twice: pull, width 1.0E-9 s"));

    Problems missing = new Problems();
    assertNull(read(HEAD + String.join("\n", POINTS[0], POINTS[1], POINTS[4]), missing));
    assertTrue(messages(missing).contains("no point for pull, width 1.0E-9 s, position 0.8"));

    Problems merged = new Problems();
    String pairs = HEAD.replace("grain: pulse", "grain: pair") + String.join("\n", POINTS);
    assertNull(read(pairs, merged));
    assertTrue(messages(merged).contains("grain pulse"), messages(merged));
  }

  @Test
  void numbersThatMakeNoLawAreRefused() {
    double[] widths = {1e-9};
    double[] positions = {0, 1};
    PositionLaw.Table good =
        new PositionLaw.Table(new double[][] {{1, 2}}, new double[][] {{0, 1}});
    PositionLaw.Table negative =
        new PositionLaw.Table(new double[][] {{1, 2}}, new double[][] {{0, -1}});
    new PositionLaw(NOMINAL, widths, positions, good, good);
    assertThrows(
        IllegalArgumentException.class,
        () -> new PositionLaw(NOMINAL, widths, positions, good, negative));
    assertThrows(
        IllegalArgumentException.class,
        () -> new PositionLaw(NOMINAL, widths, new double[] {0.5, 0.5}, good, good));
    assertThrows(
        IllegalArgumentException.class,
        () -> new PositionLaw(NOMINAL, new double[0], positions, good, good));
    assertThrows(
        IllegalArgumentException.class,
        () -> new PositionLaw(NOMINAL, new double[] {1, 2}, positions, good, good));
  }
}
