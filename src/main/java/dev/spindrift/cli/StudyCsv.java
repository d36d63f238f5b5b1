package dev.spindrift.cli;

import dev.spindrift.cli.RunFigures.Metrics;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The CSV table of a reproduction: a row per run and number of samples, the paper's number beside.
 */
final class StudyCsv {
  static final List<String> HEADER =
      List.of(
          "run",
          "bits",
          "bits_realised",
          "samples",
          "accuracy",
          "standard_error",
          "paper_accuracy",
          "nll_nat",
          "ece",
          "lower_limit_share",
          "upper_limit_share",
          "mini_batches",
          "test_images",
          "energy_J",
          "simulated_time_s",
          "wall_time_s");

  private StudyCsv() {}

  /**
   * Adds the rows.
   *
   * @param done figures of the runs that are done, by name
   */
  static void add(StudyReport r, StudyRuns runs, Map<String, RunFigures> done) {
    for (int i = 0; i < runs.count(); i++) {
      StudyCase c = runs.at(i);
      RunFigures f = done.get(c.name());
      if (f == null) {
        continue;
      }
      boolean descent = c.name().startsWith("sgd");
      double paper = descent ? PaperNumbers.descent(c.bits()) : Double.NaN;
      r.row(cells(c.name(), c.bits(), f, 0, f.current(), paper));
      for (int n : samples(f.ensembles().size())) {
        double number = descent ? Double.NaN : PaperNumbers.table1(c.bits(), n);
        r.row(cells(c.name(), c.bits(), f, n, f.ensembles().get(n - 1), number));
      }
      for (int n : samples(f.reference().size())) {
        double number = PaperNumbers.table1(PaperNumbers.FLOAT, n);
        r.row(cells("float", PaperNumbers.FLOAT, f, n, f.reference().get(n - 1), number));
      }
    }
  }

  private static int[] samples(int held) {
    return Arrays.stream(PaperNumbers.SAMPLES).filter(n -> n <= held).toArray();
  }

  private static List<Object> cells(
      String run, int bits, RunFigures f, int samples, Metrics m, double paper) {
    return Arrays.asList(
        run,
        bits,
        f.bits(),
        samples == 0 ? "last model" : samples,
        m.accuracy(),
        f.error(m.accuracy()),
        paper / 100,
        m.nll(),
        m.ece(),
        f.lower(),
        f.upper(),
        f.miniBatches(),
        f.testImages(),
        f.joules(),
        f.simulatedTime(),
        f.wallTime());
  }
}
