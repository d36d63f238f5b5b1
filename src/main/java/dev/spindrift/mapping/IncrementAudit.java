package dev.spindrift.mapping;

import dev.spindrift.circuit.Specs.DriverErrors;
import dev.spindrift.device.CellArray;
import dev.spindrift.device.DeviceParameters;
import dev.spindrift.device.DisplacementLaw;
import dev.spindrift.learning.Increment;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;

/**
 * Compares what the kernel wanted of an update's pairs with what the widths, the drivers and the
 * supply make of them: the mean displacement and the variance of each pair, cause by cause, by the
 * displacement law of the nominal device. Nothing is moved, and the random numbers of drivers are
 * those of the update itself.
 *
 * <p>Causes: the planner's rule (shortest pulse, upper limit); whole driver steps and the longest
 * pulse; the device's memory between the pulses of a pair; each error of the drivers on its own,
 * against drivers without it; droop; and all of it.
 */
final class IncrementAudit {
  /** Pairs that are looked at, at equal distances, if there are more [1]. */
  private static final long MOST = 1 << 18;

  private final DeviceParameters device;
  private final DisplacementLaw law;
  private final PulsePlanner planner;
  private final PushPull mode;
  private final double length;
  private final PulsePair pair = new PulsePair();

  /**
   * Prepares an audit.
   *
   * @param planner the planner of the update; its device behaves by a law
   */
  IncrementAudit(DeviceParameters device, PulsePlanner planner, PushPull mode) {
    this.device = device;
    this.law = device.law();
    this.planner = planner;
    this.mode = mode;
    this.length = device.length();
  }

  private static final class Sum {
    private final String name;
    private final DrivenPulses driven;
    private long n;
    private double x;
    private double xx;
    private double xd;
    private double dd;
    private double v;

    Sum(String name, DrivenPulses driven) {
      this.name = name;
      this.driven = driven;
    }

    void add(double displacement, double variance, double wanted) {
      n++;
      x += displacement;
      xx += displacement * displacement;
      xd += displacement * wanted;
      dd += wanted * wanted;
      v += variance;
    }

    RealisedIncrement cause() {
      double mean = x / n;
      double spread = Math.sqrt(Math.max(0, xx / n - mean * mean));
      return new RealisedIncrement(name, mean, dd > 0 ? xd / dd : 0, spread, v / n);
    }
  }

  /**
   * Audits an update.
   *
   * @param cells the tiles' cells; not modified
   * @param offsets index in the gradient of each tile's columns
   * @param errors of the drivers
   * @param driven makes drivers with given errors; null if pulses are as planned
   * @param supply share of the nominal current that each tile's rows had; null without droop
   */
  List<RealisedIncrement> of(
      long update,
      List<CellArray> cells,
      List<int[]> offsets,
      FloatBuffer gradient,
      Increment increment,
      DriverErrors errors,
      Function<DriverErrors, DrivenPulses> driven,
      Function<Integer, IntToDoubleFunction> supply) {
    boolean pushFirst = mode.pushFirst(update);
    Sum rule = new Sum("planned widths: shortest pulse, upper limit", null);
    Sum steps = new Sum("driver's time step and longest pulse", null);
    Sum memory = new Sum("device's memory between pulses", null);
    List<Sum> drivers = new ArrayList<>();
    double j = errors.jitter();
    addDriver(drivers, "jitter", new DriverErrors(j, 0, 0, 0, 0), driven);
    addDriver(
        drivers, "rise and fall", new DriverErrors(0, errors.rise(), errors.fall(), 0, 0), driven);
    double spread = errors.currentSpread();
    addDriver(drivers, "current of drivers", new DriverErrors(0, 0, 0, spread, 0), driven);
    double mismatch = errors.polarityMismatch();
    addDriver(drivers, "push against pull", new DriverErrors(0, 0, 0, 0, mismatch), driven);
    Sum droop =
        supply == null ? null : new Sum("droop of the rail", driven.apply(DriverErrors.NONE));
    Sum all = new Sum("all", driven == null ? null : driven.apply(errors));
    long total = cells.stream().mapToLong(CellArray::size).sum();
    long stride = (total + MOST - 1) / MOST;
    long count = 0;
    for (int t = 0; t < cells.size(); t++) {
      CellArray tile = cells.get(t);
      IntToDoubleFunction rowSupply = supply == null ? null : supply.apply(t);
      for (int cell = 0; cell < tile.size(); cell++) {
        if (count++ % stride != 0) {
          continue;
        }
        int row = cell % tile.rows();
        float slope = gradient.get(offsets.get(t)[cell / tile.rows()] + row);
        double wanted = slope * increment.drift();
        double required = increment.noiseVariance();
        planner.plan(slope, 0f, increment, pushFirst, pair);
        if (pair.longer == 0) {
          continue;
        }
        double mean = pair.sign * (mean(pair.longer) - mean(pair.shorter));
        double variance = variance(pair.longer) + variance(pair.shorter);
        unrounded(wanted, required, planner.offset(pushFirst), mean, variance, rule, steps);
        memory.add(planner.pairBias(pushFirst), planner.addedVariance(), wanted);
        for (Sum s : drivers) {
          s.driven.begin(tile, update);
          addDriven(s, cell, mean, variance, wanted);
        }
        double real = rowSupply == null ? 1 : rowSupply.applyAsDouble(row);
        if (droop != null) {
          droop.driven.begin(tile, update);
          droop.driven.supply(real);
          addDriven(droop, cell, mean, variance, wanted);
        }
        double bias = planner.pairBias(pushFirst);
        if (all.driven == null) {
          double added = planner.addedVariance();
          all.add(mean + bias - wanted, variance + added - required, wanted);
        } else {
          all.driven.begin(tile, update);
          all.driven.supply(real);
          all.add(
              planner.mean(pair, cell, all.driven) + bias - wanted,
              planner.variance(pair, cell, all.driven) - required,
              wanted);
        }
      }
    }
    List<Sum> sums = new ArrayList<>(List.of(rule, steps));
    if (!device.betweenPulses().memory().isEmpty()) {
      sums.add(memory);
    }
    sums.addAll(drivers);
    if (droop != null) {
      sums.add(droop);
    }
    sums.add(all);
    return all.n == 0 ? List.of() : sums.stream().map(Sum::cause).toList();
  }

  private void addDriver(
      List<Sum> to, String name, DriverErrors only, Function<DriverErrors, DrivenPulses> driven) {
    if (!only.isNone()) {
      to.add(new Sum("drivers: " + name, driven.apply(only)));
    }
  }

  private void addDriven(Sum s, int cell, double mean, double variance, double wanted) {
    double added = planner.addedVariance();
    s.add(
        planner.mean(pair, cell, s.driven) - mean,
        planner.variance(pair, cell, s.driven) - added - variance,
        wanted);
  }

  private double mean(int steps) {
    return law.mean(steps * planner.timing().timeStep()) / length;
  }

  private double variance(int steps) {
    return law.variance(steps * planner.timing().timeStep()) / length / length;
  }

  /** Splits what planning adds into the rule and the rounding of widths to whole steps. */
  private void unrounded(
      double wanted,
      double required,
      double offset,
      double mean,
      double variance,
      Sum rule,
      Sum steps) {
    double drift = wanted + offset;
    double shorter;
    double longer;
    double asymmetry = law.widthForMean(Math.abs(drift) * length);
    double there = required * length * length;
    if (mode.widths() == PushPull.Widths.ADDITIVE) {
      double symmetric = law.symmetricWidth(there, law.variance(asymmetry));
      shorter = Math.max(planner.timing().shortest(), symmetric);
      longer = shorter + asymmetry;
    } else { // the exact rule has no closed form: its widths are taken as they were rounded
      shorter = pair.shorter * planner.timing().timeStep();
      longer = pair.longer * planner.timing().timeStep();
    }
    double m = Math.signum(drift) * (law.mean(longer) - law.mean(shorter)) / length;
    double v = (law.variance(longer) + law.variance(shorter)) / length / length;
    rule.add(m - wanted, v - required, wanted);
    steps.add(mean - m, variance - v, wanted);
  }
}
