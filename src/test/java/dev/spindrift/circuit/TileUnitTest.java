package dev.spindrift.circuit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.spindrift.trace.Action;
import dev.spindrift.trace.Work;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * One tile of 2 x 3 cells, by hand. Word lines settle in 1,000 ps, bit lines in 1,500 ps; a DAC
 * converts in 1,000 ps (one line each), an ADC in 2,000 ps (two lines each: 4,000 ps a vector), the
 * cells settle in 5,000 ps; gap 5,000 ps, dead time 700 ps. Times are exact; joules may differ from
 * the hand's by rounding only (1e-12 relative).
 */
class TileUnitTest {
  private static final long[] NONE = {0, 0};

  /** Row 0: pairs of 1,400, 2,600 and 1,300 ps; row 1: two pairs of 2,000 ps and a quiet cell. */
  private static final long[][][] TWO_ROWS = {
    {{600, 800}, {1_600, 1_000}, {700, 600}}, {{1_000, 1_000}, NONE, {1_200, 800}}
  };

  private final List<Long> done = new ArrayList<>();

  private static void assertJoules(double expected, double actual) {
    assertEquals(expected, actual, 1e-12 * expected);
  }

  private long program(Bench b, TileUnit t, RowSequence rows) {
    t.program(rows, Work.UPDATE, (a, x) -> done.add(b.engine.now()), 0, 0);
    b.engine.run();
    return done.get(done.size() - 1);
  }

  private long read(Bench b, TileUnit t, boolean transposed, int vectors) {
    t.prepareReads(transposed, Work.FORWARD, (a, x) -> done.add(b.engine.now()), 0);
    t.read(vectors, 0);
    b.engine.run();
    return done.get(done.size() - 1);
  }

  @Test
  void aForwardBurstTakesSetupConversionsAndOnePeriodForEachFurtherVector() {
    Bench b = new Bench(1, 4 * Bench.PULSE);
    // 1,000 + 1,000 + 5,000 + 4,000 + 3 x max(1,000, 5,000, 4,000) = 26,000 ps
    assertEquals(26_000, read(b, b.tile("t", null, null), false, 4));
  }

  @Test
  void aTransposedBurstDrivesBitLinesAndSensesWordLines() {
    Bench b = new Bench(1, 4 * Bench.PULSE);
    TileUnit t = b.tile("t", null, null);
    // 1,500 + 1,000 + 5,000 + 4,000 (two word lines share an ADC) + 1 x 5,000 = 16,500 ps
    assertEquals(16_500, read(b, t, true, 2));
    assertEquals(2 * 3, b.heard(Action.DAC_CONVERSION).get(0).quantity(), "2 vectors, 3 columns");
    assertEquals("bl", b.heard(Action.LINE_ACTIVATION).get(0).who());
    assertEquals(2 * 2, b.heard(Action.ADC_CONVERSION).get(0).quantity(), "2 vectors, 2 rows");
  }

  @Test
  void anAdcServesNoMoreLinesThanThereAre() {
    Bench b = new Bench(1, 4 * Bench.PULSE);
    TileUnit t = b.tile("t", null, null);
    t.assign(0, 2, 1);
    // one column: a single conversion of 2,000 ps: 1,000 + 1,000 + 5,000 + 2,000
    assertEquals(9_000, read(b, t, false, 1));
  }

  @Test
  void everyActionOfABurstIsAnnouncedOnceAndPriced() {
    Bench b = new Bench(1, 4 * Bench.PULSE);
    read(b, b.tile("t", null, null), false, 4);
    assertEquals(4, b.heard.size());
    for (Bench.Heard h : b.heard) {
      assertEquals(0, h.start());
      assertEquals(26_000, h.duration());
    }
    assertJoules(4 * 2 * 0.3e-12, b.joules("dac", Action.DAC_CONVERSION));
    assertJoules(4 * 2 * 0.4e-12, b.joules("wl", Action.LINE_ACTIVATION));
    assertJoules(4 * 3 * 2.5e-12, b.joules("adc", Action.ADC_CONVERSION));
    // 4 vectors x (0.1 V)^2 x mean square 0.125 x 1 mS x 5 ns
    assertJoules(4 * 0.01 * 0.125 * 1e-3 * 5e-9, b.joules("tile", Action.CELL_READ));
  }

  @Test
  void readingTheStateDrivesOneWordLineAtATimeAtFullScale() {
    Bench b = new Bench(1, 4 * Bench.PULSE);
    TileUnit t = b.tile("t", null, null);
    t.prepareStateReads(Work.HANDOVER, (a, x) -> done.add(b.engine.now()), 0);
    t.read(2, 0);
    // 0.1 V x 1 mS / 2 rows = 50 uA
    assertEquals(50_000, b.readRail.used());
    b.engine.run();
    assertEquals(2, b.heard(Action.DAC_CONVERSION).get(0).quantity());
    assertEquals(2, b.heard(Action.LINE_ACTIVATION).get(0).quantity());
    assertEquals(6, b.heard(Action.ADC_CONVERSION).get(0).quantity());
    // every cell conducts once at full scale: (0.1 V)^2 x 1 mS x 5 ns
    assertJoules(0.01 * 1e-3 * 5e-9, b.joules("tile", Action.CELL_READ));
  }

  @Test
  void aRowLastsAsLongAsItsLongestPairAndDriversRecoverWhileTheNextLineIsSelected() {
    Bench b = new Bench(1, 4 * Bench.PULSE);
    // row 0: 1,000 + 2,600 + 5,000 = 8,600; row 1: 1,000 (700 of them recovery) + 2,000 + 5,000
    assertEquals(16_600, program(b, b.tile("t", null, null), Bench.rows(1, false, TWO_ROWS)));
    List<Bench.Heard> lines = b.heard(Action.LINE_ACTIVATION);
    assertEquals(0, lines.get(0).start());
    assertEquals(8_600, lines.get(0).duration());
    assertEquals(8_600, lines.get(1).start());
    assertEquals(8_000, lines.get(1).duration());
    // 5,300 + 4,000 device-ps: for the track and once more for the driver's headroom
    assertJoules(9_300 * 1e-16, b.joules("tile", Action.PULSE));
    assertJoules(9_300 * 1e-16, b.joules("pd", Action.PULSE));
    assertJoules(10 * 37.5e-15, b.joules("pd", Action.DRIVE)); // 6 + 4 pulses
    assertJoules(2 * 0.4e-12, b.joules("wl", Action.LINE_ACTIVATION));
    assertEquals(3 * Bench.PULSE, b.writeRail.peak());
  }

  @Test
  void aRecoveryLongerThanTheSelectionDelaysEveryRowButTheFirst() {
    Bench b = new Bench(1, 4 * Bench.PULSE, 1_500);
    // 8,600, then 1,500 + 2,000 + 5,000
    assertEquals(17_100, program(b, b.tile("t", null, null), Bench.rows(1, false, TWO_ROWS)));
    Bench single = new Bench(1, 4 * Bench.PULSE, 1_500);
    assertEquals(
        17_100, program(single, single.tile("t", null, null), Bench.rows(1, true, TWO_ROWS)));
    List<Bench.Heard> pulses = single.heard(Action.DRIVE);
    assertEquals(8_600 + 1_500, pulses.get(6).start(), "the first pulse of row 1");
  }

  @Test
  void columnsThatShareADriverTakeTurnsWithADeadTimeBetween() {
    Bench b = new Bench(2, 4 * Bench.PULSE);
    // phase 0 holds columns 0 and 2, phase 1 column 1.
    // row 0: 1,000 + (1,400 + 5,000) + 700 + (2,600 + 5,000) = 15,700
    // row 1: phase 1 has no pulses: 1,000 + (2,000 + 5,000) = 8,000
    assertEquals(23_700, program(b, b.tile("t", null, null), Bench.rows(2, false, TWO_ROWS)));
    assertEquals(2 * Bench.PULSE, b.writeRail.peak(), "the busier phase has two columns");
  }

  @Test
  void rowsWithoutPulsesArePassedOver() {
    Bench b = new Bench(1, 4 * Bench.PULSE);
    long[][][] one = {{NONE, NONE, NONE}, {NONE, {600, 600}, NONE}, {NONE, NONE, NONE}};
    // 1,000 + 1,200 + 5,000
    assertEquals(7_200, program(b, b.tile("t", null, null), Bench.rows(1, false, one)));
    assertEquals(1, b.heard(Action.LINE_ACTIVATION).size());
    long[][][] nothing = {{NONE, NONE, NONE}};
    assertEquals(7_200, program(b, b.tile("u", null, null), Bench.rows(1, false, nothing)));
  }

  @Test
  void singlePulsesGiveTheSameEndAndTheSameJoulesAsWholeRows() {
    for (int phases = 1; phases <= 3; phases++) {
      Bench rows = new Bench(phases, 4 * Bench.PULSE);
      Bench pulses = new Bench(phases, 4 * Bench.PULSE);
      long end = program(rows, rows.tile("t", null, null), Bench.rows(phases, false, TWO_ROWS));
      assertEquals(
          end, program(pulses, pulses.tile("t", null, null), Bench.rows(phases, true, TWO_ROWS)));
      assertEquals(rows.ledger.total(), pulses.ledger.total(), 0.0);
      assertEquals(2, rows.heard(Action.DRIVE).size());
      assertEquals(10, pulses.heard(Action.DRIVE).size());
    }
  }

  @Test
  void everySinglePulseStartsAndEndsWhenItShould() {
    Bench b = new Bench(2, 4 * Bench.PULSE);
    program(b, b.tile("t", null, null), Bench.rows(2, true, TWO_ROWS));
    List<String> seen =
        b.heard(Action.DRIVE).stream().map(h -> h.start() + "+" + h.duration()).toList();
    // By end. Row 0, phase 0 from 1,000: columns 0 (600, gap, 800) and 2 (700, gap, 600); phase 1
    // from 1,000 + 6,400 + 700 = 8,100: column 1. Row 1 from 15,700 + 1,000.
    assertEquals(
        List.of(
            "1000+600",
            "1000+700",
            "6700+600",
            "6600+800",
            "8100+1600",
            "14700+1000",
            "16700+1000",
            "16700+1200",
            "22700+1000",
            "22900+800"),
        seen);
  }

  @Test
  void aTileDoesOneThingAtATimeInTheOrderOfTheRequests() {
    Bench b = new Bench(1, 4 * Bench.PULSE);
    TileUnit t = b.tile("t", null, null);
    t.prepareReads(
        false, Work.FORWARD, (a, burst) -> done.add(burst * 100_000 + b.engine.now()), 0);
    t.read(1, 1);
    t.read(1, 2);
    t.program(
        Bench.rows(1, false, TWO_ROWS), Work.UPDATE, (a, x) -> done.add(b.engine.now()), 0, 0);
    t.read(1, 3);
    b.engine.run();
    // a burst of one vector takes 11,000 ps, the program 16,600 ps
    assertEquals(List.of(111_000L, 222_000L, 38_600L, 349_600L), done);
    assertThrows(IllegalStateException.class, () -> twice(t));
  }

  private static void twice(TileUnit t) {
    t.program(Bench.rows(1, false, TWO_ROWS), Work.UPDATE, (a, x) -> {}, 0, 0);
    t.program(Bench.rows(1, false, TWO_ROWS), Work.UPDATE, (a, x) -> {}, 0, 0);
  }

  @Test
  void aRowWaitsForTheRailsCurrentAndStartsAtTheVeryInstantItIsThere() {
    // The rail feeds three columns: the other tile's row 0 must wait for 8,600 ps, the end of the
    // first tile's row 0.
    Bench b = new Bench(1, 3 * Bench.PULSE);
    StepRecord record = new StepRecord();
    b.writeRail.record(record);
    TileUnit t = b.tile("t", null, null);
    TileUnit u = b.tile("u", null, null);
    t.program(Bench.rows(1, false, TWO_ROWS), Work.UPDATE, (a, x) -> {}, 0, 0);
    u.program(Bench.rows(1, false, TWO_ROWS), Work.UPDATE, (a, x) -> {}, 0, 0);
    b.engine.runUntil(8_599);
    assertEquals(0, b.writeRail.waited(), "not served yet");
    b.engine.runUntil(8_600);
    assertEquals(8_600, b.writeRail.waited());
    b.engine.run();
    List<Bench.Heard> rows = b.heard(Action.LINE_ACTIVATION);
    // t row 0 to 8,600; u row 0 to 17,200 while t's row 1 waits; then t's row 1 (2 columns) to
    // 25,200 while u's row 1 finds one column of current left; then that
    assertEquals(
        List.of(0L, 8_600L, 17_200L, 25_200L), rows.stream().map(Bench.Heard::start).toList());
    assertEquals(3 * Bench.PULSE, b.writeRail.peak());
    assertEquals(8_600, b.writeRail.longestWait());
  }

  @Test
  void tilesThatShareConvertersReadOneAfterTheOther() {
    Bench b = new Bench(1, 4 * Bench.PULSE);
    Resource bank = b.one("converters");
    for (String name : List.of("t", "u")) {
      TileUnit t = b.tile(name, bank, null);
      t.prepareReads(false, Work.FORWARD, (a, x) -> done.add(b.engine.now()), 0);
      t.read(1, 0);
    }
    b.engine.runUntil(10_999);
    assertEquals(1, bank.waiting());
    b.engine.runUntil(11_000);
    assertEquals(0, bank.waiting());
    b.engine.run();
    assertEquals(List.of(11_000L, 22_000L), done);
  }

  @Test
  void sharedDriversAreFreeForAnotherTileOnlyWhenTheyHaveRecovered() {
    Bench b = new Bench(1, 8 * Bench.PULSE);
    Resource bank = b.one("drivers");
    TileUnit t = b.tile("t", null, bank);
    TileUnit u = b.tile("u", null, bank);
    t.program(
        Bench.rows(1, false, TWO_ROWS), Work.UPDATE, (a, x) -> done.add(b.engine.now()), 0, 0);
    u.program(
        Bench.rows(1, false, TWO_ROWS), Work.UPDATE, (a, x) -> done.add(b.engine.now()), 0, 0);
    b.engine.runUntil(9_299);
    assertEquals(1, b.heard(Action.LINE_ACTIVATION).size());
    assertEquals(0, b.writeRail.used(), "the drivers recover");
    b.engine.runUntil(9_300);
    assertEquals(3 * Bench.PULSE, b.writeRail.used(), "row 0 of the other tile");
    b.engine.run();
    // rows take turns: 8,600, 8,600, 8,000, 8,000, each with 700 of recovery
    assertEquals(List.of(27_300L, 36_000L), done);
  }
}
