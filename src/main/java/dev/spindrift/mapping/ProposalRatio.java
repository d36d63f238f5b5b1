package dev.spindrift.mapping;

import dev.spindrift.device.CellArray;
import dev.spindrift.device.CellState;
import dev.spindrift.device.DeviceParameters;
import dev.spindrift.device.FilamentModel;
import dev.spindrift.learning.Increment;
import java.nio.FloatBuffer;

/**
 * How much likelier the way back from a proposal is than the way there: log q(before|now) - log
 * q(now|before), for proposals that devices made.
 *
 * <p>Filaments are programmed around their present conductance g, N(g, spread(g)^2), each device on
 * its own, so the way back from a quiet place is hardly possible. Walls move by N(d, v) with drift
 * and variance of the pulses that the planner chooses for the gradient at the start, rounded to the
 * driver's step, and with the bias of a pair whose first pulse is remembered: symmetric without
 * either. Ends of the range, where both stop, are not part of the density. One instance per thread.
 */
public final class ProposalRatio {
  private final FilamentModel filament;
  private final PulsePlanner planner;
  private final PushPull mode;
  private final PulsePair pair = new PulsePair();

  /**
   * Makes a ratio for devices.
   *
   * @param device filaments, or walls that move by their law
   */
  public ProposalRatio(DeviceParameters device, PulseTiming timing, PushPull mode) {
    filament = device.model() instanceof FilamentModel f ? f : null;
    planner = filament == null ? new PulsePlanner(device, timing, mode) : null;
    this.mode = mode;
  }

  /**
   * Sums over a tile of filaments.
   *
   * @param before where proposals started; not modified
   * @param now where they are; not modified
   */
  public double filaments(CellState before, CellArray now) {
    return filaments(before.plus(), now.plus()) + filaments(before.minus(), now.minus());
  }

  private double filaments(float[] before, float[] now) {
    double sum = 0;
    for (int i = 0; i < now.length; i++) {
      double here = filament.spread(before[i]);
      double there = filament.spread(now[i]);
      double moved = (double) now[i] - before[i];
      sum += Math.log(here / there) - moved * moved / 2 * (1 / (there * there) - 1 / (here * here));
    }
    return sum;
  }

  /**
   * Sums over the weights from..to-1 of walls.
   *
   * @param before weights where proposals started; not modified
   * @param gradientBefore gradient there, null if the kernel uses none; not modified
   * @param now weights where they are; not modified
   * @param gradientNow gradient there, null if the kernel uses none; not modified
   * @param from first index [1]
   * @param to end of the range, exclusive [1]
   * @param increment what the pulses were planned for
   * @param update number of the update, which decides the order of its pairs [1]
   */
  public double walls(
      float[] before,
      float[] gradientBefore,
      FloatBuffer now,
      float[] gradientNow,
      int from,
      int to,
      Increment increment,
      long update) {
    boolean pushFirst = mode.pushFirst(update);
    double sum = 0;
    for (int i = from; i < to; i++) {
      double moved = (double) now.get(i) - before[i];
      float back = gradientNow == null ? 0f : gradientNow[i];
      float there = gradientBefore == null ? 0f : gradientBefore[i];
      sum += logDensity(-moved, back, increment, pushFirst);
      sum -= logDensity(moved, there, increment, pushFirst);
    }
    return sum;
  }

  /** Returns whether walls propose asymmetrically even without a gradient. */
  public boolean biased() {
    return planner != null && planner.pairBias(true) + planner.offset(true) != 0;
  }

  private double logDensity(double moved, float gradient, Increment increment, boolean pushFirst) {
    planner.plan(gradient, 0f, increment, pushFirst, pair);
    double drift = pair.sign * (double) planner.pairMean(pair) + planner.pairBias(pushFirst);
    double variance = planner.pairVariance(pair);
    return -(moved - drift) * (moved - drift) / (2 * variance) - Math.log(variance) / 2;
  }
}
