package dev.spindrift.mapping;

import dev.spindrift.device.CellArray;
import dev.spindrift.device.Endurance;
import dev.spindrift.device.Variation;
import dev.spindrift.engine.CounterNoise;
import dev.spindrift.state.StateReader;
import dev.spindrift.state.StateWriter;
import java.io.IOException;
import java.util.List;

/**
 * Which walls of which bank no longer move, since their device's pulses or way have reached its
 * life ({@link Endurance}).
 *
 * <p>A wall wears out between updates: the pair that reaches its life still moves it. Every device
 * of every bank has a life of its own, a function of (seed, bank, device). When the chain goes on
 * in another bank, walls that are stuck there stay where they are, and cells in which a wall is
 * stuck in either bank are programmed to the weight that the chain has; the controller does not
 * know which walls are stuck.
 */
final class WornWalls {
  private final Endurance endurance;
  private final long seed;
  private final List<CellArray> cells;
  private final float[][][] lives;
  private final float[][][] stuckAt;

  /**
   * Begins with new devices.
   *
   * @param cells the tiles of the bank in which the chain lives
   */
  WornWalls(Endurance endurance, long seed, int banks, List<CellArray> cells) {
    this.endurance = endurance;
    this.seed = seed;
    this.cells = cells;
    lives = new float[banks][][];
    stuckAt = new float[banks][][];
  }

  /** Draws the lives of a bank's devices, unless they are drawn. */
  void open(int bank) {
    if (lives[bank] != null) {
      return;
    }
    CounterNoise ofPlus = new CounterNoise(seed, "device life plus");
    CounterNoise ofMinus = new CounterNoise(seed, "device life minus");
    lives[bank] = new float[cells.size()][];
    stuckAt[bank] = new float[cells.size()][];
    for (int t = 0; t < lives[bank].length; t++) {
      CellArray c = cells.get(t);
      int n = c.size();
      float[] normals = new float[n];
      float[] life = new float[2 * n];
      float[] at = new float[2 * n];
      ofPlus.gaussian(bank, c.firstDevice(), n, normals);
      for (int i = 0; i < n; i++) {
        life[i] = (float) endurance.factor(normals[i]);
        at[i] = madeAt(c.plusVariation(), i);
      }
      ofMinus.gaussian(bank, c.firstDevice(), n, normals);
      for (int i = 0; i < n; i++) {
        life[n + i] = (float) endurance.factor(normals[i]);
        at[n + i] = madeAt(c.minusVariation(), i);
      }
      lives[bank][t] = life;
      stuckAt[bank][t] = at;
    }
  }

  /** Walls that were made stuck are stuck in every bank: each has the devices of the first. */
  private static float madeAt(Variation variation, int cell) {
    return variation.madeStuck(cell) ? variation.stuckAt(cell) : Float.NaN;
  }

  private boolean lived(int bank, int tile, int device, int pulses, float metres) {
    float life = lives[bank][tile][device];
    return pulses >= endurance.pulses() * life || metres >= endurance.way() * life;
  }

  /** Lets the walls stick that have reached their life. */
  void mark(int bank, int tile, int[] pulses, float[] metres) {
    float[] at = stuckAt[bank][tile];
    CellArray c = cells.get(tile);
    for (int i = 0; i < at.length; i++) {
      if (Float.isNaN(at[i]) && lived(bank, tile, i, pulses[i], metres[i])) {
        boolean plus = i < c.size();
        int cell = plus ? i : i - c.size();
        at[i] = (plus ? c.plus() : c.minus())[cell];
        c.wearOut(cell, plus);
      }
    }
  }

  /** Moves the chain from one bank to another. */
  void enter(int from, int to) {
    open(to);
    for (int t = 0; t < cells.size(); t++) {
      CellArray c = cells.get(t);
      int n = c.size();
      float[] old = stuckAt[from][t];
      float[] next = stuckAt[to][t];
      for (int i = 0; i < n; i++) {
        if (Float.compare(old[i], next[i]) != 0 || Float.compare(old[n + i], next[n + i]) != 0) {
          c.replace(i, next[i], next[n + i]);
        }
      }
    }
  }

  /** Gives cells of a tile the stuck walls of a bank. */
  void install(int bank, int tile, CellArray into) {
    float[] at = stuckAt[bank][tile];
    int n = into.size();
    for (int i = 0; i < n; i++) {
      if (!Float.isNaN(at[i]) || !Float.isNaN(at[n + i])) {
        into.replace(i, at[i], at[n + i]);
      }
    }
  }

  /** Returns how many devices of a tile have reached their life [1]. */
  long worn(int bank, int tile, int[] pulses, float[] metres) {
    CellArray c = cells.get(tile);
    long worn = 0;
    for (int i = 0; i < pulses.length; i++) {
      boolean plus = i < c.size();
      Variation v = plus ? c.plusVariation() : c.minusVariation();
      if (!v.madeStuck(plus ? i : i - c.size()) && lived(bank, tile, i, pulses[i], metres[i])) {
        worn++;
      }
    }
    return worn;
  }

  void save(int bank, StateWriter out) throws IOException {
    for (float[] at : stuckAt[bank]) {
      out.writeFloats(at);
    }
  }

  /** Restores a bank's stuck walls; those of the bank where the chain lives are stuck at once. */
  void restore(int bank, boolean here, StateReader in) throws IOException {
    open(bank);
    for (int t = 0; t < cells.size(); t++) {
      float[] at = stuckAt[bank][t];
      in.readFloats(at);
      CellArray c = cells.get(t);
      for (int i = 0; here && i < at.length; i++) {
        if (!Float.isNaN(at[i])) {
          c.wearOut(i % c.size(), i < c.size()); // positions are restored before
        }
      }
    }
  }
}
