package dev.spindrift.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Record, look into, replay, re-price and cut a trace, as a user does. */
class TraceCommandsTest {
  @TempDir Path temp;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(Object command, String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    CommandLine line = new CommandLine(command);
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    line.setExecutionExceptionHandler(
        (e, failed, parsed) -> {
          err.append(e.getMessage());
          return e instanceof dev.spindrift.input.InputException ? Main.BAD_INPUT : Main.FAILED;
        });
    return line.execute(arguments);
  }

  @Test
  void aRecordedRunCanBeLookedIntoReplayedRepricedComparedAndCut() throws IOException {
    String trace = temp.resolve("t.arrow").toString();
    String[] record = {
      "scenarios/quickstart.yaml",
      "--quiet",
      "--trace=" + trace,
      "--out=" + temp.resolve("run"),
      "--set=learning.miniBatches=6",
      "--set=floatReference=false",
      "--set=evaluation.every=0",
      "--set=thinning.cycle=4",
      "--set=thinning.windowStart=1",
      "--set=thinning.threshold=2"
    };
    assertEquals(0, run(new RunCommand(), record), err::toString);
    assertTrue(out.toString().contains("trace in " + trace), out.toString());
    assertEquals(Main.BAD_INPUT, run(new RunCommand(), record), "nothing is overwritten");
    assertTrue(err.toString().contains("--force"), err.toString());

    assertEquals(0, run(new TraceCommand(), "info", trace), err::toString);
    assertTrue(out.toString().contains("mini-batches 1 to 6, whole chip"), out.toString());
    assertTrue(out.toString().contains("71,520"), "2 x 5,960 x 6 pulses: " + out);
    assertTrue(out.toString().contains("whole, every block verified"), out.toString());

    assertEquals(0, run(new TraceCommand(), "head", trace, "-n", "3", "--event", "row-program"));
    assertEquals(4, out.toString().lines().count());
    assertEquals(Main.BAD_INPUT, run(new TraceCommand(), "head", trace, "--event", "row-progam"));
    assertTrue(err.toString().contains("did you mean \"row-program\""), err.toString());

    assertEquals(0, run(new TraceCommand(), "stats", trace), err::toString);
    assertTrue(out.toString().contains("update, plan"), out.toString());

    assertEquals(0, run(new ReplayCommand(), trace, "--quiet"), err::toString);
    assertTrue(out.toString().contains("walls, time and energy as in the run"), out.toString());

    assertEquals(0, run(new EnergyCommand(), trace), err::toString);
    assertTrue(out.toString().contains("to the last bit"), out.toString());

    String cut = temp.resolve("cut.arrow").toString();
    assertEquals(0, run(new TraceCommand(), "cut", trace, cut, "--to", "2"), err::toString);
    assertEquals(Main.BAD_INPUT, run(new TraceCommand(), "cut", trace, cut, "--to", "2"));
    assertEquals(Main.FAILED, run(new TraceCommand(), "diff", trace, cut));
    assertTrue(out.toString().contains("mini-batch 3"), out.toString());
    assertEquals(0, run(new TraceCommand(), "diff", cut, cut));

    Path what = temp.resolve("what-if");
    assertEquals(
        0,
        run(
            new ReplayCommand(),
            trace,
            "--quiet",
            "--device=netlists/devices/dw-copd-4um-varied.yaml",
            "--repeat=2",
            "--out=" + what),
        err::toString);
    assertTrue(Files.exists(what.resolve("difference.png")));
    assertTrue(Files.exists(what.resolve("spread.png")));
    assertEquals(5, Files.readAllLines(what.resolve("weights.csv")).size(), "four layers");

    String[] misfit = {trace, "--device=netlists/devices/filament-milo-chip.yaml"};
    assertEquals(Main.BAD_INPUT, run(new ReplayCommand(), misfit));
    assertTrue(err.toString().contains(trace + ":netlist.yaml:"), "no temporary file: " + err);

    String[] filaments = {trace, "--netlist=netlists/edge-28nm-small-filament.yaml"};
    assertEquals(Main.BAD_INPUT, run(new ReplayCommand(), filaments), "widths do not say how far");
    assertTrue(err.toString().contains("changes of weight"), err.toString());
  }

  @Test
  void whatIsNoTraceIsRefusedWithItsReason() throws IOException {
    Path text = Files.writeString(temp.resolve("a.arrow"), "mini_batch,event\n1,pulse\n");
    assertEquals(Main.BAD_INPUT, run(new TraceCommand(), "info", text.toString()));
    assertTrue(err.toString().contains("not an Arrow IPC file"), err.toString());
    assertEquals(Main.BAD_INPUT, run(new ReplayCommand(), temp.resolve("none").toString()));
    assertTrue(err.toString().contains("no such file"), err.toString());
    assertEquals(Main.BAD_INPUT, run(new EnergyCommand(), temp.toString()));
    assertTrue(err.toString().contains("directory"), err.toString());
  }
}
