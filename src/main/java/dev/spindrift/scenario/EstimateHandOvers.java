package dev.spindrift.scenario;

import dev.spindrift.posterior.ThinningCounter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import umontreal.ssj.rng.RandomStream;

/** Which samples of the run are stored within the walk, and what moving on from them took. */
final class EstimateHandOvers {
  private final List<Long> within = new ArrayList<>();
  private final SampledPlaces places;
  private final StratifiedTotal seconds;
  private final StratifiedTotal joules;
  private long count;
  private long stores;
  private long ticks;

  EstimateHandOvers(Prepared run, long length, int wanted, RandomStream draws) {
    Scenario.Thinning t = run.scenario().thinning();
    if (t != null) {
      ThinningCounter c = new ThinningCounter(t.cycle(), t.windowStart(), t.threshold());
      for (long k = 1; k <= run.miniBatches(); k++) {
        ThinningCounter.Step step = c.afterMiniBatch(k);
        ticks += step.ticked() ? 1 : 0;
        stores += step.store() ? 1 : 0;
        if (step.store() && k < run.miniBatches()) {
          count++;
          if (k <= length) {
            within.add(k);
          }
        }
      }
    }
    places = within.isEmpty() ? null : new SampledPlaces(within.size(), wanted, draws);
    seconds = places == null ? null : new StratifiedTotal(places);
    joules = places == null ? null : new StratifiedTotal(places);
  }

  private int place(long k) {
    return Collections.binarySearch(within, k);
  }

  boolean storesAfter(long k) {
    return place(k) >= 0;
  }

  boolean measures(long k) {
    return places.chosen(place(k) + 1L);
  }

  void add(long k, EstimateWalk.Cost cost) {
    seconds.add(place(k) + 1L, 0, cost.seconds());
    joules.add(place(k) + 1L, 0, cost.joules());
  }

  /** Hand-overs of the run [1]. */
  long count() {
    return count;
  }

  /** Samples that the run stores [1]. */
  long stores() {
    return stores;
  }

  long ticks() {
    return ticks;
  }

  int within() {
    return within.size();
  }

  int measured() {
    return places == null ? 0 : places.count();
  }

  StratifiedTotal.Sum seconds() {
    return seconds == null ? StratifiedTotal.Sum.NOTHING : seconds.sum();
  }

  StratifiedTotal.Sum joules() {
    return joules == null ? StratifiedTotal.Sum.NOTHING : joules.sum();
  }
}
