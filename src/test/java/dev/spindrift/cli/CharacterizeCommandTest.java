package dev.spindrift.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindrift.device.BetweenPulses;
import dev.spindrift.device.DeviceFile;
import dev.spindrift.device.DeviceParameters;
import dev.spindrift.input.InputException;
import dev.spindrift.input.Problems;
import dev.spindrift.report.ResultsFolder;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CharacterizeCommandTest {
  private static final Path WALLS = Path.of("netlists/devices/physics");

  /** What one execution said and threw. */
  private record Outcome(int code, String out, Exception thrown) {}

  private static Outcome run(String... arguments) {
    List<Exception> thrown = new ArrayList<>();
    StringWriter out = new StringWriter();
    CommandLine line = new CommandLine(new CharacterizeCommand());
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

  private static String[] small(String file, Path out, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                WALLS.resolve(file).toString(),
                "--out",
                out.toString(),
                "--trials",
                "64",
                "--widths",
                "1 ns..3 ns",
                "--positions",
                "3",
                "--asymmetry",
                "0 ns, 1 ns"));
    arguments.addAll(List.of(more));
    return arguments.toArray(new String[0]);
  }

  @Test
  void itWritesTablesPlotsAndADeviceFileThatChipsLoad(@TempDir Path folder) throws IOException {
    Path out = folder.resolve("out");
    Outcome outcome =
        run(small("copd-nopin.yaml", out, "--relaxation", "0 ns, 1 ns", "--idle-in-device"));
    assertEquals(0, outcome.code(), () -> String.valueOf(outcome.thrown()));
    assertTrue(ResultsFolder.isComplete(out));

    List<String> rows = Files.readAllLines(out.resolve("displacement.csv"));
    assertEquals(
        "width_s,polarity,relaxation_s,trials,mean_m,se_mean_m,sd_m,se_sd_m,skewness,ks_d",
        rows.get(0));
    assertEquals(1 + 3 * 2 * 2, rows.size()); // widths, polarities, relaxations
    assertEquals(1 + 3 * 2 * 2, Files.readAllLines(out.resolve("position.csv")).size());
    assertEquals(1 + 2 * 2 * 2, Files.readAllLines(out.resolve("pushpull.csv")).size());
    for (String plot :
        List.of("fig2b.png", "fig2c.png", "fig2d.png", "fig3.png", "pairmemory.png")) {
      BufferedImage image = ImageIO.read(out.resolve(plot).toFile());
      assertEquals(1440, image.getWidth());
      assertTrue(colours(image) > 20, plot + " is empty");
    }

    Problems problems = new Problems();
    DeviceParameters device = DeviceFile.read(out.resolve("device.yaml"), problems);
    assertTrue(problems.isEmpty(), problems.list().toString());
    // 34.11 m/s of theory; 64 trials of 6 conditions, slope error about 1.8 m/s, 4 of them.
    assertEquals(34.11e-9, device.law().mean(2e-9) - device.law().mean(1e-9), 7.2e-9);
    assertEquals(1e-9, device.shortestValidWidth(), 1e-15);
    assertEquals(3e-9, device.longestValidWidth(), 1e-15);
    assertEquals(4e-6, device.length(), 0);
    assertEquals(
        List.of(0.0, 5e-9),
        device.betweenPulses().memory().stream().map(BetweenPulses.Gap::gap).toList());
    assertTrue(device.betweenPulses().restDiffusion() > 0);
    assertEquals(1 + 2, Files.readAllLines(out.resolve("idle.csv")).size());
    assertEquals(1 + 2, Files.readAllLines(out.resolve("pairmemory.csv")).size());
    assertTrue(outcome.out().contains("free wall 34.110 m/s"), outcome.out());
  }

  private static long colours(BufferedImage image) {
    return Arrays.stream(
            image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth()))
        .distinct()
        .count();
  }

  @Test
  void theResultsAreTheSameBytesWhateverTheNumberOfThreads(@TempDir Path folder)
      throws IOException {
    Path one = folder.resolve("one");
    Path three = folder.resolve("three");
    assertEquals(0, run(small("copd-cmtj.yaml", one, "--threads", "1")).code());
    assertEquals(0, run(small("copd-cmtj.yaml", three, "--threads", "3")).code());
    List<Path> files;
    try (Stream<Path> list = Files.list(one)) {
      files = list.filter(Files::isRegularFile).toList();
    }
    assertTrue(files.size() >= 10, files.toString());
    for (Path file : files) {
      String name = file.getFileName().toString();
      if (!name.equals("COMPLETE")) { // lists inputs/command.txt, which tells the threads
        assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(three.resolve(name)), name);
      }
    }
  }

  @Test
  void aWallThatDoesNotMoveYieldsNoDeviceFileButTheReason(@TempDir Path folder) {
    Path out = folder.resolve("out");
    Outcome outcome = run(small("copd-strong.yaml", out, "--noise", "fdt"));
    assertEquals(0, outcome.code());
    assertFalse(Files.exists(out.resolve("device.yaml")));
    assertTrue(
        outcome.out().contains("no device file: the wall does not move with the current"),
        outcome.out());
  }

  @Test
  void whatTheCommandLineChangesStandsInTheDeviceFileAsItsSource(@TempDir Path folder) {
    Path out = folder.resolve("out");
    Outcome outcome =
        run(
            small(
                "copd-cmtj.yaml",
                out,
                "--current",
                "2e12 A/m^2",
                "--temperature",
                "350 K",
                "--track-length",
                "2 um"));
    assertEquals(0, outcome.code(), () -> String.valueOf(outcome.thrown()));
    Problems problems = new Problems();
    DeviceParameters device = DeviceFile.read(out.resolve("device.yaml"), problems);
    assertTrue(problems.isEmpty(), problems.list().toString());
    assertEquals(2e-6, device.length(), 0);
    assertEquals(2e12, device.currentDensity(), 0);
    assertEquals(350, device.temperature(), 0);
  }

  @Test
  void everyMistakeOnTheCommandLineIsReportedAtOnce(@TempDir Path folder) {
    Path out = folder.resolve("out");
    Outcome outcome =
        run(
            small(
                "copd-cmtj.yaml",
                out,
                "--current",
                "3 ns",
                "--temperature",
                "-5 K",
                "--noise",
                "printd",
                "--gap",
                "5"));
    String message = assertInstanceOf(InputException.class, outcome.thrown()).getMessage();
    for (String option : List.of("--current", "--temperature", "--noise", "--gap")) {
      assertTrue(message.contains(option), message);
    }
    assertFalse(Files.exists(out));
  }

  @Test
  void aStepTooLongForTheWallIsRefusedWithTheLimit(@TempDir Path folder) {
    Outcome outcome = run(small("copd-strong.yaml", folder.resolve("out"), "--dt", "1 ns"));
    String message = assertInstanceOf(InputException.class, outcome.thrown()).getMessage();
    assertTrue(message.contains("--dt") && message.contains("at most 13"), message);
  }

  @Test
  void resultsOfAnotherRunAreNotOverwrittenWithoutForce(@TempDir Path folder) throws IOException {
    Path out = folder.resolve("out");
    assertEquals(0, run(small("copd-nopin.yaml", out)).code());
    byte[] before = Files.readAllBytes(out.resolve("displacement.csv"));
    Outcome again = run(small("copd-nopin.yaml", out, "--seed", "2"));
    assertInstanceOf(Output.Unusable.class, again.thrown());
    assertArrayEquals(before, Files.readAllBytes(out.resolve("displacement.csv")));
    assertEquals(0, run(small("copd-nopin.yaml", out, "--seed", "2", "--force")).code());
  }

  @Test
  void everyCombinationOfCurrentsAndTemperaturesIsMeasuredAsAlone(@TempDir Path folder)
      throws IOException {
    Path out = folder.resolve("out");
    Outcome outcome =
        run(
            small(
                "copd-nopin.yaml",
                out,
                "--current",
                "1e12 A/m^2..2e12 A/m^2",
                "--temperature",
                "100 K, 300 K",
                "--track-length",
                "3 um"));
    assertEquals(0, outcome.code(), () -> String.valueOf(outcome.thrown()));
    List<String> rows = Files.readAllLines(out.resolve("conditions.csv"));
    assertEquals(5, rows.size());
    assertTrue(rows.get(4).startsWith("2.0E12,300.0,3.0E-6,"), rows.get(4));
    Path single = folder.resolve("single");
    run(small("copd-nopin.yaml", single, "--current", "2e12 A/m^2", "--track-length", "3 um"));
    Path one = out.resolve("j2e12-T300K-L3000nm");
    for (String name : List.of("displacement.csv", "position.csv", "pushpull.csv")) {
      assertEquals(
          Files.readString(single.resolve(name)), Files.readString(one.resolve(name)), name);
    }
    assertTrue(Files.exists(one.resolve("fig2d.png")));
    Outcome twice =
        run(small("copd-nopin.yaml", folder.resolve("no"), "--current", "1e12 A/m^2, 1e12 A/m^2"));
    assertInstanceOf(InputException.class, twice.thrown());
  }

  @Test
  void withoutTemperatureTheTablesAreWrittenAndNoDevice(@TempDir Path folder) throws IOException {
    Path out = folder.resolve("out");
    Outcome outcome = run(small("copd-cmtj.yaml", out, "--temperature", "0 K"));
    assertEquals(0, outcome.code(), () -> String.valueOf(outcome.thrown()));
    assertTrue(outcome.out().contains("a temperature above 0 K"), outcome.out());
    for (String line : Files.readAllLines(out.resolve("displacement.csv")).subList(1, 7)) {
      assertEquals("0.0", line.split(",", -1)[6], line);
    }
  }

  @Test
  void valuesGivenTwiceAndPulsesOfTooManyStepsAreRefused(@TempDir Path folder) {
    for (String[] twice : new String[][] {{"--gap", "0 ns, 0 ns"}, {"--asymmetry", "1 ns, 1 ns"}}) {
      Outcome outcome =
          run(WALLS.resolve("copd-cmtj.yaml").toString(), "--trials", "8", twice[0], twice[1]);
      String message = assertInstanceOf(InputException.class, outcome.thrown()).getMessage();
      assertTrue(message.contains(twice[0]) && message.contains("each value once"), message);
    }
    Outcome outcome = run(WALLS.resolve("copd-cmtj.yaml").toString(), "--widths", "1 s, 2 s");
    String message = assertInstanceOf(InputException.class, outcome.thrown()).getMessage();
    assertTrue(message.contains("--widths") && message.contains("at most 0.00215 s"), message);
  }

  @Test
  void wherePushAndPullDifferItSaysSo(@TempDir Path folder) throws IOException {
    Path wall = folder.resolve("wall.yaml");
    Files.writeString(
        wall,
        Files.readString(WALLS.resolve("copd-nopin.yaml"))
            .replace(
                "wallWidth: 5 nm", "wallWidth: 5 nm\n  spinHallAngle: 0.1\n  dmi: 0.5 mJ/m^2"));
    Outcome outcome =
        run(
            wall.toString(),
            "--out",
            folder.resolve("out").toString(),
            "--trials",
            "64",
            "--positions",
            "0",
            "--widths",
            "5 ns, 10 ns");
    assertEquals(0, outcome.code(), () -> String.valueOf(outcome.thrown()));
    assertTrue(outcome.out().contains("push and pull differ"), outcome.out());
    assertTrue(outcome.out().contains("know spin-transfer torque only"), outcome.out());
  }
}
