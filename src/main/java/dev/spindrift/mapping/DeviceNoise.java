package dev.spindrift.mapping;

import dev.spindrift.device.Grain;
import dev.spindrift.engine.CounterNoise;

/**
 * The thermal noise of all devices: one purpose for merged pairs, one each for push and pull.
 *
 * <p>One instance per thread.
 */
final class DeviceNoise {
  private final CounterNoise pair;
  private final CounterNoise push;
  private final CounterNoise pull;

  /**
   * Makes the noise of a run.
   *
   * @param seed root seed
   */
  DeviceNoise(long seed) {
    pair = new CounterNoise(seed, "device pair");
    push = new CounterNoise(seed, "device push");
    pull = new CounterNoise(seed, "device pull");
  }

  /** Returns the noise of a merged pair or of the push. */
  CounterNoise first(Grain grain) {
    return grain == Grain.PAIR ? pair : push;
  }

  /** Returns the noise of the pull. */
  CounterNoise second() {
    return pull;
  }
}
