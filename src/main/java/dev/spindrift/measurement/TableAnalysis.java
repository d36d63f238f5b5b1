package dev.spindrift.measurement;

import dev.spindrift.device.PositionLaw;
import dev.spindrift.measurement.Findings.Bin;
import dev.spindrift.measurement.Findings.Condition;
import dev.spindrift.measurement.Findings.Position;
import dev.spindrift.measurement.Findings.Symmetry;
import dev.spindrift.physics.DisplacementStatistics;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.stat.regression.SimpleRegression;

/**
 * Asks conductance-change tables the three questions. Quantiles are joined by straight lines, whose
 * moments are exact. A table does not tell how many pulses it was made from, so there are no
 * probabilities and sizes decide.
 */
public final class TableAnalysis {
  /** Positions of the grid, and of the plots [1]. */
  private static final int POSITIONS = 17;

  private static final double NAN = Double.NaN;

  private TableAnalysis() {}

  /**
   * Analyses tables.
   *
   * @param table the tables
   * @param scale range of conductance that positions 0 to 1 stand for
   * @param width pulse width with which they were made [s]
   * @param tau step of the sampler that effects are compared with [1]
   */
  public static Findings of(StepTable table, Scale scale, double width, double tau) {
    double range = scale.high() - scale.low();
    List<Integer> used = new ArrayList<>();
    for (int g = 0; g < table.conductances().length; g++) {
      double x = scale.position(table.conductances()[g]);
      if (x >= -1e-9 && x <= 1 + 1e-9) {
        used.add(g);
      }
    }
    List<Condition> conditions = new ArrayList<>();
    List<Position> positions = new ArrayList<>();
    PositionLaw.Table[] tables = new PositionLaw.Table[2];
    double[] grid = new double[POSITIONS];
    double[] means = new double[2];
    double[] variances = new double[2];
    for (int i = 0; i < 2; i++) {
      int polarity = i == 0 ? 1 : -1;
      double[][] steps = polarity > 0 ? table.increasing() : table.decreasing();
      List<Bin> bins = new ArrayList<>();
      SimpleRegression line = new SimpleRegression();
      double[] sum = new double[4];
      double ks = 0;
      for (int g : used) {
        DisplacementStatistics s = column(table.probabilities(), steps, g, polarity / range);
        double x = scale.position(table.conductances()[g]);
        bins.add(new Bin(x, 0, s.mean(), NAN, s.sd()));
        line.addData(x, s.mean());
        sum[0] += s.mean() / used.size();
        sum[1] += s.variance() / used.size();
        sum[2] += s.skewness() / used.size();
        sum[3] += s.excess() / used.size();
        ks += s.ks() / used.size();
      }
      means[i] = sum[0];
      variances[i] = sum[1];
      conditions.add(
          new Condition(
              width,
              polarity,
              0,
              middle(table, steps, used, polarity / range),
              new DisplacementStatistics(
                  0, sum[0], NAN, Math.sqrt(sum[1]), NAN, sum[2], sum[3], ks),
              NAN,
              NAN));
      List<Bin> coarse = coarse(bins, grid);
      positions.add(
          new Position(width, polarity, line.getSlope(), NAN, NAN, NAN, NAN, NAN, coarse));
      tables[i] =
          new PositionLaw.Table(
              new double[][] {coarse.stream().mapToDouble(Bin::mean).toArray()},
              new double[][] {coarse.stream().mapToDouble(b -> b.sd() * b.sd()).toArray()});
    }
    StepGrid steps = new StepGrid(new double[] {width}, grid, tables[0], tables[1]);
    Symmetry symmetry =
        new Symmetry(
            width,
            means[0] - means[1],
            NAN,
            NAN,
            NAN,
            Math.sqrt(variances[0] / variances[1]),
            NAN,
            Math.sqrt(variances[0] + variances[1]));
    return new Findings(
        conditions,
        List.of(symmetry),
        positions,
        1,
        0,
        NAN,
        Answers.gaussian(conditions),
        Answers.symmetric(List.of(symmetry), tau, steps),
        Answers.independent(positions),
        steps,
        remarks(table));
  }

  private static List<String> remarks(StepTable table) {
    List<String> remarks = new ArrayList<>();
    remarks.add(
        "a conductance-change table does not tell how many pulses it was made from: no"
            + " probabilities and no errors, deviations are judged by size ("
            + Math.round(100 * Answers.MATERIAL)
            + " % of steps, "
            + Answers.MATERIAL_SHAPE
            + " of distribution functions)");
    remarks.add(
        "positions are normalised conductances: whether conductance is linear in the wall's place"
            + " cannot be known from conductance; for weights it does not matter");
    if (table.exchanged()) {
      remarks.add("the files were exchanged: the first one holds falling conductances");
    }
    return remarks;
  }

  /** Moments of one column's distribution, quantiles joined by straight lines. */
  private static DisplacementStatistics column(double[] p, double[][] steps, int g, double factor) {
    double whole = p[p.length - 1] - p[0];
    double[] raw = new double[5];
    for (int i = 1; i < p.length; i++) {
      double a = steps[i - 1][g] * factor;
      double b = steps[i][g] * factor;
      double share = (p[i] - p[i - 1]) / whole;
      // Mean of x^k for x evenly between a and b: sum of a^j b^(k-j) over k + 1.
      for (int k = 1; k <= 4; k++) {
        double sum = 0;
        for (int j = 0; j <= k; j++) {
          sum += Math.pow(a, j) * Math.pow(b, k - j);
        }
        raw[k] += share * sum / (k + 1);
      }
    }
    double m = raw[1];
    double v = Math.max(0, raw[2] - m * m);
    double sd = Math.sqrt(v);
    if (sd == 0) {
      return new DisplacementStatistics(0, m, NAN, 0, NAN, 0, 0, 0);
    }
    double third = raw[3] - 3 * m * raw[2] + 2 * m * m * m;
    double fourth = raw[4] - 4 * m * raw[3] + 6 * m * m * raw[2] - 3 * m * m * m * m;
    NormalDistribution normal = new NormalDistribution(null, m, sd);
    double ks = 0;
    for (int i = 0; i < p.length; i++) {
      double below = normal.cumulativeProbability(steps[i][g] * factor);
      // Along the pulse's direction the falling table runs backwards.
      double empirical = factor > 0 ? (p[i] - p[0]) / whole : 1 - (p[i] - p[0]) / whole;
      ks = Math.max(ks, Math.abs(below - empirical));
    }
    return new DisplacementStatistics(
        0, m, NAN, sd, NAN, third / (v * sd), fourth / (v * v) - 3, ks);
  }

  /** The middle column's displacement at each tabulated probability, for plots. */
  private static double[] middle(
      StepTable table, double[][] steps, List<Integer> used, double factor) {
    int g = used.get(used.size() / 2);
    double[] values = new double[table.probabilities().length];
    for (int i = 0; i < values.length; i++) {
      values[i] = steps[i][g] * factor;
    }
    return values;
  }

  /** The columns at evenly spaced positions, which are stored in {@code grid}. */
  private static List<Bin> coarse(List<Bin> bins, double[] grid) {
    List<Bin> result = new ArrayList<>();
    double first = Math.max(0, bins.get(0).position());
    double last = Math.min(1, bins.get(bins.size() - 1).position());
    for (int i = 0; i < grid.length; i++) {
      grid[i] = first + (last - first) * i / (grid.length - 1);
      result.add(interpolated(bins, grid[i]));
    }
    return result;
  }

  private static Bin interpolated(List<Bin> bins, double at) {
    int i = 1;
    while (i < bins.size() - 1 && bins.get(i).position() < at) {
      i++;
    }
    Bin a = bins.get(i - 1);
    Bin b = bins.get(i);
    double share = (at - a.position()) / (b.position() - a.position());
    double variance = a.sd() * a.sd() + share * (b.sd() * b.sd() - a.sd() * a.sd());
    return new Bin(
        at, 0, a.mean() + share * (b.mean() - a.mean()), NAN, Math.sqrt(Math.max(0, variance)));
  }
}
