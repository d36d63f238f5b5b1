package dev.spindrift.report;

import dev.spindrift.scenario.RunResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVPrinter;

/** The chain as a sampler: acceptance, effective sample sizes, split R-hat; in all its forms. */
final class ChainSection {
  private ChainSection() {}

  static String html(RunResult r) {
    RunResult.Chain c = r.chain();
    if (c == null) {
      return Html.nothing("The chain was not recorded.");
    }
    List<List<String>> rows = new ArrayList<>();
    for (RunResult.ChainScalar s : c.scalars()) {
      rows.add(
          List.of(
              s.name(),
              Engineering.format(s.mean(), ""),
              Integer.toString(s.values()),
              Engineering.fixed(s.effectiveSamples(), 1),
              Engineering.fixed(s.splitRhat(), 3)));
    }
    return HtmlSections.about(
            Html.escape(acceptance(c))
                + " Effective sample size and split R-hat (Vehtari et al. 2021) are of the second"
                + " half of the chain, which is all in chain.csv; R-hat well above 1.01 says that"
                + " this half still drifts. Compare several seeds with spindrift diagnose.")
        + Html.table(
            "Scalars along the chain",
            List.of("scalar", "mean", "values", "effective samples", "split R-hat"),
            rows);
  }

  /** Says how many proposals were accepted, and how many of the reference's. */
  static String acceptance(RunResult.Chain c) {
    if (c.proposals() == 0) {
      return "Kernel " + c.kernel() + ": every step is taken.";
    }
    String reference =
        Double.isNaN(c.floatAcceptance())
            ? ""
            : " (float reference " + Engineering.percent(c.floatAcceptance()) + ")";
    List<RunResult.ChainRow> rows = c.rows();
    String drift =
        rows.isEmpty()
            ? ""
            : "; mean conductance "
                + Engineering.format(rows.get(0).meanConductance(), "S")
                + " at first, "
                + Engineering.format(rows.get(rows.size() - 1).meanConductance(), "S")
                + " at last";
    return "Kernel "
        + c.kernel()
        + ": "
        + Engineering.count(c.accepted())
        + " of "
        + Engineering.count(c.proposals())
        + " proposals accepted, "
        + Engineering.percent(Totals.share(c.accepted(), c.proposals()))
        + reference
        + drift
        + ".";
  }

  static Map<String, Object> summary(RunResult.Chain c) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("kernel", c.kernel());
    map.put("proposals", c.proposals());
    map.put("accepted", c.accepted());
    map.put("acceptance", c.proposals() == 0 ? null : Totals.share(c.accepted(), c.proposals()));
    map.put("floatAcceptance", c.floatAcceptance());
    List<Object> scalars = new ArrayList<>();
    for (RunResult.ChainScalar s : c.scalars()) {
      Map<String, Object> each = new LinkedHashMap<>();
      each.put("name", s.name());
      each.put("mean", s.mean());
      each.put("values", s.values());
      each.put("effectiveSamples", s.effectiveSamples());
      each.put("splitRhat", s.splitRhat());
      scalars.add(each);
    }
    map.put("scalars", scalars);
    return map;
  }

  static void csv(RunResult r, CSVPrinter out) throws IOException {
    List<Object> header =
        new ArrayList<>(
            List.of(
                "mini_batch", "loss_nat", "acceptance", "mean_conductance_S", "log_likelihood"));
    List<RunResult.ChainRow> rows = r.chain() == null ? List.of() : r.chain().rows();
    int weights = rows.isEmpty() ? 0 : rows.get(0).weights().length;
    for (int i = 0; i < weights; i++) {
      header.add(r.chain().scalars().get(i + 2).name().replace(' ', '_'));
    }
    out.printRecord(header);
    for (RunResult.ChainRow c : rows) {
      List<Object> cells = new ArrayList<>();
      cells.add(c.miniBatch());
      cells.add(CsvFiles.cell(c.loss()));
      cells.add(CsvFiles.cell(c.acceptance()));
      cells.add(CsvFiles.cell(c.meanConductance()));
      cells.add(CsvFiles.cell(c.logLikelihood()));
      for (double w : c.weights()) {
        cells.add(CsvFiles.cell(w));
      }
      out.printRecord(cells);
    }
  }
}
