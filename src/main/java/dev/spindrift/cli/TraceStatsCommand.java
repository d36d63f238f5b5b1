package dev.spindrift.cli;

import dev.spindrift.replay.Setup;
import dev.spindrift.replay.TraceFile;
import dev.spindrift.replay.TraceStatistics;
import dev.spindrift.report.Engineering;
import dev.spindrift.trace.TraceReader;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code spindrift trace stats}: widths by layer, sums by kind of work and event. */
@Command(
    name = "stats",
    mixinStandardHelpOptions = true,
    description = {
      "Sums up a trace: pulses and their widths by layer; records, quantities, durations and energy"
          + " by kind of work and event.",
      ""
    },
    footerHeading = "%nExample:%n",
    footer = "  spindrift trace stats traces/first.arrow")
final class TraceStatsCommand implements Callable<Integer> {
  @Parameters(paramLabel = "TRACE", description = "Trace file.")
  private Path file;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (TraceReader t = TraceReader.open(file)) {
      Setup setup = TraceFile.setup(t);
      TraceStatistics s = TraceStatistics.of(t);
      out.printf(
          "%-16s %12s %14s %27s %27s%n",
          "layer", "rows", "pulses", "push mean, median, 99 %", "pull mean, median, 99 %");
      s.widths()
          .forEach(
              (layer, w) ->
                  out.printf(
                      "%-16s %,12d %,14d %27s %27s%n",
                      layer,
                      w.rows(),
                      w.pulses(),
                      widths(w, true, setup),
                      widths(w, false, setup)));
      out.printf(
          "%n%-30s %12s %18s %12s %12s%n",
          "work, event", "records", "quantity", "durations", "energy");
      s.totals()
          .forEach(
              (name, n) ->
                  out.printf(
                      "%-30s %,12d %,18d %12s %12s%n",
                      name,
                      n.records(),
                      n.quantity(),
                      Engineering.format(n.duration() * 1e-12, "s"),
                      Engineering.format(n.joules(), "J")));
      out.flush();
      t.requireWhole();
    }
    return 0;
  }

  private static String widths(TraceStatistics.Widths w, boolean push, Setup setup) {
    double step = setup.timeStep() * 1e-12;
    return Engineering.format(w.mean(push) * step, "s")
        + " "
        + Engineering.format(w.quantile(push, 0.5) * step, "s")
        + " "
        + Engineering.format(w.quantile(push, 0.99) * step, "s");
  }
}
