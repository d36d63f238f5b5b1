package dev.spindrift.cli;

import dev.spindrift.energy.EnergyLedger;
import dev.spindrift.replay.ReplayChip;
import dev.spindrift.replay.Repricing;
import dev.spindrift.report.Engineering;
import dev.spindrift.trace.TraceReader;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code spindrift energy}: prices a recorded run by another table, without simulating. */
@Command(
    name = "energy",
    mixinStandardHelpOptions = true,
    description = {
      "Computes the energy of a recorded run from its trace, by the recorded prices or by another"
          + " technology table, without simulating. The recorded table gives the recorded joules to"
          + " the last bit.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  spindrift energy traces/first.arrow",
      "  spindrift energy traces/first.arrow --technology my-22nm.yaml"
    })
final class EnergyCommand implements Callable<Integer> {
  @Parameters(paramLabel = "TRACE", description = "Trace file.")
  private Path file;

  @Option(
      names = "--technology",
      paramLabel = "FILE",
      description = "Technology table (netlists/technology/); default: the recorded one.")
  private Path technology;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public Integer call() {
    Repricing before = price(null);
    Repricing after = technology == null ? before : price(technology);
    Map<String, double[]> rows = new TreeMap<>();
    add(rows, before.ledger(), 0);
    add(rows, after.ledger(), 1);
    PrintWriter out = spec.commandLine().getOut();
    String header = technology == null ? "" : technology.getFileName().toString();
    out.printf("%-34s %14s %14s%n", "component, action, work", "recorded", header);
    rows.forEach((name, j) -> line(out, name, j[0], j[1]));
    line(out, "total", before.ledger().total(), after.ledger().total());
    out.println(equality(before));
    out.flush();
    return 0;
  }

  private Repricing price(Path table) {
    try (TraceReader t = TraceReader.open(file)) {
      Repricing r = Repricing.of(t, ReplayChip.of(t, null, null, table)::price);
      t.requireWhole();
      return r;
    }
  }

  private static void add(Map<String, double[]> rows, EnergyLedger ledger, int column) {
    for (EnergyLedger.Entry e : ledger.entries()) {
      String name = e.kind() + ", " + e.action().label() + ", " + e.work().label();
      rows.computeIfAbsent(name, n -> new double[2])[column] += e.joules();
    }
  }

  private void line(PrintWriter out, String name, double before, double after) {
    out.printf("%-34s %14s", name, Engineering.format(before, "J"));
    if (technology != null) {
      out.printf(" %14s", Engineering.format(after, "J"));
      if (before > 0) {
        out.printf("  x %.4g", after / before);
      }
    }
    out.println();
  }

  private static String equality(Repricing recorded) {
    if (Double.isNaN(recorded.recorded())) {
      return "The recording was cut off: this is the energy of what it holds.";
    }
    return recorded.equalsRecording()
        ? "By the recorded prices the trace gives the run's joules to the last bit."
        : "By the recorded prices the trace gives "
            + recorded.ledger().total()
            + " J, the run had "
            + recorded.recorded()
            + " J: another version of Spindrift priced it.";
  }
}
