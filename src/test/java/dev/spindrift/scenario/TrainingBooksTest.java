package dev.spindrift.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindrift.Chips;
import dev.spindrift.circuit.Resource;
import dev.spindrift.circuit.StepRecord;
import dev.spindrift.scenario.TinyRun.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The books of a whole run: joules, currents, time and samples add up. */
class TrainingBooksTest {
  @TempDir Path temp;

  @Test
  void joulesOfTheLedgerAreTheIntegralOfThePowerAndTheTableOfTheReport() throws IOException {
    Chips.crowded(temp, 3);
    Outcome run = TinyRun.run(TinyRun.write(temp), temp.resolve("s"), 1);
    // some 1e4 additions of positive terms: rounding well below 1e-12
    assertEquals(run.joules(), run.powerIntegral(), 1e-12 * run.joules());
    RunResult.PowerTrace power = run.result().power();
    double integral = 0;
    for (double watts : power.power()) {
      integral += watts * power.binWidth();
    }
    assertEquals(run.joules(), integral, 1e-12 * run.joules());
    // the last bin is the one in which the run ends
    double bins = run.result().simulatedTime() / power.binWidth();
    assertEquals((long) bins + 1, power.power().length);
    double table = 0;
    for (RunResult.EnergyRow row : run.result().energy()) {
      table += row.joules();
      assertTrue(!row.source().isBlank(), row + " has no source");
    }
    assertEquals(run.joules(), table, 0.0);
    List<RunResult.HistoryPoint> history = run.result().history();
    assertTrue(history.get(history.size() - 1).energy() <= run.joules());
    for (int i = 1; i < history.size(); i++) {
      assertTrue(history.get(i).energy() > history.get(i - 1).energy());
      assertTrue(history.get(i).simulatedTime() > history.get(i - 1).simulatedTime());
    }
  }

  @Test
  void simulatedTimeIsTheSumOfItsPhases() throws IOException {
    Chips.crowded(temp, 1);
    RunResult r = TinyRun.run(TinyRun.write(temp), temp.resolve("s"), 1).result();
    double sum = 0;
    for (RunResult.PhaseTime p : r.phases()) {
      assertTrue(p.total() >= 0, p.work());
      sum += p.total();
    }
    // phases follow each other; a few roundings of doubles
    assertEquals(r.simulatedTime(), sum, 1e-14 * sum);
  }

  @Test
  void noRailEverGivesMoreThanItsLimitAndTheCrowdedOneMakesRowsWait() throws IOException {
    Chips.crowded(temp, 1);
    Prepared prepared = TinyRun.prepare(TinyRun.write(temp));
    try (Training t = new Training(prepared, temp.resolve("s"), 1, (a, b, c, d, e, f) -> {})) {
      List<StepRecord> records = new ArrayList<>();
      for (Resource rail : t.chip.die.rails()) {
        records.add(new StepRecord());
        rail.record(records.get(records.size() - 1));
      }
      RunResult result = t.run();
      for (int i = 0; i < records.size(); i++) {
        Resource rail = t.chip.die.rails().get(i);
        // the run records its last mini-batch itself; ours holds all before
        for (StepRecord record : List.of(records.get(i), t.events.rails.of(i))) {
          double[] max = new double[1];
          record.bin(0, t.chip.engine.now(), new double[1], max);
          assertTrue(max[0] > 0 && max[0] <= rail.capacity(), rail.name() + ": " + max[0]);
          assertTrue(record.size() > 10);
        }
        assertTrue(rail.peak() <= rail.capacity(), rail.name());
        assertEquals(0, rail.used(), rail.name() + " is given back");
        assertEquals(0, rail.waiting());
      }
      RunResult.RailUse write =
          result.rails().stream().filter(r -> r.name().equals("vwrite")).findFirst().orElseThrow();
      assertTrue(write.stall() > 0, "two rows at a time for many tiles");
      assertTrue(write.peak() > 0.5 * write.limit());
    }
  }

  @Test
  void samplesAreStoredWhenTheCounterSaysAndTheOldestGoesWhenItsBankIsUsedAgain()
      throws IOException {
    Chips.crowded(temp, 1);
    Path scenario = TinyRun.write(temp);
    // cycle 4, window after 1, every tick stores: after 2, 3, 4, 6, 7, 8
    String[] eight = {"learning.miniBatches=8"};
    RunResult r = TinyRun.run(scenario, temp.resolve("s"), 1, eight).result();
    assertEquals(6, r.samplesStored());
    assertEquals(3, r.banks());
    assertEquals(3, r.ensembles().size(), "three banks, and the run ends at a store");
    // one mini-batch more and the chain lives in the bank of the oldest
    RunResult nine = TinyRun.run(scenario, temp.resolve("t"), 1, "learning.miniBatches=9").result();
    assertEquals(6, nine.samplesStored());
    assertEquals(2, nine.ensembles().size());
    assertTrue(
        nine.warnings().stream().anyMatch(w -> w.contains("6 posterior samples were stored, but")),
        nine.warnings().toString());
    long ticks = quantity(nine, "counter-tick");
    assertEquals(6, ticks, "3 in each cycle of 4, none in mini-batch 9");
    assertEquals(6, quantity(nine, "index-switch"));
  }

  private static long quantity(RunResult r, String action) {
    return r.energy().stream()
        .filter(e -> e.action().equals(action))
        .mapToLong(RunResult.EnergyRow::quantity)
        .sum();
  }

  @Test
  void pulsesOfTheStatisticsAreThoseThatTheDriversDeliver() throws IOException {
    Chips.crowded(temp, 3);
    RunResult r = TinyRun.run(TinyRun.write(temp), temp.resolve("s"), 1).result();
    RunResult.PulseStatistics p = r.pulses();
    assertEquals(5L * (64 * 12 + 12 * 10), p.updates(), "5 mini-batches, every weight once");
    long drives = 0;
    long time = 0;
    for (RunResult.EnergyRow e : r.energy()) {
      if (e.work().equals("update") && e.action().equals("drive")) {
        drives += e.quantity();
      }
      if (e.work().equals("update") && e.action().equals("pulse") && e.component().equals("tile")) {
        time += e.quantity();
      }
    }
    assertEquals(2 * p.updates(), drives);
    long steps = 0;
    for (int i = 0; i < p.shortHistogram().length; i++) {
      steps += i * (p.shortHistogram()[i] + p.longHistogram()[i]);
    }
    assertEquals(time, steps * 10, "device-picoseconds at 10 ps a step");
    // mean energy of a pair x pairs = pulse and drive rows of the update
    double joules =
        r.energy().stream()
            .filter(e -> e.work().equals("update"))
            .filter(e -> e.action().equals("pulse") || e.action().equals("drive"))
            .mapToDouble(RunResult.EnergyRow::joules)
            .sum();
    assertEquals(joules, r.energyPerDeviceUpdate().mean() * p.updates(), 1e-12 * joules);
  }
}
