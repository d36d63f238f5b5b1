package dev.spindrift.device;

/** What weights the walls of a tile's cells make, and where walls must be for a weight. */
final class CellWeights {
  private final WallPositions walls;
  private final Variation plusVariation;
  private final Variation minusVariation;
  private final float offConductance;
  private final boolean complementary;

  /**
   * Makes the conversion.
   *
   * @param walls referenced
   * @param plusVariation the plus devices' factors, or null if all devices are alike; referenced,
   *     as the next
   * @param offConductance antiparallel conductance over the range of conductance [1]
   * @param complementary see {@link DeviceModel#complementary}
   */
  CellWeights(
      WallPositions walls,
      Variation plusVariation,
      Variation minusVariation,
      float offConductance,
      boolean complementary) {
    this.walls = walls;
    this.plusVariation = plusVariation;
    this.minusVariation = minusVariation;
    this.offConductance = offConductance;
    this.complementary = complementary;
  }

  /** Returns the weight that a cell's conductances make [1]. */
  float weight(int cell) {
    float plus = walls.plus()[cell];
    float minus = walls.minus()[cell];
    if (plusVariation == null) {
      return plus - minus;
    }
    return plusVariation.conductance(cell) * (offConductance + plus)
        - minusVariation.conductance(cell) * (offConductance + minus);
  }

  /** Puts both walls of a cell where it has the weight, as far as the devices reach. */
  void set(int cell, float weight) {
    float[] plus = walls.plus();
    float[] minus = walls.minus();
    if (complementary) {
      plus[cell] = 0.5f + 0.5f * weight;
      minus[cell] = 0.5f - 0.5f * weight;
      return;
    }
    float up = 1;
    float down = 1;
    float target = weight;
    if (plusVariation != null) {
      up = plusVariation.conductance(cell);
      down = minusVariation.conductance(cell);
      if (up == 0) { // dead: what the walls do is not seen
        plus[cell] = 0;
        minus[cell] = 0;
        return;
      }
      target = weight - offConductance * (up - down);
    }
    plus[cell] = Math.min(1, Math.max(0, target) / up);
    minus[cell] = Math.min(1, Math.max(0, -target) / down);
  }

  /**
   * Sets the device of a cell that moves, if any; only where devices vary.
   *
   * @param wereRead whether the weight was read of this very cell, so that the other device makes
   *     up for the stuck one; else nobody knows of it
   */
  void setBeside(int cell, float weight, boolean plusStuck, boolean minusStuck, boolean wereRead) {
    float[] plus = walls.plus();
    float[] minus = walls.minus();
    float plusBefore = plus[cell];
    float minusBefore = minus[cell];
    if (wereRead) {
      float up = plusVariation.conductance(cell);
      float down = minusVariation.conductance(cell);
      if (up > 0 && !plusStuck) {
        plus[cell] = unit((weight + down * (offConductance + minusBefore)) / up - offConductance);
      } else if (down > 0 && !minusStuck) {
        minus[cell] = unit((up * (offConductance + plusBefore) - weight) / down - offConductance);
      }
      return;
    }
    set(cell, weight);
    plus[cell] = plusStuck ? plusBefore : plus[cell];
    minus[cell] = minusStuck ? minusBefore : minus[cell];
  }

  private static float unit(float x) {
    return Math.max(0, Math.min(1, x));
  }
}
