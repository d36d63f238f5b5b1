package dev.spindrift.learning;

import java.nio.FloatBuffer;
import java.util.SplittableRandom;

/**
 * A linear regression whose posterior is known: y = X w + noise of variance 1/precision, flat
 * prior. L(w) = precision/2 |y - X w|^2, so the posterior is normal with covariance (precision X^T
 * X)^-1 around the least-squares solution. Two weights, so that both are written down by hand.
 */
public final class Regression {
  /** Precision matrix a, b, b, c and mean of the posterior. */
  public final double a;

  /** Off-diagonal of the precision matrix. */
  public final double b;

  /** Second diagonal element. */
  public final double c;

  /** Posterior means. */
  public final double[] mean;

  /** Posterior covariance: first variance, covariance, second variance. */
  public final double[] covariance;

  /**
   * Draws 50 points on a line and their targets.
   *
   * @param precision of the targets' noise, the inverse temperature
   */
  public Regression(double precision) {
    SplittableRandom random = new SplittableRandom(5);
    double sxx = 0;
    double sxz = 0;
    double szz = 0;
    double sxy = 0;
    double szy = 0;
    for (int i = 0; i < 50; i++) {
      double x = random.nextDouble() * 2 - 1;
      double z = 0.5 * x + random.nextDouble() - 0.5;
      double y = 0.25 * x - 0.35 * z + 0.05 * (random.nextDouble() - 0.5);
      sxx += x * x;
      sxz += x * z;
      szz += z * z;
      sxy += x * y;
      szy += z * y;
    }
    double determinant = sxx * szz - sxz * sxz;
    mean =
        new double[] {(szz * sxy - sxz * szy) / determinant, (sxx * szy - sxz * sxy) / determinant};
    a = precision * sxx;
    b = precision * sxz;
    c = precision * szz;
    double d = a * c - b * b;
    covariance = new double[] {c / d, -b / d, a / d};
  }

  /** Returns L, up to a constant. */
  public double energy(double w0, double w1) {
    double x = w0 - mean[0];
    double y = w1 - mean[1];
    return (a * x * x + 2 * b * x * y + c * y * y) / 2;
  }

  /** Writes dL/dw of the pair of weights at an index. */
  public void gradient(FloatBuffer weights, FloatBuffer gradient, int at) {
    double x = weights.get(at) - mean[0];
    double y = weights.get(at + 1) - mean[1];
    gradient.put(at, (float) (a * x + b * y));
    gradient.put(at + 1, (float) (b * x + c * y));
  }

  /**
   * Stationary covariance of w += -tau dL/dw + noise of variance s^2 per weight: along each
   * eigenvector of the precision matrix with eigenvalue k it is s^2/(1 - (1 - tau k)^2); with s^2 =
   * 2 tau that is 1/(k (1 - h/2)), h = tau k. Order as {@link #covariance}.
   */
  public double[] discretised(double tau, double noiseVariance) {
    double half = (a + c) / 2;
    double root = Math.hypot((a - c) / 2, b);
    double angle = Math.atan2(2 * b, a - c) / 2;
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    double v = stationary(tau, noiseVariance, half + root);
    double w = stationary(tau, noiseVariance, half - root);
    return new double[] {
      v * cos * cos + w * sin * sin, (v - w) * sin * cos, v * sin * sin + w * cos * cos
    };
  }

  private static double stationary(double tau, double noiseVariance, double k) {
    return noiseVariance / (1 - (1 - tau * k) * (1 - tau * k));
  }
}
