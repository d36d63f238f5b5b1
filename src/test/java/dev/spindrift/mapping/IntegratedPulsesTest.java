package dev.spindrift.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindrift.device.DeviceParameters;
import dev.spindrift.device.LlgModel;
import dev.spindrift.learning.Increment;
import dev.spindrift.mapping.ModelChip.Case;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What integrated pulses do that no displacement law does, through the chip's update path. */
class IntegratedPulsesTest {
  private static final DeviceParameters PINNED = ModelChip.device("dw-copd-4um-llg-cmtj");

  /** Net mean and sd of push-pull pairs and their standard errors [nm]. */
  private record Pair(double mean, double meanError, double sd, double sdError) {}

  /** A row of the independent program's table: fdt, push first, 5 ns rest before the reading. */
  private static Pair reference(int width, int gap) throws IOException {
    List<String> lines = Files.readAllLines(Path.of("src/test/resources/physics/pushpull.csv"));
    String start = "cmtj,fdt,1," + width + ",0," + gap + ",5,";
    String[] v =
        lines.stream().filter(l -> l.startsWith(start)).findFirst().orElseThrow().split(",", -1);
    return new Pair(
        Double.parseDouble(v[8]),
        Double.parseDouble(v[9]),
        Double.parseDouble(v[10]),
        Double.parseDouble(v[11]));
  }

  /** Second update of cells that a first one left at rest for 5 ns. */
  private static Pair measured(String netlist, double width, int cells) {
    double length = PINNED.length();
    double variance = 2 * PINNED.law().variance(width) / (length * length);
    Increment symmetric = new Increment(0, variance);
    Case c = new Case("pinned", ModelChip.netlist(netlist), PINNED);
    try (ModelChip chip = new ModelChip(c, 2, false, new int[] {100, cells / 100})) {
      chip.set(0.45f, 0); // 1.8 um, a minimum
      chip.update(0, symmetric);
      double[] before = chip.state(0).hidden()[0];
      chip.update(1, symmetric);
      double[] after = chip.state(0).hidden()[0];
      assertEquals(
          2L * cells, chip.updater.statistics().shorterHistogram()[(int) Math.rint(width / 1e-11)]);
      double sum = 0;
      double squares = 0;
      for (int i = 0; i < cells; i++) {
        double d = (after[i] - before[i]) * 1e9;
        sum += d;
        squares += d * d;
      }
      double mean = sum / cells;
      double sd = Math.sqrt(squares / cells - mean * mean);
      return new Pair(mean, sd / Math.sqrt(cells), sd, sd / Math.sqrt(2.0 * cells));
    }
  }

  /**
   * 4 combined standard errors (dt is 2 ps here and 1 ps there, which neither sees): a correct
   * build fails once in 4,000 seeds; sees a bias of 5 nm or 5 % of the spread.
   */
  @Test
  void aPinnedWallPushedAndPulledBackToBackIsBiasedAsInTheIndependentProgram() throws IOException {
    Pair here = measured("edge-28nm-small-llg", 5e-9, 4000);
    Pair there = reference(5, 0);
    assertTrue(there.mean < -3, "the table has the bias");
    assertEquals(there.mean, here.mean, 4 * Math.hypot(here.meanError, there.meanError));
    assertEquals(there.sd, here.sd, 4 * Math.hypot(here.sdError, there.sdError));
    assertTrue(here.mean < -2.5 * here.meanError, "and so has the chip: " + here);
  }

  /** As above. */
  @Test
  void aGapOfFiveNanosecondsRemovesTheBias() throws IOException {
    Pair here = measured("edge-28nm-small", 5e-9, 2000);
    Pair there = reference(5, 5);
    assertEquals(there.mean, here.mean, 4 * Math.hypot(here.meanError, there.meanError));
    assertEquals(0, here.mean, 4 * here.meanError);
  }

  @Test
  void phasesAreKeptFromUpdateToUpdateAndAnIdleTimeMovesParkedWallsToo() {
    DeviceParameters free = ModelChip.netlist("edge-28nm-small-llg").device();
    LlgModel m = (LlgModel) free.model();
    LlgModel idling =
        new LlgModel(m.wall(), m.physics(), m.scheme(), m.dt(), 0, 0, 0, 2e-9, m.longestRun());
    for (boolean idle : new boolean[] {false, true}) {
      DeviceParameters d = free.withModel(idle ? idling : m, free.assumed());
      Case c = new Case("free", ModelChip.netlist("edge-28nm-small-llg"), d);
      try (ModelChip chip = new ModelChip(c, 1, false, new int[] {10, 2})) {
        chip.set(0.5f, 0);
        chip.update(0, MappingCases.SGLD);
        double[][] hidden = chip.state(0).hidden();
        double parked = 0;
        double phase = 0;
        for (int i = 0; i < hidden[0].length; i++) {
          phase += Math.abs(hidden[1][i]);
          parked += hidden[2][i];
        }
        assertTrue(phase > 0);
        assertEquals(idle, parked > 0);
      }
    }
  }
}
