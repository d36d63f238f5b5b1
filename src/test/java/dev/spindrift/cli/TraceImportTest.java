package dev.spindrift.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindrift.chip.Netlist;
import dev.spindrift.chip.NetlistFile;
import dev.spindrift.device.DisplacementLaw;
import dev.spindrift.input.Problems;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A laboratory's pulse list on a tile: what the pulses do, and what is said of mistakes. */
class TraceImportTest {
  private static final String NETLIST = "--netlist=netlists/edge-28nm-small.yaml";

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

  private Path list(String... lines) throws IOException {
    return Files.writeString(temp.resolve("list.csv"), String.join("\n", lines) + "\n");
  }

  @Test
  void everyCellMovesByTheDeviceLawOnAverageAndTheSpreadIsThatOfThePulses() throws IOException {
    StringBuilder text = new StringBuilder("time_ns,row,column,polarity,width_ps\n");
    for (int r = 0; r < 128; r++) {
      for (int c = 0; c < 128; c++) {
        // half the columns get a push, half a pull after a push of half its width
        boolean up = c < 64;
        text.append(r).append(',').append(r).append(',').append(c).append(",+,");
        text.append(up ? 2000 : 1000).append('\n');
      }
    }
    for (int r = 0; r < 128; r++) {
      for (int c = 64; c < 128; c++) {
        text.append(200 + r).append(',').append(r).append(',').append(c).append(",-,2000\n");
      }
    }
    Path list = Files.writeString(temp.resolve("list.csv"), text);
    String trace = temp.resolve("t.arrow").toString();
    assertEquals(
        0,
        run(new TraceImportCommand(), list.toString(), NETLIST, "--start=0.5", "--out=" + trace),
        err::toString);
    assertTrue(out.toString().contains("24,576 pulses in 1 updates of tile 0"), out.toString());
    assertEquals(0, run(new EnergyCommand(), trace), err::toString);
    assertTrue(out.toString().contains("to the last bit"), "256 row programs: " + out);
    Path states = temp.resolve("states");
    assertEquals(
        0,
        run(new ReplayCommand(), trace, "--quiet", "--states", "--out=" + states),
        err::toString);
    assertTrue(out.toString().contains("walls as in the run, to the last bit"), out.toString());
    Netlist chip =
        NetlistFile.read(Path.of("netlists/edge-28nm-small.yaml"), null, null, new Problems());
    DisplacementLaw law = chip.device().law();
    double length = chip.device().length();
    double[] sum = new double[2];
    double[] square = new double[2];
    List<String> lines = Files.readAllLines(states.resolve("states.csv"));
    assertEquals("tile,row,column,weight", lines.get(0));
    assertEquals(128 * 128, lines.size() - 1);
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",");
      double moved = Double.parseDouble(cells[3]) - 0.5;
      int side = Integer.parseInt(cells[2]) < 64 ? 0 : 1;
      sum[side] += moved;
      square[side] += moved * moved;
    }
    int n = 128 * 64;
    double[] mean = {law.mean(2e-9), law.mean(1e-9) - law.mean(2e-9)};
    double[] variance = {law.variance(2e-9), law.variance(1e-9) + law.variance(2e-9)};
    for (int side = 0; side < 2; side++) {
      double m = sum[side] / n;
      double sd = Math.sqrt(variance[side]) / length;
      // 4 standard errors: false alarm 6e-5 a comparison; sees 4.4 % of one standard deviation
      assertEquals(mean[side] / length, m, 4 * sd / Math.sqrt(n));
      // the sample variance of n Gaussians spreads by sqrt(2/n); 5 of them, sees 8 %
      double v = square[side] / n - m * m;
      assertEquals(sd * sd, v, 5 * Math.sqrt(2.0 / n) * sd * sd);
    }
  }

  @Test
  void aListComesBackFromItsTraceAsItWasAndMovesThatTileOnly() throws IOException {
    Path list =
        list(
            "# from the lab",
            "time_us,row,column,polarity,width_ns,comment",
            "0,0,0,+1,1.5,first",
            "0.005,0,1,-1,2,",
            "0.01,3,1,1,0.5,",
            "0.02,0,0,-,1.5,",
            "0.03,0,0,+,1.5,\"again, twice\"",
            "0.04,0,0,+,1.5,");
    String trace = temp.resolve("t.arrow").toString();
    String[] read = {list.toString(), NETLIST, "--tile=2", "--start=-0.25", "--out=" + trace};
    assertEquals(0, run(new TraceImportCommand(), read), err::toString);
    assertTrue(out.toString().contains("6 pulses in 3 updates of tile 2"), out.toString());
    assertEquals(Main.BAD_INPUT, run(new TraceImportCommand(), read), "no overwriting");
    Path back = temp.resolve("back.csv");
    assertEquals(
        0, run(new TraceExportCommand(), trace, "--format=pulses", "--out=" + back), err::toString);
    assertEquals(
        List.of(
            "time_ps,row,column,polarity,width_ps,current_density_A_m2",
            "0,0,0,+,1500,1.0E12",
            "5000,0,1,-,2000,1.0E12",
            "10000,3,1,+,500,1.0E12",
            "20000,0,0,-,1500,1.0E12",
            "30000,0,0,+,1500,1.0E12",
            "40000,0,0,+,1500,1.0E12"),
        Files.readAllLines(back));
    String again = temp.resolve("again.arrow").toString();
    assertEquals(
        0,
        run(
            new TraceImportCommand(),
            back.toString(),
            NETLIST,
            "--tile=2",
            "--start=-0.25",
            "--out=" + again));
    assertEquals(0, run(new TraceDiffCommand(), trace, again), "the same trace: " + out);
    assertEquals(0, run(new EnergyCommand(), trace), err::toString);
    assertTrue(out.toString().contains("to the last bit"), out.toString());
    Path vcd = temp.resolve("t.vcd");
    assertEquals(0, run(new TraceExportCommand(), trace, "--format=vcd", "--out=" + vcd));
    Vcd dump = new Vcd(Files.readString(vcd));
    assertEquals(
        List.of(0L, 0L, 1500L, 30_000L, 31_500L, 40_000L, 41_500L),
        dump.of("chip.tile_2.push_0").times,
        "first values, then the list's own times");
    assertTrue(dump.of("chip.tile_2.row_0.minus_0").values.size() >= 4, "started at w = -0.25");
    assertEquals(1, dump.of("chip.tile_2.row_1.minus_0").values.size(), "not pulsed");
  }

  @Test
  void everyMistakeIsNamedWithItsLineAndColumn() throws IOException {
    Path list =
        list(
            "time_ns,row,column,polarity,width_ns,current_density_A_m2",
            "10,0,0,+,1,1e12",
            "9,0,0,+,1,1e12",
            "11,128,0,+,1,1e12",
            "12,0,-1,+,1,1e12",
            "13,0,0,up,1,1e12",
            "14,0,0,+,0,1e12",
            "15,0,0,+,1,2e12",
            "1e400,0,0,+,1,",
            "16,0,0,+");
    String trace = temp.resolve("t.arrow").toString();
    int rc = run(new TraceImportCommand(), list.toString(), NETLIST, "--out=" + trace);
    assertEquals(Main.BAD_INPUT, rc);
    for (String piece :
        List.of(
            "list.csv:3:1: time \"9\"; allowed: times that do not decrease; the last was 10000 ps",
            "list.csv:4:2: row \"128\"; allowed: 0 to 127",
            "list.csv:5:3: column \"-1\"",
            "list.csv:6:4: polarity \"up\"",
            "list.csv:7:5: width \"0\"",
            "list.csv:8:6: current density \"2e12\"; allowed: that of the device file, 1.0E12",
            "list.csv:9:1: time \"1e400\"",
            "list.csv:10:1: 4 cells")) {
      assertTrue(err.toString().contains(piece), piece + " in " + err);
    }
    assertFalse(Files.exists(Path.of(trace)));
    assertFalse(Files.exists(Path.of(trace + ".partial")));
    Path unknown = list("time_ns,row,colum,polarity,width_ns", "0,0,0,+,1");
    assertEquals(
        Main.BAD_INPUT,
        run(new TraceImportCommand(), unknown.toString(), NETLIST, "--out=" + trace));
    assertTrue(err.toString().contains("list.csv:1:3: the column \"colum\""), err.toString());
    assertTrue(err.toString().contains("did you mean \"column\""), err.toString());
    assertEquals(
        Main.BAD_INPUT,
        run(
            new TraceImportCommand(),
            unknown.toString(),
            NETLIST,
            "--tile=48",
            "--start=2",
            "--out=" + trace));
    assertTrue(err.toString().contains("0 to 47") && err.toString().contains("--start"));
  }
}
