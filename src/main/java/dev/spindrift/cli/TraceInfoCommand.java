package dev.spindrift.cli;

import dev.spindrift.replay.Recording;
import dev.spindrift.replay.Setup;
import dev.spindrift.replay.TraceFile;
import dev.spindrift.replay.TraceSummary;
import dev.spindrift.report.Engineering;
import dev.spindrift.trace.TraceReader;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code spindrift trace info}: what a trace holds, and whether it is whole. */
@Command(
    name = "info",
    mixinStandardHelpOptions = true,
    description = {
      "Reads a whole trace, verifies every block, and says what it holds. A trace that was cut off"
          + " is told up to where it is verified; exit code 2 if anything is damaged.",
      ""
    },
    footerHeading = "%nExample:%n",
    footer = "  spindrift trace info traces/first.arrow")
final class TraceInfoCommand implements Callable<Integer> {
  @Parameters(paramLabel = "TRACE", description = "Trace file.")
  private Path file;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (TraceReader t = TraceReader.open(file)) {
      Setup setup = TraceFile.setup(t);
      TraceSummary s = TraceSummary.of(t);
      Recording r = setup.recording();
      out.printf("%s: recorded by Spindrift %s%n", file, t.header().program());
      out.printf("  scenario    %s, seed %d%n", setup.name(), setup.seed());
      out.printf(
          "  recorded    mini-batches %d to %d, %s, grain %s%n",
          s.firstMiniBatch(),
          s.lastMiniBatch(),
          r.wholeChip() ? "whole chip" : "tiles " + r.tiles() + " layers " + r.layers(),
          r.grain().name().toLowerCase(java.util.Locale.ROOT));
      out.printf(
          "  time        %s to %s simulated%n",
          Engineering.format(s.start() * 1e-12, "s"), Engineering.format(s.end() * 1e-12, "s"));
      out.printf("  energy      %s%n", Engineering.format(s.joules(), "J"));
      out.printf(
          "  pulses      %,d, together %s of pulse current%n",
          s.pulses(), Engineering.format(s.pulsePs() * 1e-12, "s"));
      out.printf(
          "  file        %,d bytes, %.2f a pulse; %,d records in %d blocks%n",
          t.bytes(), (double) t.bytes() / Math.max(1, s.pulses()), s.records(), t.blocks());
      s.events().forEach((event, n) -> out.printf("    %-18s %,12d%n", event, n));
      out.printf("  inputs      %s%n", String.join(", ", t.header().inputs().keySet()));
      out.printf("  digest      %s%n", t.digest());
      out.printf("  state       %s%n", state(t, s));
      out.flush();
      t.requireWhole();
    }
    return 0;
  }

  private static String state(TraceReader t, TraceSummary s) {
    if (t.problem() != null) {
      return t.problem();
    }
    return s.whole() ? "whole, every block verified" : "undamaged, but the recording was cut off";
  }
}
