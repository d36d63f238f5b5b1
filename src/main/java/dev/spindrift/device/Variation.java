package dev.spindrift.device;

import dev.spindrift.engine.CounterNoise;
import java.util.Arrays;
import umontreal.ssj.probdist.NormalDist;

/**
 * The factors by which each device of one kind differs from the nominal one: lognormal, mean 1,
 * drawn from the counter-based generator by device number, so that a device is the same device in
 * every run with the same seed. A device that does not conduct has the conductance factor 0.
 */
public final class Variation {
  private final float[] mobility;
  private final float[] length;
  private final float[] conductance;

  /** Where each wall is stuck, not a number where it moves; null if all move. */
  private final float[] stuck;

  /** Which were so from the beginning; null unless walls wear out. */
  private final boolean[] madeStuck;

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
    stuck = stuckWalls(seed, kind, spread, firstDevice, devices);
    madeStuck = spread.wearsOut() ? new boolean[devices] : null;
    for (int i = 0; madeStuck != null && i < devices; i++) {
      madeStuck[i] = isStuck(i);
    }
    if (spread.deadCells() > 0) {
      // One name for both devices: a cell is dead as a whole.
      boolean[] dead = chosen(seed, "dead cells", spread.deadCells(), firstDevice, devices);
      for (int i = 0; i < devices; i++) {
        conductance[i] = dead[i] ? 0f : conductance[i];
      }
    }
  }

  private static float[] stuckWalls(
      long seed, String kind, Spread spread, long first, int devices) {
    if (spread.stuckWalls() == 0 && !spread.wearsOut()) {
      return null;
    }
    float[] at = new float[devices];
    if (spread.stuckWalls() == 0) {
      Arrays.fill(at, Float.NaN);
      return at;
    }
    boolean[] chosen = chosen(seed, "stuck walls " + kind, spread.stuckWalls(), first, devices);
    new CounterNoise(seed, "stuck positions " + kind).gaussian(0, first, devices, at);
    for (int i = 0; i < devices; i++) {
      at[i] = chosen[i] ? (float) NormalDist.cdf01(at[i]) : Float.NaN;
    }
    return at;
  }

  /** Each device with the same probability: a normal below its quantile. */
  private static boolean[] chosen(long seed, String purpose, double share, long first, int n) {
    float[] normals = new float[n];
    new CounterNoise(seed, purpose).gaussian(0, first, n, normals);
    double quantile = share >= 1 ? Double.POSITIVE_INFINITY : NormalDist.inverseF01(share);
    boolean[] chosen = new boolean[n];
    for (int i = 0; i < n; i++) {
      chosen[i] = normals[i] < quantile;
    }
    return chosen;
  }

  /** Returns whether a device's wall does not move. */
  public boolean isStuck(int cell) {
    return stuck != null && !Float.isNaN(stuck[cell]);
  }

  /** Returns whether a device was made with a stuck wall, where walls wear out, too. */
  public boolean madeStuck(int cell) {
    return madeStuck == null ? isStuck(cell) : madeStuck[cell];
  }

  /** Returns where a stuck wall is, 0 to 1; not a number for one that moves [1]. */
  public float stuckAt(int cell) {
    return stuck == null ? Float.NaN : stuck[cell];
  }

  /**
   * Lets a wall stay where it is from now on; only where walls wear out.
   *
   * @param at where that is, 0 to 1 [1]
   */
  void stick(int cell, float at) {
    stuck[cell] = at;
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
