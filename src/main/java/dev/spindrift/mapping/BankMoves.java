package dev.spindrift.mapping;

import dev.spindrift.device.CellArray;
import dev.spindrift.device.DeviceParameters;
import dev.spindrift.device.RestingWalls;
import dev.spindrift.engine.CounterNoise;
import dev.spindrift.engine.Workers;
import java.nio.FloatBuffer;
import java.util.List;

/** What moves a bank's walls besides updates: rest, and being programmed at a hand-over. */
final class BankMoves {
  private final DeviceParameters device;
  private final List<CellArray> cells;
  private final List<int[]> offsets;
  private final long seed;
  private final Workers workers;
  private final RestingWalls[] resting;

  /**
   * Prepares one bank.
   *
   * @param cells its tiles; referenced
   * @param offsets index in the flat weights of each column's first row, by tile; not modified
   */
  BankMoves(
      DeviceParameters device,
      List<CellArray> cells,
      List<int[]> offsets,
      long seed,
      Workers workers) {
    this.device = device;
    this.cells = cells;
    this.offsets = offsets;
    this.seed = seed;
    this.workers = workers;
    resting = walls("resting walls");
  }

  private RestingWalls[] walls(String purpose) {
    RestingWalls[] walls = new RestingWalls[workers.threads()];
    for (int i = 0; i < walls.length; i++) {
      walls[i] = new RestingWalls(device, seed, purpose);
    }
    return walls;
  }

  /**
   * See {@link ChipUpdater#disturb}: disturbs the state as programming the next bank does, and
   * writes the new weights.
   */
  void disturb(long update, FloatBuffer weights) {
    CounterNoise noise = new CounterNoise(seed, "hand-over");
    CounterNoise[] forks = new CounterNoise[workers.threads()];
    for (int i = 0; i < forks.length; i++) {
      forks[i] = noise.fork();
    }
    workers.forEach(
        cells.size(),
        (worker, i) -> {
          HandOverSequence.disturb(cells.get(i), device, update, forks[worker]);
          cells.get(i).readWeights(weights, offsets.get(i));
        });
  }

  /** See {@link ChipUpdater#rest}. */
  void rest(double seconds, long step, FloatBuffer weights) {
    workers.forEach(
        cells.size(),
        (worker, i) -> {
          resting[worker].rest(cells.get(i), seconds, step);
          cells.get(i).readWeights(weights, offsets.get(i));
        });
  }

  /**
   * See {@link ChipUpdater#restStored}.
   *
   * @param wear which walls are worn out, or null
   */
  void restStored(double seconds, int sample, FloatBuffer weights, Wear wear) {
    RestingWalls[] walls = walls("stored walls");
    workers.forEach(
        cells.size(),
        (worker, i) -> {
          CellArray live = cells.get(i);
          CellArray stored =
              new CellArray(device, seed, live.rows(), live.columns(), live.firstDevice());
          if (wear != null) {
            wear.install(sample % wear.banks(), i, stored);
          }
          stored.restore(weights, offsets.get(i));
          walls[worker].rest(stored, seconds, sample);
          stored.readWeights(weights, offsets.get(i));
        });
  }
}
