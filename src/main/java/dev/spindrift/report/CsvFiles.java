package dev.spindrift.report;

import dev.spindrift.scenario.RunResult;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * The tables of a results folder as comma-separated values (RFC 4180 quoting, UTF-8, line feed).
 *
 * <p>Header names carry the unit ({@code energy_J}); numbers are SI and written with all their
 * digits ({@link Double#toString(double)}), so that reading gives back the same bits; what was not
 * computed is an empty cell. No cell depends on the wall clock.
 */
final class CsvFiles {
  private static final CSVFormat FORMAT =
      CSVFormat.DEFAULT.builder().setRecordSeparator('\n').get();

  private CsvFiles() {}

  /** Writes one table. */
  @FunctionalInterface
  private interface Table {
    void print(RunResult r, CSVPrinter out) throws IOException;
  }

  /** Returns the tables: file name to text. */
  static Map<String, String> of(RunResult r) {
    Map<String, Table> tables = new LinkedHashMap<>();
    tables.put("history.csv", CsvFiles::history);
    tables.put("energy.csv", CsvFiles::energy);
    tables.put("power.csv", CsvFiles::power);
    tables.put("posterior.csv", CsvFiles::posterior);
    tables.put("calibration.csv", CsvFiles::calibration);
    tables.put("pulse-widths.csv", CsvFiles::pulseWidths);
    tables.put("chain.csv", ChainSection::csv);
    tables.put("rails.csv", CsvFiles::rails);
    tables.put("resources.csv", CsvFiles::resources);
    tables.put("rail-sweep.csv", CircuitSection::railSweep);
    tables.put("floor.csv", CircuitSection::floorTable);
    tables.put("increments.csv", CircuitSection::incrementTable);
    tables.put("assumptions.csv", CsvFiles::assumptions);
    if (HardwareSection.hasReads(r)) {
      tables.put("reads.csv", HardwareSection::readsCsv);
    }
    if (HardwareSection.hasWear(r)) {
      tables.put("wear.csv", HardwareSection::wearCsv);
    }
    Map<String, String> texts = new LinkedHashMap<>();
    for (Map.Entry<String, Table> table : tables.entrySet()) {
      StringBuilder text = new StringBuilder();
      try (CSVPrinter out = new CSVPrinter(text, FORMAT)) {
        table.getValue().print(r, out);
      } catch (IOException e) {
        throw new AssertionError("a StringBuilder takes all text", e);
      }
      texts.put(table.getKey(), text.toString());
    }
    return texts;
  }

  private static void history(RunResult r, CSVPrinter out) throws IOException {
    out.printRecord(
        "mini_batch",
        "epoch",
        "simulated_time_s",
        "energy_J",
        "loss_nat",
        "test_accuracy",
        "float_accuracy");
    for (RunResult.HistoryPoint p : r.history()) {
      out.printRecord(
          p.miniBatch(),
          cell(p.epoch()),
          cell(p.simulatedTime()),
          cell(p.energy()),
          cell(p.loss()),
          cell(p.testAccuracy()),
          cell(p.floatAccuracy()));
    }
  }

  private static void energy(RunResult r, CSVPrinter out) throws IOException {
    out.printRecord(
        "component",
        "action",
        "layer",
        "work",
        "quantity",
        "unit",
        "joules_per_unit_J",
        "joules_J",
        "source");
    for (RunResult.EnergyRow row : r.energy()) {
      out.printRecord(
          row.component(),
          row.action(),
          row.layer(),
          row.work(),
          row.quantity(),
          row.unit(),
          cell(row.joulesPerUnit()),
          cell(row.joules()),
          row.source());
    }
  }

  private static void power(RunResult r, CSVPrinter out) throws IOException {
    out.printRecord("time_s", "power_w");
    double[] power = r.power().power();
    for (int i = 0; i < power.length; i++) {
      out.printRecord(cell(i * r.power().binWidth()), cell(power[i]));
    }
  }

  private static void posterior(RunResult r, CSVPrinter out) throws IOException {
    out.printRecord(
        "samples",
        "accuracy",
        "nll_nat",
        "brier",
        "ece",
        "float_accuracy",
        "float_nll_nat",
        "float_brier",
        "float_ece");
    List<RunResult.Ensemble> reference = r.chain() == null ? List.of() : r.chain().floatEnsembles();
    for (int i = 0; i < r.ensembles().size(); i++) {
      RunResult.Metrics m = r.ensembles().get(i).metrics();
      RunResult.Metrics f =
          i < reference.size()
              ? reference.get(i).metrics()
              : new RunResult.Metrics(Double.NaN, Double.NaN, Double.NaN, Double.NaN);
      out.printRecord(
          r.ensembles().get(i).samples(),
          cell(m.accuracy()),
          cell(m.nll()),
          cell(m.brier()),
          cell(m.ece()),
          cell(f.accuracy()),
          cell(f.nll()),
          cell(f.brier()),
          cell(f.ece()));
    }
  }

  private static void calibration(RunResult r, CSVPrinter out) throws IOException {
    out.printRecord("lower", "upper", "mean_confidence", "accuracy", "count");
    for (RunResult.CalibrationBin b : r.calibration()) {
      out.printRecord(
          cell(b.lower()),
          cell(b.upper()),
          cell(b.meanConfidence()),
          cell(b.accuracy()),
          b.count());
    }
  }

  private static void pulseWidths(RunResult r, CSVPrinter out) throws IOException {
    out.printRecord("width_steps", "width_s", "short_count", "long_count");
    RunResult.PulseStatistics p = r.pulses();
    int widths = Math.max(p.shortHistogram().length, p.longHistogram().length);
    for (int w = 0; w < widths; w++) {
      long shorter = at(p.shortHistogram(), w);
      long longer = at(p.longHistogram(), w);
      if (shorter != 0 || longer != 0) {
        out.printRecord(w, cell(w * p.timeStep()), shorter, longer);
      }
    }
  }

  private static void rails(RunResult r, CSVPrinter out) throws IOException {
    out.printRecord("rail", "limit_A", "time_s", "mean_current_A", "max_current_A");
    for (RunResult.RailUse rail : r.rails()) {
      for (int i = 0; i < rail.time().length; i++) {
        out.printRecord(
            rail.name(),
            cell(rail.limit()),
            cell(rail.time()[i]),
            cell(rail.meanCurrent()[i]),
            cell(rail.maxCurrent()[i]));
      }
    }
  }

  private static void resources(RunResult r, CSVPrinter out) throws IOException {
    out.printRecord("resource", "utilisation", "requests", "mean_wait_s", "max_wait_s");
    for (RunResult.ResourceUse use : r.resources()) {
      out.printRecord(
          use.name(),
          cell(use.utilisation()),
          use.requests(),
          cell(use.meanWait()),
          cell(use.maxWait()));
    }
  }

  private static void assumptions(RunResult r, CSVPrinter out) throws IOException {
    out.printRecord("what", "value", "source");
    for (RunResult.Assumption a : r.assumptions()) {
      out.printRecord(a.what(), a.value(), a.source());
    }
  }

  static long at(long[] histogram, int index) {
    return index < histogram.length ? histogram[index] : 0;
  }

  static String cell(double value) {
    return Double.isNaN(value) ? "" : Double.toString(value);
  }
}
