package dev.spindrift.measurement;

import dev.spindrift.device.PositionLaw;
import dev.spindrift.measurement.Findings.Bin;
import dev.spindrift.measurement.Findings.Condition;
import dev.spindrift.measurement.Findings.Position;
import dev.spindrift.measurement.Findings.Symmetry;
import dev.spindrift.physics.DisplacementStatistics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.regression.SimpleRegression;

/** Asks a list of pulses the three questions. */
public final class PulseAnalysis {
  /** Starts must cover this share of the track for their influence to be tested [1]. */
  private static final double LEAST_COVER = 0.1;

  /** Fewest pulses of a bin of the position test and of the grid [1]. */
  private static final int PER_BIN = 20;

  private static final int PER_GRID_BIN = 8;
  private static final int MOST_BINS = 10;

  private final PulseData data;
  private final double tau;
  private final List<String> remarks = new ArrayList<>();
  private final List<PulseGroup> all;
  private final List<PulseGroup> inner;
  private final DeviceSpread devices;

  private PulseAnalysis(PulseData data, double tau) {
    this.data = data;
    this.tau = tau;
    List<PulseGroup> groups = PulseGroup.of(data);
    devices = DeviceSpread.of(groups);
    all = groups.stream().map(devices::removeFrom).toList();
    inner = all.stream().map(PulseGroup::awayFromEnds).toList();
  }

  /**
   * Analyses pulses.
   *
   * @param data the pulses
   * @param tau step of the sampler whose noise sqrt(2 tau) effects are compared with [1]
   */
  public static Findings of(PulseData data, double tau) {
    return new PulseAnalysis(data, tau).findings();
  }

  private Findings findings() {
    List<Position> positions = new ArrayList<>();
    for (PulseGroup group : inner) {
      if (group.cover() >= LEAST_COVER && group.size() >= 2 * PER_BIN) {
        positions.add(position(group));
      }
    }
    Verdict independent = Answers.independent(positions);
    boolean dependent = independent.outcome() == Verdict.Outcome.FAILS;
    List<Condition> conditions = new ArrayList<>();
    for (int i = 0; i < inner.size(); i++) {
      conditions.add(condition(inner.get(i), all.get(i), dependent));
    }
    List<Symmetry> symmetry = new ArrayList<>();
    for (double width : data.widths()) {
      symmetry.add(symmetry(width, dependent));
    }
    Verdict gaussian = Answers.gaussian(conditions);
    StepGrid grid = grid();
    Verdict symmetric = Answers.symmetric(symmetry, tau, grid);
    remark();
    return new Findings(
        conditions,
        symmetry,
        positions,
        devices.count(),
        devices.spread(),
        devices.p(),
        gaussian,
        symmetric,
        independent,
        grid,
        remarks);
  }

  private void remark() {
    if (data.scale().observed()) {
      remarks.add(
          "the range of conductance is that of the data, for want of --range: if the device"
              + " reaches further, steps are smaller shares of it");
    }
    if (data.scale().quantity() == Scale.Reading.CONDUCTANCE) {
      remarks.add(
          "positions are normalised conductances: whether conductance is linear in the wall's"
              + " place cannot be known from conductance; for weights it does not matter");
    }
    for (int i = 0; i < all.size(); i++) {
      PulseGroup group = all.get(i);
      if (group.endsInReach()) {
        remarks.add(
            Answers.text(
                "pulses of %s, polarity %s: ends within reach of most starts; all %d pulses"
                    + " taken, truncated ones included",
                Answers.time(group.width()), group.sign(), group.size()));
      }
      long distinct = Arrays.stream(group.displacements()).distinct().count();
      if (distinct * 4 < group.size()) {
        remarks.add(
            Answers.text(
                "pulses of %s, polarity %s: only %d different displacements among %d pulses;"
                    + " readings this coarse look non-Gaussian to any test",
                Answers.time(group.width()), group.sign(), distinct, group.size()));
      }
    }
  }

  private static Position position(PulseGroup group) {
    SimpleRegression line = new SimpleRegression();
    for (int i = 0; i < group.size(); i++) {
      line.addData(group.starts()[i], group.displacements()[i]);
    }
    int count = Math.max(2, Math.min(MOST_BINS, group.size() / PER_BIN));
    List<double[]> values = new ArrayList<>();
    List<Bin> bins = new ArrayList<>();
    int[] order = group.byStart();
    for (int b = 0; b < count; b++) {
      int[] chosen =
          Arrays.copyOfRange(order, b * order.length / count, (b + 1) * order.length / count);
      double[] displacements = group.displacements(chosen);
      values.add(displacements);
      bins.add(bin(StatUtils.mean(group.starts(chosen)), displacements));
    }
    Tests.Outcome means = Tests.anova(values);
    Tests.Outcome spreads = Tests.spreads(values);
    boolean moves = StatUtils.variance(group.displacements()) > 0;
    return new Position(
        group.width(),
        group.polarity(),
        line.getSlope(),
        line.getSlopeStdErr(),
        moves ? line.getSignificance() : Double.NaN,
        means.statistic(),
        means.p(),
        spreads.p(),
        bins);
  }

  private static Bin bin(double position, double[] displacements) {
    double sd = Math.sqrt(StatUtils.variance(displacements));
    int n = displacements.length;
    return new Bin(position, n, StatUtils.mean(displacements), sd / Math.sqrt(n), sd);
  }

  private static Condition condition(PulseGroup group, PulseGroup whole, boolean dependent) {
    double[] sample = dependent ? detrended(group) : group.displacements();
    Tests.Outcome shape = Tests.gaussian(sample);
    return new Condition(
        group.width(),
        group.polarity(),
        whole.size() - group.size(),
        sample,
        DisplacementStatistics.of(sample),
        shape.statistic(),
        shape.p());
  }

  /**
   * Takes out how mean and spread depend on the start, by the bins joined with straight lines. The
   * overall mean and the mean variance stay; bins cost a degree of freedom each.
   */
  private static double[] detrended(PulseGroup group) {
    List<Bin> bins =
        group.cover() > 0 && group.size() >= 2 * PER_BIN ? position(group).bins() : null;
    if (bins == null) {
      return group.displacements();
    }
    double[] result = new double[group.size()];
    double mean = StatUtils.mean(group.displacements());
    double within = 0;
    for (Bin bin : bins) {
      within += bin.sd() * bin.sd() / bins.size();
    }
    double[] at = bins.stream().mapToDouble(Bin::position).toArray();
    double[] means = bins.stream().mapToDouble(Bin::mean).toArray();
    double[] sds = bins.stream().mapToDouble(Bin::sd).toArray();
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < result.length; i++) {
      double sd = line(at, sds, group.starts()[i]);
      double z = sd > 0 ? (group.displacements()[i] - line(at, means, group.starts()[i])) / sd : 0;
      result[i] = z;
      sum += z;
      squares += z * z;
    }
    double centre = sum / result.length;
    double spread = Math.sqrt(Math.max(1e-300, squares / result.length - centre * centre));
    for (int i = 0; i < result.length; i++) {
      result[i] = mean + (result[i] - centre) / spread * Math.sqrt(within);
    }
    return result;
  }

  /** Straight lines between points; beyond the first and last the outermost lines go on. */
  private static double line(double[] x, double[] y, double at) {
    int i = 1;
    while (i < x.length - 1 && x[i] < at) {
      i++;
    }
    double run = x[i] - x[i - 1];
    return run > 0 ? y[i - 1] + (at - x[i - 1]) / run * (y[i] - y[i - 1]) : y[i];
  }

  private PulseGroup inner(double width, int polarity) {
    return inner.stream()
        .filter(g -> g.width() == width && g.polarity() == polarity)
        .findFirst()
        .orElseThrow();
  }

  private Symmetry symmetry(double width, boolean dependent) {
    PulseGroup up = inner(width, 1);
    PulseGroup down = inner(width, -1);
    double[] a = up.displacements();
    double[] b = down.displacements();
    Tests.Outcome spreads = Tests.spreads(List.of(a, b));
    double sdA = Math.sqrt(StatUtils.variance(a));
    double sdB = Math.sqrt(StatUtils.variance(b));
    double noise = Math.hypot(sdA, sdB);
    if (!dependent) {
      Tests.Outcome means = Tests.means(a, b);
      return new Symmetry(
          width,
          StatUtils.mean(a) - StatUtils.mean(b),
          Math.sqrt(sdA * sdA / a.length + sdB * sdB / b.length),
          means.statistic(),
          means.p(),
          sdA / sdB,
          spreads.p(),
          noise);
    }
    // Like with like: bins of common starts, each with the same weight.
    double low = Math.max(StatUtils.min(up.starts()), StatUtils.min(down.starts()));
    double high = Math.min(StatUtils.max(up.starts()), StatUtils.max(down.starts()));
    for (int count = MOST_BINS; count >= 1 && high > low; count--) {
      double[][] ups = split(up, low, high, count);
      double[][] downs = split(down, low, high, count);
      if (fewest(ups) >= PER_BIN && fewest(downs) >= PER_BIN) {
        double drift = 0;
        double variance = 0;
        for (int i = 0; i < count; i++) {
          drift += (StatUtils.mean(ups[i]) - StatUtils.mean(downs[i])) / count;
          variance +=
              (StatUtils.variance(ups[i]) / ups[i].length
                      + StatUtils.variance(downs[i]) / downs[i].length)
                  / count
                  / count;
        }
        double z = drift / Math.sqrt(variance);
        return new Symmetry(
            width,
            drift,
            Math.sqrt(variance),
            z,
            Answers.twoSided(z),
            sdA / sdB,
            spreads.p(),
            noise);
      }
    }
    remarks.add(
        Answers.text(
            "pulses of %s: both polarities have too few common starts to be compared",
            Answers.time(width)));
    double nan = Double.NaN;
    return new Symmetry(width, nan, nan, nan, nan, sdA / sdB, nan, noise);
  }

  /** Displacements of bins of equal width. */
  private static double[][] split(PulseGroup group, double low, double high, int count) {
    double[][] bins = new double[count][];
    for (int b = 0; b < count; b++) {
      double from = low + (high - low) * b / count;
      double to = low + (high - low) * (b + 1) / count;
      boolean last = b == count - 1;
      int[] chosen =
          IntStream.range(0, group.size())
              .filter(i -> group.starts()[i] >= from)
              .filter(i -> group.starts()[i] < to || (last && group.starts()[i] == to))
              .toArray();
      bins[b] = group.displacements(chosen);
    }
    return bins;
  }

  private static int fewest(double[][] bins) {
    return Arrays.stream(bins).mapToInt(b -> b.length).min().orElse(0);
  }

  /** Bins of all pulses, those near the ends included: there the ends belong to the device. */
  private StepGrid grid() {
    double low = all.stream().mapToDouble(g -> StatUtils.min(g.starts())).min().orElse(0);
    double high = all.stream().mapToDouble(g -> StatUtils.max(g.starts())).max().orElse(1);
    int bins = high - low >= LEAST_COVER ? MOST_BINS : 1;
    while (bins > 1 && !filled(low, high, bins)) {
      bins--;
    }
    double[] positions = bins == 1 ? new double[] {0, 1} : new double[bins];
    for (int b = 0; b < bins && bins > 1; b++) {
      positions[b] = low + (high - low) * (b + 0.5) / bins;
    }
    return new StepGrid(
        data.widths(), positions, table(1, low, high, bins), table(-1, low, high, bins));
  }

  private boolean filled(double low, double high, int bins) {
    return all.stream().allMatch(g -> fewest(split(g, low, high, bins)) >= PER_GRID_BIN);
  }

  private PositionLaw.Table table(int polarity, double low, double high, int bins) {
    List<PulseGroup> groups = all.stream().filter(g -> g.polarity() == polarity).toList();
    double[][] means = new double[groups.size()][];
    double[][] variances = new double[groups.size()][];
    for (int w = 0; w < means.length; w++) {
      double[][] split =
          bins == 1
              ? new double[][] {groups.get(w).displacements(), groups.get(w).displacements()}
              : split(groups.get(w), low, high, bins);
      means[w] = Arrays.stream(split).mapToDouble(StatUtils::mean).toArray();
      variances[w] = Arrays.stream(split).mapToDouble(StatUtils::variance).toArray();
    }
    return new PositionLaw.Table(means, variances);
  }
}
