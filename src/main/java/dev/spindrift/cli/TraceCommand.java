package dev.spindrift.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code spindrift trace}: looks into recorded traces. */
@Command(
    name = "trace",
    mixinStandardHelpOptions = true,
    description = {
      "Looks into traces that run --trace recorded. Traces are Arrow IPC files, which pandas, polars"
          + " and pyarrow open as well; traces/README.md says what is in them.",
      ""
    },
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      TraceInfoCommand.class,
      TraceHeadCommand.class,
      TraceStatsCommand.class,
      TraceDiffCommand.class,
      TraceCutCommand.class,
      TraceExportCommand.class,
      TraceImportCommand.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  spindrift run scenarios/quickstart.yaml --trace=traces/first.arrow",
      "  spindrift trace info traces/first.arrow",
      "  spindrift trace head traces/first.arrow --event row-program"
    })
final class TraceCommand implements Callable<Integer> {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return Main.BAD_INPUT;
  }
}
