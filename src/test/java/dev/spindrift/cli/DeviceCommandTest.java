package dev.spindrift.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindrift.device.DeviceParameters;
import dev.spindrift.device.LinearLaw;
import dev.spindrift.device.PositionLaw;
import dev.spindrift.input.InputException;
import dev.spindrift.report.ResultsFolder;
import dev.spindrift.scenario.ScenarioFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Measurements become devices that scenarios load. */
class DeviceCommandTest {
  private static final Path MEASURED = Path.of("netlists/devices/measured");
  private static final Path SCENARIO = Path.of("scenarios/quickstart.yaml");

  @TempDir private Path temp;

  /** What one execution said and threw. */
  private record Outcome(int code, String out, Exception thrown) {}

  private static Outcome run(String... arguments) {
    List<Exception> thrown = new ArrayList<>();
    StringWriter out = new StringWriter();
    CommandLine line = new CommandLine(new DeviceCommand());
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

  private static DeviceParameters inAScenario(Path device) {
    return ScenarioFile.read(SCENARIO, List.of("device=" + device.toAbsolutePath()))
        .netlist()
        .device();
  }

  @Test
  void aPulseListBecomesADeviceOfAScenario() throws IOException {
    Path out = temp.resolve("wall");
    Outcome outcome =
        run(
            "import",
            MEASURED.resolve("wall-pulses.csv").toString(),
            "--range=51 uS..145 uS",
            "--length=4 um",
            "--out=" + out);
    assertEquals(0, outcome.code(), () -> String.valueOf(outcome.thrown()));
    assertTrue(ResultsFolder.isComplete(out));
    assertTrue(outcome.out().contains("position-independent   holds"), outcome.out());
    DeviceParameters device = inAScenario(out.resolve("device.yaml"));
    assertInstanceOf(LinearLaw.class, device.law());
    assertEquals(4e-6, device.length());
    assertEquals(145e-6, device.parallelConductance(), 1e-18);
    assertEquals(0.6e-9, device.shortestValidWidth(), 1e-18);
    // Of the eight constants, width, thickness and resistance of the track are guesses.
    assertEquals(3, device.assumed().size(), () -> device.assumed().toString());
    String page = Files.readString(out.resolve("fit-report.html"));
    for (String plot : List.of("gaussian", "symmetry", "position")) {
      assertTrue(page.contains(plot + ".png"), plot);
      assertEquals(1440, ImageIO.read(out.resolve(plot + ".png").toFile()).getWidth());
    }
    assertEquals(13, Files.readAllLines(out.resolve("fit.csv")).size());
    assertEquals(7, Files.readAllLines(out.resolve("symmetry.csv")).size());

    Outcome shown = run("show", out.resolve("device.yaml").toString());
    assertEquals(0, shown.code());
    assertTrue(shown.out().contains("assumed   3 constants"), shown.out());
  }

  @Test
  void conductanceTablesOfSoftBoundsBecomeAPositionDependentDevice() {
    Path out = temp.resolve("soft");
    String up = MEASURED.resolve("soft-bound/dG_increasing.txt").toString();
    String down = MEASURED.resolve("soft-bound/dG_decreasing.txt").toString();
    String[] arguments = {
      "import", up, down, "--pulse-width=0.6 ns", "--repeat=34", "--name=soft", "--out=" + out
    };
    Outcome outcome = run(arguments);
    assertEquals(0, outcome.code(), () -> String.valueOf(outcome.thrown()));
    assertTrue(outcome.out().contains("position-independent   fails"), outcome.out());
    DeviceParameters device = inAScenario(out.resolve("device.yaml"));
    PositionLaw law = assertInstanceOf(PositionLaw.class, device.law());
    // Six digits in the device file.
    assertEquals(0.0075e-6, law.mean(1, 0.6e-9, 0), 1e-5 * 0.0075e-6);
    assertTrue(run("show", out.resolve("device.yaml").toString()).out().contains("pair's drift"));

    // The same place again is refused; a law that the data speak against is warned of.
    assertInstanceOf(Output.Unusable.class, run(arguments).thrown());
    Outcome forced =
        run("import", up, down, "--pulse-width=1 ns", "--law=linear", "--force", "--out=" + out);
    assertEquals(0, forced.code());
    assertTrue(forced.out().contains("warning: law linear although"), forced.out());
    assertTrue(forced.out().contains("means of 0.00250 to 0.00750"), forced.out());
  }

  @Test
  void aDeviceThatDoesNotMoveGetsAReportButNoFile() throws IOException {
    StringBuilder csv = new StringBuilder("polarity,width_ns,position_before,position_after\n");
    for (int i = 0; i < 40; i++) {
      double step = 0.01 * ((i * 7) % 10 - 4.5);
      csv.append("+,5,0.5,").append(0.5 + step).append("\n-,5,0.5,").append(0.5 + step);
      csv.append('\n');
    }
    Path file = Files.writeString(temp.resolve("still.csv"), csv);
    Path out = temp.resolve("still");
    Outcome outcome = run("import", file.toString(), "--out", out.toString());
    assertEquals(1, outcome.code());
    assertTrue(outcome.out().contains("no device file: pulses do not move"), outcome.out());
    assertTrue(Files.exists(out.resolve("fit-report.html")));
    assertFalse(Files.exists(out.resolve("device.yaml")));
  }

  @Test
  void mistakesOfOptionsAndFilesAreListedTogether() {
    Outcome outcome =
        run("import", temp.resolve("no.csv").toString(), "--range=1 uS", "--repeat=0");
    String said = assertInstanceOf(InputException.class, outcome.thrown()).getMessage();
    assertTrue(said.contains("--range") && said.contains("--repeat"), said);
    assertTrue(said.contains("no readable file"), said);
  }
}
