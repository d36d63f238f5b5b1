package dev.spindrift.report;

import dev.spindrift.scenario.RunResult;
import dev.spindrift.scenario.RunResult.EnergyRow;
import dev.spindrift.scenario.RunResult.Metrics;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Sums over a result that several views show; every view takes them from here. */
final class Totals {
  /** Stands for the layer in rows of work that serves none. */
  static final String NO_LAYER = "(no layer)";

  private static final Metrics NONE = new Metrics(Double.NaN, Double.NaN, Double.NaN, Double.NaN);

  private Totals() {}

  /** Returns the sum of all energy rows [J]. */
  static double energy(RunResult r) {
    double sum = 0;
    for (EnergyRow row : r.energy()) {
      sum += row.joules();
    }
    return sum;
  }

  /**
   * Returns joules grouped by a key of the row, largest first; rows of equal energy keep the order
   * in which their key appeared first.
   */
  static Map<String, Double> energyBy(RunResult r, Function<EnergyRow, String> key) {
    Map<String, Double> sums = new LinkedHashMap<>();
    for (EnergyRow row : r.energy()) {
      sums.merge(key.apply(row), row.joules(), Double::sum);
    }
    Map<String, Double> sorted = new LinkedHashMap<>();
    sums.entrySet().stream()
        .sorted((a, b) -> Double.compare(b.getValue(), a.getValue()))
        .forEachOrdered(e -> sorted.put(e.getKey(), e.getValue()));
    return sorted;
  }

  /** Returns a row's layer; {@link #NO_LAYER} for work that serves none. */
  static String layer(EnergyRow row) {
    return row.layer() == null || row.layer().isEmpty() ? NO_LAYER : row.layer();
  }

  /** Returns width times sum of the power's bins: {@link #energy} up to rounding [J]. */
  static double powerIntegral(RunResult r) {
    double sum = 0;
    for (double power : r.power().power()) {
      sum += power * r.power().binWidth();
    }
    return sum;
  }

  /** Returns the power's integral over the simulated time; NaN if no time has passed [W]. */
  static double meanPower(RunResult r) {
    return share(powerIntegral(r), r.simulatedTime());
  }

  /** Returns the power of the bin that has most; NaN if there is no bin [W]. */
  static double peakBin(RunResult r) {
    return Arrays.stream(r.power().power()).max().orElse(Double.NaN);
  }

  /** Returns the samples that banks hold at the end of the run [1]. */
  static int held(RunResult r) {
    return r.ensembles().size();
  }

  /** Returns how many samples were stored, how many are left and where, in words. */
  static String samples(RunResult r) {
    return r.samplesStored()
        + " stored, "
        + held(r)
        + " held in "
        + r.banks()
        + (r.banks() == 1 ? " bank" : " banks");
  }

  /** Returns the metrics of the mean of all samples held; all NaN if none is. */
  static Metrics posteriorMean(RunResult r) {
    List<RunResult.Ensemble> all = r.ensembles();
    return all.isEmpty() ? NONE : all.get(all.size() - 1).metrics();
  }

  /** Returns the float reference's metrics; all NaN if it was not run. */
  static Metrics floatSgld(RunResult r) {
    return r.floatSgld() == null ? NONE : r.floatSgld();
  }

  /** Returns part / whole of two counts; NaN if the whole is zero. */
  static double share(long part, long whole) {
    return share((double) part, (double) whole);
  }

  /** Returns total / count; NaN if the count is zero. */
  static double per(double total, long count) {
    return share(total, (double) count);
  }

  /** Returns events per second of the engine's wall time; NaN without [1/s]. */
  static double eventRate(RunResult r) {
    return share((double) r.events(), r.wall().engine());
  }

  /** Returns part / whole; NaN if the whole is zero. */
  static double share(double part, double whole) {
    return whole == 0 ? Double.NaN : part / whole;
  }
}
