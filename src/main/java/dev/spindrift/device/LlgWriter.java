package dev.spindrift.device;

import dev.spindrift.engine.CounterNoise;
import dev.spindrift.physics.PulsedWalls;
import java.util.Arrays;

/**
 * Integrates the walls of cells through their pulses, see {@link LlgModel}.
 *
 * <p>A cell's active device is the one whose wall is farther along. Its wall is integrated on an
 * unfolded track: the plus device's track to the right of zero, the minus device's mirrored to the
 * left, so that a push always points right. With carry a wall that passes zero has left its track
 * and its rest moves the other device, in the same pulse, with the phase it had: what the
 * behavioural device does with a displacement. (In hardware two walls in two tracks would have to
 * be driven one after the other; the model lets the second start as the first arrives.) Without
 * carry zero is a hard end. A parked wall is at rest unless the model has an idle time.
 */
public final class LlgWriter implements CellWriter {
  private final LlgModel model;
  private final double density;
  private final boolean carry;
  private final long seed;
  private final int stepsPerDriverStep;
  private final int gap;
  private final int rise;
  private final int fall;
  private final int settle;
  private final int idle;
  private final PulsedWalls walls;
  private final int[] entry = new int[PulsedWalls.WALLS];
  private final boolean[] plusActive = new boolean[PulsedWalls.WALLS];
  private long[] order = new long[0];

  /**
   * Makes a writer.
   *
   * @param device devices of an llg model
   * @param timeStep driver step [s]
   * @param gap between push and pull [s]
   * @param carry whether what passes zero moves the other device
   * @param seed root seed of noise and roughness
   * @throws IllegalArgumentException if a time is no whole number of integration steps, see {@link
   *     #problem}
   */
  public LlgWriter(DeviceParameters device, double timeStep, double gap, boolean carry, long seed) {
    model = (LlgModel) device.model();
    String problem = problem(model, timeStep, gap);
    if (problem != null) {
      throw new IllegalArgumentException(problem);
    }
    this.density = device.currentDensity();
    this.carry = carry;
    this.seed = seed;
    this.stepsPerDriverStep = model.steps(timeStep);
    this.gap = model.steps(gap);
    rise = model.steps(model.rise());
    fall = model.steps(model.fall());
    settle = model.steps(model.settle());
    idle = model.steps(model.idle());
    // Six deviations: a mobility beyond has a probability of 1e-9.
    double peak = density * Math.exp(6 * device.spread().mobility());
    walls = new PulsedWalls(model.wall(), model.scheme(), model.dt(), peak, seed);
  }

  /**
   * Returns why a driver cannot work with an integration step, or null if it can.
   *
   * @param timeStep driver step [s]
   * @param gap between push and pull [s]
   */
  public static String problem(LlgModel model, double timeStep, double gap) {
    if (model.steps(timeStep) < 1 || model.steps(gap) < 0) {
      return String.format(
          java.util.Locale.ROOT,
          "a driver step of %.6g s and a gap of %.6g s, not both whole multiples of the integration"
              + " step of %.6g s",
          timeStep,
          gap,
          model.dt());
    }
    return null;
  }

  @Override
  public void write(CellArray cells, long update, boolean pushFirst, WriteBatch batch) {
    CounterNoise noise = new CounterNoise(seed, "device llg " + update);
    sort(batch);
    int done = 0;
    while (done < batch.size()) {
      walls.clear();
      for (; done < batch.size() && walls.walls() < PulsedWalls.WALLS; done++) {
        int i = (int) order[done];
        if (batch.push(i) + batch.pull(i) > 0) {
          entry[walls.walls()] = i;
          add(cells, batch, i, pushFirst);
        }
      }
      walls.run(noise);
      for (int w = 0; w < walls.walls(); w++) {
        take(cells, batch, w);
      }
    }
    if (idle > 0) {
      idle(cells, update, batch, true);
      idle(cells, update, batch, false);
    }
    for (int i = 0; i < batch.size(); i++) {
      show(cells, batch.cell(i));
    }
  }

  /** Orders the batch by falling duration. */
  private void sort(WriteBatch batch) {
    if (order.length < batch.size()) {
      order = new long[batch.size()];
    }
    for (int i = 0; i < batch.size(); i++) {
      order[i] = ((long) -(duration(batch.push(i)) + duration(batch.pull(i))) << 32) | i;
    }
    Arrays.sort(order, 0, batch.size());
  }

  private void add(CellArray cells, WriteBatch batch, int i, boolean pushFirst) {
    int cell = batch.cell(i);
    double plus = cells.hidden(LlgModel.PLUS_POSITION)[cell];
    double minus = cells.hidden(LlgModel.MINUS_POSITION)[cell];
    boolean up = plus > minus || (plus == minus && (carry || !(batch.drift(i) < 0)));
    Variation variation = up ? cells.plusVariation() : cells.minusVariation();
    double peak = variation == null ? density : density * variation.mobility(cell);
    long number = cells.firstDevice() + cell;
    if (up) {
      double low = carry ? minus - length(cells, cell, false) : 0;
      double phase = cells.hidden(LlgModel.PLUS_PHASE)[cell];
      walls.add(number, plus, phase, low, length(cells, cell, true));
    } else {
      double high = carry ? length(cells, cell, true) - plus : 0;
      double phase = -cells.hidden(LlgModel.MINUS_PHASE)[cell];
      walls.add(number, -minus, phase, -length(cells, cell, false), high);
    }
    plusActive[walls.walls() - 1] = up;
    pulse(pushFirst ? batch.push(i) : batch.pull(i), pushFirst ? peak : -peak);
    walls.piece(gap, 0, 0);
    pulse(pushFirst ? batch.pull(i) : batch.push(i), pushFirst ? -peak : peak);
    walls.piece(settle, 0, 0);
  }

  private void pulse(int driverSteps, double peak) {
    if (driverSteps > 0) {
      walls.piece(rise, 0, peak);
      walls.piece(driverSteps * stepsPerDriverStep, peak, peak);
      walls.piece(fall, peak, 0);
    }
  }

  private int duration(int driverSteps) {
    return driverSteps > 0 ? rise + driverSteps * stepsPerDriverStep + fall : 0;
  }

  /** Folds an integrated wall back onto its cell's two tracks. */
  private void take(CellArray cells, WriteBatch batch, int w) {
    int i = entry[w];
    int cell = batch.cell(i);
    boolean up = plusActive[w];
    double forth = up ? walls.position(w) : -walls.position(w);
    double phase = up ? walls.phase(w) : -walls.phase(w);
    double[] active = cells.hidden(up ? LlgModel.PLUS_POSITION : LlgModel.MINUS_POSITION);
    double[] activePhase = cells.hidden(up ? LlgModel.PLUS_PHASE : LlgModel.MINUS_PHASE);
    active[cell] = Math.max(0, forth);
    activePhase[cell] = forth < 0 ? 0 : phase;
    if (forth < 0) {
      double[] other = cells.hidden(up ? LlgModel.MINUS_POSITION : LlgModel.PLUS_POSITION);
      double[] otherPhase = cells.hidden(up ? LlgModel.MINUS_PHASE : LlgModel.PLUS_PHASE);
      other[cell] = Math.min(length(cells, cell, !up), other[cell] - forth);
      otherPhase[cell] = -phase;
    }
    batch.end(i, walls.held(w));
  }

  /** Lets one device of each cell rest. */
  private void idle(CellArray cells, long update, WriteBatch batch, boolean plus) {
    String purpose = plus ? "device llg idle plus " : "device llg idle minus ";
    CounterNoise noise = new CounterNoise(seed, purpose + update);
    double[] position = cells.hidden(plus ? LlgModel.PLUS_POSITION : LlgModel.MINUS_POSITION);
    double[] phase = cells.hidden(plus ? LlgModel.PLUS_PHASE : LlgModel.MINUS_PHASE);
    int done = 0;
    while (done < batch.size()) {
      walls.clear();
      int start = done;
      for (; done < batch.size() && walls.walls() < PulsedWalls.WALLS; done++) {
        int cell = batch.cell(done);
        long number = cells.firstDevice() + cell;
        walls.add(number, position[cell], phase[cell], 0, length(cells, cell, plus));
        walls.piece(idle, 0, 0);
      }
      walls.run(noise);
      for (int w = 0; w < walls.walls(); w++) {
        position[batch.cell(start + w)] = walls.position(w);
        phase[batch.cell(start + w)] = walls.phase(w);
      }
    }
  }

  /** Rounds a cell's positions to what the circuit sees. */
  private void show(CellArray cells, int cell) {
    double plus = cells.hidden(LlgModel.PLUS_POSITION)[cell] / length(cells, cell, true);
    double minus = cells.hidden(LlgModel.MINUS_POSITION)[cell] / length(cells, cell, false);
    cells.plus()[cell] = (float) Math.min(1, plus);
    cells.minus()[cell] = (float) Math.min(1, minus);
  }

  private double length(CellArray cells, int cell, boolean plus) {
    Variation variation = plus ? cells.plusVariation() : cells.minusVariation();
    double length = model.wall().strip().length();
    return variation == null ? length : length * variation.length(cell);
  }
}
