package dev.spindrift.cli;

import dev.spindrift.cli.RetentionStudy.Cell;
import dev.spindrift.cli.RetentionStudy.Plan;
import dev.spindrift.cli.RetentionStudy.Result;
import dev.spindrift.physics.HoppingTheory;
import dev.spindrift.physics.NoiseConvention;
import dev.spindrift.physics.RetentionWindow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.XYChart;

/** Plots of {@code limits retention}. */
final class RetentionPlots {
  private static final double NM = 1e-9;
  private static final double NM2_PER_NS = 1e-9;

  private final Plan plan;
  private final Result result;

  RetentionPlots(Plan plan, Result result) {
    this.plan = plan;
    this.result = result;
  }

  /** Writes hopping.png and window.png. */
  void write(Path folder) throws IOException {
    CharacterizationPlots.save(hoppingPlot(), folder.resolve("hopping"));
    CharacterizationPlots.save(windowPlot(), folder.resolve("window"));
  }

  private XYChart hoppingPlot() {
    XYChart chart =
        LimitsPlots.chart(
            "Diffusion of a wall at rest, p = "
                + LimitsPlots.plain(plan.checkPeriod() / NM)
                + " nm",
            "barrier V0/kB T",
            "Var X/t [nm^2/ns]");
    chart.getStyler().setYAxisLogarithmic(true);
    double highest = plan.checks()[plan.checks().length - 1] * 1.1;
    for (NoiseConvention noise : NoiseConvention.values()) {
      List<double[]> line = new ArrayList<>();
      for (int i = 0; i <= 100; i++) {
        double barrier = highest * i / 100;
        double d =
            new HoppingTheory(plan.pinned(barrier, plan.checkPeriod()).withNoise(noise))
                .diffusion();
        line.add(new double[] {barrier, d / NM2_PER_NS});
      }
      LimitsPlots.line(chart, "theory, " + RetentionReport.word(noise), line, noise.ordinal());
      List<double[]> points =
          result.checks().stream()
              .filter(c -> c.noise() == noise && c.idle().diffusion() > c.idle().error())
              .map(
                  c ->
                      new double[] {
                        c.barrier(),
                        c.idle().diffusion() / NM2_PER_NS,
                        c.idle().error() / NM2_PER_NS
                      })
              .toList();
      LimitsPlots.points(
          chart, "simulated, " + RetentionReport.word(noise), points, noise.ordinal());
    }
    return chart;
  }

  /**
   * Retention lines, depinning lines and the simulated boundary of motion, in (barrier, period).
   */
  private XYChart windowPlot() {
    double file = plan.wall().parameters().temperature();
    double temperature = plan.temperatures()[0];
    for (double t : plan.temperatures()) {
      temperature = Math.abs(t - file) < Math.abs(temperature - file) ? t : temperature;
    }
    double[] p = plan.periods();
    double[] b = plan.barriers();
    double top = b[b.length - 1];
    XYChart chart =
        LimitsPlots.chart(
            "Stays: right of its line. Moves: above its points. "
                + LimitsPlots.plain(temperature)
                + " K, pulse "
                + LimitsPlots.plain(plan.widths()[plan.widths().length - 1] / 1e-9)
                + " ns",
            "barrier V0/kB T at " + LimitsPlots.plain(file) + " K",
            "period p [nm]");
    chart.getStyler().setYAxisMin(0.0);
    chart.getStyler().setXAxisMin(0.0).setXAxisMax(top);
    RetentionWindow window =
        new RetentionWindow(plan.wall().parameters().withTemperature(temperature));
    int colour = 0;
    for (double time : plan.retentions()) {
      List<double[]> line = new ArrayList<>();
      for (double period : fine(p)) {
        double barrier = window.holding(period, plan.limit(), time) / plan.joule(1);
        if (barrier <= top) {
          line.add(new double[] {barrier, period / NM});
        }
      }
      LimitsPlots.line(chart, "stays " + LimitsPlots.time(time), line, colour++);
    }
    int width = plan.widths().length - 1;
    for (double density : plan.densities()) {
      List<double[]> line = new ArrayList<>();
      for (double period : p) {
        double edge = edge(temperature, density, period, width);
        if (!Double.isNaN(edge)) {
          line.add(new double[] {edge, period / NM});
        }
      }
      LimitsPlots.marked(chart, "moves " + LimitsPlots.density(density), line, colour++);
    }
    return chart;
  }

  private static double[] fine(double[] p) {
    double[] fine = new double[41];
    for (int i = 0; i < fine.length; i++) {
      fine[i] = p[0] * Math.pow(p[p.length - 1] / p[0], i / 40.0);
    }
    return fine;
  }

  /** Barrier at which the settled displacement falls through the criterion, by interpolation. */
  private double edge(double temperature, double density, double period, int width) {
    double before = 0;
    double movedBefore = 1;
    for (Cell cell : result.cells()) {
      if (cell.temperature() != temperature
          || cell.density() != density
          || cell.period() != period) {
        continue;
      }
      double moved = RetentionStudy.moved(plan, cell, cell.responses()[width]);
      if (moved < plan.moves()) {
        double share = (movedBefore - plan.moves()) / (movedBefore - moved);
        return before + share * (cell.barrier() - before);
      }
      before = cell.barrier();
      movedBefore = moved;
    }
    return Double.NaN;
  }
}
