package dev.spindrift.physics;

import org.apache.commons.math3.distribution.ChiSquaredDistribution;

/**
 * Weighted least-squares line y = slope x + intercept.
 *
 * @param slope [y per x]
 * @param seSlope its standard error, from the points' errors
 * @param intercept [y]
 * @param seIntercept its standard error
 * @param chiSquared sum of squared residuals over squared errors [1]
 * @param degrees of freedom, points less 2 [1]
 */
public record LineFit(
    double slope,
    double seSlope,
    double intercept,
    double seIntercept,
    double chiSquared,
    int degrees) {

  /**
   * Fits a line.
   *
   * @param x abscissae, at least two different ones; not modified
   * @param y ordinates; not modified
   * @param error standard errors of y, positive; not modified
   */
  public static LineFit of(double[] x, double[] y, double[] error) {
    double s = 0;
    double sx = 0;
    double sy = 0;
    for (int i = 0; i < x.length; i++) {
      double w = 1 / (error[i] * error[i]);
      s += w;
      sx += w * x[i];
      sy += w * y[i];
    }
    // About the centre of gravity: no cancellation.
    double centre = sx / s;
    double sxx = 0;
    double sxy = 0;
    for (int i = 0; i < x.length; i++) {
      double w = 1 / (error[i] * error[i]);
      sxx += w * (x[i] - centre) * (x[i] - centre);
      sxy += w * (x[i] - centre) * y[i];
    }
    if (!(sxx > 0) || !Double.isFinite(sxy)) {
      throw new IllegalArgumentException(
          "a line needs two different abscissae or more and positive, finite errors");
    }
    double slope = sxy / sxx;
    double intercept = sy / s - slope * centre;
    double chi = 0;
    for (int i = 0; i < x.length; i++) {
      double r = (y[i] - slope * x[i] - intercept) / error[i];
      chi += r * r;
    }
    return new LineFit(
        slope,
        Math.sqrt(1 / sxx),
        intercept,
        Math.sqrt(1 / s + centre * centre / sxx),
        chi,
        x.length - 2);
  }

  /** Returns the line's value at x. */
  public double at(double x) {
    return slope * x + intercept;
  }

  /** Returns the probability that a true line gives a chi squared as large; 1 without freedom. */
  public double p() {
    return degrees < 1
        ? 1
        : 1 - new ChiSquaredDistribution(null, degrees).cumulativeProbability(chiSquared);
  }
}
