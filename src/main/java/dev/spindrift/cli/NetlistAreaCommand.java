package dev.spindrift.cli;

import dev.spindrift.chip.AreaEstimate;
import dev.spindrift.chip.Netlist;
import dev.spindrift.chip.NetlistFile;
import dev.spindrift.input.Problems;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code spindrift netlist area}: what takes the die. */
@Command(
    name = "area",
    mixinStandardHelpOptions = true,
    description = {
      "Sums the area of a chip by component: units x area of one unit in the technology table, each"
          + " with its source. Rails, pads, clocks and the gaps of a floor plan are not counted.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {"  spindrift netlist area netlists/edge-28nm-resnet18.yaml"})
final class NetlistAreaCommand implements Callable<Integer> {
  @Parameters(paramLabel = "NETLIST", description = "Netlist (YAML or JSON).")
  private Path file;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public Integer call() {
    Problems problems = new Problems();
    Netlist n = NetlistFile.read(file, problems);
    problems.throwIfAny();
    AreaEstimate area = AreaEstimate.of(n);
    double total = area.total();
    PrintWriter out = spec.commandLine().getOut();
    out.printf("%s, technology %s%n%n", n.name(), n.technology().name());
    out.printf(
        "%-12s %14s %-22s %12s %12s %7s  %s%n",
        "component", "count", "unit", "each", "area", "share", "source");
    List<AreaEstimate.Row> rows =
        area.rows().stream()
            .sorted(Comparator.comparingDouble(r -> r.known() ? -r.area() : 0))
            .toList();
    for (AreaEstimate.Row r : rows) {
      out.printf(
          Locale.ROOT,
          "%-12s %14d %-22s %12s %12s %7s  %s%n",
          r.component(),
          r.count(),
          r.unit(),
          r.known() ? String.format(Locale.ROOT, "%.4g um^2", r.each() * 1e12) : "unknown",
          r.known() ? millimetres(r.area()) : "unknown",
          r.known() ? String.format(Locale.ROOT, "%.1f %%", 100 * r.area() / total) : "",
          r.known() ? r.source() : "no figure in table " + n.technology().name());
    }
    boolean whole = rows.stream().allMatch(AreaEstimate.Row::known);
    out.printf(
        Locale.ROOT,
        "%n%s %s, of which %s (%.0f %%) rests on assumed figures%n",
        whole ? "all" : "all known",
        millimetres(total),
        millimetres(area.assumed()),
        total > 0 ? 100 * area.assumed() / total : 0);
    out.flush();
    return 0;
  }

  static String millimetres(double squareMetres) {
    return String.format(Locale.ROOT, "%.4g mm^2", squareMetres * 1e6);
  }
}
