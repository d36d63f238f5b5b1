package dev.spindrift.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What a walk's mini-batches took, over the whole of it and by stages. */
final class EstimateTotals {
  /** Ends of the stages, shares of the walk. */
  private static final double[] STAGES = {0.04, 0.12, 0.25, 0.5, 0.75, 1};

  private final SampledPlaces places;
  private final StratifiedTotal seconds;
  private final StratifiedTotal joules;
  private final double[] pulseJoules;
  private final double[] updates;
  private final List<EstimateWalk.Step> timed = new ArrayList<>();

  /** Strata from {@code first} to {@code last}, inclusive. */
  record Stage(int first, int last) {}

  EstimateTotals(SampledPlaces places) {
    this.places = places;
    seconds = new StratifiedTotal(places);
    joules = new StratifiedTotal(places);
    pulseJoules = new double[places.strata()];
    updates = new double[places.strata()];
  }

  /** Adds a mini-batch of the walk. */
  void add(EstimateWalk.Step s, boolean measured) {
    if (measured) {
      seconds.add(s.number(), s.longestPairs(), s.seconds());
      joules.add(s.number(), s.pulseJoules(), s.joules());
      timed.add(s);
    } else {
      seconds.add(s.number(), s.longestPairs());
      joules.add(s.number(), s.pulseJoules());
    }
    pulseJoules[places.stratum(s.number())] += s.pulseJoules();
    updates[places.stratum(s.number())] += s.updates();
  }

  /** Returns all of the walk as one stage. */
  Stage all() {
    return new Stage(0, places.strata() - 1);
  }

  /** Returns the walk's stages, in their order. */
  List<Stage> stages() {
    List<Stage> stages = new ArrayList<>();
    int from = 0;
    for (double share : STAGES) {
      long end = Math.max(1, Math.round(share * last(all())));
      int last = places.stratum(end);
      if (last >= from) {
        stages.add(new Stage(from, last));
        from = last + 1;
      }
    }
    return stages;
  }

  StratifiedTotal.Sum seconds(Stage s) {
    return seconds.sum(s.first(), s.last() + 1);
  }

  StratifiedTotal.Sum joules(Stage s) {
    return joules.sum(s.first(), s.last() + 1);
  }

  /** Returns the energy of all pulses, which is counted [J]. */
  double pulseJoules(Stage s) {
    return sum(pulseJoules, s);
  }

  /** Returns all device updates, which are counted [1]. */
  double updates(Stage s) {
    return sum(updates, s);
  }

  private static double sum(double[] of, Stage s) {
    double sum = 0;
    for (int h = s.first(); h <= s.last(); h++) {
      sum += of[h];
    }
    return sum;
  }

  /** Returns the first mini-batch of a stage. */
  long first(Stage s) {
    return places.first(s.first());
  }

  /** Returns the last mini-batch of a stage. */
  long last(Stage s) {
    return places.last(s.last());
  }

  /** Returns how many mini-batches of a stage were measured [1]. */
  int timed(Stage s) {
    return (int) in(s).count();
  }

  private Stream<EstimateWalk.Step> in(Stage s) {
    return timed.stream().filter(m -> m.number() >= first(s) && m.number() <= last(s));
  }

  /** Returns the root mean square of the gradients of the stage where it is largest [1]. */
  double gradient() {
    return stages().stream()
        .mapToDouble(s -> in(s).mapToDouble(EstimateWalk.Step::gradient).average().orElse(0))
        .max()
        .orElse(0);
  }

  /** Returns the mean over layers of the largest gradient, of the stage where it is largest [1]. */
  double largest() {
    return stages().stream()
        .mapToDouble(s -> in(s).mapToDouble(EstimateWalk.Step::largest).average().orElse(0))
        .max()
        .orElse(0);
  }

  List<EstimateResult.Measured> measured() {
    return timed.stream()
        .map(
            s ->
                new EstimateResult.Measured(
                    s.number(), s.seconds(), s.joules(), s.pulseJoules() / s.updates()))
        .toList();
  }
}
