package dev.spindrift.mapping;

import dev.spindrift.device.CellWriter;
import dev.spindrift.device.DeviceParameters;
import dev.spindrift.device.FilamentModel;
import dev.spindrift.device.FilamentWriter;
import dev.spindrift.device.LawModel;
import dev.spindrift.device.LlgModel;
import dev.spindrift.device.LlgWriter;
import dev.spindrift.mapping.PushPull.Crossing;

/** How cells of a device model are planned and written, one at a time. */
final class WriteMethod {
  private final DeviceParameters device;
  private final PulseTiming timing;
  private final PushPull mode;
  private final long seed;
  private final PulsePlanner planner;

  /**
   * Prepares the planner.
   *
   * @param seed root seed of the noise
   */
  WriteMethod(DeviceParameters device, PulseTiming timing, PushPull mode, long seed) {
    this.device = device;
    this.timing = timing;
    this.mode = mode;
    this.seed = seed;
    planner = device.law() == null ? null : new PulsePlanner(device, timing, mode);
  }

  /** Returns whether the vector kernel knows this model. */
  boolean bulk() {
    return device.model() instanceof LawModel;
  }

  /** Returns the planner; may be used by all threads. */
  PairPlanner planner() {
    return device.model() instanceof FilamentModel filament
        ? new FilamentPlanner(filament, timing)
        : planner;
  }

  /**
   * Returns a new writer for one thread.
   *
   * @param driven what drivers make of pulses, of that thread; null: what was planned
   */
  CellWriter writer(DrivenPulses driven) {
    if (device.model() instanceof FilamentModel filament) {
      return new FilamentWriter(filament, seed);
    }
    boolean carry = mode.crossing() == Crossing.CARRY;
    return device.model() instanceof LlgModel
        ? new LlgWriter(device, timing.timeStep(), timing.gap(), carry, seed)
        : new LawWriter(planner, device.grain(), mode.crossing(), driven, seed);
  }
}
