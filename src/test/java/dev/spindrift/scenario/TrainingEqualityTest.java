package dev.spindrift.scenario;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindrift.Chips;
import dev.spindrift.report.ResultsFolder;
import dev.spindrift.scenario.TinyRun.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What must not change a result, and what must. */
class TrainingEqualityTest {
  @TempDir Path temp;
  private int runs;

  private Outcome run(Path scenario, int threads, String... settings) {
    return TinyRun.run(scenario, temp.resolve("samples" + runs++), threads, settings);
  }

  @Test
  void singlePulsesAndWholeRowsGiveTheSameStatesJoulesAndLatency() throws IOException {
    for (int columnsPerDriver : new int[] {1, 3}) {
      Chips.crowded(temp, columnsPerDriver);
      Path scenario = TinyRun.write(temp);
      for (String grain : List.of("pair", "pulse")) {
        for (String crossing : List.of("carry", "saturate")) {
          String[] mode = {"update.grain=" + grain, "update.crossing=" + crossing};
          Outcome rows = run(scenario, 1, mode);
          Outcome pulses = run(scenario, 1, mode[0], mode[1], "events.detail=pulse");
          String what = columnsPerDriver + " " + grain + " " + crossing;
          assertEquals(rows.parameterBits(), pulses.parameterBits(), what);
          assertEquals(rows.end(), pulses.end(), what);
          assertEquals(rows.joules(), pulses.joules(), 0.0, what);
          assertEquals(rows.result().energy(), pulses.result().energy(), what);
          assertEquals(rows.result().history(), pulses.result().history(), what);
          assertEquals(rows.result().phases(), pulses.result().phases(), what);
          assertEquals(rows.result().ensembles(), pulses.result().ensembles(), what);
          assertEquals(rows.result().resources(), pulses.result().resources(), what);
          assertEquals(rows.result().pulses().updates(), pulses.result().pulses().updates());
          assertTrue(pulses.result().events() > 2 * rows.result().events(), what);
        }
      }
    }
  }

  @Test
  void theModesOfAnUpdateAreToldApart() throws IOException {
    Chips.crowded(temp, 1);
    Path scenario = TinyRun.write(temp);
    Outcome plain = run(scenario, 1);
    assertNotEquals(plain.parameterBits(), run(scenario, 1, "update.grain=pulse").parameterBits());
    assertNotEquals(
        plain.parameterBits(), run(scenario, 1, "update.crossing=saturate").parameterBits());
    assertNotEquals(plain.parameterBits(), run(scenario, 1, "handOverError=true").parameterBits());
    Chips.crowded(temp, 3);
    Outcome shared = run(scenario, 1);
    assertEquals(plain.parameterBits(), shared.parameterBits(), "drivers do not change the walls");
    assertTrue(shared.end() > plain.end(), "but take turns");
  }

  @Test
  void oneAndManyThreadsAndTheSameSeedGiveTheSameBytesAndAnotherSeedGivesOthers()
      throws IOException {
    Chips.crowded(temp, 3);
    Path scenario = TinyRun.write(temp);
    Path one = folder(scenario, 1, "one", "handOverError=true");
    Path two = folder(scenario, 2, "two", "handOverError=true");
    Path again = folder(scenario, 1, "again", "handOverError=true");
    Path other = folder(scenario, 1, "other", "handOverError=true", "seed=4");
    List<Path> files = files(one);
    long samples = files.stream().filter(f -> f.startsWith("posterior")).count();
    assertEquals(2, samples, "three banks, and the chain lives in one of them");
    assertEquals(files, files(two));
    List<Path> differ = new ArrayList<>();
    for (Path f : files) {
      String name = f.toString();
      if (List.of("report.html", "COMPLETE").contains(name)) {
        continue; // show the wall clock, or the checksum of a file that does
      }
      assertArrayEquals(bytes(one, f), bytes(two, f), name + " on two threads");
      assertArrayEquals(bytes(one, f), bytes(again, f), name + " again");
      if (!java.util.Arrays.equals(bytes(one, f), bytes(other, f))) {
        differ.add(f);
      }
    }
    for (String f : List.of("history.csv", "energy.csv", "posterior.csv", "summary.json")) {
      assertTrue(differ.contains(Path.of(f)), f + " must depend on the seed: " + differ);
    }
  }

  private Path folder(Path scenario, int threads, String name, String... settings) {
    try (ResultsFolder folder = ResultsFolder.create(temp, name, temp.resolve(name), false);
        Training t =
            new Training(
                TinyRun.prepare(scenario, settings),
                folder.working(),
                threads,
                (a, b, c, d, e, f) -> {})) {
      return folder.finish(t.run());
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).map(folder::relativize).sorted().toList();
    }
  }

  /** A file's bytes; of the summary without the two keys that hold wall clock and memory. */
  private static byte[] bytes(Path folder, Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(folder.resolve(file));
    if (!file.toString().equals("summary.json")) {
      return bytes;
    }
    String text = new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
    String bare = text.substring(0, text.indexOf("\"wall\"")); // the last two keys
    assertTrue(bare.contains("\"energy\"") && bare.contains("\"resources\""));
    return bare.getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }
}
