package dev.spindrift.measurement;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.stat.StatUtils;

/**
 * How much the devices of a list differ in mobility: each device's displacements over the mean of
 * all devices, condition by condition.
 *
 * @param count number of devices [1]
 * @param spread relative standard deviation of mobility beyond the sampling error; 0 if the devices
 *     may be alike [1]
 * @param p probability of the differences if they are alike, NaN untested [1]
 * @param factors mobility of each device over the mean [1]
 */
record DeviceSpread(int count, double spread, double p, double[] factors) {
  /** Devices are called different below this probability. */
  private static final double ALPHA = 0.01;

  static DeviceSpread of(List<PulseGroup> groups) {
    int count = 1;
    for (PulseGroup group : groups) {
      for (int device : group.devices()) {
        count = Math.max(count, device + 1);
      }
    }
    double[] one = new double[count];
    Arrays.fill(one, 1);
    List<List<Double>> ratios = new ArrayList<>();
    for (int d = 0; d < count; d++) {
      ratios.add(new ArrayList<>());
    }
    for (PulseGroup group : groups) {
      double mean = StatUtils.mean(group.displacements());
      if (Math.abs(mean) > 0) {
        for (int i = 0; i < group.size(); i++) {
          ratios.get(group.devices()[i]).add(group.displacements()[i] / mean);
        }
      }
    }
    List<double[]> samples =
        ratios.stream().map(r -> r.stream().mapToDouble(Double::doubleValue).toArray()).toList();
    if (count < 2 || samples.stream().anyMatch(s -> s.length < 2)) {
      return new DeviceSpread(count, 0, Double.NaN, one);
    }
    double p = Tests.anova(samples).p();
    double[] factors = samples.stream().mapToDouble(StatUtils::mean).toArray();
    double error = 0;
    for (double[] sample : samples) {
      error += StatUtils.variance(sample) / sample.length / count;
    }
    double beyond = StatUtils.variance(factors) - error;
    return p < ALPHA && beyond > 0
        ? new DeviceSpread(count, Math.sqrt(beyond), p, factors)
        : new DeviceSpread(count, 0, p, one);
  }

  /** Returns the group as devices of mean mobility would have made it; the noise stays. */
  PulseGroup removeFrom(PulseGroup group) {
    if (spread == 0) {
      return group;
    }
    double mean = StatUtils.mean(group.displacements());
    double[] other = group.displacements().clone();
    for (int i = 0; i < other.length; i++) {
      other[i] -= (factors[group.devices()[i]] - 1) * mean;
    }
    return group.withDisplacements(other);
  }
}
