package dev.spindrift.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code spindrift explore} with real points in processes of their own. */
class ExploreCommandTest {
  @TempDir private Path temp;

  private Path write(String text) throws IOException {
    Path file = temp.resolve("tiny.yaml");
    Files.writeString(
        file,
        "spindrift: exploration/1\nname: tiny\nscenario: "
            + Path.of("scenarios/quickstart.yaml").toAbsolutePath()
            + "\nset: {learning.miniBatches: 2, floatReference: false, network.name: mlp,"
            + " network.widths: [4], data.trainImages: 96, data.testImages: 20}\n"
            + text);
    return file;
  }

  private int explore(Path file, String... more) {
    String[] args =
        Stream.concat(
                Stream.of("explore", file.toString(), "--out", temp.resolve("x").toString()),
                Stream.of(more))
            .toArray(String[]::new);
    return Main.run(args);
  }

  /** One point runs, one does not fit the chip, one is refused by its reader; then all is kept. */
  @Test
  void pointsRunOnceAndThoseThatCannotBeBuiltStopNothing() throws IOException {
    Path file =
        write(
            """
            axes: [{path: "netlist:components.tile.count", values: [48, 1, 0]}]
            objectives: [accuracy, energyPerUpdate]
            """);
    assertEquals(0, explore(file));
    List<String> table = Files.readAllLines(temp.resolve("x/table.csv"));
    assertEquals(4, table.size());
    assertTrue(table.get(1).startsWith("48,done,"), table.get(1));
    assertTrue(table.get(2).matches("1,infeasible,.*tiles of.*"), table.get(2));
    assertTrue(table.get(3).matches("0,infeasible,.*count.*"), table.get(3));
    FileTime before = finished();
    assertEquals(0, explore(file, "--jobs", "1"));
    assertEquals(before, finished(), "the point was not computed again");
    assertEquals(table, Files.readAllLines(temp.resolve("x/table.csv")));
  }

  @Test
  void anExplorationOfWhichNothingCanBeBuiltFails() throws IOException {
    Path file =
        write(
            """
            axes: [{path: "netlist:components.tile.count", values: [1, 0]}]
            objectives: [accuracy]
            """);
    assertEquals(1, explore(file));
    assertEquals(3, Files.readAllLines(temp.resolve("x/table.csv")).size());
  }

  private FileTime finished() throws IOException {
    try (Stream<Path> points = Files.list(temp.resolve("x/points"))) {
      return Files.getLastModifiedTime(points.findFirst().orElseThrow().resolve("point.json"));
    }
  }

  @Test
  void mistakesAreBadInputAndLeaveNothing() throws IOException {
    Path file = write("axes: [{path: learning.tua, values: [1e-5]}]\nobjectives: [accuracy]\n");
    assertEquals(2, explore(file));
    assertTrue(Files.notExists(temp.resolve("x")));
    assertEquals(2, explore(file, "--jobs", "0"));
    assertEquals(2, Main.run("explore", "--point", "abc"));
  }

  @Test
  void aFolderOfSomethingElseIsNotTouched() throws IOException {
    Path file = write("axes: [{path: learning.tau, values: [1e-5]}]\nobjectives: [accuracy]\n");
    Files.createDirectories(temp.resolve("x"));
    Files.writeString(temp.resolve("x/precious.txt"), "mine");
    assertEquals(2, explore(file));
    try (Stream<Path> list = Files.list(temp.resolve("x"))) {
      assertEquals(1, list.count());
    }
  }
}
