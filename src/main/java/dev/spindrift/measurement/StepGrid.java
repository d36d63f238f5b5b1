package dev.spindrift.measurement;

import dev.spindrift.device.DisplacementLaw;
import dev.spindrift.device.PositionLaw;

/**
 * Means and variances of displacement over polarity, width and starting position, in shares of the
 * track.
 *
 * @param widths increasing [s]; not modified
 * @param positions increasing, two or more, 0 to 1 [1]; not modified
 * @param push towards position 1
 * @param pull towards position 0
 */
public record StepGrid(
    double[] widths, double[] positions, PositionLaw.Table push, PositionLaw.Table pull) {

  /**
   * Extends a grid of one width to several: a pulse of k widths is k pulses, each starting where
   * the one before left the wall (linear-noise approximation: the mean follows the mean step, the
   * variance is stretched by its slope and grows by its variance; the mean stops at the ends).
   *
   * @param counts numbers of pulses, increasing from 1 [1]; not modified
   */
  public StepGrid repeated(int[] counts) {
    double[] wider = new double[counts.length];
    for (int i = 0; i < counts.length; i++) {
      wider[i] = counts[i] * widths[0];
    }
    return new StepGrid(wider, positions, repeated(push, 1, counts), repeated(pull, -1, counts));
  }

  private PositionLaw.Table repeated(PositionLaw.Table table, int polarity, int[] counts) {
    double[][] means = new double[counts.length][positions.length];
    double[][] variances = new double[counts.length][positions.length];
    for (int p = 0; p < positions.length; p++) {
      double at = positions[p];
      double variance = 0;
      int done = 0;
      for (int i = 0; i < counts.length; i++) {
        for (; done < counts[i]; done++) {
          double step = 1e-4;
          double low = Math.max(0, at - step);
          double high = Math.min(1, at + step);
          double slope =
              polarity * (at(table.means()[0], high) - at(table.means()[0], low)) / (high - low);
          variance = variance * (1 + slope) * (1 + slope) + at(table.variances()[0], at);
          at = Math.min(1, Math.max(0, at + polarity * at(table.means()[0], at)));
        }
        // The first pulse as measured, though it may lead beyond an end.
        means[i][p] = counts[i] == 1 ? table.means()[0][p] : polarity * (at - positions[p]);
        variances[i][p] = variance;
      }
    }
    return new PositionLaw.Table(means, variances);
  }

  private double at(double[] values, double position) {
    int i = 1;
    while (i < positions.length - 1 && positions[i] < position) {
      i++;
    }
    double share = (position - positions[i - 1]) / (positions[i] - positions[i - 1]);
    share = Math.min(1, Math.max(0, share));
    return values[i - 1] + share * (values[i] - values[i - 1]);
  }

  /**
   * Returns the law on a track of some length.
   *
   * @param nominal what the chip believes
   * @param length of the track [m]
   */
  public PositionLaw law(DisplacementLaw nominal, double length) {
    return new PositionLaw(nominal, widths, positions, scaled(push, length), scaled(pull, length));
  }

  private static PositionLaw.Table scaled(PositionLaw.Table table, double length) {
    return new PositionLaw.Table(
        scaled(table.means(), length), scaled(table.variances(), length * length));
  }

  private static double[][] scaled(double[][] values, double factor) {
    double[][] result = new double[values.length][];
    for (int i = 0; i < values.length; i++) {
      result[i] = values[i].clone();
      for (int j = 0; j < result[i].length; j++) {
        result[i][j] *= factor;
      }
    }
    return result;
  }

  /**
   * Returns where both polarities step alike, so that symmetric pairs drift there; NaN if nowhere
   * between the first and the last position [1].
   *
   * @param width index of the width [1]
   */
  public double symmetryPoint(int width) {
    for (int p = 1; p < positions.length; p++) {
      double left = push.means()[width][p - 1] - pull.means()[width][p - 1];
      double right = push.means()[width][p] - pull.means()[width][p];
      if (left >= 0 && right < 0) {
        return positions[p - 1] + left / (left - right) * (positions[p] - positions[p - 1]);
      }
    }
    return Double.NaN;
  }
}
