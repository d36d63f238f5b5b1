package dev.spindrift.energy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindrift.input.Problems;
import dev.spindrift.trace.Action;
import dev.spindrift.trace.Announcer;
import dev.spindrift.trace.Components;
import dev.spindrift.trace.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Joules are neither lost nor made, whatever the order in which actions are announced. */
class ConservationTest {
  private static final PriceTable TABLE =
      (kind, action) -> new Price((1 + action.ordinal()) * 1.1e-13 * kind.length(), "", "test");

  private static final PriceTable FREE = (kind, action) -> new Price(0, "0 J", "test");

  private final Components components = new Components();

  /** One announcement. */
  private record Call(
      int component, Action action, Work work, int layer, long start, long duration, long n) {}

  private List<Call> calls(int count, long span) {
    for (int i = 0; i < 5; i++) {
      components.register(i < 3 ? "tile" : "bus", "x" + i);
    }
    SplittableRandom random = new SplittableRandom(7);
    List<Call> calls = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      calls.add(
          new Call(
              random.nextInt(5),
              Action.values()[random.nextInt(Action.values().length)],
              Work.values()[random.nextInt(Work.values().length)],
              random.nextInt(4) - 1,
              random.nextLong(span),
              random.nextInt(3) == 0 ? 0 : random.nextLong(span / 10),
              random.nextLong(1_000_000)));
    }
    return calls;
  }

  private EnergyLedger book(List<Call> calls, PowerTimeline power) {
    EnergyLedger ledger = new EnergyLedger(components, TABLE, 3);
    Announcer announcer =
        power == null
            ? new Announcer(components, ledger)
            : new Announcer(components, ledger, power);
    for (Call c : calls) {
      announcer.onAction(
          c.component(), c.action(), c.work(), c.layer(), c.start(), c.duration(), c.n(), 0);
    }
    return ledger;
  }

  @Test
  void theLedgersSumIsTheIntegralOfThePowerHoweverOftenTheTimelineWidens() {
    List<Call> calls = calls(5_000, 1_000_000_000L);
    PowerTimeline power = new PowerTimeline(components, TABLE, 64, 10);
    EnergyLedger ledger = book(calls, power);
    assertTrue(power.width() > 1 << 10, "the timeline must have widened: " + power.width());
    // some 1e4 additions of positive terms: rounding well below 1e-12
    assertEquals(ledger.total(), power.integral(), 1e-12 * ledger.total());
    double sum = 0;
    for (double w : power.power()) {
      sum += w * power.width() * 1e-12;
    }
    assertEquals(ledger.total(), sum, 1e-12 * ledger.total(), "no power beyond the last bin shown");
  }

  @Test
  void powerIsEnergyOverTimeInTheBinsThatAnActionCovers() {
    components.register("tile", "t");
    PowerTimeline power = new PowerTimeline(components, FREE, 4, 3);
    // 6 pJ from 4 to 28 ps in bins of 8 ps: 1, 2, 2 and 1 pJ
    power.onAction(0, Action.CELL_READ, Work.FORWARD, 0, 4, 24, 1, 6e-12);
    double[] expected = {0.125, 0.25, 0.25, 0.125};
    for (int i = 0; i < 4; i++) {
      assertEquals(expected[i], power.power()[i], 1e-15);
    }
    // an instant at 40 ps: bins double to 16 ps; 3 pJ + 3 pJ, then 6 pJ more
    power.onAction(0, Action.CELL_READ, Work.FORWARD, 0, 40, 0, 1, 6e-12);
    assertEquals(16, power.width());
    assertEquals(3, power.power().length);
    assertEquals(3.0 / 16, power.power()[0], 1e-15);
    assertEquals(6.0 / 16, power.power()[2], 1e-15);
  }

  @Test
  void pricedEnergyDoesNotDependOnTheOrderOrTheGrainOfAnnouncements() {
    List<Call> calls = calls(5_000, 1_000_000);
    EnergyLedger inOrder = book(calls, null);
    List<Call> shuffled = new ArrayList<>(calls);
    Collections.shuffle(shuffled, new Random(3));
    assertEquals(inOrder.entries(), book(shuffled, null).entries(), "exactly equal");
    List<Call> split = new ArrayList<>();
    for (Call c : shuffled) {
      long part = c.n() / 3;
      for (long n : new long[] {part, c.n() - part}) {
        split.add(
            new Call(c.component(), c.action(), c.work(), c.layer(), c.start(), c.duration(), n));
      }
    }
    assertEquals(inOrder.total(), book(split, null).total(), 0.0);
  }

  @Test
  void entriesNameComponentActionLayerAndWorkAndAddQuantitiesUp() {
    components.register("tile", "tile[0]");
    components.register("tile", "tile[1]");
    EnergyLedger ledger = new EnergyLedger(components, (k, a) -> new Price(2, "2 J", "s"), 2);
    ledger.onAction(1, Action.CELL_READ, Work.BACKWARD, 1, 0, 5, 3, 0.5);
    ledger.onAction(0, Action.CELL_READ, Work.BACKWARD, 1, 9, 5, 4, 0.25);
    ledger.onAction(0, Action.INDEX_SWITCH, Work.CONTROL, -1, 9, 5, 1, 0);
    Price price = new Price(2, "2 J", "s");
    assertEquals(
        List.of(
            new EnergyLedger.Entry("tile", Action.INDEX_SWITCH, -1, Work.CONTROL, 1, 1, price, 2.0),
            new EnergyLedger.Entry(
                "tile", Action.CELL_READ, 1, Work.BACKWARD, 7, 2, price, 7 * 2 + 0.75)),
        ledger.entries());
    assertEquals(16.75, ledger.total(), 0);
  }

  @Test
  void aQuantityThatOutgrowsALongIsAnErrorNotAWrap() {
    components.register("tile", "t");
    EnergyLedger ledger = new EnergyLedger(components, FREE, 1);
    ledger.onAction(0, Action.PULSE, Work.UPDATE, 0, 0, 1, Long.MAX_VALUE, 0);
    assertThrows(
        ArithmeticException.class,
        () -> ledger.onAction(0, Action.PULSE, Work.UPDATE, 0, 0, 1, 1, 0));
  }

  @Test
  void everyShippedPriceHasASourceAndAValue() throws IOException {
    try (var files = Files.list(Path.of("netlists/technology"))) {
      List<Path> all = files.toList();
      assertTrue(!all.isEmpty());
      for (Path file : all) {
        Problems problems = new Problems();
        TechnologyTable table = TechnologyTable.read(file, problems);
        problems.throwIfAny();
        for (String cell : table.cells()) {
          assertTrue(
              !table.priced(cell).isEmpty() || table.area(cell) != null,
              file + ": " + cell + " says nothing");
          for (Action a : Action.values()) {
            Price p = table.find(cell, a);
            if (p != null) {
              assertTrue(p.joules() > 0 && p.source().length() > 10, cell + " " + a + " " + p);
            }
          }
        }
      }
    }
  }

  @Test
  void badPricesAreAllReportedWithTheirLine(@TempDir Path temp) throws IOException {
    Path file =
        Files.writeString(
            temp.resolve("t.yaml"),
            """
            spindrift: technology/1
            name: bad
            cells:
              adc:
                adc-conversion: 1 pJ
                memory-raed: {value: 1 pJ, source: "x"}
              dac:
                dac-conversion: {value: 1 ps, source: "x"}
              wl:
                line-activation: {value: 0.4, source: "x"}
              bus:
                bus-transfer: {value: -1 pJ, source: "x"}
            """);
    Problems problems = new Problems();
    TechnologyTable.read(file, problems);
    List<String> found = problems.list().stream().map(p -> p.line() + " " + p.found()).toList();
    assertEquals(5, found.size(), "" + problems.list());
    assertTrue(found.get(0).equals("5 a constant without a source"), found.get(0));
    assertEquals("6 unknown key \"memory-raed\"", found.get(1));
    assertEquals("memory-read", problems.list().get(1).suggestion());
    assertTrue(found.get(2).startsWith("8 ") && found.get(2).contains("1 ps"), found.get(2));
    assertTrue(found.get(3).startsWith("10 ") && found.get(3).contains("0.4"), found.get(3));
    assertTrue(found.get(4).startsWith("12 ") && found.get(4).contains("-1 pJ"), found.get(4));
  }
}
