package dev.spindrift.report;

import dev.spindrift.scenario.RunResult;
import dev.spindrift.scenario.RunResult.EnergyRow;
import dev.spindrift.scenario.RunResult.HistoryPoint;
import dev.spindrift.scenario.RunResult.PulseStatistics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The sections of the HTML report: a sentence that explains, plots, tables. */
final class HtmlSections {
  private static final int HISTORY_ROWS = 60;
  private static final int RESOURCES = 25;
  private static final int RAILS = 12;

  private HtmlSections() {}

  static String of(RunResult r) {
    return section("learning", "Learning", learning(r))
        + section("energy", "Energy", energy(r))
        + section("power", "Power", PowerSection.html(r))
        + section("latency", "Latency", latency(r))
        + section("pulses", "Pulse widths", pulses(r))
        + section("calibration", "Calibration", calibration(r))
        + section("posterior", "Posterior size", posterior(r))
        + section("chain", "The chain", ChainSection.html(r))
        + section("rails", "Supply rails", rails(r))
        + section("resources", "Shared resources", resources(r))
        + (HardwareSection.hasReads(r)
            ? section("reads", "Analogue reads", HardwareSection.reads(r))
            : "")
        + (HardwareSection.hasWear(r) ? section("wear", "Wear", HardwareSection.wear(r)) : "")
        + section("floor", "What contention costs", CircuitSection.floor(r))
        + section("increments", "Realised increments", CircuitSection.increments(r))
        + section("assumptions", "Assumed constants", assumptions(r))
        + section("inputs", "Resolved inputs", inputs(r))
        + section("versions", "Network, versions and seed", versions(r));
  }

  private static String section(String id, String title, String content) {
    return "<section id=\"" + id + "\"><h2>" + title + "</h2>\n" + content + "</section>\n";
  }

  static String about(String sentence) {
    return "<p class=\"about\">" + sentence + "</p>\n";
  }

  private static String learning(RunResult r) {
    if (r.history().isEmpty()) {
      return Html.nothing("No mini-batch was learnt, so there is no history.");
    }
    HistoryPoint end = r.history().get(r.history().size() - 1);
    List<HistoryPoint> evaluated =
        r.history().stream()
            .filter(p -> !Double.isNaN(p.testAccuracy()) || p.equals(end))
            .collect(Collectors.toList());
    int stride = (evaluated.size() + HISTORY_ROWS - 1) / HISTORY_ROWS;
    List<List<String>> rows = new ArrayList<>();
    for (int i = evaluated.size() - 1; i >= 0; i -= stride) {
      HistoryPoint p = evaluated.get(i);
      rows.add(
          0,
          List.of(
              Long.toString(p.miniBatch()),
              Engineering.fixed(p.epoch(), 2),
              Html.si(p.simulatedTime(), "s"),
              Html.si(p.energy(), "J"),
              Engineering.fixed(p.loss(), 4),
              Engineering.percent(p.testAccuracy()),
              Engineering.percent(p.floatAccuracy())));
    }
    return about(
            "What the chip has learnt, against the time and the energy it took."
                + " The float reference makes the same steps; it is drawn at the chip's time and energy.")
        + "<fieldset class=\"toggle\"><legend>Horizontal axis</legend>"
        + radio("time", "simulated time", true)
        + radio("energy", "energy", false)
        + radio("miniBatch", "mini-batches", false)
        + "</fieldset>\n<div class=\"two\">"
        + Html.chart("accuracy", "Test accuracy of the chip and of the float reference")
        + Html.chart("loss", "Training loss")
        + "</div>\n"
        + Html.details(
            "History as a table",
            Html.table(
                "Metrics after mini-batches (all of them: history.csv)",
                List.of(
                    "#Mini-batch",
                    "#Epoch",
                    "#Simulated time",
                    "#Energy",
                    "#Loss [nat]",
                    "#Test accuracy",
                    "#Float accuracy"),
                rows));
  }

  private static String radio(String value, String label, boolean checked) {
    return "<label><input type=\"radio\" name=\"axis\" value=\""
        + value
        + (checked ? "\" checked>" : "\">")
        + "<span>"
        + label
        + "</span></label>";
  }

  /**
   * One line of the energy table: rows of equal component, action and price, summed over layers.
   */
  private record Priced(
      String component, String action, String work, String unit, double price, String source) {}

  private static String energy(RunResult r) {
    if (r.energy().isEmpty()) {
      return Html.nothing("No action was priced: the ledger is empty.");
    }
    double total = Totals.energy(r);
    Map<Priced, double[]> sums = new LinkedHashMap<>();
    for (EnergyRow row : r.energy()) {
      Priced key =
          new Priced(
              row.component(),
              row.action(),
              row.work(),
              row.unit(),
              row.joulesPerUnit(),
              row.source());
      double[] sum = sums.computeIfAbsent(key, k -> new double[2]);
      sum[0] += (double) row.quantity();
      sum[1] += row.joules();
    }
    List<List<String>> rows = new ArrayList<>();
    sums.entrySet().stream()
        .sorted(Comparator.comparingDouble(e -> -e.getValue()[1]))
        .forEachOrdered(
            e -> {
              Priced p = e.getKey();
              rows.add(
                  List.of(
                      p.component(),
                      p.action(),
                      p.work(),
                      Engineering.count((long) e.getValue()[0]),
                      p.unit(),
                      p.price() == 0 ? "by the component" : Html.si(p.price(), "J"),
                      Html.si(e.getValue()[1], "J"),
                      Double.toString(Totals.share(e.getValue()[1], total)),
                      p.source() == null ? "" : p.source()));
            });
    return about(
            "Every action a component announces is counted and priced; data-dependent heat (pulses,"
                + " cell reads) is announced in joules by the component itself. In all "
                + Html.escape(Html.si(total, "J"))
                + ".")
        + "<div class=\"two\">"
        + Html.chart("components", "Energy by component and kind of work")
        + Html.chart("layers", "Energy by network layer and kind of work")
        + "</div>\n"
        + Html.table(
            "Quantity x price, summed over layers (by layer: energy.csv)",
            List.of(
                "Component",
                "Action",
                "Work",
                "#Quantity",
                "Unit",
                "#Price per unit",
                "#Energy",
                "%Share",
                "Source of the price"),
            rows);
  }

  private static String latency(RunResult r) {
    if (r.phases().isEmpty()) {
      return Html.nothing("No simulated time has passed.");
    }
    List<List<String>> rows = new ArrayList<>();
    for (RunResult.PhaseTime p : r.phases()) {
      rows.add(
          List.of(
              p.work(),
              Html.si(p.perMiniBatch(), "s"),
              Html.si(p.total(), "s"),
              Double.toString(Totals.share(p.total(), r.simulatedTime()))));
    }
    return about("Simulated time by kind of work, waiting for shared resources included.")
        + Html.chart("phases", "Simulated time per mini-batch by kind of work")
        + Html.table(
            "Simulated time",
            List.of("Kind of work", "#Per mini-batch", "#Whole run", "%Share of simulated time"),
            rows);
  }

  private static String pulses(RunResult r) {
    PulseStatistics p = r.pulses();
    if (p.updates() == 0) {
      return Html.nothing("No device was updated, so no pulse was programmed.");
    }
    List<List<String>> rows =
        List.of(
            limit("lower limit", p.lowerLimit(), p, "the shortest pulse is noisier than required"),
            limit(
                "upper limit", p.upperLimit(), p, "the drift pulse alone is noisier than required"),
            limit("longest pulse", p.longestLimit(), p, "clipped to the driver's longest pulse"),
            limit("track end", p.trackEnds(), p, "a wall reached an end of its track"));
    boolean drawn = ChartData.last(p.shortHistogram()) > 0 || ChartData.last(p.longHistogram()) > 0;
    return about(
            "Each update is a push-pull pair; the difference of the widths is the drift, their common"
                + " part supplies the noise. Driver step "
                + Html.escape(Html.si(p.timeStep(), "s"))
                + ", "
                + Html.escape(Engineering.count(p.updates()))
                + " pairs.")
        + (drawn
            ? Html.chart("widths", "Histogram of pulse widths, logarithmic axes")
            : Html.nothing("No update asked for a pulse: all widths are zero."))
        + Html.table(
            "Updates in which a limit changed drift or noise",
            List.of("Limit", "#Updates", "%Share", "Meaning"),
            rows);
  }

  private static List<String> limit(String name, long count, PulseStatistics p, String meaning) {
    return List.of(
        name, Engineering.count(count), Double.toString(Totals.share(count, p.updates())), meaning);
  }

  private static String calibration(RunResult r) {
    if (r.calibration().stream().allMatch(bin -> bin.count() == 0)) {
      return Html.nothing("The model was not tested, so there is no reliability curve.");
    }
    boolean held = Totals.held(r) > 0;
    List<List<String>> rows = new ArrayList<>();
    for (RunResult.CalibrationBin b : r.calibration()) {
      rows.add(
          List.of(
              Engineering.fixed(b.lower(), 2) + " to " + Engineering.fixed(b.upper(), 2),
              Engineering.percent(b.meanConfidence()),
              Engineering.percent(b.accuracy()),
              Engineering.count(b.count())));
    }
    double ece = held ? Totals.posteriorMean(r).ece() : r.current().ece();
    return about(
            "How often the model is right when it says it is that sure ("
                + (held ? "posterior mean" : "current model; no sample is held")
                + "). On the diagonal confidence is accuracy; the expected calibration error is "
                + Html.escape(Engineering.percent(ece))
                + ".")
        + "<div class=\"two\">"
        + Html.chart("reliability", "Reliability curve with the number of test images per bin")
        + Html.table(
            "Reliability by confidence",
            List.of("Confidence", "#Mean confidence", "#Accuracy", "#Test images"),
            rows)
        + "</div>\n";
  }

  private static String posterior(RunResult r) {
    if (r.ensembles().isEmpty()) {
      return Html.nothing(
          r.samplesStored() == 0
              ? "No posterior sample was stored in this run: it ended before the thinning counter"
                  + " reached zero. The figures are those of the current model."
              : "No bank holds a posterior sample at the end of this run ("
                  + Totals.samples(r)
                  + "): the chain went on in the only bank. The figures are those of the current"
                  + " model.");
    }
    List<List<String>> rows = new ArrayList<>();
    for (RunResult.Ensemble e : r.ensembles()) {
      RunResult.Metrics m = e.metrics();
      rows.add(
          List.of(
              Integer.toString(e.samples()),
              Engineering.percent(m.accuracy()),
              Engineering.fixed(m.nll(), 4),
              Engineering.fixed(m.brier(), 4),
              Engineering.percent(m.ece())));
    }
    return about(
            "The mean soft-max of the newest 1, 2, ... samples on the test images: "
                + Totals.samples(r)
                + ". A sample is lost when the chain comes back to its bank.")
        + "<div class=\"three\">"
        + Html.chart("post-accuracy", "Accuracy against number of samples")
        + Html.chart("post-nll", "Negative log-likelihood against number of samples")
        + Html.chart("post-ece", "Expected calibration error against number of samples")
        + "</div>\n"
        + Html.details(
            "Metrics as a table",
            Html.table(
                "Posterior mean of the newest samples",
                List.of("#Samples", "#Accuracy", "#NLL [nat]", "#Brier", "#ECE"),
                rows));
  }

  private static String rails(RunResult r) {
    if (r.rails().isEmpty()) {
      return Html.nothing("The netlist has no supply rail.");
    }
    StringBuilder plots = new StringBuilder();
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < r.rails().size(); i++) {
      RunResult.RailUse rail = r.rails().get(i);
      if (rail.time().length > 0 && i < RAILS) {
        plots.append(Html.chart("rail-" + i, "Current of rail " + rail.name()));
      }
      rows.add(
          List.of(
              rail.name(),
              Html.si(rail.peak(), "A"),
              Html.si(rail.limit(), "A"),
              Double.toString(Totals.share(rail.peak(), rail.limit())),
              Html.si(rail.stall(), "s")));
    }
    return about(
            "Current over the last mini-batch. Requests that would exceed a rail's limit wait; the"
                + " peak is that of the whole run.")
        + (plots.length() == 0 ? "" : "<div class=\"two\">" + plots + "</div>\n")
        + Html.table(
            "Rails",
            List.of("Rail", "#Peak", "#Limit", "%Peak / limit", "#Waited for current, summed"),
            rows)
        + CircuitSection.rails(r);
  }

  private static String resources(RunResult r) {
    if (r.resources().isEmpty()) {
      return Html.nothing("The netlist has no shared resource.");
    }
    List<List<String>> rows = new ArrayList<>();
    r.resources().stream()
        .sorted(Comparator.comparingDouble(u -> -u.utilisation()))
        .limit(RESOURCES)
        .forEachOrdered(
            u ->
                rows.add(
                    List.of(
                        u.name(),
                        Double.toString(u.utilisation()),
                        Engineering.count(u.requests()),
                        Html.si(u.meanWait(), "s"),
                        Html.si(u.maxWait(), "s"))));
    int rest = r.resources().size() - rows.size();
    return about("Share of simulated time in use, and how long requests queued. The busiest first.")
        + Html.table(
            rest == 0 ? "Resources" : "Resources (" + rest + " less busy ones: resources.csv)",
            List.of("Resource", "%In use", "#Requests", "#Mean wait", "#Longest wait"),
            rows);
  }

  private static String assumptions(RunResult r) {
    if (r.assumptions().isEmpty()) {
      return Html.nothing("Every constant of this run has a source that is not an assumption.");
    }
    List<List<String>> rows = new ArrayList<>();
    for (RunResult.Assumption a : r.assumptions()) {
      rows.add(List.of(a.what(), a.value(), a.source()));
    }
    return about("Constants whose source is an assumption: the first to replace by measurements.")
        + Html.table("Assumptions", List.of("Constant", "Value", "Source"), rows);
  }

  private static String inputs(RunResult r) {
    if (r.inputs().isEmpty()) {
      return Html.nothing("No input file was recorded.");
    }
    StringBuilder out = new StringBuilder();
    new TreeMap<>(r.inputs())
        .forEach(
            (file, text) ->
                out.append(
                    Html.details(
                        file, "<pre tabindex=\"0\"><code>" + Html.escape(text) + "</code></pre>")));
    return about("All defaults filled in; the same files are in the folder <code>inputs</code>.")
        + out;
  }

  private static String versions(RunResult r) {
    List<List<String>> rows = new ArrayList<>();
    r.network().forEach((label, text) -> rows.add(List.of(label, text)));
    rows.add(List.of("seed", Long.toString(r.seed())));
    new TreeMap<>(r.versions()).forEach((label, text) -> rows.add(List.of(label, text)));
    return Html.table("What ran", List.of("What", "Value"), rows);
  }
}
