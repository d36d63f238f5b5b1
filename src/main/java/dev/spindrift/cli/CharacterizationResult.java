package dev.spindrift.cli;

import dev.spindrift.engine.Workers;
import dev.spindrift.physics.Characterization;
import dev.spindrift.physics.Characterization.PairRow;
import dev.spindrift.physics.Characterization.PositionRow;
import dev.spindrift.physics.Characterization.PulseRow;
import dev.spindrift.physics.LawFit;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * What {@code characterize} found.
 *
 * @param pulses single pulses
 * @param positions pulses along the track
 * @param pairs push-pull pairs
 * @param fit law of single pulses; null with fewer than two widths or at zero temperature
 */
record CharacterizationResult(
    List<PulseRow> pulses, List<PositionRow> positions, List<PairRow> pairs, LawFit fit) {

  static CharacterizationResult measure(
      CharacterizationPlan plan, Workers workers, LongConsumer progress) {
    Characterization bench =
        new Characterization(plan.parameters(), plan.settings(), workers, progress);
    List<PulseRow> pulses = bench.pulses(plan.widths(), plan.relaxations());
    List<PositionRow> positions =
        plan.positions() == 0
            ? List.of()
            : bench.positions(
                plan.parameters().strip().length(),
                plan.positions(),
                plan.pulse(),
                plan.relaxations());
    List<PairRow> pairs =
        bench.pairs(plan.pulse(), plan.asymmetries(), plan.gaps(), plan.pairRelaxation());
    boolean fits =
        Arrays.stream(plan.widths()).distinct().count() >= 2 && plan.parameters().temperature() > 0;
    return new CharacterizationResult(
        pulses, positions, pairs, fits ? LawFit.of(pulses, plan.relaxations()[0]) : null);
  }
}
