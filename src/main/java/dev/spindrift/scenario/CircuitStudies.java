package dev.spindrift.scenario;

import dev.spindrift.chip.Netlist;
import dev.spindrift.circuit.Specs;
import dev.spindrift.mapping.MiniBatchTiming;
import dev.spindrift.mapping.RealisedIncrement;
import java.util.ArrayList;
import java.util.List;

/** Makes the {@link CircuitStudy} of a run that has ended. */
final class CircuitStudies {
  /** Limits that are tried, relative to the netlist's. */
  private static final double[] FACTORS = {0.25, 0.5, 1, 2, 4, Double.POSITIVE_INFINITY};

  private static final List<String> PHASES = List.of("forward", "backward and gradient", "update");

  private CircuitStudies() {}

  /** Times the last mini-batch anew, on the chip and on chips with other rails. */
  static CircuitStudy of(
      MiniBatchTiming timing, Netlist netlist, List<RealisedIncrement> increments) {
    MiniBatchTiming.Outcome own = timing.on(netlist);
    List<CircuitStudy.PhaseFloor> floor = new ArrayList<>();
    for (int p = 0; p < PHASES.size(); p++) {
      int phase = p;
      MiniBatchTiming.Busy most =
          own.busy().stream()
              .filter(b -> b.phase() == phase)
              .findFirst()
              .orElse(new MiniBatchTiming.Busy(phase, "nothing", 0));
      floor.add(
          new CircuitStudy.PhaseFloor(
              PHASES.get(p), own.lengths().get(p) * 1e-12, most.busy() * 1e-12, most.resource()));
    }
    List<CircuitStudy.Demand> demands = new ArrayList<>();
    for (MiniBatchTiming.Busy b : own.busy()) {
      demands.add(new CircuitStudy.Demand(PHASES.get(b.phase()), b.resource(), b.busy() * 1e-12));
    }
    List<CircuitStudy.RailTrial> trials = new ArrayList<>();
    for (MiniBatchTiming.RailUse rail : own.rails()) {
      Specs.Rail spec = netlist.rails().get(rail.name());
      long least = netlist.leastLimit(rail.name());
      MiniBatchTiming.Outcome free = null; // when nobody waits, more current changes nothing
      for (double factor : FACTORS) {
        if (factor > 1 && rail.waited() == 0) {
          break; // more of what nobody waits for changes nothing
        }
        Specs.Rail scaled = spec.scaled(factor);
        if (!scaled.serves(least)) {
          continue;
        }
        MiniBatchTiming.Outcome o = factor == 1 ? own : free;
        if (o == null) {
          o = timing.on(netlist.withRail(scaled));
        }
        CircuitStudy.RailTrial trial = trial(o, scaled, factor);
        trials.add(trial);
        free = trial.stall() == 0 ? o : null;
      }
    }
    return new CircuitStudy(trials, floor, demands, own.joules(), increments);
  }

  private static CircuitStudy.RailTrial trial(
      MiniBatchTiming.Outcome o, Specs.Rail rail, double factor) {
    MiniBatchTiming.RailUse use =
        o.rails().stream().filter(r -> r.name().equals(rail.name())).findFirst().orElseThrow();
    return new CircuitStudy.RailTrial(
        rail.name(),
        factor,
        Double.isInfinite(factor) ? factor : rail.limit() * 1e-9,
        use.peak() * 1e-9,
        use.waited() * 1e-12,
        o.time() * 1e-12,
        o.lengths().get(2) * 1e-12);
  }
}
