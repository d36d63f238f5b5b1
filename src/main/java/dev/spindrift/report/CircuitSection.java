package dev.spindrift.report;

import dev.spindrift.mapping.RealisedIncrement;
import dev.spindrift.scenario.CircuitStudy;
import dev.spindrift.scenario.CircuitStudy.Demand;
import dev.spindrift.scenario.CircuitStudy.PhaseFloor;
import dev.spindrift.scenario.CircuitStudy.RailTrial;
import dev.spindrift.scenario.RunResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.csv.CSVPrinter;

/** What rails, contention and drivers cost: the report's sections, its CSV files and summary. */
final class CircuitSection {
  private static final int DEMANDS = 12;

  private CircuitSection() {}

  /** What other limits of the rails would make of the last mini-batch; empty if not studied. */
  static String rails(RunResult r) {
    if (r.circuit() == null || r.circuit().rails().isEmpty()) {
      return "";
    }
    double own = r.circuit().simulated();
    List<List<String>> rows = new ArrayList<>();
    for (RailTrial t : r.circuit().rails()) {
      rows.add(
          List.of(
              t.rail(),
              limit(t),
              Html.si(t.peak(), "A"),
              Html.si(t.stall(), "s"),
              Html.si(t.update(), "s"),
              Html.si(t.time(), "s"),
              String.format(Locale.ROOT, "%+.2f %%", 100 * (t.time() / own - 1))));
    }
    return HtmlSections.about(
            "What a larger or smaller rail would make of the last mini-batch: its reads, transfers"
                + " and row programs timed again with another limit of one rail (its policy's budget"
                + " or cap grows and shrinks with it), all else equal. A rail that nobody waits for"
                + " is tried smaller only; limits that cannot serve a single row are left out.")
        + Html.chart("rail-trials", "Time of a mini-batch against the current a rail gives")
        + Html.table(
            "Last mini-batch with other rails",
            List.of(
                "Rail",
                "#Limit",
                "#Peak",
                "#Waited for current, summed",
                "#Row programs",
                "#Mini-batch",
                "#Against this chip"),
            rows);
  }

  private static String limit(RailTrial t) {
    return Double.isInfinite(t.factor())
        ? "none"
        : Html.si(t.limit(), "A") + (t.factor() == 1 ? " (this chip)" : "");
  }

  /** The last mini-batch beside its roofline. */
  static String floor(RunResult r) {
    CircuitStudy c = r.circuit();
    if (c == null || c.floor().isEmpty()) {
      return Html.nothing("No mini-batch was timed again, so there is no roofline.");
    }
    List<List<String>> rows = new ArrayList<>();
    for (PhaseFloor p : c.floor()) {
      rows.add(row(p.phase(), p.simulated(), p.floor(), p.bound()));
    }
    rows.add(row("mini-batch", c.simulated(), c.roofline(), ""));
    List<List<String>> demands = new ArrayList<>();
    for (PhaseFloor p : c.floor()) {
      c.demands().stream()
          .filter(d -> d.phase().equals(p.phase()))
          .limit(DEMANDS)
          .forEachOrdered(
              d ->
                  demands.add(
                      List.of(
                          d.phase(),
                          d.resource(),
                          Html.si(d.busy(), "s"),
                          Double.toString(Totals.share(d.busy(), p.simulated())))));
    }
    return HtmlSections.about(
            "The last mini-batch beside a roofline of the same chip: perfect overlap, no stalls. A"
                + " phase can end no sooner than its busiest resource has done its work, so its"
                + " floor is the largest of (work of the phase on a resource) / (what the resource"
                + " does per second); for a rail, charge reserved / limit. Phases follow each other."
                + " The mini-batch takes "
                + Html.escape(Html.si(c.joules(), "J"))
                + " at the floor as well: no leakage is modelled, so waiting costs time only; at the"
                + " floor's pace that is "
                + Html.escape(Html.si(Totals.share(c.joules(), c.roofline()), "W"))
                + ", as simulated "
                + Html.escape(Html.si(Totals.share(c.joules(), c.simulated()), "W"))
                + ".")
        + Html.table(
            "Simulated time and roofline",
            List.of("Phase", "#Simulated", "#Roofline", "#Simulated / roofline", "Bound by"),
            rows)
        + Html.details(
            "Demand by resource",
            Html.table(
                "Busiest resources of each phase (all: floor.csv)",
                List.of("Phase", "Resource", "#Busy", "%Share of the phase"),
                demands));
  }

  private static List<String> row(String phase, double simulated, double floor, String bound) {
    return List.of(
        phase,
        Html.si(simulated, "s"),
        Html.si(floor, "s"),
        floor == 0 ? "-" : Engineering.fixed(simulated / floor, 2),
        bound);
  }

  /** Realised against wanted increments. */
  static String increments(RunResult r) {
    if (r.circuit() == null || r.circuit().increments().isEmpty()) {
      return Html.nothing("Increments were not compared with the wanted ones in this run.");
    }
    List<List<String>> rows = new ArrayList<>();
    for (RealisedIncrement e : r.circuit().increments()) {
      rows.add(
          List.of(
              e.cause(),
              exponent(e.bias()),
              String.format(Locale.ROOT, "%+.3f %%", 100 * e.gain()),
              exponent(e.spread()),
              exponent(e.excessVariance())));
    }
    return HtmlSections.about(
            "Drift and noise variance that the kernel wanted of each pair of the last mini-batch,"
                + " and what each stage adds to them, in weight units. Bias is towards larger"
                + " weights; gain is displacement added per wanted drift; spread is the standard"
                + " deviation of the added displacement over all pairs. Walls' own noise is in the"
                + " variance only. Ends of tracks and differences between devices are left out."
                + " Numbers below 1e-11 are rounding.")
        + Html.table(
            "Realised against wanted increments",
            List.of("Cause", "#Bias", "#Gain", "#Spread", "#Excess variance"),
            rows);
  }

  private static String exponent(double value) {
    return value == 0 ? "0" : String.format(Locale.ROOT, "%.2e", value);
  }

  static void railSweep(RunResult r, CSVPrinter out) throws IOException {
    out.printRecord("rail", "factor", "limit_A", "peak_A", "stall_s", "update_s", "mini_batch_s");
    if (r.circuit() != null) {
      for (RailTrial t : r.circuit().rails()) {
        out.printRecord(t.rail(), t.factor(), t.limit(), t.peak(), t.stall(), t.update(), t.time());
      }
    }
  }

  static void floorTable(RunResult r, CSVPrinter out) throws IOException {
    out.printRecord("phase", "resource", "busy_s", "floor_s", "simulated_s");
    if (r.circuit() != null) {
      for (Demand d : r.circuit().demands()) {
        for (PhaseFloor p : r.circuit().floor()) {
          if (p.phase().equals(d.phase())) {
            out.printRecord(d.phase(), d.resource(), d.busy(), p.floor(), p.simulated());
          }
        }
      }
    }
  }

  static void incrementTable(RunResult r, CSVPrinter out) throws IOException {
    out.printRecord("cause", "bias", "gain", "spread", "excess_variance");
    if (r.circuit() != null) {
      for (RealisedIncrement e : r.circuit().increments()) {
        out.printRecord(e.cause(), e.bias(), e.gain(), e.spread(), e.excessVariance());
      }
    }
  }

  /** The summary's key {@code circuit}; null if the circuit was not studied. */
  static Map<String, Object> summary(RunResult r) {
    CircuitStudy c = r.circuit();
    if (c == null) {
      return null;
    }
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("miniBatch", c.simulated());
    map.put("roofline", c.roofline());
    map.put("miniBatchEnergy", c.joules());
    List<Object> phases = new ArrayList<>();
    for (PhaseFloor p : c.floor()) {
      Map<String, Object> phase = new LinkedHashMap<>();
      phase.put("phase", p.phase());
      phase.put("simulated", p.simulated());
      phase.put("roofline", p.floor());
      phase.put("bound", p.bound());
      phases.add(phase);
    }
    map.put("phases", phases);
    List<Object> trials = new ArrayList<>();
    for (RailTrial t : c.rails()) {
      Map<String, Object> trial = new LinkedHashMap<>();
      trial.put("rail", t.rail());
      trial.put("limit", Double.isInfinite(t.limit()) ? Double.NaN : t.limit());
      trial.put("peak", t.peak());
      trial.put("stall", t.stall());
      trial.put("update", t.update());
      trial.put("miniBatch", t.time());
      trials.add(trial);
    }
    map.put("railTrials", trials);
    List<Object> increments = new ArrayList<>();
    for (RealisedIncrement e : c.increments()) {
      Map<String, Object> error = new LinkedHashMap<>();
      error.put("cause", e.cause());
      error.put("bias", e.bias());
      error.put("gain", e.gain());
      error.put("spread", e.spread());
      error.put("excessVariance", e.excessVariance());
      increments.add(error);
    }
    map.put("increments", increments);
    return map;
  }

  /** What the plot of rails shows: by rail, peak current and time of each trial. */
  static List<Object> chart(RunResult r) {
    Map<String, List<double[]>> byRail = new LinkedHashMap<>();
    if (r.circuit() != null) {
      for (RailTrial t : r.circuit().rails()) {
        double[] point = {t.peak(), t.time(), t.factor() == 1 ? 1 : 0};
        byRail.computeIfAbsent(t.rail(), k -> new ArrayList<>()).add(point);
      }
    }
    List<Object> out = new ArrayList<>();
    byRail.forEach(
        (rail, points) -> {
          if (points.size() > 1) {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("name", rail);
            map.put("points", points);
            out.add(map);
          }
        });
    return out;
  }

  /** Lines of the terminal's table. */
  static List<String> line(RunResult r) {
    CircuitStudy c = r.circuit();
    if (c == null || c.floor().isEmpty()) {
      return List.of();
    }
    List<String> bounds = new ArrayList<>();
    for (PhaseFloor p : c.floor()) {
      bounds.add(
          String.format(
              Locale.ROOT,
              "%s %.2f x (%s)",
              p.phase(),
              Totals.share(p.simulated(), p.floor()),
              p.bound()));
    }
    return List.of(
        String.format(
            Locale.ROOT,
            "last mini-batch %s, at perfect overlap %s: %.2f x; %s",
            Engineering.format(c.simulated(), "s"),
            Engineering.format(c.roofline(), "s"),
            Totals.share(c.simulated(), c.roofline()),
            String.join(", ", bounds)));
  }
}
