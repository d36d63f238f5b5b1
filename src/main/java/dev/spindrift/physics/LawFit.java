package dev.spindrift.physics;

import dev.spindrift.physics.Characterization.PositionRow;
import dev.spindrift.physics.Characterization.PulseRow;
import java.util.Comparator;
import java.util.List;

/**
 * The behavioural law of single pulses: mean(T) = v T + x0 along the current, variance(T) = b T +
 * a.
 *
 * @param mean mean displacement along the current against width [m, s]
 * @param variance variance against width [m^2, s]
 * @param shortest least width fitted [s]
 * @param longest greatest width fitted [s]
 * @param polarityZ largest |mean(+) + mean(-)| in combined standard errors [1]
 * @param rejected conditions that the Lilliefors test calls not Gaussian at 5 % [1]
 * @param conditions number of conditions fitted [1]
 */
public record LawFit(
    LineFit mean,
    LineFit variance,
    double shortest,
    double longest,
    double polarityZ,
    int rejected,
    int conditions) {

  /** A fit whose chi squared is less likely than this is called bad [1]. */
  public static final double BAD = 1e-3;

  /**
   * Push and pull whose means differ by more combined standard errors are called unequal [1]; of 10
   * equal widths the largest exceeds it in one measurement of 1,600.
   */
  public static final double UNEQUAL = 4;

  /**
   * Fits the law to both polarities at one relaxation time.
   *
   * @param rows single-pulse rows of any relaxation; not modified
   * @param relaxation which rows to take [s]
   * @throws IllegalArgumentException if they have fewer than two widths
   */
  public static LawFit of(List<PulseRow> rows, double relaxation) {
    List<PulseRow> chosen = rows.stream().filter(r -> r.relaxation() == relaxation).toList();
    int n = chosen.size();
    double[] width = new double[n];
    double[] mean = new double[n];
    double[] meanError = new double[n];
    double[] variance = new double[n];
    double[] varianceError = new double[n];
    int rejected = 0;
    double z = 0;
    for (int i = 0; i < n; i++) {
      PulseRow row = chosen.get(i);
      DisplacementStatistics s = row.statistics();
      width[i] = row.width();
      mean[i] = row.polarity() * s.mean();
      meanError[i] = s.seMean();
      variance[i] = s.variance();
      varianceError[i] = s.seVariance();
      rejected += s.gaussianP() < 0.05 ? 1 : 0;
      for (PulseRow other : chosen) {
        if (other.width() == row.width() && other.polarity() == -row.polarity()) {
          DisplacementStatistics o = other.statistics();
          z = Math.max(z, Math.abs(s.mean() + o.mean()) / Math.hypot(s.seMean(), o.seMean()));
        }
      }
    }
    return new LawFit(
        LineFit.of(width, mean, meanError),
        reweighted(width, variance, varianceError),
        chosen.stream().mapToDouble(PulseRow::width).min().orElseThrow(),
        chosen.stream().mapToDouble(PulseRow::width).max().orElseThrow(),
        z,
        rejected,
        n);
  }

  /**
   * Fits variances. A sample variance that happens to be small claims a small error, so that
   * weights from the sample pull the line down. Hence the relative errors are kept and turned into
   * errors with the fitted variances, a few times over.
   */
  private static LineFit reweighted(double[] width, double[] variance, double[] error) {
    LineFit fit = LineFit.of(width, variance, error);
    double[] smooth = new double[width.length];
    for (int round = 0; round < 4; round++) {
      for (int i = 0; i < width.length; i++) {
        double fitted = fit.at(width[i]);
        smooth[i] = fitted > 0 ? error[i] / variance[i] * fitted : error[i];
      }
      fit = LineFit.of(width, variance, smooth);
    }
    return fit;
  }

  /** Returns whether a line describes the means and another one the variances. */
  public boolean good() {
    return mean.p() >= BAD && variance.p() >= BAD;
  }

  /**
   * Returns the reach of the track's ends: how far from the end a wall is pushed toward all means
   * fall short of the one over the inner half of the track by more than 5 % and 4 standard errors
   * [m]; 0 if not even at the end.
   *
   * @param rows rows of {@link Characterization#positions}; not modified
   * @param length of the track [m]
   * @param relaxation which rows to take [s]
   */
  public static double endReach(List<PositionRow> rows, double length, double relaxation) {
    double reach = 0;
    for (int polarity : new int[] {1, -1}) {
      List<PositionRow> fromEnd =
          rows.stream()
              .filter(r -> r.relaxation() == relaxation && r.polarity() == polarity)
              .sorted(Comparator.comparingDouble(r -> -polarity * r.start()))
              .toList();
      double bulk =
          fromEnd.stream()
              .filter(r -> Math.abs(r.start() - length / 2) <= length / 4)
              .mapToDouble(r -> polarity * r.statistics().mean())
              .average()
              .orElse(Double.NaN);
      for (PositionRow row : fromEnd) {
        double missing = bulk - polarity * row.statistics().mean();
        if (!(missing > 0.05 * bulk && missing > 4 * row.statistics().seMean())) {
          break;
        }
        reach = Math.max(reach, polarity > 0 ? length - row.start() : row.start());
      }
    }
    return reach;
  }
}
