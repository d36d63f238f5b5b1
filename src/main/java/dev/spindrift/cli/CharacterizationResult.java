package dev.spindrift.cli;

import dev.spindrift.engine.Workers;
import dev.spindrift.physics.Characterization;
import dev.spindrift.physics.Characterization.PairRow;
import dev.spindrift.physics.Characterization.PositionRow;
import dev.spindrift.physics.Characterization.PulseRow;
import dev.spindrift.physics.Characterization.RestRow;
import dev.spindrift.physics.LawFit;
import dev.spindrift.physics.PairFit;
import dev.spindrift.physics.RestFit;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * What {@code characterize} found.
 *
 * @param pulses single pulses
 * @param positions pulses along the track
 * @param pairs push-pull pairs
 * @param rest walls without current
 * @param fit law of single pulses; null with fewer than two widths or at zero temperature
 * @param restFit diffusion at rest; null with fewer than two readings
 * @param pairFits what pairs remember, by gap; empty without a law
 */
record CharacterizationResult(
    List<PulseRow> pulses,
    List<PositionRow> positions,
    List<PairRow> pairs,
    List<RestRow> rest,
    LawFit fit,
    RestFit restFit,
    List<PairFit> pairFits) {

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
    List<RestRow> rest = bench.rest(plan.idle());
    boolean fits =
        Arrays.stream(plan.widths()).distinct().count() >= 2 && plan.parameters().temperature() > 0;
    LawFit law = fits ? LawFit.of(pulses, plan.relaxations()[0]) : null;
    RestFit restFit = rest.size() < 2 ? null : RestFit.of(rest);
    return new CharacterizationResult(
        pulses,
        positions,
        pairs,
        rest,
        law,
        restFit,
        law == null ? List.of() : PairFit.of(pairs, law, restFit));
  }
}
