package dev.spindrift.scenario;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindrift.Chips;
import dev.spindrift.circuit.Rail;
import dev.spindrift.trace.Action;
import dev.spindrift.trace.ActionListener;
import dev.spindrift.trace.Work;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whole runs on a crowded chip whose write rail feeds two rows of eight devices at a time, under
 * every policy: what the pulses really draw, and that the energy is the integral of the power.
 */
class RailLimitsTest {
  private static final String RAIL = "vwrite: {kind: rail, voltage: 1.0 V, limit: 8 mA}";

  @TempDir Path temp;

  private void chip(String policy) throws IOException {
    Path chip = Chips.crowded(temp, 1);
    String text = java.nio.file.Files.readString(chip);
    String rail = RAIL.replace("8 mA}", "8 mA" + policy + "}");
    java.nio.file.Files.writeString(chip, Chips.change(text, RAIL, rail));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ", policy: row-parallel, budget: 6 mA, lookAhead: 4",
        ", policy: power-capped, cap: 4 mW",
        ", policy: tile-interleaved"
      })
  void noInstantOfARunSeesMoreDevicesUnderPulsesThanTheRailFeeds(String policy) throws IOException {
    chip(policy);
    Path scenario = TinyRun.write(temp);
    Prepared prepared = TinyRun.prepare(scenario, "events.detail=pulse");
    // devices under pulses, as their pulses were announced one by one: changes by instant [ps]
    TreeMap<Long, Integer> changes = new TreeMap<>();
    try (Training t = new Training(prepared, temp.resolve("s"), 1, (a, b, c, d, e, f) -> {})) {
      int tiles = t.chip.components.kinds().indexOf("tile");
      ActionListener pulses =
          (component, action, work, layer, start, duration, quantity, own) -> {
            // the hand-over's rows are announced whole, not pulse by pulse
            boolean tile = t.chip.components.kindOf(component) == tiles;
            if (action == Action.PULSE && work == Work.UPDATE && tile && duration > 0) {
              assertEquals(duration, quantity, "one device");
              changes.merge(start, 1, Integer::sum);
              changes.merge(start + duration, -1, Integer::sum);
            }
          };
      t.listen(pulses);
      RunResult r = t.run();
      long current = prepared.scenario().netlist().pulseCurrent();
      long on = 0;
      long most = 0;
      for (Map.Entry<Long, Integer> change : changes.entrySet()) {
        on += change.getValue();
        most = Math.max(most, on * current);
      }
      Rail rail = t.chip.die.rails().get(0);
      assertEquals("vwrite", rail.name());
      assertEquals(0, on, "every pulse ends");
      assertTrue(changes.size() > 1_000);
      assertTrue(most <= rail.peak(), most + " nA drawn, " + rail.peak() + " nA reserved");
      assertTrue(rail.peak() <= rail.capacity());
      assertTrue(most > 0.5 * rail.peak(), "what is reserved is used: " + most);
      assertTrue(!policy.contains("budget") || rail.peak() <= 6_000_000);
      assertTrue(rail.peakMeanPower() <= 4e-3);
      assertTrue(rail.waited() > 0, "rows waited");
      assertEquals(0, rail.used());
      // sums of some 1e5 positive terms
      assertEquals(t.chip.ledger.total(), t.chip.power.integral(), 1e-12 * t.chip.ledger.total());
      assertEquals(r.history().get(r.history().size() - 1).energy(), t.chip.ledger.total(), 0);
    }
  }

  @Test
  void aPolicyChangesWhenRowsAreProgrammedButNeitherTheWallsNorTheJoules() throws IOException {
    chip("");
    TinyRun.Outcome reference = TinyRun.run(TinyRun.write(temp), temp.resolve("a"), 1);
    for (String policy :
        new String[] {
          ", policy: first-come",
          ", policy: row-parallel, budget: 4 mA",
          ", policy: power-capped, cap: 4 mW",
          ", policy: tile-interleaved"
        }) {
      chip(policy);
      Path samples = temp.resolve("b" + policy.length());
      TinyRun.Outcome o = TinyRun.run(TinyRun.write(temp), samples, 2);
      assertEquals(reference.parameterBits(), o.parameterBits(), policy);
      assertEquals(reference.joules(), o.joules(), 0, policy);
      if (policy.contains("first-come")) {
        assertEquals(reference.end(), o.end());
        assertArrayEquals(reference.result().power().power(), o.result().power().power(), 0);
      } else if (!policy.contains("interleaved")) {
        assertTrue(o.end() > reference.end(), policy + " gives less than the limit");
      }
    }
  }
}
