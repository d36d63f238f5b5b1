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
