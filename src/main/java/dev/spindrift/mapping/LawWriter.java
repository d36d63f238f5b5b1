package dev.spindrift.mapping;

import dev.spindrift.device.CellArray;
import dev.spindrift.device.CellWriter;
import dev.spindrift.device.Grain;
import dev.spindrift.device.WriteBatch;
import dev.spindrift.mapping.PushPull.Crossing;

/** Moves walls by the displacement law, one cell after the other. */
final class LawWriter implements CellWriter {
  private final Grain grain;
  private final DeviceNoise noise;
  private final CellMover mover;
  private final PulsePair pair = new PulsePair();

  LawWriter(PulsePlanner planner, Grain grain, Crossing crossing, DrivenPulses driven, long seed) {
    this.grain = grain;
    noise = new DeviceNoise(seed);
    mover = new CellMover(planner, grain, crossing, driven);
  }

  @Override
  public void write(CellArray cells, long update, boolean pushFirst, WriteBatch batch) {
    mover.begin(cells, update, batch.supply());
    for (int i = 0; i < batch.size(); i++) {
      int cell = batch.cell(i);
      long number = cells.firstDevice() + cell;
      pair.shorter = Math.min(batch.push(i), batch.pull(i));
      pair.longer = Math.max(batch.push(i), batch.pull(i));
      pair.sign = StepMath.sign(batch.drift(i));
      if (pair.longer > 0) {
        float push = noise.first(grain).gaussian(update, number);
        float pull = grain == Grain.PULSE ? noise.second().gaussian(update, number) : 0f;
        batch.end(i, mover.move(cells, cell, pair, pushFirst, push, pull));
      }
    }
  }
}
