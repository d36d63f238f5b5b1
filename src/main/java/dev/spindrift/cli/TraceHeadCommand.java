package dev.spindrift.cli;

import dev.spindrift.input.InputFile;
import dev.spindrift.input.Problems;
import dev.spindrift.trace.Action;
import dev.spindrift.trace.Marker;
import dev.spindrift.trace.TraceReader;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code spindrift trace head}: the first records, one a line. */
@Command(
    name = "head",
    mixinStandardHelpOptions = true,
    description = {"Prints the first records of a trace, one a line.", ""},
    footerHeading = "%nExamples:%n",
    footer = {
      "  spindrift trace head traces/first.arrow",
      "  spindrift trace head traces/first.arrow -n 5 --event row-program"
    })
final class TraceHeadCommand implements Callable<Integer> {
  private static final int WIDTHS = 8;

  @Parameters(paramLabel = "TRACE", description = "Trace file.")
  private Path file;

  @Option(
      names = "-n",
      paramLabel = "N",
      defaultValue = "20",
      description = "Number of records (default ${DEFAULT-VALUE}).")
  private long count;

  @Option(
      names = "--event",
      paramLabel = "EVENT",
      description = "Only records of this event, e.g. row-program or adc-conversion.")
  private String event;

  @Option(names = "--from", paramLabel = "K", description = "Only from mini-batch K on.")
  private long from;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public Integer call() {
    checkEvent();
    PrintWriter out = spec.commandLine().getOut();
    try (TraceReader t = TraceReader.open(file)) {
      out.printf(
          "%10s %16s %-16s %-18s %-9s %-14s %14s %12s %14s %s%n",
          "mini-batch",
          "start [ps]",
          "event",
          "component",
          "work",
          "layer",
          "duration [ps]",
          "quantity",
          "joules",
          "row, push+pull [steps] or walls");
      long shown = 0;
      while (shown < count && t.next()) {
        if ((event == null || event.equals(t.event())) && t.miniBatch() >= from) {
          out.println(line(t));
          shown++;
        }
      }
      out.flush();
      t.requireWhole();
    }
    return 0;
  }

  private void checkEvent() {
    List<String> known = new ArrayList<>();
    Arrays.stream(Action.values()).forEach(a -> known.add(a.label()));
    Arrays.stream(Marker.values()).forEach(m -> known.add(m.label()));
    if (event != null) {
      Problems problems = new Problems();
      String quoted = event.replace("\\", "\\\\").replace("\"", "\\\"");
      InputFile.parse("--event", "value: \"" + quoted + "\"\n", problems).choice("value", known);
      problems.throwIfAny();
    }
  }

  static String line(TraceReader t) {
    StringBuilder lists = new StringBuilder();
    if (t.row() >= 0) {
      lists.append(t.row());
    }
    if (t.column() >= 0) {
      lists.append(", column ").append(t.column());
    }
    for (int c = 0; c < Math.min(WIDTHS, t.columns()); c++) {
      lists.append(c == 0 ? ": " : " ").append(t.push(c)).append('+').append(t.pull(c));
    }
    for (int c = 0; c < Math.min(WIDTHS, t.walls()); c++) {
      lists.append(c == 0 ? ": " : " ").append(String.format("%.4f", t.wall(c)));
    }
    if (Math.max(t.columns(), t.walls()) > WIDTHS) {
      lists.append(" ...");
    }
    return String.format(
        "%10d %16d %-16s %-18s %-9s %-14s %14d %12d %14.6g %s",
        t.miniBatch(),
        t.start(),
        t.event(),
        t.component() < 0 ? "" : t.components().get(t.component()),
        t.work() == null ? "" : t.work().label(),
        t.layer() < 0 ? "" : t.layers().get(t.layer()),
        t.duration(),
        t.quantity(),
        t.joules(),
        lists);
  }
}
