package dev.spindrift.physics;

import dev.spindrift.physics.Characterization.PositionRow;
import dev.spindrift.physics.Characterization.PulseRow;
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
 * @param leastGaussianP least Lilliefors p of the conditions [1]
 * @param conditions number of conditions fitted [1]
 */
public record LawFit(
    LineFit mean,
    LineFit variance,
    double shortest,
    double longest,
    double polarityZ,
    double leastGaussianP,
    int conditions) {

  /** A fit whose chi squared is less likely than this is called bad [1]. */
  public static final double BAD = 1e-3;

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
    double p = 1;
    double z = 0;
    for (int i = 0; i < n; i++) {
      PulseRow row = chosen.get(i);
      DisplacementStatistics s = row.statistics();
      width[i] = row.width();
      mean[i] = row.polarity() * s.mean();
      meanError[i] = s.seMean();
      variance[i] = s.variance();
      varianceError[i] = s.seVariance();
      p = Math.min(p, s.gaussianP());
      for (PulseRow other : chosen) {
        if (other.width() == row.width() && other.polarity() == -row.polarity()) {
          DisplacementStatistics o = other.statistics();
          z = Math.max(z, Math.abs(s.mean() + o.mean()) / Math.hypot(s.seMean(), o.seMean()));
        }
      }
    }
    return new LawFit(
        LineFit.of(width, mean, meanError),
        LineFit.of(width, variance, varianceError),
        chosen.stream().mapToDouble(PulseRow::width).min().orElseThrow(),
        chosen.stream().mapToDouble(PulseRow::width).max().orElseThrow(),
        z,
        p,
        n);
  }

  /** Returns whether a line describes the means and another one the variances. */
  public boolean good() {
    return mean.p() >= BAD && variance.p() >= BAD;
  }

  /**
   * Returns the reach of the track's ends: the distance from the end a wall is pushed toward within
   * which its mean displacement falls short of the mean over the inner half of the track by more
   * than 5 % and 4 standard errors [m]; 0 if nowhere.
   *
   * @param rows rows of {@link Characterization#positions}; not modified
   * @param length of the track [m]
   * @param relaxation which rows to take [s]
   */
  public static double endReach(List<PositionRow> rows, double length, double relaxation) {
    double reach = 0;
    for (int polarity : new int[] {1, -1}) {
      List<PositionRow> chosen =
          rows.stream()
              .filter(r -> r.relaxation() == relaxation && r.polarity() == polarity)
              .toList();
      double bulk =
          chosen.stream()
              .filter(r -> Math.abs(r.start() - length / 2) <= length / 4)
              .mapToDouble(r -> polarity * r.statistics().mean())
              .average()
              .orElseThrow();
      for (PositionRow row : chosen) {
        double missing = bulk - polarity * row.statistics().mean();
        if (missing > 0.05 * bulk && missing > 4 * row.statistics().seMean()) {
          reach = Math.max(reach, polarity > 0 ? length - row.start() : row.start());
        }
      }
    }
    return reach;
  }
}
