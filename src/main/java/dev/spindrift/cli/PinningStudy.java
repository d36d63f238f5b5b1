package dev.spindrift.cli;

import dev.spindrift.engine.Workers;
import dev.spindrift.physics.Characterization;
import dev.spindrift.physics.Characterization.PulseRow;
import dev.spindrift.physics.DisplacementStatistics;
import dev.spindrift.physics.LawFit;
import dev.spindrift.physics.NoiseConvention;
import dev.spindrift.physics.PinningExperiments;
import dev.spindrift.physics.PinningExperiments.Ripple;
import dev.spindrift.physics.Scheme;
import dev.spindrift.physics.WallFile;
import dev.spindrift.physics.WallParameters;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/** Measures what {@code limits pinning} reports. */
final class PinningStudy {
  private static final double REST = 5e-9;

  private final Plan plan;

  /**
   * What to do.
   *
   * @param wall the file read
   * @param barriers [kB times the file's temperature]; 0 for a free wall, measured once
   * @param periods [m]
   * @param densities [A/m^2]
   * @param widths [s]
   * @param trials walls per condition and polarity [1]
   * @param ripple starting places, 0 for none [1]
   * @param pulse of the ripple [s]
   * @param dt longest step [s]
   * @param seed root seed
   */
  record Plan(
      WallFile.Wall wall,
      double[] barriers,
      double[] periods,
      double[] densities,
      double[] widths,
      int trials,
      int ripple,
      double pulse,
      double dt,
      long seed) {

    WallParameters pinned(double barrier, double period) {
      WallParameters p = wall.parameters();
      double joule = barrier * RetentionStudy.K_B * p.temperature();
      return p.withPinning(new WallParameters.Pinning(joule, period, p.pinning().roughness()));
    }
  }

  /** One kind of wall under one current. */
  record Case(double barrier, double period, double density, NoiseConvention noise) {}

  /**
   * What became of it.
   *
   * @param kind the case
   * @param widths statistics of displacements along the current by width, both polarities together
   * @param fit of a line to means and variances
   * @param ripple null if not asked for or without pinning
   */
  record Row(Case kind, DisplacementStatistics[] widths, LawFit fit, Ripple ripple) {}

  /** All rows, in the order of noise, density, period, barrier. */
  record Result(List<Row> rows) {
    Row free(NoiseConvention noise, double density) {
      return find(noise, density, Double.NaN, 0);
    }

    /** The row of a barrier and period; the free wall has any period. Null if there is none. */
    Row find(NoiseConvention noise, double density, double period, double barrier) {
      for (Row row : rows) {
        Case c = row.kind();
        if (c.noise() == noise
            && c.density() == density
            && c.barrier() == barrier
            && (barrier == 0 || c.period() == period)) {
          return row;
        }
      }
      return null;
    }
  }

  PinningStudy(Plan plan) {
    this.plan = plan;
  }

  List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (NoiseConvention noise : NoiseConvention.values()) {
      for (double density : plan.densities()) {
        // The free wall always: it is what the others are compared with.
        cases.add(new Case(0, plan.periods()[0], density, noise));
        for (double period : plan.periods()) {
          for (double barrier : plan.barriers()) {
            if (barrier > 0) {
              cases.add(new Case(barrier, period, density, noise));
            }
          }
        }
      }
    }
    return cases;
  }

  /** Returns the wall-steps to come, to within rounding [1]. */
  long wallSteps() {
    double time = 0;
    for (double width : plan.widths()) {
      time += 2 * (REST + width);
    }
    long each = Math.round(time / plan.dt() * plan.trials());
    long ripple = Math.round(plan.pulse() / plan.dt() * plan.trials() * plan.ripple());
    long sum = 0;
    for (Case c : cases()) {
      sum += each + (c.barrier() > 0 ? ripple : 0);
    }
    return sum;
  }

  Result run(int threads, LongConsumer progress) {
    List<Case> cases = cases();
    Row[] rows = new Row[cases.size()];
    try (Workers workers = new Workers(threads)) {
      workers.forEach(
          rows.length, (worker, index) -> rows[index] = measure(cases.get(index), progress));
    }
    return new Result(List.of(rows));
  }

  private Row measure(Case c, LongConsumer progress) {
    WallParameters wall = plan.pinned(c.barrier(), c.period()).withNoise(c.noise());
    try (Workers one = new Workers(1)) {
      List<PulseRow> pulses =
          new Characterization(
                  wall,
                  new Characterization.Settings(
                      Scheme.HEUN, plan.dt(), plan.seed(), c.density(), 0, 0, REST, plan.trials()),
                  one,
                  progress)
              .pulses(plan.widths(), new double[] {0});
      Ripple ripple = null;
      if (plan.ripple() > 0 && c.barrier() > 0) {
        PinningExperiments.Settings settings =
            new PinningExperiments.Settings(plan.dt(), plan.seed(), plan.trials(), 0, 0);
        ripple =
            new PinningExperiments(wall, settings, "limits.pinning", progress)
                .ripple(plan.ripple(), plan.pulse(), c.density(), one);
      }
      return new Row(c, together(pulses), LawFit.of(pulses, 0), ripple);
    }
  }

  /** Displacements along the current of both polarities, by width. */
  private DisplacementStatistics[] together(List<PulseRow> pulses) {
    DisplacementStatistics[] all = new DisplacementStatistics[plan.widths().length];
    for (int i = 0; i < all.length; i++) {
      double[] sample = new double[2 * plan.trials()];
      int n = 0;
      for (PulseRow row : pulses) {
        if (row.width() == plan.widths()[i]) {
          for (double x : row.displacements()) {
            sample[n++] = row.polarity() * x;
          }
        }
      }
      all[i] = DisplacementStatistics.of(sample);
    }
    return all;
  }
}
