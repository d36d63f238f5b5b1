package dev.spindrift.measurement;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;

/** Made-up pulses from a known law, with planted deviations. */
final class Samples {
  /** Mean step per ns and variance per ns, in shares of the track. */
  static final double SPEED = 8.525e-3;

  static final double RATE = 1.8075e-5;

  /** How a device deviates from the law. */
  record Device(double pushFactor, DoubleUnaryOperator byPosition, DoubleUnaryOperator shape) {
    static final Device CLEAN = new Device(1, x -> 1, z -> z);
  }

  private Samples() {}

  /** Pulses of each width and polarity, starting anywhere between 0.2 and 0.8 of the track. */
  static PulseData pulses(long seed, int each, Device device, double... nanoseconds) {
    Random random = new Random(seed);
    List<Pulse> pulses = new ArrayList<>();
    for (double ns : nanoseconds) {
      for (int polarity : new int[] {1, -1}) {
        for (int i = 0; i < each; i++) {
          double start = 0.2 + 0.6 * random.nextDouble();
          double mean = SPEED * ns * device.byPosition().applyAsDouble(start);
          double factor = polarity > 0 ? device.pushFactor() : 1;
          double noise = Math.sqrt(RATE * ns) * device.shape().applyAsDouble(random.nextGaussian());
          double step = polarity * (factor * mean + noise);
          pulses.add(
              new Pulse("", polarity, ns * 1e-9, Double.NaN, Double.NaN, start, start + step));
        }
      }
    }
    return data(pulses);
  }

  static PulseData data(List<Pulse> pulses) {
    return new PulseData(
        "made-up",
        "none",
        pulses,
        new Scale(Scale.Reading.SHARE, 0, 1, false),
        Double.NaN,
        Double.NaN);
  }
}
