package dev.spindrift.device;

import java.util.Arrays;

/**
 * A law whose mean and variance depend on where the wall starts and on the pulse's polarity:
 * measured tables over pulse width and position. For device families whose step shrinks towards an
 * end (soft bounds) or differs between the polarities.
 *
 * <p>A chip plans its pulses with the {@linkplain #nominal() nominal} law, which knows neither
 * position nor polarity, as a controller without a read-out would; the device then moves by the
 * tables. As a {@link DisplacementLaw} this is the nominal law.
 *
 * <p>Between points the tables are joined by straight lines, first along the position, then along
 * the width; outside the positions the nearest one counts, below the shortest width a line from
 * zero, beyond the longest its last segment goes on (variances not below 0).
 */
public final class PositionLaw implements DisplacementLaw {
  private final DisplacementLaw nominal;
  // With width 0 in front, where nothing moves.
  private final double[] widths;
  private final double[] positions;
  private final double[][] pushMeans;
  private final double[][] pushVariances;
  private final double[][] pullMeans;
  private final double[][] pullVariances;

  /**
   * What pulses of one polarity do.
   *
   * @param means mean displacement along the pulse's direction, of any sign, [width][position] [m];
   *     not modified
   * @param variances 0 or more, [width][position] [m^2]; not modified
   */
  public record Table(double[][] means, double[][] variances) {}

  /**
   * Builds the law.
   *
   * @param nominal what the chip believes: position and polarity averaged; no PositionLaw
   * @param widths pulse widths, positive and strictly increasing, at least one [s]; not modified
   * @param positions along the track, 0 to 1, strictly increasing, at least two [1]; not modified
   * @param push pulses towards position 1
   * @param pull pulses towards position 0
   * @throws IllegalArgumentException if a length or an order is broken, or a number not finite
   */
  public PositionLaw(
      DisplacementLaw nominal, double[] widths, double[] positions, Table push, Table pull) {
    if (nominal instanceof PositionLaw) {
      throw new IllegalArgumentException("the nominal law must not depend on position");
    }
    requireIncreasing("widths", widths, 1, Double.MIN_VALUE, Double.MAX_VALUE);
    requireIncreasing("positions", positions, 2, 0, 1);
    this.nominal = nominal;
    this.widths = new double[widths.length + 1];
    System.arraycopy(widths, 0, this.widths, 1, widths.length);
    this.positions = positions.clone();
    pushMeans = grid("means", push.means(), -Double.MAX_VALUE);
    pushVariances = grid("variances", push.variances(), 0);
    pullMeans = grid("means", pull.means(), -Double.MAX_VALUE);
    pullVariances = grid("variances", pull.variances(), 0);
  }

  private static void requireIncreasing(
      String name, double[] values, int atLeast, double low, double high) {
    boolean fine = values.length >= atLeast;
    for (int i = 0; fine && i < values.length; i++) {
      fine = values[i] >= low && values[i] <= high && (i == 0 || values[i] > values[i - 1]);
    }
    if (!fine) {
      throw new IllegalArgumentException(
          name + " must increase, at least " + atLeast + " of them: " + Arrays.toString(values));
    }
  }

  private double[][] grid(String name, double[][] values, double least) {
    double[][] all = new double[widths.length][];
    all[0] = new double[positions.length];
    boolean fine = values.length == widths.length - 1;
    for (int i = 0; fine && i < values.length; i++) {
      all[i + 1] = values[i].clone();
      fine =
          values[i].length == positions.length
              && Arrays.stream(values[i]).allMatch(v -> v >= least && Double.isFinite(v));
    }
    if (!fine) {
      throw new IllegalArgumentException(
          name
              + " need "
              + (widths.length - 1)
              + " widths x "
              + positions.length
              + " positions of finite numbers"
              + (least == 0 ? ", 0 or more" : ""));
    }
    return all;
  }

  /** Returns the law by which a chip plans its pulses. */
  public DisplacementLaw nominal() {
    return nominal;
  }

  /** Returns the tabulated widths [s]. */
  public double[] widths() {
    return Arrays.copyOfRange(widths, 1, widths.length);
  }

  /** Returns the tabulated positions [1]. */
  public double[] positions() {
    return positions.clone();
  }

  /**
   * Returns the mean displacement along the pulse's direction [m].
   *
   * @param polarity +1 towards position 1, -1 towards position 0
   * @param width pulse width, 0 or more [s]
   * @param position where the wall starts, 0 to 1 [1]
   */
  public double mean(int polarity, double width, double position) {
    return at(polarity > 0 ? pushMeans : pullMeans, width, position);
  }

  /**
   * Returns the variance of the displacement [m^2].
   *
   * @param polarity +1 towards position 1, -1 towards position 0
   * @param width pulse width, 0 or more [s]
   * @param position where the wall starts, 0 to 1 [1]
   */
  public double variance(int polarity, double width, double position) {
    return Math.max(0, at(polarity > 0 ? pushVariances : pullVariances, width, position));
  }

  private double at(double[][] table, double width, double position) {
    int w = segment(widths, width);
    int p = segment(positions, position);
    double inWidth = (width - widths[w]) / (widths[w + 1] - widths[w]);
    double inPosition = (position - positions[p]) / (positions[p + 1] - positions[p]);
    inPosition = Math.min(1, Math.max(0, inPosition));
    double below = table[w][p] + inPosition * (table[w][p + 1] - table[w][p]);
    double above = table[w + 1][p] + inPosition * (table[w + 1][p + 1] - table[w + 1][p]);
    return below + inWidth * (above - below);
  }

  private static int segment(double[] x, double at) {
    int found = Arrays.binarySearch(x, at);
    int segment = found >= 0 ? found : -found - 2;
    return Math.min(x.length - 2, Math.max(0, segment));
  }

  @Override
  public double mean(double width) {
    return nominal.mean(width);
  }

  @Override
  public double variance(double width) {
    return nominal.variance(width);
  }

  @Override
  public double widthForMean(double displacement) {
    return nominal.widthForMean(displacement);
  }

  @Override
  public double widthForVariance(double variance) {
    return nominal.widthForVariance(variance);
  }
}
