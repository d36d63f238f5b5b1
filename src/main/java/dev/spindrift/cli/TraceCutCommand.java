package dev.spindrift.cli;

import dev.spindrift.input.Problems;
import dev.spindrift.replay.TraceCutter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code spindrift trace cut}: the first mini-batches of a trace, whole. */
@Command(
    name = "cut",
    mixinStandardHelpOptions = true,
    description = {
      "Copies the first mini-batches of a trace into a trace of their own. Of a killed or damaged"
          + " recording it keeps every mini-batch that can be verified.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  spindrift trace cut traces/first.arrow traces/short.arrow --to 10",
      "  spindrift trace cut traces/killed.arrow.partial traces/saved.arrow"
    })
final class TraceCutCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "TRACE", description = "Trace file.")
  private Path file;

  @Parameters(index = "1", paramLabel = "OUT", description = "The file to write.")
  private Path target;

  @Option(names = "--to", paramLabel = "K", description = "Last mini-batch to keep; default all.")
  private Long to;

  @Option(names = "--force", description = "Replace OUT if it exists.")
  private boolean force;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Problems problems = new Problems();
    if (to != null && to < 1) {
      problems.add("--to", Long.toString(to), "a mini-batch: at least 1");
    }
    if (file.toAbsolutePath().normalize().equals(target.toAbsolutePath().normalize())) {
      problems.add(target.toString(), "the trace itself", "another file");
    }
    problems.throwIfAny();
    TraceFiles.requireFree(target, force);
    TraceCutter.Kept kept = TraceCutter.cut(file, target, force, to == null ? Long.MAX_VALUE : to);
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "%s: mini-batches up to %d, %,d records, %,d bytes%n",
        target, kept.lastMiniBatch(), kept.records(), Files.size(target));
    out.flush();
    return 0;
  }
}
