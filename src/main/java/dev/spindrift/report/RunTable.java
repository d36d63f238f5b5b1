package dev.spindrift.report;

import dev.spindrift.scenario.RunResult;
import dev.spindrift.scenario.RunResult.Metrics;
import dev.spindrift.scenario.RunResult.PulseStatistics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The table at the end of a run, for a terminal: aligned columns of plain text, no colours. */
public final class RunTable {
  private static final int LARGEST_COMPONENTS = 12;

  private final StringBuilder text = new StringBuilder();
  private final int width;

  private RunTable(int width) {
    this.width = Math.max(40, width);
  }

  /**
   * Renders the table.
   *
   * @param r the run's result
   * @param folder where the results were written, or null if they were not
   * @param width columns of the terminal; lines of prose are wrapped there [1]
   * @return lines, each ended by a line feed
   */
  public static String render(RunResult r, Path folder, int width) {
    RunTable table = new RunTable(width);
    table.heading(r.name() + ": " + r.title());
    table.accuracy(r);
    table.time(r);
    table.energy(r);
    table.updates(r);
    table.rails(r);
    table.machine(r);
    if (HardwareSection.hasReads(r)) {
      table.line("Analogue reads", HardwareSection.readsLine(r));
    }
    if (HardwareSection.hasWear(r)) {
      table.line("Wear", HardwareSection.wearLine(r));
    }
    if (!r.assumptions().isEmpty()) {
      table.line("Assumed, without a source", assumed(r));
    }
    for (String warning : r.warnings()) {
      table.prose("Warning", warning);
    }
    table.line(
        "Results", folder == null ? "not written" : folder + " (open report.html in a browser)");
    return table.text.toString();
  }

  private void accuracy(RunResult r) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("Test images", "accuracy", "NLL [nat]", "Brier", "ECE"));
    rows.add(metrics("current model", r.current()));
    rows.add(metrics("posterior mean (" + Totals.held(r) + " held)", Totals.posteriorMean(r)));
    rows.add(metrics("float SGLD reference", Totals.floatSgld(r)));
    table(rows);
  }

  private static List<String> metrics(String model, Metrics m) {
    return List.of(
        "  " + model,
        Engineering.percent(m.accuracy()),
        Engineering.fixed(m.nll(), 4),
        Engineering.fixed(m.brier(), 4),
        Engineering.percent(m.ece()));
  }

  private void time(RunResult r) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("Simulated latency", "total", "per mini-batch", "share"));
    for (RunResult.PhaseTime phase : r.phases()) {
      rows.add(
          List.of(
              "  " + phase.work(),
              Engineering.format(phase.total(), "s"),
              Engineering.format(phase.perMiniBatch(), "s"),
              Engineering.percent(Totals.share(phase.total(), r.simulatedTime()))));
    }
    rows.add(
        List.of(
            "  all, " + Engineering.count(r.miniBatches()) + " mini-batches",
            Engineering.format(r.simulatedTime(), "s"),
            Engineering.format(Totals.per(r.simulatedTime(), r.miniBatches()), "s"),
            ""));
    table(rows);
  }

  private void energy(RunResult r) {
    double total = Totals.energy(r);
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("Energy", "total", "per mini-batch", "share"));
    int shown = 0;
    double rest = 0;
    Map<String, Double> components = Totals.energyBy(r, RunResult.EnergyRow::component);
    boolean crowded = components.size() > LARGEST_COMPONENTS;
    for (Map.Entry<String, Double> component : components.entrySet()) {
      if (crowded && shown >= LARGEST_COMPONENTS - 1) {
        rest += component.getValue();
      } else {
        rows.add(joules("  " + component.getKey(), component.getValue(), total, r.miniBatches()));
        shown++;
      }
    }
    if (crowded) {
      String label = "  " + (components.size() - shown) + " smaller components";
      rows.add(joules(label, rest, total, r.miniBatches()));
    }
    rows.add(joules("  all", total, total, r.miniBatches()));
    table(rows);
  }

  private static List<String> joules(String label, double part, double total, long miniBatches) {
    return List.of(
        label,
        Engineering.format(part, "J"),
        Engineering.format(Totals.per(part, miniBatches), "J"),
        Engineering.percent(Totals.share(part, total)));
  }

  private void updates(RunResult r) {
    RunResult.Distribution e = r.energyPerDeviceUpdate();
    line(
        "Energy per device update",
        String.format(
            "mean %s, p50 %s, p99 %s (%s updates)",
            Engineering.format(e.mean(), "J"),
            Engineering.format(e.p50(), "J"),
            Engineering.format(e.p99(), "J"),
            Engineering.count(e.count())));
    PulseStatistics p = r.pulses();
    line(
        "Updates at a limit",
        String.format(
            "lower %s, upper %s, longest pulse %s, track end %s",
            Engineering.percent(Totals.share(p.lowerLimit(), p.updates())),
            Engineering.percent(Totals.share(p.upperLimit(), p.updates())),
            Engineering.percent(Totals.share(p.longestLimit(), p.updates())),
            Engineering.percent(Totals.share(p.trackEnds(), p.updates()))));
    line(
        "Power",
        String.format(
            "mean %s, highest %s (mean of %s)",
            Engineering.format(Totals.meanPower(r), "W"),
            Engineering.format(Totals.peakBin(r), "W"),
            Engineering.format(r.power().binWidth(), "s")));
    line("Update precision", Engineering.fixed(p.updatePrecisionBits(), 2) + " bit");
    line("Stored samples", Totals.samples(r));
    if (r.chain() != null) {
      prose("Chain", ChainSection.acceptance(r.chain()));
    }
    text.append('\n');
  }

  private void rails(RunResult r) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("Supply rails", "peak", "limit", "peak/limit", "waits (sum)"));
    for (RunResult.RailUse rail : r.rails()) {
      rows.add(
          List.of(
              "  " + rail.name(),
              Engineering.format(rail.peak(), "A"),
              Engineering.format(rail.limit(), "A"),
              Engineering.percent(Totals.share(rail.peak(), rail.limit())),
              Engineering.format(rail.stall(), "s")));
    }
    if (!r.rails().isEmpty()) {
      table(rows);
    }
    CircuitSection.line(r).forEach(text -> line("Contention", text));
  }

  private void machine(RunResult r) {
    RunResult.Wall wall = r.wall();
    line(
        "Wall time",
        String.format(
            "%s = network %s + devices %s + waiting for events %s + other %s",
            seconds(wall.total()),
            seconds(wall.network()),
            seconds(wall.devices()),
            seconds(wall.engineWait()),
            seconds(wall.total() - wall.network() - wall.devices() - wall.engineWait())));
    line("Event engine", seconds(wall.engine()) + ", beside the network math");
    RunResult.MiniBatchWall median = wall.median();
    if (!Double.isNaN(median.network())) {
      line(
          "Per mini-batch (median)",
          String.format(
              "network %s + devices %s + engine %s",
              Engineering.format(median.network(), "s"),
              Engineering.format(median.devices(), "s"),
              Engineering.format(median.engine(), "s")));
    }
    line(
        "Events",
        Engineering.count(r.events())
            + ", "
            + Engineering.format(Totals.eventRate(r), "")
            + " per second of engine time");
    if (!Double.isNaN(r.peakMemory())) {
      line("Peak memory", Engineering.format(r.peakMemory(), "B"));
    }
  }

  /** The assumed constants by component: "vread: voltage, limit; ...". */
  private static String assumed(RunResult r) {
    Map<String, List<String>> names = new LinkedHashMap<>();
    for (RunResult.Assumption a : r.assumptions()) {
      int colon = a.what().indexOf(": ");
      String component = colon < 0 ? "" : a.what().substring(0, colon);
      names
          .computeIfAbsent(component, k -> new ArrayList<>())
          .add(a.what().substring(colon < 0 ? 0 : colon + 2));
    }
    List<String> parts = new ArrayList<>();
    names.forEach(
        (k, v) -> parts.add((k.isEmpty() ? "" : k + " ") + "(" + String.join(", ", v) + ")"));
    return r.assumptions().size() + ": " + String.join(", ", parts) + "; see assumptions.csv";
  }

  private static String seconds(double s) {
    return Engineering.fixed(s, s < 10 ? 2 : 1) + " s";
  }

  private void heading(String heading) {
    wrap(heading, "");
    text.append("-".repeat(Math.min(width, heading.length()))).append("\n\n");
  }

  private void line(String label, String value) {
    prose(label, value);
  }

  private void prose(String label, String value) {
    wrap(String.format("%-26s", label) + value, " ".repeat(26));
  }

  /** Breaks at spaces; a word longer than the line (a path) stays whole, to be copied. */
  private void wrap(String line, String indent) {
    String rest = line;
    while (rest.length() > width) {
      int cut = rest.lastIndexOf(' ', width);
      if (cut <= indent.length()) {
        cut = rest.indexOf(' ', width);
      }
      if (cut < 0) {
        break;
      }
      text.append(rest.substring(0, cut).stripTrailing()).append('\n');
      rest = indent + rest.substring(cut + 1);
    }
    text.append(rest.stripTrailing()).append('\n');
  }

  /** First column left, the others right; the first row is the header. */
  private void table(List<List<String>> rows) {
    int columns = rows.get(0).size();
    List<Integer> widths = new ArrayList<>(Collections.nCopies(columns, 0));
    for (List<String> row : rows) {
      for (int c = 0; c < columns; c++) {
        widths.set(c, Math.max(widths.get(c), row.get(c).length()));
      }
    }
    widths.set(0, Math.max(26, widths.get(0)));
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int c = 0; c < columns; c++) {
        String pad = " ".repeat(widths.get(c) - row.get(c).length());
        line.append(c == 0 ? row.get(c) + pad : "  " + pad + row.get(c));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    text.append('\n');
  }
}
