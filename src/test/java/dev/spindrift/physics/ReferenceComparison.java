package dev.spindrift.physics;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVRecord;

/** Deviations of our means and spreads from a reference table's in combined standard errors. */
final class ReferenceComparison {
  private final List<Double> deviations = new ArrayList<>();
  private final List<String> beyondFour = new ArrayList<>();

  /** Compares a mean in nm with a statistic in m. */
  void mean(CSVRecord row, String column, String errorColumn, DisplacementStatistics ours) {
    add(
        row,
        column,
        Walls.number(row, column),
        Walls.number(row, errorColumn),
        ours.mean() / Walls.NM,
        ours.seMean() / Walls.NM);
  }

  /** Compares a standard deviation in nm with a statistic in m. */
  void sd(CSVRecord row, String column, String errorColumn, DisplacementStatistics ours) {
    add(
        row,
        column,
        Walls.number(row, column),
        Walls.number(row, errorColumn),
        ours.sd() / Walls.NM,
        ours.seSd() / Walls.NM);
  }

  /**
   * Compares the standard deviation with a row's {@code sd_nm}, if the row also has {@code n} and
   * {@code exkurt}: both samples together give the fourth moment.
   *
   * <p>If both programs are right, both samples have one distribution and their pooled moments are
   * the best estimate of the error of either. A sample's own kurtosis is a bad one where rare long
   * hops make the tail: a sample that happens to have few of them has a small spread and at once
   * claims a small error (see {@code ReferenceTablesTest}).
   */
  void pooledSd(CSVRecord row, DisplacementStatistics ours) {
    double n = Walls.number(row, "n");
    double theirs = Walls.number(row, "sd_nm");
    double variance = theirs * theirs;
    double fourth = (Walls.number(row, "exkurt") + 3) * variance * variance;
    double here = ours.sd() / Walls.NM;
    double ownVariance = here * here;
    double own = (ours.excess() + 3) * ownVariance * ownVariance;
    double all = n + ours.trials();
    double pooled = (n * variance + ours.trials() * ownVariance) / all;
    double excess = (n * fourth + ours.trials() * own) / all / (pooled * pooled) - 3;
    double one = Math.sqrt(pooled * (2 + excess)) / 2; // times 1/sqrt(n): error of a sd
    add(row, "sd_nm", theirs, one / Math.sqrt(n), here, one / Math.sqrt(ours.trials()));
  }

  private void add(
      CSVRecord row,
      String column,
      double theirs,
      double theirError,
      double ours,
      double ourError) {
    double z = (ours - theirs) / Math.hypot(theirError, ourError);
    deviations.add(z);
    if (!(Math.abs(z) <= 4)) {
      beyondFour.add(column + " " + ours + " +- " + ourError + " against " + row);
    }
  }

  int values() {
    return deviations.size();
  }

  long beyond(double errors) {
    return deviations.stream().filter(z -> Math.abs(z) > errors).count();
  }

  double meanSquare() {
    return deviations.stream().mapToDouble(z -> z * z).average().orElseThrow();
  }

  List<String> beyondFour() {
    return beyondFour;
  }

  @Override
  public String toString() {
    return String.format(
        java.util.Locale.ROOT,
        "%d values: %d beyond 2 errors (expected %.1f), %d beyond 3 (%.2f), %d beyond 4 (%.3f),"
            + " mean square %.3f",
        values(),
        beyond(2),
        0.0455 * values(),
        beyond(3),
        0.0027 * values(),
        beyondFour.size(),
        6.3e-5 * values(),
        meanSquare());
  }
}
