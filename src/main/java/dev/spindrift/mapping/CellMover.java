package dev.spindrift.mapping;

import dev.spindrift.device.CellArray;
import dev.spindrift.device.Grain;
import dev.spindrift.device.PositionLaw;
import dev.spindrift.device.Variation;
import dev.spindrift.mapping.PushPull.Crossing;

/**
 * Moves the walls of one cell by one push-pull pair: the plain form of the device's behaviour, with
 * both grains, both crossings and device-to-device variation.
 *
 * <p>A pulse moves the active device's wall by (mobility x mean + noise) / length, in the direction
 * that changes the weight as asked; the wall stops at the ends of its track. Mean and noise are
 * those of where the wall is, if the law says so ({@link PositionLaw}). What CARRY carries over
 * zero is a displacement in metres, so it counts on the other device by the ratio of the lengths.
 * What the device remembers of the first pulse of a pair ({@link
 * dev.spindrift.device.BetweenPulses}) is part of the second pulse's mean and variance.
 */
final class CellMover {
  private final PulsePlanner planner;
  private final Grain grain;
  private final boolean carry;
  private final PositionLaw positional;
  private final DrivenPulses driven;
  private boolean reachedEnd;

  /**
   * Makes a mover.
   *
   * @param driven what drivers make of planned pulses; null: what was planned
   */
  CellMover(PulsePlanner planner, Grain grain, Crossing crossing, DrivenPulses driven) {
    this.driven = driven;
    this.planner = planner;
    this.grain = grain;
    this.carry = crossing == Crossing.CARRY;
    this.positional = planner.positional();
  }

  /** Says whose pulses come next, and which share of the nominal current the supply leaves them. */
  void begin(CellArray cells, long update, double supply) {
    if (driven != null) {
      driven.begin(cells, update);
      driven.supply(supply);
    }
  }

  /**
   * Applies a pair to a cell.
   *
   * @param cells the tile; modified
   * @param cell the cell [1]
   * @param pair the planned widths
   * @param pushFirst whether the push precedes the pull
   * @param pushNoise standard normal of the push, or of the merged pair [1]
   * @param pullNoise standard normal of the pull; not used by merged pairs [1]
   * @return whether displacement was lost at an end of a track
   */
  boolean move(
      CellArray cells,
      int cell,
      PulsePair pair,
      boolean pushFirst,
      float pushNoise,
      float pullNoise) {
    reachedEnd = false;
    if (pair.longer == 0) {
      return false;
    }
    cells.positionSum(CellArray.UNKNOWN);
    // With SATURATE the device in use stays in use until the pair is over.
    boolean plus = cells.plus()[cell] > 0 || (!(cells.minus()[cell] > 0) && !(pair.sign < 0));
    if (grain == Grain.PAIR) {
      float mean =
          driven == null ? pair.sign * planner.pairMean(pair) : planner.mean(pair, cell, driven);
      float variance =
          driven == null ? planner.pairVariance(pair) : planner.variance(pair, cell, driven);
      float bias = planner.pairBias(pushFirst);
      displace(cells, cell, plus, mean + bias, deviation(variance) * pushNoise);
    } else if (pushFirst) {
      pulse(cells, cell, plus, pair.push(), 1, 0, 0, pushNoise);
      second(cells, cell, plus, pair.pull(), -1, pullNoise);
    } else {
      pulse(cells, cell, plus, pair.pull(), -1, 0, 0, pullNoise);
      second(cells, cell, plus, pair.push(), 1, pushNoise);
    }
    return reachedEnd;
  }

  /** The second pulse of a pair: it starts warm. */
  private void second(
      CellArray cells, int cell, boolean plus, int steps, int polarity, float noise) {
    float bias = planner.pairBias(polarity < 0);
    pulse(cells, cell, plus, steps, polarity, bias, planner.addedVariance(), noise);
  }

  private void pulse(
      CellArray cells,
      int cell,
      boolean plus,
      int steps,
      int polarity,
      float bias,
      float addedVariance,
      float noise) {
    if (driven != null && steps > 0) {
      drivenPulse(cells, cell, plus, steps, polarity, bias, addedVariance, noise);
      return;
    }
    if (positional != null && steps > 0) {
      boolean up = carry ? !(cells.minus()[cell] > 0) : plus;
      float start = (up ? cells.plus() : cells.minus())[cell];
      int direction = up ? polarity : -polarity;
      float mean = polarity * planner.mean(positional, direction, steps, start) + bias;
      float deviation = planner.deviation(positional, direction, steps, start);
      if (addedVariance != 0) {
        deviation = deviation(deviation * deviation + addedVariance);
      }
      displace(cells, cell, plus, mean, deviation * noise);
      return;
    }
    displace(
        cells,
        cell,
        plus,
        polarity * planner.mean(steps) + bias,
        deviation(planner.variance(steps) + addedVariance) * noise);
  }

  private void drivenPulse(
      CellArray cells,
      int cell,
      boolean plus,
      int steps,
      int polarity,
      float bias,
      float addedVariance,
      float noise) {
    double on = driven.onTime(cell, polarity > 0, steps);
    double effective = driven.effectiveWidth(cell, polarity > 0, on);
    float mean;
    float variance;
    if (positional != null) {
      boolean up = carry ? !(cells.minus()[cell] > 0) : plus;
      float start = (up ? cells.plus() : cells.minus())[cell];
      int direction = up ? polarity : -polarity;
      mean = planner.mean(positional, direction, effective, start);
      variance = planner.variance(positional, direction, on, start);
    } else {
      mean = planner.mean(effective);
      variance = planner.variance(on);
    }
    displace(
        cells, cell, plus, polarity * mean + bias, deviation(variance + addedVariance) * noise);
  }

  private static float deviation(float variance) {
    return (float) Math.sqrt(variance);
  }

  /** Displaces towards larger weights by a mean (of a nominal device) plus noise. */
  private void displace(CellArray cells, int cell, boolean plus, float mean, float noise) {
    boolean up = carry ? !(cells.minus()[cell] > 0) : plus;
    float[] active = up ? cells.plus() : cells.minus();
    Variation variation = up ? cells.plusVariation() : cells.minusVariation();
    float displacement = mean + noise;
    if (variation != null) {
      if (variation.isStuck(cell)) {
        return; // whatever the pulse, the controller learns nothing of it
      }
      displacement = (variation.mobility(cell) * mean + noise) / variation.length(cell);
    }
    float position = active[cell] + (up ? displacement : -displacement);
    if (position > 1) {
      position = 1;
      reachedEnd = true;
    } else if (position < 0) {
      if (carry) {
        cross(cells, cell, up, -position);
      } else {
        reachedEnd = true;
      }
      position = 0;
    }
    active[cell] = position;
  }

  private void cross(CellArray cells, int cell, boolean fromPlus, float rest) {
    float position = rest;
    if (cells.plusVariation() != null) {
      if ((fromPlus ? cells.minusVariation() : cells.plusVariation()).isStuck(cell)) {
        reachedEnd = true;
        return;
      }
      float ratio = cells.plusVariation().length(cell) / cells.minusVariation().length(cell);
      position = fromPlus ? rest * ratio : rest / ratio;
    }
    if (position > 1) {
      position = 1;
      reachedEnd = true;
    }
    (fromPlus ? cells.minus() : cells.plus())[cell] = position;
  }
}
