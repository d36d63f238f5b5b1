package dev.spindrift.explore;

import dev.spindrift.input.Dimension;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A number that a finished point has: a named one, or any number of {@code summary.json} by its
 * path ({@code pulses.lowerLimit.share}).
 *
 * @param name as files name it
 * @param keys paths in the flattened summary; the first one that the point has counts
 * @param label for people
 * @param dimension for bounds and axes of plots
 * @param minimise whether less is better unless a file says otherwise
 * @param accuracy for metrics "to accuracy": the test accuracy to be reached, else NaN [1]
 */
public record Metric(
    String name,
    List<String> keys,
    String label,
    Dimension dimension,
    boolean minimise,
    double accuracy) {

  private static final Map<String, Metric> NAMED = new LinkedHashMap<>();

  static {
    add("accuracy", "test accuracy", Dimension.DIMENSIONLESS, false, both("accuracy"));
    add("nll", "NLL [nat]", Dimension.DIMENSIONLESS, true, both("nll"));
    add("brier", "Brier score", Dimension.DIMENSIONLESS, true, both("brier"));
    add("ece", "calibration error", Dimension.DIMENSIONLESS, true, both("ece"));
    add("latency", "time per mini-batch", Dimension.TIME, true, "latency");
    add("time", "training time", Dimension.TIME, true, "simulatedTime");
    add("energy", "training energy", Dimension.ENERGY, true, "energy.total");
    add(
        "energyPerMiniBatch",
        "energy per mini-batch",
        Dimension.ENERGY,
        true,
        "energy.perMiniBatch");
    add(
        "energyPerUpdate",
        "pulse energy per device update",
        Dimension.ENERGY,
        true,
        "energy.perDeviceUpdate.mean");
    add(
        "updateLatency",
        "update time per mini-batch",
        Dimension.TIME,
        true,
        "phases.update.perMiniBatch");
    add("energyToAccuracy", "energy to reach the accuracy", Dimension.ENERGY, true, "energy");
    add("timeToAccuracy", "time to reach the accuracy", Dimension.TIME, true, "time");
    add(
        "miniBatchesToAccuracy",
        "mini-batches to reach the accuracy",
        Dimension.DIMENSIONLESS,
        true,
        "miniBatches");
    add("peakCurrent", "highest rail current", Dimension.CURRENT, true, "peakCurrent");
    add("peakPower", "highest power", Dimension.POWER, true, "power.peakBin");
    add(
        "updateBits",
        "update precision [bit]",
        Dimension.DIMENSIONLESS,
        false,
        "pulses.updatePrecisionBits");
    add(
        "noisierThanAsked",
        "share of updates noisier than asked",
        Dimension.DIMENSIONLESS,
        true,
        "noisierThanAsked");
    add("area", "area", Dimension.AREA, true, "area");
    add("wear", "most pulses of a device", Dimension.DIMENSIONLESS, true, "wear.mostPulses");
    add("wallTime", "wall-clock time of the run", Dimension.TIME, true, "wall.total");
  }

  private static void add(
      String name, String label, Dimension dimension, boolean minimise, String... keys) {
    NAMED.put(name, new Metric(name, List.of(keys), label, dimension, minimise, Double.NaN));
  }

  private static String[] both(String key) {
    return new String[] {key + ".posteriorMean", key + ".current"};
  }

  /** Returns the names that files may use besides paths of {@code summary.json}. */
  public static List<String> names() {
    return new ArrayList<>(NAMED.keySet());
  }

  /** Returns a named metric, or the number of {@code summary.json} at a path. */
  static Metric of(String name) {
    Metric named = NAMED.get(name);
    return named != null
        ? named
        : new Metric(name, List.of(name), name, Dimension.DIMENSIONLESS, true, Double.NaN);
  }

  /** Returns whether it asks what a run took until its test accuracy was high enough. */
  boolean toAccuracy() {
    return name.replaceFirst("@.*", "").endsWith("ToAccuracy");
  }

  /**
   * Returns a metric "to accuracy" for an accuracy.
   *
   * @param target the accuracy [1]
   * @param own whether it is the metric's own and not the file's: then its name tells it
   */
  Metric at(double target, boolean own) {
    Metric named = NAMED.get(name);
    String number = Figures.number(target, "").replaceFirst("\\.?0+$", "");
    return new Metric(
        own ? name + "@" + number : name,
        List.of(reached(target) + named.keys.get(0)),
        named.label.replace("the accuracy", "accuracy " + number),
        dimension,
        minimise,
        target);
  }

  /** Returns the prefix of numbers about reaching an accuracy [1]. */
  static String reached(double target) {
    return "toAccuracy@" + target + ".";
  }

  /**
   * Returns the metric of a point, NaN if the point does not have it.
   *
   * @param numbers the flattened summary
   */
  double of(Map<String, Double> numbers) {
    for (String key : keys) {
      Double value = numbers.get(key);
      if (value != null && !value.isNaN()) {
        return value;
      }
    }
    return Double.NaN;
  }
}
