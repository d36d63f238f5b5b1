package dev.spindrift.device;

import dev.spindrift.engine.CounterNoise;

/**
 * The factors by which each device of one kind differs from the nominal one: lognormal, mean 1,
 * drawn from the counter-based generator by device number, so that a device is the same device in
 * every run with the same seed.
 */
public final class Variation {
  private final float[] mobility;
  private final float[] length;
  private final float[] conductance;

  /**
   * Draws the factors.
   *
   * @param spread relative standard deviations
   * @param seed root seed
   * @param kind {@code plus} or {@code minus}, part of the purposes
   * @param firstDevice number of the first device, a multiple of {@link CounterNoise#BLOCK}
   * @param devices number of devices [1]
   */
  Variation(Spread spread, long seed, String kind, long firstDevice, int devices) {
    mobility = draw(seed, "device mobility " + kind, spread.mobility(), firstDevice, devices);
    length = draw(seed, "device length " + kind, spread.length(), firstDevice, devices);
    conductance =
        draw(seed, "device conductance " + kind, spread.conductance(), firstDevice, devices);
  }

  private static float[] draw(long seed, String purpose, double spread, long first, int devices) {
    float[] factors = new float[devices];
    new CounterNoise(seed, purpose).gaussian(0, first, devices, factors);
    // exp(s z - s^2/2) has mean 1 and relative standard deviation sqrt(exp(s^2) - 1).
    double s = Math.sqrt(Math.log1p(spread * spread));
    for (int i = 0; i < devices; i++) {
      factors[i] = (float) Math.exp(s * factors[i] - s * s / 2);
    }
    return factors;
  }

  /** Returns the factor of the mean displacement of a device [1]. */
  public float mobility(int cell) {
    return mobility[cell];
  }

  /** Returns the factor of the track length of a device [1]. */
  public float length(int cell) {
    return length[cell];
  }

  /** Returns the factor of the conductance of a device [1]. */
  public float conductance(int cell) {
    return conductance[cell];
  }
}
