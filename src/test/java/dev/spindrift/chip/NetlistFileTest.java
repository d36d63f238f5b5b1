package dev.spindrift.chip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindrift.Chips;
import dev.spindrift.input.InputException;
import dev.spindrift.input.Problem;
import dev.spindrift.input.Problems;
import dev.spindrift.trace.Action;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetlistFileTest {
  @TempDir Path temp;
  private Path file;

  private List<Problem> problems(String... changes) throws IOException {
    file = Chips.write(temp, changes);
    Problems problems = new Problems();
    Netlist n = NetlistFile.read(file, problems);
    if (!problems.isEmpty()) {
      assertNull(n, "a broken netlist is not handed out");
    }
    return problems.list();
  }

  /** The one problem of a changed netlist; it must lie in the line that holds {@code place}. */
  private Problem only(String place, String... changes) throws IOException {
    List<Problem> all = problems(changes);
    assertEquals(1, all.size(), "" + all);
    List<String> lines = Files.readAllLines(file);
    assertTrue(
        lines.get(all.get(0).line() - 1).contains(place),
        all.get(0) + " should point at \"" + place + "\"");
    assertEquals(file.toString(), all.get(0).file());
    return all.get(0);
  }

  private static void assertSays(Problem p, String... pieces) {
    for (String piece : pieces) {
      assertTrue(p.toString().contains(piece), "\"" + piece + "\" in: " + p);
    }
  }

  @Test
  void everyShippedNetlistIsRightAndPricesEveryActionOfItsComponents() throws IOException {
    int count = 0;
    try (Stream<Path> files = Files.list(Path.of("netlists"))) {
      for (Path f : files.filter(x -> x.toString().endsWith(".yaml")).sorted().toList()) {
        Problems problems = new Problems();
        Netlist n = NetlistFile.read(f, problems);
        problems.throwIfAny();
        assertTrue(n.price(n.adc().name(), Action.ADC_CONVERSION).joules() > 0);
        assertTrue(n.price(n.tile().name(), Action.PULSE).source().contains("Joule heat"));
        // rail power = track heat + driver headroom
        assertEquals(
            n.writeRail().voltage() * n.device().pulseCurrent() * 1e-12,
            n.price(n.tile().name(), Action.PULSE).joules()
                + n.price(n.pulses().name(), Action.PULSE).joules(),
            1e-27);
        assertTrue(!n.assumptions().isEmpty());
        for (Netlist.Constant c : n.assumptions()) {
          assertTrue(c.source().startsWith("assumed"), c.toString());
        }
        count++;
      }
    }
    assertTrue(count >= 2, "the shipped netlists were found");
  }

  @Test
  void theCurrentOfADeviceIsItsDensityTimesItsCrossSection() {
    Problems problems = new Problems();
    Netlist n = NetlistFile.read(Chips.SMALL, problems);
    // 1e12 A/m^2 x 60 nm x 7.5 nm = 0.45 mA
    assertEquals(450_000, n.pulseCurrent());
  }

  @Test
  void aMisspeltKeyIsNamedWithTheNearestOne() throws IOException {
    // the misspelt key is unknown and the right one is missing
    List<Problem> all = problems("deadTime: 1 ns", "deadTim: 1 ns");
    assertEquals(2, all.size(), "" + all);
    assertSays(all.get(0), "/components/pulses", "no key \"deadTime\"");
    assertSays(all.get(1), "unknown key \"deadTim\"", "did you mean \"deadTime\"?");
    assertSays(only("netlits", "title:", "netlits: 1\ntitle:"), "unknown key \"netlits\"");
  }

  @Test
  void aMissingUnitAndAWrongOneAreToldApart() throws IOException {
    assertSays(only("settle", "settle: 5 ns", "settle: 5"), "/components/tile/settle", "unit");
    assertSays(
        only("readVoltage", "readVoltage: 0.1 V", "readVoltage: 0.1 A"),
        "/components/tile/readVoltage",
        "0.1 A");
  }

  @Test
  void aConstantWithoutAnySourceIsReported() throws IOException {
    List<Problem> all = problems("source: \"assumed: design choice of this example chip\"\n", "");
    assertTrue(all.size() > 20, "every constant of the file: " + all.size());
    all.forEach(p -> assertSays(p, "a constant without a source"));
  }

  @Test
  void aNameThatIsNotWiredIsReportedWithTheNearestOfItsKind() throws IOException {
    assertSays(
        only("readRail", "readRail: vread", "readRail: vraed"),
        "\"vraed\"",
        "vwrite, vread",
        "did you mean \"vread\"?");
    // a name of another kind will not do
    assertSays(only("dac: ", "    dac: dac\n", "    dac: noc\n"), "\"noc\"", "allowed: dac");
  }

  @Test
  void twoTilesAndNoPlannerAreBothReported() throws IOException {
    String second =
        "tile2: {kind: tile, count: 1, rows: 1, columns: 1, readRail: vread, readVoltage: 0.1 V,"
            + " settle: 1 ns, inputMean: \"0.1\", inputMeanSquare: \"0.1\", wordLines: wl,"
            + " bitLines: bl, pulses: pulses, dac: dac, adc: adc, bus: noc}\n  vpu:";
    List<Problem> all =
        problems(
            "vpu:",
            second,
            "  plan: {kind: pulse-planner, cell: pulse-planner, perCycle: 128, clock: 1 GHz}\n",
            "");
    assertEquals(2, all.size(), "" + all);
    assertSays(all.get(0), "no component of kind pulse-planner", "exactly one");
    assertSays(all.get(1), "/components/tile2", "a second component of kind tile");
  }

  @Test
  void railsThatAreTooWeakAreReportedWithTheCurrentThatIsNeeded() throws IOException {
    // one row: 128 x 0.45 mA = 57.6 mA
    assertSays(
        only("vwrite:", "limit: 0.5 A", "limit: 57.59 mA"),
        "0.05759 A",
        "128 columns",
        "0.05760 A");
    assertEquals(List.of(), problems("limit: 0.5 A", "limit: 57.6 mA"));
    // one tile: 0.1 V x 0.25 x 16,384 cells x (145 + 51) uS = 80.28 mA
    assertSays(only("vread:", "limit: 2 A", "limit: 80 mA"), "0.08000 A", "0.08028 A");
    assertEquals(List.of(), problems("limit: 2 A", "limit: 80.3 mA"));
    // I R = 0.45 mA x 2 kohm = 0.9 V
    assertSays(only("vwrite:", "voltage: 1.0 V", "voltage: 0.89 V"), "0.8900 V", "I R = 0.9000 V");
  }

  @Test
  void pulsesThatTheDriverOrTheDeviceCannotMakeAreReported() throws IOException {
    assertSays(only("kind: pulse-driver", "longest: 20 ns", "longest: 20.005 ns"), "multiple");
    assertSays(
        only("kind: pulse-driver", "longest: 20 ns", "longest: 0.59 ns"),
        "longer than the longest");
    // the law was fitted from 0.5 to 50 ns
    assertSays(
        only("kind: pulse-driver", "shortest: 0.6 ns", "shortest: 0.4 ns"), "400", "from 500 to");
    assertSays(
        only("kind: pulse-driver", "longest: 20 ns", "longest: 60 ns"), "60000", "to 50000 ps");
    assertSays(only("timeStep", "timeStep: 10 ps", "timeStep: 10.5 ps"), "10.5 ps", "whole number");
    // 66,000 steps outgrow the driver's counter, 66 ns the law
    List<Problem> all =
        problems("timeStep: 10 ps", "timeStep: 1 ps", "longest: 20 ns", "longest: 66 ns");
    assertEquals(2, all.size(), "" + all);
    assertSays(all.get(0), "66000 time steps", "65535");
  }

  @Test
  void aCellWithoutThePriceThatItsComponentNeedsIsReportedWithWhatItPrices() throws IOException {
    assertSays(
        only("cell: adc-8bit", "cell: dac-8bit", "cell: adc-8bit"),
        "\"adc-8bit\" without a price for \"dac-conversion\"",
        "[adc-conversion]");
    assertSays(
        only("cell: adc-9bit", "cell: adc-8bit", "cell: adc-9bit"),
        "\"adc-9bit\"",
        "did you mean \"adc-8bit\"?");
  }

  @Test
  void missingFilesAreReportedByTheNameThatWasWritten() throws IOException {
    String device = Path.of("netlists/devices/dw-copd-4um.yaml").toAbsolutePath().toString();
    assertSays(only("device:", device, "no-such.yaml"), "/device", "\"no-such.yaml\"");
    List<Problem> all = problems("device: " + device + "\n", "");
    assertEquals(1, all.size(), "" + all);
    assertSays(all.get(0), "no key \"device\"");
    assertSays(only("technology:", "cmos-28nm", "cmos-7nm"), "/technology", "cmos-7nm.yaml");
  }

  @Test
  void everyMistakeOfAFileIsReportedAtOnceInTheOrderOfItsLines() throws IOException {
    List<Problem> all =
        problems(
            "banks: 8", "banks: 0",
            "width: 256 bit", "width: 256",
            "columnsPerDriver: 1", "columnsPerDriver: x",
            "wordLines: wl", "wordLines: w",
            "tick: 1 ns", "tick: 1 GHz");
    assertEquals(
        List.of(
            "/banks",
            "/components/noc/width",
            "/components/pulses/columnsPerDriver",
            "/components/tile/wordLines",
            "/components/thin/tick"),
        all.stream().map(Problem::pointer).toList());
  }

  @Test
  void aNetThatNothingIsWiredToIsReported() throws IOException {
    String rail = "  spare: {kind: rail, voltage: 1.0 V, limit: 1 A}\n  vread:";
    assertSays(only("spare:", "  vread:", rail), "/components/spare", "floating net", "\"spare\"");
    String bus = "  old: {kind: bus, cell: noc, width: 8 bit, clock: 1 GHz, latency: 1 ns}\n  noc:";
    assertSays(only("old:", "  noc:", bus), "/components/old", "floating net");
    String driver = "  extra: {kind: line-driver, cell: line-driver, setup: 1 ns}\n  wl:";
    List<Problem> all = problems("  wl:", driver, "wordLines: wl", "wordLines: extra");
    assertEquals(1, all.size(), "" + all);
    assertSays(all.get(0), "/components/wl", "floating net", "drives nothing");
  }

  @Test
  void twoDriversOnOneLineAreReported() throws IOException {
    assertSays(
        only("wordLines:", "wordLines: wl", "wordLines: [wl, bl]"),
        "/components/tile/wordLines",
        "several at one place",
        "one line-driver: wl, bl");
    List<Problem> all = problems("bitLines: bl", "bitLines: wl");
    assertEquals(2, all.size(), "" + all);
    assertSays(all.get(0), "/components/bl", "floating net");
    assertSays(all.get(1), "/components/tile/bitLines", "drives the word lines already");
    String second =
        "  more: {kind: pulse-driver, cell: pulse-driver, rail: vwrite, timeStep: 10 ps,"
            + " shortest: 0.6 ns, longest: 20 ns, gap: 5 ns, deadTime: 1 ns}\n  dac:";
    assertSays(
        only("more:", "\n  dac:", "\n" + second), "/components/more", "second", "exactly one");
  }

  @Test
  void aTileWithoutARailIsReportedWithTheRailsThereAre() throws IOException {
    assertSays(
        only("kind: tile", "    readRail: vread\n", ""),
        "no key \"readRail\"",
        "hangs on no rail",
        "vwrite, vread");
    assertSays(
        only("kind: pulse-driver", "    rail: vwrite\n", ""), "no key \"rail\"", "vwrite, vread");
  }

  @Test
  void negativeResistancesAndUnknownUnitsAreReported() throws IOException {
    assertSays(
        only("wordSegment:", "wordSegment: 1 ohm", "wordSegment: -1 ohm"),
        "/reads/wordSegment",
        "-1 ohm",
        "0 ohm");
    assertSays(
        only("bitSegment:", "bitSegment: 1 ohm", "bitSegment: 1 Ohms"),
        "/reads/bitSegment",
        "1 Ohms",
        "ohm");
  }

  @Test
  void theAreaOfADieIsUnitsTimesTheTechnologysFigures() {
    Problems problems = new Problems();
    Netlist n = NetlistFile.read(Path.of("netlists/teaching-1-tile.yaml"), problems);
    problems.throwIfAny();
    AreaEstimate a = AreaEstimate.of(n);
    AreaEstimate.Row adc = row(a, "adc");
    // 4 banks x 1 tile x 64 lines / 8 lines per converter
    assertEquals(32, adc.count());
    assertEquals(32 * 2000e-12, adc.area(), 1e-20);
    assertEquals(4 * 64 * 16, row(a, "tile").count());
    assertEquals(4 * 16, row(a, "pulses").count());
    assertEquals(4 * 64, row(a, "dac").count());
    assertEquals(64_000, row(a, "gmem").count());
    double sum = a.rows().stream().mapToDouble(AreaEstimate.Row::area).sum();
    assertEquals(sum, a.total(), 0);
    assertTrue(a.assumed() > 0 && a.assumed() < a.total());
  }

  @Test
  void aCellWithoutAnAreaIsLeftOutAndSaysSo() throws IOException {
    Path technology = temp.resolve("no-area.yaml");
    String text = Files.readString(Path.of("netlists/technology/cmos-28nm.yaml"));
    Files.writeString(technology, text.replaceAll("(?m)^    area: .*2000 um.*$\\n", ""));
    Path chip =
        Chips.write(
            temp,
            Path.of("netlists/technology/cmos-28nm.yaml").toAbsolutePath().toString(),
            technology.toString());
    Problems problems = new Problems();
    AreaEstimate a = AreaEstimate.of(NetlistFile.read(chip, problems));
    assertTrue(!row(a, "adc").known() && row(a, "dac").known());
    assertTrue(a.total() > 0, "a sum of what is known");
  }

  @Test
  void anotherNodesTableSuitsTheSameChips() throws IOException {
    assertEquals(List.of(), problems("cmos-28nm", "cmos-32nm"));
    assertEquals(
        List.of(),
        problems("cmos-28nm", "cmos-32nm", "cell: adc-8bit, bits: 8", "cell: adc-4bit, bits: 4"));
  }

  private static AreaEstimate.Row row(AreaEstimate a, String component) {
    return a.rows().stream().filter(r -> r.component().equals(component)).findFirst().orElseThrow();
  }

  @Test
  void anotherTemperatureForTheSameConstantsIsRefused() {
    Problems problems = new Problems();
    NetlistFile.read(
        Path.of("netlists/edge-28nm-small.yaml"),
        null,
        null,
        List.of("device:temperature=350 K"),
        problems);
    InputException e = assertThrows(InputException.class, problems::throwIfAny);
    assertTrue(e.getMessage().contains("characterize"), e.getMessage());
  }
}
