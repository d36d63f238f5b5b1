package dev.spindrift.cli;

import dev.spindrift.chip.AreaEstimate;
import dev.spindrift.chip.Netlist;
import dev.spindrift.chip.NetlistFile;
import dev.spindrift.circuit.CrossbarCircuit;
import dev.spindrift.circuit.Specs;
import dev.spindrift.input.Problems;
import dev.spindrift.mapping.Layout;
import dev.spindrift.network.NetworkSpec;
import dev.spindrift.network.Networks;
import dev.spindrift.report.Engineering;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code spindrift netlist check}: is this chip right, and what is it good for? */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Reads a netlist with its device file and technology table, reports every mistake with its"
          + " place, and says what the chip holds, which networks fit, and what may surprise.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {"  spindrift netlist check netlists/edge-28nm-small.yaml"})
final class NetlistCheckCommand implements Callable<Integer> {
  /** Images of the data sets that this program reads: name, channels, side. */
  private static final Object[][] IMAGES = {
    {"digits", 1, 8}, {"mnist", 1, 28}, {"cifar10", 3, 32},
  };

  private static final double SHORT_OF_CURRENT = 0.1;
  private static final double POOR_LINES = 0.9;

  @Parameters(paramLabel = "NETLIST", description = "Netlist (YAML or JSON).")
  private Path file;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  private final List<String> warnings = new ArrayList<>();

  @Override
  public Integer call() {
    Problems problems = new Problems();
    Netlist n = NetlistFile.read(file, problems);
    problems.throwIfAny();
    PrintWriter out = spec.commandLine().getOut();
    Specs.Tile t = n.tile();
    long weights = (long) t.count() * t.rows() * t.columns();
    out.printf("%s: %s%n", n.name(), n.title());
    out.printf(
        "  capacity  %d weights a bank on %d tiles of %d x %d; %d banks, %d devices%n",
        weights, t.count(), t.rows(), t.columns(), n.banks(), 2 * weights * n.banks());
    out.printf(
        "  device    %s, %s a pulse, update precision %.2f bit at %s%n",
        n.device().name(),
        Engineering.format(n.device().pulseCurrent(), "A"),
        n.device().updatePrecisionBits(n.pulses().shortest() * 1e-12),
        Engineering.format(n.pulses().shortest() * 1e-12, "s"));
    current(n, out);
    lines(n, out);
    AreaEstimate area = AreaEstimate.of(n);
    out.printf("  area      %s%n", NetlistAreaCommand.millimetres(area.total()));
    area.rows().stream()
        .filter(r -> !r.known())
        .forEach(
            r ->
                warnings.add(
                    "the area leaves out "
                        + r.component()
                        + ": table "
                        + n.technology().name()
                        + " has no figure"));
    fits(n, out);
    out.printf("  assumed   %d constants without a source%n", n.assumptions().size());
    n.assumptions().forEach(a -> out.printf("            %s = %s%n", a.what(), a.value()));
    if (n.banks() == 1) {
      warnings.add(
          "with one bank a stored sample is overwritten by the chain's next update; only a run that"
              + " stops at a store keeps one");
    }
    long gradients = n.gradientMemory().capacity() / n.gradientMemory().word();
    if (gradients < weights) {
      warnings.add(
          n.gradientMemory().name()
              + " holds "
              + gradients
              + " gradients, a bank "
              + weights
              + " weights: the memory limits the network");
    }
    warnings.forEach(w -> out.printf("  warning   %s%n", w));
    out.flush();
    return 0;
  }

  private void current(Netlist n, PrintWriter out) {
    long columns =
        (n.tile().columns() + n.pulses().columnsPerDriver() - 1L) / n.pulses().columnsPerDriver();
    long row = columns * n.pulseCurrent();
    long atOnce = n.writeRail().count() * (n.writeRail().limit() / row);
    out.printf(
        "  writing   a row of %d columns draws %s; %s feeds %d rows at once, of %d tiles%n",
        columns,
        Engineering.format(row * 1e-9, "A"),
        n.writeRail().name(),
        Math.min(atOnce, n.tile().count()),
        n.tile().count());
    if (atOnce < SHORT_OF_CURRENT * n.tile().count()) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "the write rail feeds %d of %d tiles at a time: updates of a full chip take %.0f turns",
              atOnce,
              n.tile().count(),
              Math.ceil(n.tile().count() / (double) Math.max(1, atOnce))));
    }
  }

  /** A uniform tile half way between its conductances, all inputs alike. */
  private void lines(Netlist n, PrintWriter out) {
    if (n.reads() == null) {
      out.printf("  reads     ideal products only: the netlist has no section reads%n");
      return;
    }
    int rows = n.tile().rows();
    int lines = 2 * n.tile().columns();
    double g = n.device().conductance(0.5);
    double[] all = new double[rows * lines];
    Arrays.fill(all, g);
    double[] volts = new double[rows];
    Arrays.fill(volts, 1);
    double[] currents = new double[lines];
    new CrossbarCircuit(n.reads().wires(), rows, lines, all).currents(volts, 1, currents);
    double ideal = rows * g;
    double mean = Arrays.stream(currents).average().orElse(0) / ideal;
    double least = Arrays.stream(currents).min().orElse(0) / ideal;
    out.printf(
        Locale.ROOT,
        "  reads     %d bit in, %d bit out; a half-filled tile with all rows driven delivers %.1f %%"
            + " of the ideal current, its last line %.1f %%%n",
        n.dac().bits(),
        n.adc().bits(),
        100 * mean,
        100 * least);
    if (least < POOR_LINES) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "line resistance takes up to %.0f %% of a line's current when all rows are driven; try"
                  + " read.mode=analogue, smaller tiles or wider wires",
              100 * (1 - least)));
    }
  }

  private static void fits(Netlist n, PrintWriter out) {
    long gradients = n.gradientMemory().capacity() / n.gradientMemory().word();
    String label = "fits";
    for (String name : Networks.names()) {
      StringBuilder line = new StringBuilder();
      for (Object[] image : IMAGES) {
        int side = (int) image[2];
        NetworkSpec s = NetworkSpec.of(name, (int) image[1], side, side, 10);
        Layout layout = Layout.of(Networks.describe(s), n.tile());
        int tiles = layout.blocks().size();
        String why =
            tiles > n.tile().count()
                ? "no: " + tiles + " tiles"
                : layout.weights() > gradients ? "no: gradient memory" : "yes, " + tiles + " tiles";
        line.append(String.format("  %s %s", image[0], why));
      }
      out.printf("  %-9s %-9s%s  (widths %s)%n", label, name, line, Networks.defaultWidths(name));
      label = "";
    }
  }
}
