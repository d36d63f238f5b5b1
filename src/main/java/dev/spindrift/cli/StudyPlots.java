package dev.spindrift.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.XYChart;

/** Plots of Tables 1 and 2. */
final class StudyPlots {
  private final List<Integer> bits;
  private final Map<String, RunFigures> done;

  /**
   * Makes plots of what is done.
   *
   * @param bits precisions [bit], in order. Referenced
   * @param done figures by name of the run. Referenced
   */
  StudyPlots(List<Integer> bits, Map<String, RunFigures> done) {
    this.bits = bits;
    this.done = done;
  }

  private RunFigures mmc(int precision) {
    return done.get("mmc-" + precision + "-bit");
  }

  private RunFigures sgd(int precision) {
    return done.get("sgd-" + precision + "-bit");
  }

  /** Accuracy against precision; with the curves of descent, or else with the float reference. */
  XYChart againstBits(boolean descent) {
    XYChart chart = LimitsPlots.chart("", "update precision [bit]", "test accuracy [%]");
    chart.getStyler().setYAxisMin(0.0);
    chart.getStyler().setYAxisMax(100.0);
    LimitsPlots.marked(
        chart,
        "DW-MMC",
        points(
            b ->
                mmc(b) == null || mmc(b).ensembles().isEmpty()
                    ? Double.NaN
                    : 100 * StudyTables.most(mmc(b).ensembles()).accuracy()),
        0);
    LimitsPlots.marked(
        chart,
        "DW-MMC, last model",
        points(b -> mmc(b) == null ? Double.NaN : 100 * mmc(b).current().accuracy()),
        4);
    LimitsPlots.marked(chart, "DW-MMC, paper", points(b -> PaperNumbers.table1(b, 64)), 1);
    if (descent) {
      LimitsPlots.marked(
          chart,
          "DW-SGD",
          points(b -> sgd(b) == null ? Double.NaN : 100 * sgd(b).current().accuracy()),
          2);
      LimitsPlots.marked(chart, "DW-SGD, paper", points(PaperNumbers::descent), 3);
    } else if (mmc(10) != null && !mmc(10).reference().isEmpty()) {
      double reference = 100 * StudyTables.most(mmc(10).reference()).accuracy();
      LimitsPlots.line(chart, "float SGLD", points(b -> reference), 2);
      LimitsPlots.line(chart, "float SGLD, paper", points(b -> 86.3), 3);
    }
    return chart;
  }

  private List<double[]> points(ToDoubleFunction<Integer> accuracy) {
    List<double[]> points = new ArrayList<>();
    for (int b : bits) {
      double y = accuracy.applyAsDouble(b);
      if (!Double.isNaN(y)) {
        points.add(new double[] {b, y});
      }
    }
    return points;
  }

  /** Accuracy against the number of samples averaged, a curve per precision. */
  XYChart againstSamples() {
    XYChart chart = LimitsPlots.chart("", "posterior samples", "test accuracy [%]");
    chart.getStyler().setXAxisLogarithmic(true);
    int colour = 0;
    for (int b : bits) {
      RunFigures f = mmc(b);
      List<double[]> points = new ArrayList<>();
      if (f != null) {
        for (int n = 1; n <= Math.min(64, f.ensembles().size()); n++) {
          points.add(new double[] {n, 100 * f.ensembles().get(n - 1).accuracy()});
        }
      }
      LimitsPlots.line(chart, b + " bits", points, colour++);
    }
    return chart;
  }
}
