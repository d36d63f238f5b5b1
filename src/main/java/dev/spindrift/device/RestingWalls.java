package dev.spindrift.device;

import dev.spindrift.engine.CounterNoise;

/**
 * Diffusion of the walls of a tile while no current flows.
 *
 * <p>The active wall of a cell does a random walk whose variance grows by {@link
 * BetweenPulses#restDiffusion()} times the time; the ends of the track reflect it, so that in the
 * long run it is anywhere on the track with the same probability. A parked wall stays: a cell reads
 * its weight off one device only as long as the end of the other's track holds its wall (a notch, a
 * step of the anisotropy), and a wall that could leave its end would leave it in every cell. So a
 * wall at position 0 is held; an active wall that a pulse left there is parked, too.
 *
 * <p>Displacements below the resolution of positions, 6e-8 of the track at its far end, are lost.
 *
 * <p>The result is a function of (seed, purpose, device, step), whatever the thread. One instance
 * per thread.
 */
public final class RestingWalls {
  private final double diffusion;
  private final double length;
  private final CounterNoise noise;
  private float[] normals = new float[0];

  /**
   * Makes the diffusion of a device.
   *
   * @param device the devices
   * @param seed root seed
   * @param purpose name of the noise
   */
  public RestingWalls(DeviceParameters device, long seed, String purpose) {
    diffusion = device.betweenPulses().restDiffusion();
    length = device.length();
    noise = new CounterNoise(seed, purpose);
  }

  /** Returns whether walls move at all. */
  public boolean moves() {
    return diffusion > 0;
  }

  /**
   * Lets the walls of a tile rest.
   *
   * @param cells the tile; modified
   * @param seconds for how long, 0 or more [s]
   * @param step number of the rest, not used twice, 0 to 2^32 - 1 [1]
   */
  public void rest(CellArray cells, double seconds, long step) {
    // Reflected at both ends, a spread of four tracks is uniform to 1e-34; floats fold larger ones
    // badly.
    float deviation = (float) Math.min(4, Math.sqrt(diffusion * seconds) / length);
    if (!(deviation > 0)) {
      return;
    }
    if (normals.length < cells.size()) {
      normals = new float[cells.size()];
    }
    noise.gaussian(step, cells.firstDevice(), cells.size(), normals);
    cells.positionSum(CellArray.UNKNOWN);
    rest(cells.plus(), cells.plusVariation(), deviation);
    rest(cells.minus(), cells.minusVariation(), deviation);
  }

  /** Both devices of a cell share a normal, since only one of them is not parked. */
  private void rest(float[] positions, Variation variation, float deviation) {
    for (int i = 0; i < positions.length; i++) {
      if (positions[i] > 0 && !(variation != null && variation.isStuck(i))) {
        float spread = variation == null ? deviation : deviation / variation.length(i);
        positions[i] = reflected(positions[i] + spread * normals[i]);
      }
    }
  }

  /** Folds the line onto the track. */
  private static float reflected(float x) {
    if (x > 0 && x <= 1) {
      return x;
    }
    float y = Math.abs(x) % 2f;
    // An active wall stays active: exactly 0 would park it.
    return Math.max(Float.MIN_NORMAL, y > 1 ? 2f - y : y);
  }
}
