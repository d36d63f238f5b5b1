package dev.spindrift.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindrift.input.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What exploration files may say, and what a user hears who says something else. */
class ExplorationFileTest {
  private static final Path BASE = Path.of("scenarios/quickstart.yaml").toAbsolutePath();

  @TempDir private Path folder;

  private Exploration read(String rest) throws IOException {
    Path file = folder.resolve("e.yaml");
    Files.writeString(file, "spindrift: exploration/1\nname: e\nscenario: " + BASE + "\n" + rest);
    return ExplorationFile.read(file, List.of());
  }

  private String refused(String rest) {
    return assertThrows(InputException.class, () -> read(rest)).getMessage();
  }

  private static String axis(String path, String values) {
    return "axes: [{path: \"" + path + "\", values: " + values + "}]\nobjectives: [accuracy]\n";
  }

  @Test
  void aGridHasEveryCombinationWithEverySeed() throws IOException {
    Exploration e =
        read(
            """
            set: {learning.miniBatches: 4}
            seeds: [1, 2]
            axes:
              - {path: "netlist:components.adc.bits", values: [4, 6, 8]}
              - path: learning.tau
                range: {from: 1e-6, to: 1e-4, steps: 3, scale: log}
            objectives: [accuracy, {metric: energyPerUpdate, goal: minimise}]
            """);
    List<Configuration> grid = new Planner(e).grid();
    assertEquals(9, grid.size());
    assertEquals(List.of("4", "0.00001"), grid.get(1).levels());
    assertEquals(
        18, grid.stream().flatMap(c -> c.points().stream()).map(Point::id).distinct().count());
    assertTrue(grid.get(0).points().get(1).settings().contains("seed=2"));
  }

  @Test
  void pairedFieldsChangeTogether() throws IOException {
    Exploration e =
        read(
            """
            axes:
              - name: track
                together:
                  device:track.length: [2 um, 4 um]
                  device:track.resistance: [1 kohm, 2 kohm]
            objectives: [accuracy]
            """);
    List<Configuration> grid = new Planner(e).grid();
    assertEquals(2, grid.size());
    assertTrue(grid.get(1).points().get(0).settings().contains("device:track.resistance=2 kohm"));
  }

  @Test
  void aRangeWithAUnitKeepsIt() {
    Axis.Range range = new Axis.Range(2, 8, "um", true, false);
    assertEquals(List.of(List.of("2 um"), List.of("4 um"), List.of("8 um")), range.steps(3));
    Axis.Range whole = new Axis.Range(1, 4, "", false, true);
    assertEquals(4, whole.steps(20).size(), "a whole number stands once");
  }

  @Test
  void anAxisThatDoesNotExistIsToldWithTheNearestField() {
    assertTrue(
        refused(axis("netlist:components.adcs.bits", "[4]")).contains("did you mean \"adc\"?"));
    assertTrue(
        refused(axis("netlist:components.adc.bit", "[4]")).contains("did you mean \"bits\"?"));
    assertTrue(refused(axis("learning.tua", "[1e-5]")).contains("did you mean \"tau\"?"));
    assertTrue(refused(axis("netlst:banks", "[4]")).contains("did you mean \"netlist\"?"));
    assertTrue(refused(axis("device:trak.length", "[4 um]")).contains("did you mean \"track\"?"));
  }

  @Test
  void everyMistakeIsToldAtItsPlace() {
    String message =
        refused(
            """
            seeds: [1, 1]
            axes:
              - {path: learning.tau, values: []}
              - {path: learning.eta, range: {from: 2 um, to: 1 um, steps: 2}}
              - {path: learning.batch, range: {from: 2, to: 3 s}}
              - together: {learning.tau: [1e-5], learning.eta: [1, 2]}
            objectives: [acuracy]
            constraints:
              - {metric: peakCurrent, atLeast: 2 A}
              - {metric: peakCurrent, atMost: 1 A}
              - {metric: energy, atMost: 3}
            """);
    for (String part :
        List.of(
            "e.yaml:4:12 /seeds/1: seed 1 a second time",
            "/axes/0/values: no value: an empty grid",
            "from less than to",
            "the same unit in both",
            "the fields change together",
            "the field learning.tau a second time",
            "did you mean \"accuracy\"?",
            "contradictory constraints: peakCurrent at least 2.00 A and at most 1.00 A",
            "the bare number 3 without a unit")) {
      assertTrue(message.contains(part), part + " in " + message);
    }
  }

  @Test
  void anEmptyGridIsRefused() {
    assertTrue(refused("axes: []\nobjectives: [accuracy]\n").contains("an empty grid"));
  }

  @Test
  void aValueThatItsFieldRefusesIsAPointThatCannotBeBuilt() throws IOException {
    Exploration e = read(axis("netlist:components.adc.bits", "[8, 99]"));
    List<Configuration> grid = new Planner(e).grid();
    assertEquals(null, grid.get(0).points().get(0).problem());
    assertTrue(grid.get(1).points().get(0).problem().contains("99"));
  }
}
