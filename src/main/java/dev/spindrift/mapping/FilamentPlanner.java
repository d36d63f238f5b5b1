package dev.spindrift.mapping;

import dev.spindrift.device.FilamentModel;
import dev.spindrift.learning.Increment;

/**
 * Plans filaments: each of a cell's two devices gets one programming cycle (reset and set), so a
 * pair has two equal widths whatever the gradient is. The lower limit counts cells whose filaments
 * bring more variance than required. No required variance and no drift: no cycle.
 */
final class FilamentPlanner implements PairPlanner {
  private final FilamentModel model;
  private final int cycle;

  FilamentPlanner(FilamentModel model, PulseTiming timing) {
    this.model = model;
    this.cycle = (int) Math.rint(model.cycle() / timing.timeStep());
  }

  @Override
  public void plan(
      float gradient, float weight, Increment increment, boolean pushFirst, PulsePair pair) {
    float drift = gradient * increment.drift();
    boolean any = drift != 0 || increment.noiseVariance() != 0;
    pair.sign = StepMath.sign(drift);
    pair.shorter = any ? cycle : 0;
    pair.longer = any ? cycle : 0;
    double mean = Math.max(-1, Math.min(1, (double) weight + drift));
    pair.lowerLimit = any && model.variance(mean) > increment.noiseVariance();
    pair.upperLimit = false;
    pair.longestLimit = false;
  }
}
