package dev.spindrift.scenario;

import dev.spindrift.scenario.EstimateResult.Interval;
import dev.spindrift.scenario.EstimateResult.Quantity;
import dev.spindrift.scenario.EstimateResult.Source;
import dev.spindrift.scenario.StratifiedTotal.Sum;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Puts an estimate's measurements together: quantities with intervals, and stages. */
final class EstimateFigures {
  private final long total;
  private final long walked;
  private final EstimateTotals totals;
  private final EstimateHandOvers moves;
  private final EstimateTail.Found tail;
  private final EstimateWalk.Cost tick;
  private final String drawn;
  private final String beyond;

  /** Takes what was measured; {@code tail} is null if the whole run was walked. */
  EstimateFigures(
      Prepared run,
      long walked,
      int timed,
      EstimateTotals totals,
      EstimateHandOvers moves,
      EstimateTail.Found tail,
      EstimateWalk.Cost tick) {
    this.total = run.miniBatches();
    this.walked = walked;
    this.totals = totals;
    this.moves = moves;
    this.tail = tail;
    this.tick = tick;
    List<String> why = new ArrayList<>();
    if (timed < walked) {
      why.add(
          String.format(Locale.ROOT, "which %d of %d mini-batches were measured", timed, walked));
    }
    if (tail != null) {
      why.add("scatter of those measured beyond the walk");
    }
    drawn =
        why.isEmpty() ? "nothing drawn: every mini-batch was measured" : String.join(" and ", why);
    beyond =
        String.format(
            Locale.ROOT,
            "weights after mini-batch %d: gradients between none and %.3g times the last ones,"
                + " weights between all zero and all one",
            walked,
            tail == null ? 1 : tail.gradients());
  }

  /** Returns all but wall time. */
  List<Quantity> quantities() {
    List<Quantity> out = new ArrayList<>();
    EstimateTotals.Stage all = totals.all();
    EstimateTail.Bracket none = EstimateTail.Bracket.NOTHING;
    EstimateTail.Bracket lateTime = tail == null ? none : tail.seconds();
    EstimateTail.Bracket lateEnergy = tail == null ? none : tail.joules();
    Sum seconds = totals.seconds(all).plus(lateTime.sum());
    Sum joules = totals.joules(all).plus(lateEnergy.sum());
    out.add(each("latency", "time per mini-batch", "s", seconds, lateTime, total));
    out.add(each("miniBatchEnergy", "energy per mini-batch", "J", joules, lateEnergy, total));
    out.add(perUpdate());
    if (moves.count() > 0) {
      double late = (double) moves.count() - moves.within();
      EstimateTail.Bracket time = tail == null ? none : times(tail.handOver(), late);
      EstimateTail.Bracket energy = tail == null ? none : times(tail.handOverJoules(), late);
      Sum moveTime = moves.seconds().plus(time.sum());
      Sum moveEnergy = moves.joules().plus(energy.sum());
      out.add(move("handOver", "time per hand-over", "s", moveTime, time));
      out.add(move("handOverEnergy", "energy per hand-over", "J", moveEnergy, energy));
      seconds = seconds.plus(moveTime);
      joules = joules.plus(moveEnergy);
      lateTime = plus(lateTime, time);
      lateEnergy = plus(lateEnergy, energy);
    }
    seconds = seconds.plus(exact(moves.ticks() * tick.seconds()));
    joules = joules.plus(exact(moves.ticks() * tick.joules()));
    out.add(each("time", "training time of the chip", "s", seconds, lateTime, 1));
    out.add(each("energy", "training energy of the chip", "J", joules, lateEnergy, 1));
    return out;
  }

  private static Sum exact(double value) {
    return new Sum(value, 0, Double.POSITIVE_INFINITY);
  }

  private static EstimateTail.Bracket times(EstimateTail.Bracket b, double factor) {
    return new EstimateTail.Bracket(b.sum().times(factor), factor * b.below(), factor * b.above());
  }

  private static EstimateTail.Bracket plus(EstimateTail.Bracket a, EstimateTail.Bracket b) {
    return new EstimateTail.Bracket(
        a.sum().plus(b.sum()), a.below() + b.below(), a.above() + b.above());
  }

  private Quantity move(String key, String name, String unit, Sum sum, EstimateTail.Bracket late) {
    String which =
        String.format(
            Locale.ROOT,
            "which %d of %d hand-overs in the walk were measured",
            moves.measured(),
            moves.within());
    return each(key, name, unit, sum, late, moves.count(), which);
  }

  private Quantity each(
      String key, String name, String unit, Sum sum, EstimateTail.Bracket late, long count) {
    return each(key, name, unit, sum, late, count, drawn);
  }

  private Quantity each(
      String key,
      String name,
      String unit,
      Sum sum,
      EstimateTail.Bracket late,
      long count,
      String which) {
    List<Source> sources = new ArrayList<>();
    double half = sum.halfWidth() / count;
    sources.add(new Source(which, half, half));
    if (tail != null) {
      sources.add(new Source(beyond, late.below() / count, late.above() / count));
    }
    return Estimate.quantity(key, name, unit, sum.value() / count, sources);
  }

  /** Within the walk every pulse is counted. */
  private Quantity perUpdate() {
    double joules = totals.pulseJoules(totals.all());
    double updates = totals.updates(totals.all());
    List<Source> sources = new ArrayList<>();
    sources.add(new Source("nothing drawn: all pulses of the walk were counted", 0, 0));
    if (tail != null && tail.updates() > 0) {
      EstimateTail.Bracket late = tail.joulesPerUpdate();
      double share = tail.updates() / (updates + tail.updates());
      double half = share * late.sum().halfWidth();
      joules += tail.updates() * late.sum().value();
      updates += tail.updates();
      sources.add(new Source("scatter of the mini-batches beyond the walk", half, half));
      sources.add(new Source(beyond, share * late.below(), share * late.above()));
    }
    return Estimate.quantity(
        "updateEnergy", "pulse energy per device update", "J", joules / updates, sources);
  }

  /** Returns the walk's stages and what lies beyond. */
  List<EstimateResult.Stage> stages() {
    List<EstimateResult.Stage> out = new ArrayList<>();
    for (EstimateTotals.Stage s : totals.stages()) {
      double n = totals.last(s) - totals.first(s) + 1.0;
      double each = totals.pulseJoules(s) / totals.updates(s);
      out.add(
          new EstimateResult.Stage(
              totals.first(s),
              totals.last(s),
              false,
              totals.timed(s),
              interval(totals.seconds(s), n, 0, 0),
              interval(totals.joules(s), n, 0, 0),
              new Interval(each, each, each)));
    }
    if (tail != null) {
      double n = (double) total - walked;
      EstimateTail.Bracket e = tail.joulesPerUpdate();
      out.add(
          new EstimateResult.Stage(
              walked + 1,
              total,
              true,
              0,
              interval(tail.seconds().sum(), n, tail.seconds().below(), tail.seconds().above()),
              interval(tail.joules().sum(), n, tail.joules().below(), tail.joules().above()),
              interval(e.sum(), 1, e.below(), e.above())));
    }
    return out;
  }

  private static Interval interval(Sum sum, double n, double below, double above) {
    double half = sum.halfWidth();
    return new Interval(
        sum.value() / n, (sum.value() - half - below) / n, (sum.value() + half + above) / n);
  }
}
