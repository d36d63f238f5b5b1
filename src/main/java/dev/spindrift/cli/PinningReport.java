package dev.spindrift.cli;

import static dev.spindrift.cli.CharacterizationFiles.csv;
import static dev.spindrift.cli.CharacterizationFiles.text;

import dev.spindrift.cli.PinningStudy.Case;
import dev.spindrift.cli.PinningStudy.Plan;
import dev.spindrift.cli.PinningStudy.Result;
import dev.spindrift.cli.PinningStudy.Row;
import dev.spindrift.physics.DisplacementStatistics;
import dev.spindrift.physics.NoiseConvention;
import dev.spindrift.physics.WallTheory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.XYChart;

/** Tables, plots and summary of {@code limits pinning}. */
final class PinningReport {
  private static final double NM = 1e-9;
  private static final double NS = 1e-9;

  private final Plan plan;
  private final Result result;
  private final NoiseConvention noise;
  private final double density;
  private final double period;

  PinningReport(Plan plan, Result result) {
    this.plan = plan;
    this.result = result;
    noise = plan.wall().parameters().noise();
    density = nearest(plan.densities(), plan.wall().currentDensity());
    period = nearest(plan.periods(), plan.wall().parameters().pinning().period());
  }

  private static double nearest(double[] values, double wanted) {
    double best = values[0];
    for (double value : values) {
      best = Math.abs(value - wanted) < Math.abs(best - wanted) ? value : best;
    }
    return best;
  }

  private double freeVelocity(double at) {
    return new WallTheory(plan.wall().parameters()).steadyVelocity(at);
  }

  private double depinning(Case c) {
    return c.barrier() == 0
        ? 0
        : new WallTheory(plan.pinned(c.barrier(), c.period())).depinningDensity();
  }

  private double varianceRatio(Row row) {
    Row free = result.free(row.kind().noise(), row.kind().density());
    return row.fit().variance().slope() / free.fit().variance().slope();
  }

  Map<String, String> tables() {
    Map<String, String> tables = new TreeMap<>();
    tables.put("displacement.csv", displacement());
    tables.put("law.csv", law());
    if (plan.ripple() > 0) {
      tables.put("ripple.csv", ripple());
    }
    return tables;
  }

  private static List<Object> key(Case c) {
    return new ArrayList<>(
        List.of(RetentionReport.word(c.noise()), c.density(), c.period(), c.barrier()));
  }

  private static List<String> header(String... more) {
    List<String> all =
        new ArrayList<>(List.of("noise", "density_A_per_m2", "period_m", "barrier_kT"));
    all.addAll(List.of(more));
    return all;
  }

  private String displacement() {
    List<List<Object>> rows = new ArrayList<>();
    for (Row row : result.rows()) {
      for (int i = 0; i < plan.widths().length; i++) {
        DisplacementStatistics s = row.widths()[i];
        Row free = result.free(row.kind().noise(), row.kind().density());
        List<Object> values = key(row.kind());
        values.addAll(
            List.of(
                plan.widths()[i],
                s.trials(),
                s.mean(),
                s.seMean(),
                s.sd(),
                s.seSd(),
                s.mean() / (freeVelocity(row.kind().density()) * plan.widths()[i]),
                s.sd() / free.widths()[i].sd(),
                s.skewness(),
                s.excess(),
                s.ks(),
                s.gaussianP()));
        rows.add(values);
      }
    }
    return csv(
        header(
            "width_s",
            "trials",
            "mean_m",
            "se_mean_m",
            "sd_m",
            "se_sd_m",
            "mean_over_ballistic",
            "sd_over_free_wall",
            "skewness",
            "excess_kurtosis",
            "ks_d",
            "gaussian_p"),
        rows);
  }

  private String law() {
    List<List<Object>> rows = new ArrayList<>();
    for (Row row : result.rows()) {
      List<Object> values = key(row.kind());
      values.addAll(
          List.of(
              depinning(row.kind()),
              row.fit().mean().slope(),
              row.fit().mean().seSlope(),
              row.fit().mean().intercept(),
              row.fit().mean().p(),
              row.fit().variance().slope(),
              row.fit().variance().seSlope(),
              row.fit().variance().intercept(),
              row.fit().variance().p(),
              row.fit().mean().slope() / freeVelocity(row.kind().density()),
              varianceRatio(row),
              worst(row),
              row.fit().rejected(),
              row.fit().conditions()));
      rows.add(values);
    }
    return csv(
        header(
            "depinning_A_per_m2",
            "velocity_m_per_s",
            "se_velocity_m_per_s",
            "mean_offset_m",
            "mean_line_p",
            "variance_rate_m2_per_s",
            "se_variance_rate_m2_per_s",
            "variance_offset_m2",
            "variance_line_p",
            "velocity_over_ballistic",
            "variance_rate_over_free_wall",
            "largest_ks_d",
            "not_gaussian_at_5_percent",
            "conditions"),
        rows);
  }

  private static double worst(Row row) {
    double worst = 0;
    for (DisplacementStatistics s : row.widths()) {
      worst = Math.max(worst, s.ks());
    }
    return worst;
  }

  private String ripple() {
    List<List<Object>> rows = new ArrayList<>();
    for (Row row : result.rows()) {
      if (row.ripple() == null) {
        continue;
      }
      for (int k = 0; k < plan.ripple(); k++) {
        List<Object> values = key(row.kind());
        DisplacementStatistics s = row.ripple().rows()[k];
        values.addAll(
            List.of(
                row.ripple().starts()[k],
                s.mean(),
                s.seMean(),
                s.sd(),
                row.ripple().mean(),
                row.ripple().amplitude(),
                row.ripple().error()));
        rows.add(values);
      }
    }
    return csv(
        header(
            "start_m",
            "mean_m",
            "se_mean_m",
            "sd_m",
            "mean_over_period_m",
            "first_harmonic_m",
            "se_first_harmonic_m"),
        rows);
  }

  void plots(Path folder) throws IOException {
    CharacterizationPlots.save(
        againstBarrier(
            "Velocity against barrier",
            "velocity over free wall's",
            row -> row.fit().mean().slope() / freeVelocity(row.kind().density())),
        folder.resolve("velocity"));
    CharacterizationPlots.save(
        againstBarrier(
            "Noise against barrier", "variance rate over free wall's", this::varianceRatio),
        folder.resolve("variance"));
    CharacterizationPlots.save(againstWidth(), folder.resolve("width"));
    if (plan.ripple() > 0) {
      CharacterizationPlots.save(ripplePlot(), folder.resolve("ripple"));
    }
  }

  private XYChart againstBarrier(String title, String y, ToDoubleFunction<Row> value) {
    XYChart chart =
        LimitsPlots.chart(
            title
                + ", p = "
                + LimitsPlots.plain(period / NM)
                + " nm, noise "
                + RetentionReport.word(noise),
            "barrier V0/kB T",
            y);
    int colour = 0;
    for (double j : plan.densities()) {
      List<double[]> line = new ArrayList<>();
      for (double barrier : withFree()) {
        line.add(
            new double[] {barrier, value.applyAsDouble(result.find(noise, j, period, barrier))});
      }
      LimitsPlots.marked(chart, LimitsPlots.density(j), line, colour++);
    }
    return chart;
  }

  private double[] withFree() {
    double[] b = plan.barriers();
    if (b[0] == 0) {
      return b;
    }
    double[] all = new double[b.length + 1];
    System.arraycopy(b, 0, all, 1, b.length);
    return all;
  }

  private XYChart againstWidth() {
    XYChart chart =
        LimitsPlots.chart(
            "Mean displacement over v T at "
                + LimitsPlots.density(density)
                + ", p = "
                + LimitsPlots.plain(period / NM)
                + " nm, noise "
                + RetentionReport.word(noise),
            "pulse width T [ns]",
            "mean over free wall's v T");
    chart.getStyler().setXAxisLogarithmic(true);
    int colour = 0;
    for (double barrier : withFree()) {
      Row row = result.find(noise, density, period, barrier);
      List<double[]> line = new ArrayList<>();
      for (int i = 0; i < plan.widths().length; i++) {
        line.add(
            new double[] {
              plan.widths()[i] / NS,
              row.widths()[i].mean() / (freeVelocity(density) * plan.widths()[i])
            });
      }
      LimitsPlots.marked(chart, LimitsPlots.plain(barrier) + " kB T", line, colour++);
    }
    return chart;
  }

  private XYChart ripplePlot() {
    XYChart chart =
        LimitsPlots.chart(
            "Mean displacement by starting place, "
                + LimitsPlots.plain(plan.pulse() / NS)
                + " ns at "
                + LimitsPlots.density(density)
                + ", p = "
                + LimitsPlots.plain(period / NM)
                + " nm",
            "X0/p",
            "mean over its average");
    int colour = 0;
    for (double barrier : plan.barriers()) {
      Row row = result.find(noise, density, period, barrier);
      if (row == null || row.ripple() == null) {
        continue;
      }
      List<double[]> line = new ArrayList<>();
      // A wall that stays in its well has no average to compare with.
      if (row.ripple().mean() < 0.1 * freeVelocity(density) * plan.pulse()) {
        continue;
      }
      for (int k = 0; k < plan.ripple(); k++) {
        line.add(
            new double[] {
              (double) k / plan.ripple(), row.ripple().rows()[k].mean() / row.ripple().mean()
            });
      }
      LimitsPlots.marked(chart, LimitsPlots.plain(barrier) + " kB T", line, colour++);
    }
    return chart;
  }

  String summary() {
    StringBuilder s = new StringBuilder();
    s.append(
        text(
            "%s: does a pinned wall follow the ballistic law?%n%d + %d walls per condition; v and b"
                + " from lines through %d widths, over a free wall's; line: probability that the"
                + " means, the variances are on one%n%n",
            plan.wall().name(), plan.trials(), plan.trials(), plan.widths().length));
    s.append(
        text(
            "%-8s %-14s %6s %7s %9s %8s %8s %9s %9s %8s %10s %8s%n",
            "noise",
            "current",
            "p [nm]",
            "V0 [kT]",
            "j/j_depin",
            "v/v_free",
            "b/b_free",
            "mean line",
            "var line",
            "max KS",
            "not Gauss",
            "ripple"));
    for (Row row : result.rows()) {
      Case c = row.kind();
      String ripple =
          row.ripple() == null
                  || row.ripple().mean() < 0.1 * freeVelocity(c.density()) * plan.pulse()
              ? "-"
              : text("%.1f %%", 100 * row.ripple().amplitude() / row.ripple().mean());
      s.append(
          text(
              "%-8s %-14s %6s %7s %9s %8.3f %8.3f %9.2g %9.2g %8.3f %7d/%d %8s%n",
              RetentionReport.word(c.noise()),
              LimitsPlots.density(c.density()),
              c.barrier() == 0 ? "-" : LimitsPlots.plain(c.period() / NM),
              LimitsPlots.plain(c.barrier()),
              c.barrier() == 0 ? "-" : text("%.2f", c.density() / depinning(c)),
              row.fit().mean().slope() / freeVelocity(c.density()),
              varianceRatio(row),
              row.fit().mean().p(),
              row.fit().variance().p(),
              worst(row),
              row.fit().rejected(),
              row.fit().conditions(),
              ripple));
    }
    return s.toString();
  }
}
