package dev.spindrift.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindrift.Chips;
import dev.spindrift.input.InputException;
import dev.spindrift.mapping.RealisedIncrement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole small runs with drivers that err and a rail that droops. */
class DriversRunTest {
  private static final String RAIL = "vwrite: {kind: rail, voltage: 1.0 V, limit: 8 mA";
  private static final String ORDER = "order: fixed";
  private static final String ALL =
      ORDER
          + "\n    errors: {jitter: 10 ps, rise: 60 ps, fall: 20 ps, currentSpread: 0.03,"
          + " polarityMismatch: 0.02}";

  /** Two mini-batches by steps so small that no pulse is cut to the driver's longest. */
  private static final String[] GENTLE = {"learning.eta=1e4", "learning.miniBatches=2"};

  private static final String TWO = "learning.miniBatches=2";

  @TempDir Path temp;
  private int runs;

  private Path scenario(String rail, String drivers) throws IOException {
    Path chip = Chips.crowded(temp, 3);
    String text = Files.readString(chip);
    Files.writeString(chip, Chips.change(text, RAIL, RAIL + rail, ORDER, drivers));
    return TinyRun.write(temp);
  }

  private TinyRun.Outcome run(String rail, String drivers, int threads, String... settings)
      throws IOException {
    return TinyRun.run(scenario(rail, drivers), temp.resolve("s" + runs++), threads, settings);
  }

  private static RealisedIncrement cause(TinyRun.Outcome o, String name) {
    return o.result().circuit().increments().stream()
        .filter(c -> c.cause().contains(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " in " + o.result().circuit().increments()));
  }

  @Test
  void withoutErrorsAndDroopTheRunIsTheSameBitForBit() throws IOException {
    TinyRun.Outcome none = run("", ORDER, 1, GENTLE);
    TinyRun.Outcome zero =
        run(", resistance: 0 ohm", ORDER + "\n    errors: {jitter: 0 s}", 1, GENTLE);
    assertEquals(none.parameterBits(), zero.parameterBits());
    assertEquals(none.result().history(), zero.result().history());
    List<RealisedIncrement> causes = none.result().circuit().increments();
    assertEquals(3, causes.size(), "rule, time step, all: " + causes);
    // halves are rounded up: each width is off by at most half a step of 10 ps at 34 m/s
    assertTrue(cause(none, "time step").spread() < 10e-12 * 34.2 / 4e-6);
    assertTrue(cause(none, "time step").spread() > 0);
  }

  @Test
  void errorsAreTheSameOnAnyNumberOfThreadsAndAtBothDetailsAndGrains() throws IOException {
    for (String grain : new String[] {"update.grain=pair", "update.grain=pulse"}) {
      TinyRun.Outcome rows = run("", ALL, 1, grain, TWO);
      // by row programs the update's own loops move the walls, by pulses their events do
      TinyRun.Outcome pulses = run("", ALL, 3, grain, TWO, "events.detail=pulse");
      assertEquals(rows.parameterBits(), pulses.parameterBits());
      assertEquals(rows.result().circuit().increments(), pulses.result().circuit().increments());
      assertEquals(rows.parameterBits(), run("", ALL, 3, grain, TWO).parameterBits());
    }
    TinyRun.Outcome exact = run("", ORDER, 1, TWO);
    assertNotEquals(exact.parameterBits(), run("", ALL, 1, TWO).parameterBits());
  }

  @Test
  void eachErrorShowsWhereItMustAndNowhereElse() throws IOException {
    TinyRun.Outcome o = run("", ALL, 1, GENTLE);
    RealisedIncrement jitter = cause(o, "jitter");
    // two widths of 10 ps each at 34.1 m/s on 4 um; the spread of 888 pairs: 2.4 %, five of them
    double expected = Math.sqrt(2) * 10e-12 * 34.1 / 4e-6;
    assertEquals(expected, jitter.spread(), 0.12 * expected);
    // edges shorten push and pull alike: a law linear in width does not notice (float rounding)
    RealisedIncrement edges = cause(o, "rise and fall");
    assertEquals(0, edges.spread(), 1e-6);
    assertEquals(0, edges.bias(), 1e-6);
    assertEquals(0, edges.excessVariance(), 1e-9, "noise depends on elapsed time");
    // what currents do is computed by hand, driver by driver, in IncrementAuditTest
    RealisedIncrement current = cause(o, "current of drivers");
    assertTrue(Math.abs(current.gain()) > 1e-4 && Math.abs(current.gain()) < 0.06);
    assertTrue(cause(o, "push against pull").spread() > 0);
  }

  @Test
  void droopSlowsWallsOnlyOnceItHasEatenTheHeadroom() throws IOException {
    // 8 mA over 5 ohm: at most 40 mV of the 100 mV of headroom (1 V - 0.45 mA x 2 kohm)
    RealisedIncrement little = cause(run(", resistance: 5 ohm", ORDER, 1, TWO), "droop");
    // equal but for the float rounding of means
    assertEquals(0, little.spread(), 1e-7);
    assertEquals(0, little.gain(), 1e-4);
    TinyRun.Outcome much = run(", resistance: 60 ohm", ORDER, 1, TWO);
    RealisedIncrement strong = cause(much, "droop");
    assertTrue(strong.gain() < -0.005, strong.toString());
    // lower still than 1 - (1 V - 60 ohm x 8 mA) / 0.9 V cannot be
    assertTrue(strong.gain() > -0.43, strong.toString());
    assertEquals(0, strong.excessVariance(), 1e-9);
    TinyRun.Outcome threads = run(", resistance: 60 ohm", ORDER, 3, TWO);
    assertEquals(much.parameterBits(), threads.parameterBits());
    TinyRun.Outcome pulses = run(", resistance: 60 ohm", ORDER, 1, TWO, "events.detail=pulse");
    assertEquals(much.parameterBits(), pulses.parameterBits());
  }

  @Test
  void badDriversAreRefusedWithTheirPlace() throws IOException {
    String[][] bad = {
      {"errors: {jitter: 250 ps}", "3 x a jitter of 2.500e-10 s"},
      {"errors: {rise: 700 ps}", "a rise of 7.000e-10 s"},
      {"errors: {fall: 6 ns}", "longer than the gap of 5.000e-09 s"},
      {"errors: {jiter: 5 ps}", "unknown key \"jiter\""},
      {"errors: {jitter: 5 pA}", "5 pA"},
      {"errors: {currentSpread: 0.7}", "0.7"}
    };
    for (String[] b : bad) {
      InputException e =
          assertThrows(
              InputException.class, () -> TinyRun.prepare(scenario("", ORDER + "\n    " + b[0])));
      assertTrue(e.getMessage().contains(b[1]), e.getMessage());
      assertTrue(e.getMessage().contains("/components/pulses"), e.getMessage());
    }
    InputException traced =
        assertThrows(
            InputException.class,
            () -> TinyRun.prepare(scenario(", resistance: 5 ohm", ORDER), "trace.grain=row"));
    assertTrue(traced.getMessage().contains("rail droops"), traced.getMessage());
    String mala = "learning={batch: 50, miniBatches: 4, kernel: mala, tau: 2e-5, eta: 200}";
    for (String[] chip : new String[][] {{", resistance: 5 ohm", ORDER}, {"", ALL}}) {
      InputException judged =
          assertThrows(
              InputException.class, () -> TinyRun.prepare(scenario(chip[0], chip[1]), mala));
      assertTrue(judged.getMessage().contains("accepts or rejects"), judged.getMessage());
      assertTrue(judged.getMessage().contains("proposalRatio: false"), judged.getMessage());
    }
  }
}
