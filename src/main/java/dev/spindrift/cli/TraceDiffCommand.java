package dev.spindrift.cli;

import dev.spindrift.replay.TraceDifference;
import dev.spindrift.trace.TraceReader;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code spindrift trace diff}: where two traces first differ, and by what. */
@Command(
    name = "diff",
    mixinStandardHelpOptions = true,
    description = {
      "Compares two traces record by record and says where they first differ, and by what. Exit code"
          + " 0 if no record differs, 1 if one does.",
      ""
    },
    footerHeading = "%nExample:%n",
    footer = "  spindrift trace diff traces/first.arrow traces/second.arrow")
final class TraceDiffCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "FIRST", description = "Trace file.")
  private Path first;

  @Parameters(index = "1", paramLabel = "SECOND", description = "Trace file.")
  private Path second;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (TraceReader a = TraceReader.open(first);
        TraceReader b = TraceReader.open(second)) {
      TraceDifference d = TraceDifference.of(a, b);
      if (!d.header().isEmpty()) {
        out.printf("headers differ in %s%n", String.join(", ", d.header()));
      }
      if (d.none()) {
        out.printf("no record differs (%,d records)%n", a.records());
      } else {
        out.printf("record %,d: %s%n", d.record(), d.place());
        d.fields().forEach(f -> out.printf("  %s%n", f));
      }
      out.flush();
      if (d.none()) {
        a.requireWhole();
        b.requireWhole();
      }
      return d.none() ? 0 : Main.FAILED;
    }
  }
}
