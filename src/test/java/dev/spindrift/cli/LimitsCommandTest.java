package dev.spindrift.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindrift.input.InputException;
import dev.spindrift.report.ResultsFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class LimitsCommandTest {
  private static final String CMTJ = "netlists/devices/physics/copd-cmtj.yaml";

  /** What one execution said and threw. */
  private record Outcome(int code, String out, Exception thrown) {}

  private static Outcome run(String... arguments) {
    List<Exception> thrown = new ArrayList<>();
    StringWriter out = new StringWriter();
    CommandLine line = new CommandLine(new LimitsCommand());
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(new StringWriter(), true));
    line.setExecutionExceptionHandler(
        (e, command, parsed) -> {
          thrown.add(e);
          return 1;
        });
    int code = line.execute(arguments);
    return new Outcome(code, out.toString(), thrown.isEmpty() ? null : thrown.get(0));
  }

  private static String[] words(String what, Path out, String... more) {
    List<String> all = new ArrayList<>(List.of(what, CMTJ, "--out", out.toString()));
    all.addAll(List.of(more));
    return all.toArray(new String[0]);
  }

  private static String[] retention(Path out, String... more) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "--barriers",
                "4, 45",
                "--periods",
                "30 nm, 300 nm",
                "--densities",
                "1e12 A/m^2",
                "--widths",
                "2 ns",
                "--temperatures",
                "300 K",
                "--areas",
                "1",
                "--checks",
                "4",
                "--check-time",
                "20 ns",
                "--check-walls",
                "256",
                "--walls",
                "64"));
    all.addAll(List.of(more));
    return words("retention", out, all.toArray(new String[0]));
  }

  private static void holds(Path out, String... files) throws IOException {
    assertTrue(ResultsFolder.isComplete(out));
    for (String file : files) {
      assertTrue(Files.size(out.resolve(file)) > 100, file);
      if (file.endsWith(".png")) {
        assertEquals(1440, ImageIO.read(out.resolve(file).toFile()).getWidth());
      }
    }
    assertTrue(Files.exists(out.resolve("inputs/copd-cmtj.yaml")));
  }

  @Test
  void retentionFindsThatTheWeakPinningMovesAndForgetsAndTheStrongOneKeepsAndStays(
      @TempDir Path folder) throws IOException {
    Path out = folder.resolve("out");
    Outcome outcome = run(retention(out));
    assertEquals(0, outcome.code(), () -> String.valueOf(outcome.thrown()));
    holds(
        out,
        "hopping.csv",
        "idle.csv",
        "response.csv",
        "window.csv",
        "frontier.csv",
        "window.png",
        "hopping.png");
    // 4 kB T at 30 nm: 16.9 nm^2/ns, hence 400^2/16.9 ns.
    assertTrue(outcome.out().contains("stays 9.33 us"), outcome.out());
    List<String> response = Files.readAllLines(out.resolve("response.csv"));
    assertEquals(1 + 4, response.size());
    assertTrue(last(response, ",3.0E-8,4.0,") > 0.5, "moves");
    assertEquals(0, last(response, ",3.0E-8,45.0,"), 0.05); // in its well: a few nm of 68
    List<String> window = Files.readAllLines(out.resolve("window.csv"));
    assertTrue(window.get(1).contains(",4,0,,"), window.get(1)); // of four pinnings none does both
  }

  private static double last(List<String> rows, String key) {
    String row = rows.stream().filter(r -> r.contains(key)).findFirst().orElseThrow();
    return Double.parseDouble(row.substring(row.lastIndexOf(',') + 1));
  }

  @Test
  void resultsAreTheSameBytesWhateverTheNumberOfThreads(@TempDir Path folder) throws IOException {
    Path one = folder.resolve("one");
    Path two = folder.resolve("two");
    assertEquals(0, run(retention(one, "--threads", "1")).code());
    assertEquals(0, run(retention(two, "--threads", "2")).code());
    try (Stream<Path> files = Files.list(one)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".csv")).toList()) {
        assertEquals(-1, Files.mismatch(file, two.resolve(file.getFileName())), file.toString());
      }
    }
  }

  @Test
  void pinningComparesWithAFreeWall(@TempDir Path folder) throws IOException {
    Path out = folder.resolve("out");
    Outcome outcome =
        run(
            words(
                "pinning",
                out,
                "--barriers",
                "4, 17",
                "--periods",
                "30 nm",
                "--densities",
                "1e12 A/m^2",
                "--widths",
                "1 ns..3 ns",
                "--trials",
                "256",
                "--ripple",
                "4",
                "--pulse",
                "1 ns"));
    assertEquals(0, outcome.code(), () -> String.valueOf(outcome.thrown()));
    holds(
        out,
        "displacement.csv",
        "law.csv",
        "ripple.csv",
        "velocity.png",
        "variance.png",
        "width.png",
        "ripple.png");
    List<String> law = Files.readAllLines(out.resolve("law.csv"));
    assertEquals(1 + 2 * 3, law.size()); // two conventions; free, 4 and 17 kB T
    double free = velocity(law, "fdt", "0.0");
    // 34.11 m/s: slope through 1 to 3 ns of 512 walls each, error about 0.6 m/s, 4 of them.
    assertEquals(34.11, free, 2.4);
    assertTrue(velocity(law, "fdt", "4.0") < 0.9 * free);
    assertEquals(0, velocity(law, "fdt", "17.0"), 1.0);
  }

  private static double velocity(List<String> law, String noise, String barrier) {
    return law.stream()
        .map(r -> r.split(",", -1))
        .filter(r -> r[0].equals(noise) && r[3].equals(barrier))
        .mapToDouble(r -> Double.parseDouble(r[5]))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void bitsOfTheFilesTrackAreThoseOfThePaper(@TempDir Path folder) throws IOException {
    Path out = folder.resolve("out");
    Outcome outcome =
        run(words("bits", out, "--widths", "2 ns, 3 ns, 5 ns", "--bits", "6,7", "--trials", "512"));
    assertEquals(0, outcome.code(), () -> String.valueOf(outcome.thrown()));
    holds(out, "precision.csv", "length.csv", "bits.png", "length.png");
    // 5 ns on 4 um: 6.0 bits with fdt noise (independent program); sd known to 2.2 %, 0.03 bit; 4.
    String row =
        Files.readAllLines(out.resolve("precision.csv")).stream()
            .filter(r -> r.startsWith("fdt,5.0E-9"))
            .findFirst()
            .orElseThrow();
    assertEquals(6.0, Double.parseDouble(row.split(",", -1)[5]), 0.15);
    assertEquals(7, BitsStudy.bits(Math.pow(2, -6) / 3), 1e-12);
  }

  @Test
  void mistakesAreListedTogetherBeforeAnythingIsComputed(@TempDir Path folder) {
    Path out = folder.resolve("out");
    Outcome outcome =
        run(words("retention", out, "--share", "0.1 m", "--settling=-1 ns", "--walls", "1"));
    String message = assertInstanceOf(InputException.class, outcome.thrown()).getMessage();
    assertTrue(message.contains("--share"), message);
    assertTrue(message.contains("--settling"), message);
    assertTrue(message.contains("--walls"), message);
    Outcome high = run(words("retention", out, "--barriers", "200"));
    String why = assertInstanceOf(InputException.class, high.thrown()).getMessage();
    assertTrue(why.contains("144.6"), why);
    Outcome step = run(words("pinning", out, "--dt", "50 ps"));
    String limit = assertInstanceOf(InputException.class, step.thrown()).getMessage();
    assertTrue(limit.contains("--dt") && limit.contains("at most"), limit);
    Outcome few = run(words("bits", out, "--widths", "1 ns, 2 ns"));
    assertInstanceOf(InputException.class, few.thrown());
    Outcome twice = run(words("pinning", out, "--barriers", "0, 4, 4"));
    String once = assertInstanceOf(InputException.class, twice.thrown()).getMessage();
    assertTrue(once.contains("--barriers") && once.contains("each value once"), once);
    assertTrue(Files.notExists(out));
  }
}
