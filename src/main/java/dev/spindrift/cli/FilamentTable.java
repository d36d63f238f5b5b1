package dev.spindrift.cli;

import dev.spindrift.scenario.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.XYChart;

/** What a reproduction shows of chains whose proposals filaments make. */
final class FilamentTable {
  private FilamentTable() {}

  /**
   * Adds table and plots.
   *
   * @param done figures of the runs that are done, by name
   */
  static void add(StudyReport r, StudyRuns runs, Map<String, RunFigures> done) {
    List<List<String>> rows = new ArrayList<>();
    XYChart conductance = LimitsPlots.chart("", "proposals", "mean conductance [uS]");
    XYChart loss = LimitsPlots.chart("", "proposals", "mean cross-entropy [nat]");
    for (int i = 0; i < runs.count(); i++) {
      Scenario s = runs.scenario(i);
      RunFigures f = done.get(runs.at(i).name());
      List<String> row = new ArrayList<>();
      row.add(runs.at(i).name());
      row.add(s.network().name() + ", " + s.data().set());
      row.add(Long.toString(runs.miniBatches(i)));
      if (f == null) {
        row.addAll(
            List.of(
                StudyTables.OPEN,
                StudyTables.OPEN,
                StudyTables.OPEN,
                StudyTables.OPEN,
                StudyTables.OPEN));
      } else {
        double[] first = f.chain().isEmpty() ? new double[3] : f.chain().get(0);
        double[] last = f.chain().isEmpty() ? new double[3] : f.chain().get(f.chain().size() - 1);
        row.add(StudyTables.percent(f.acceptance()));
        row.add(
            StudyTables.fixed(first[1] * 1e6, 2) + " to " + StudyTables.fixed(last[1] * 1e6, 2));
        row.add(StudyTables.fixed(last[2], 3));
        row.add(StudyTables.percent(f.current().accuracy()));
        row.add(
            f.ensembles().isEmpty()
                ? "-"
                : StudyTables.percent(StudyTables.most(f.ensembles()).accuracy()));
        LimitsPlots.line(conductance, runs.at(i).name(), scaled(f.chain(), 1, 1e6), i);
        LimitsPlots.line(loss, runs.at(i).name(), scaled(f.chain(), 2, 1), i);
      }
      rows.add(row);
    }
    r.table(
        "Chains with filaments making the proposals",
        List.of(
            "run",
            "network, data",
            "proposals",
            "accepted [%]",
            "mean conductance [uS]",
            "L/eta at the end [nat]",
            "last model [%]",
            "mean of samples [%]"),
        rows);
    r.text(
        "The paper: filamentary MMC was shown to work on small problems (Dalgaty et al. 2021); on"
            + " ResNet18 with CIFAR-10 no model surpassed random guessing (10 %); conductances drift"
            + " into the high conductance corner. The drift of two conductances alone: spindrift"
            + " filament.");
    r.plot("conductance", "Mean conductance of all devices along the chain", conductance);
    r.plot("loss", "Mean cross-entropy along the chain", loss);
  }

  private static List<double[]> scaled(List<double[]> chain, int column, double factor) {
    return chain.stream().map(row -> new double[] {row[0], row[column] * factor}).toList();
  }
}
