package dev.spindrift.device;

import java.util.Arrays;

/**
 * Measured mean and variance against pulse width, joined by straight lines.
 *
 * <p>A straight line from zero joins the first point; beyond the last one its segment goes on. The
 * range in which the table was measured is the device's, see {@link
 * DeviceParameters#longestValidWidth()}.
 */
public final class TableLaw implements DisplacementLaw {
  // Points with the origin added in front.
  private final double[] widths;
  private final double[] means;
  private final double[] variances;

  /**
   * Builds the law.
   *
   * @param widths pulse widths, positive and strictly increasing, at least one [s]; not modified
   * @param means mean displacements, positive and strictly increasing [m]; not modified
   * @param variances variances, 0 or more and not decreasing [m^2]; not modified
   * @throws IllegalArgumentException if lengths differ or an order is broken
   */
  public TableLaw(double[] widths, double[] means, double[] variances) {
    if (widths.length == 0 || widths.length != means.length || widths.length != variances.length) {
      throw new IllegalArgumentException(
          "a table needs as many means and variances as widths, at least one: "
              + widths.length
              + " widths, "
              + means.length
              + " means, "
              + variances.length
              + " variances");
    }
    this.widths = withOrigin(widths);
    this.means = withOrigin(means);
    this.variances = withOrigin(variances);
    for (int i = 1; i < this.widths.length; i++) {
      if (!(this.widths[i] > this.widths[i - 1])
          || !(this.means[i] > this.means[i - 1])
          || !(this.variances[i] >= this.variances[i - 1])
          || !Double.isFinite(this.widths[i] + this.means[i] + this.variances[i])) {
        throw new IllegalArgumentException(
            "widths and means must increase from above 0 and variances must not decrease; point "
                + i
                + " does not: width "
                + this.widths[i]
                + " s, mean "
                + this.means[i]
                + " m, variance "
                + this.variances[i]
                + " m^2");
      }
    }
  }

  private static double[] withOrigin(double[] values) {
    double[] all = new double[values.length + 1];
    System.arraycopy(values, 0, all, 1, values.length);
    return all;
  }

  @Override
  public double mean(double width) {
    return interpolate(widths, means, width);
  }

  @Override
  public double variance(double width) {
    return interpolate(widths, variances, width);
  }

  @Override
  public double widthForMean(double displacement) {
    return interpolate(means, widths, displacement);
  }

  @Override
  public double widthForVariance(double variance) {
    if (!(variance > 0)) {
      return 0;
    }
    // The variance may be flat: the first segment that reaches it.
    int i = 1;
    while (i < variances.length - 1 && variances[i] < variance) {
      i++;
    }
    double rise = variances[i] - variances[i - 1];
    return rise > 0
        ? widths[i - 1] + (variance - variances[i - 1]) / rise * (widths[i] - widths[i - 1])
        : Double.POSITIVE_INFINITY;
  }

  private static double interpolate(double[] x, double[] y, double at) {
    if (!(at > 0)) {
      return 0;
    }
    int found = Arrays.binarySearch(x, at);
    if (found >= 0) {
      return y[found];
    }
    int i = Math.min(-found - 1, x.length - 1);
    return y[i - 1] + (at - x[i - 1]) / (x[i] - x[i - 1]) * (y[i] - y[i - 1]);
  }
}
