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
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class FilamentCommandTest {
  private static final String STEEP = "netlists/devices/filament/illustrative-steep.yaml";

  private final StringWriter console = new StringWriter();
  private final List<Exception> thrown = new ArrayList<>();

  private int run(String... arguments) {
    CommandLine line = new CommandLine(new FilamentCommand());
    line.setOut(new PrintWriter(console, true));
    line.setErr(new PrintWriter(new StringWriter(), true));
    line.setExecutionExceptionHandler(
        (e, command, parsed) -> {
          thrown.add(e);
          return 1;
        });
    return line.execute(arguments);
  }

  @Test
  void itWritesTheChainsTheirCountsAndThePlots(@TempDir Path folder) throws IOException {
    Path out = folder.resolve("out");
    assertEquals(
        0, run(STEEP, "--out", out.toString(), "--chains", "200"), () -> thrown.toString());
    assertTrue(ResultsFolder.isComplete(out));

    List<String> samples = Files.readAllLines(out.resolve("samples.csv"));
    assertEquals("hastings,sample,g1_S,g2_S", samples.get(0));
    assertEquals(1 + 2 * 1001, samples.size());
    assertTrue(samples.get(1).startsWith("false,0,"), samples.get(1));
    assertTrue(samples.get(1002).startsWith("true,0,"), samples.get(1002));

    assertEquals(80e-6, Double.parseDouble(samples.get(1).split(",")[2]), 1e-15); // the middle

    // Second half of 200 chains. Reference: 0.557 without, 0.060 with; errors below 0.035 and 0.015
    // (the command's own), so 4 of them keep the two apart.
    List<String> corner = Files.readAllLines(out.resolve("corner.csv"));
    assertEquals(0.557, high(corner.get(1)), 0.14);
    assertEquals(0.060, high(corner.get(2)), 0.06);
    for (String plot : List.of("fig1a.png", "fig1b.png", "fig1b-hastings.png")) {
      var image = ImageIO.read(out.resolve(plot).toFile());
      int[] pixels =
          image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
      assertTrue(Arrays.stream(pixels).distinct().count() > 20, plot + " is empty");
    }
    assertTrue(console.toString().contains("uniform target"), console.toString());
  }

  private static double high(String row) {
    return Double.parseDouble(row.split(",")[7]);
  }

  @Test
  void theSameSeedGivesTheSameBytes(@TempDir Path folder) throws IOException {
    for (String name : List.of("a", "b")) {
      Path out = folder.resolve(name);
      assertEquals(0, run(STEEP, "--out", out.toString(), "--chains", "3", "--samples", "50"));
    }
    for (String file : List.of("samples.csv", "corner.csv", "fig1b.png", "summary.txt")) {
      assertEquals(
          -1,
          Files.mismatch(folder.resolve("a").resolve(file), folder.resolve("b").resolve(file)),
          file);
    }
  }

  @Test
  void everyMistakeIsReportedAtOnce(@TempDir Path folder) {
    assertEquals(
        1,
        run(STEEP, "--out", folder.resolve("x").toString(), "--chains", "1", "--start", "20 uS"));
    InputException e = assertInstanceOf(InputException.class, thrown.get(0));
    assertEquals(2, e.problems().size(), e.problems().toString());
  }
}
