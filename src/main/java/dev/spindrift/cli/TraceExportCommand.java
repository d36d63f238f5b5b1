package dev.spindrift.cli;

import dev.spindrift.engine.Workers;
import dev.spindrift.exchange.CsvExport;
import dev.spindrift.exchange.PerfettoExport;
import dev.spindrift.exchange.Selection;
import dev.spindrift.exchange.SpiceExport;
import dev.spindrift.exchange.VcdExport;
import dev.spindrift.input.Problems;
import dev.spindrift.trace.TraceReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code spindrift trace export}: a trace in the format of another tool. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Writes a trace, or part of it, in the format of another tool:",
      "  vcd       signals of one tile for GTKWave: wall positions and currents as real numbers,",
      "            drivers, units and counters as bits",
      "  perfetto  trace events (Chrome JSON): tracks of tiles, drivers, buses, rails, counters",
      "  spice     currents of one tile's drivers, piecewise linear, in a deck that ngspice runs",
      "  csv       every record",
      "  pulses    one tile's pulses as a list that `trace import` reads",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  spindrift trace export traces/first.arrow --format vcd --tile 1 --to 3",
      "  spindrift trace export traces/first.arrow --format perfetto --out first.json",
      "  spindrift trace export traces/first.arrow --format spice --tile 0 --rows 0..3 --to 1",
      "",
      "Without --out the file goes beside the trace. Nothing is overwritten without --force."
    })
final class TraceExportCommand implements Callable<Integer> {
  private static final Pattern RANGE = Pattern.compile("(\\d{1,8})(?:\\.\\.(\\d{1,8}))?");

  /** Formats, as the option spells them. */
  enum Format {
    vcd(".vcd"),
    perfetto(".json"),
    spice(".cir"),
    csv(".csv"),
    pulses("-pulses.csv");

    final String ending;

    Format(String ending) {
      this.ending = ending;
    }
  }

  @Parameters(paramLabel = "TRACE", description = "Trace file.")
  private Path file;

  @Option(
      names = "--format",
      required = true,
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}.")
  private Format format;

  @Option(names = "--out", paramLabel = "FILE", description = "The file to write.")
  private Path target;

  @Option(
      names = "--tile",
      paramLabel = "N",
      description =
          "Tile, as in tile[bank][N]; for perfetto and csv any number of times. Default: the first"
              + " recorded one; for perfetto and csv all.")
  private List<Integer> tiles = List.of();

  @Option(names = "--from", paramLabel = "K", description = "First mini-batch (default 1).")
  private long from = 1;

  @Option(names = "--to", paramLabel = "K", description = "Last mini-batch (default: the last).")
  private long to = Long.MAX_VALUE;

  @Option(names = "--rows", paramLabel = "A..B", description = "Rows of the tile.")
  private String rows;

  @Option(names = "--columns", paramLabel = "A..B", description = "Columns of the tile.")
  private String columns;

  @Option(names = "--force", description = "Replace FILE if it exists.")
  private boolean force;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Problems problems = new Problems();
    if (from < 1 || to < from) {
      problems.add("--from, --to", from + " to " + to, "mini-batches from 1 on, in order");
    }
    for (int t : tiles) {
      if (t < 0) {
        problems.add("--tile", Integer.toString(t), "0 or more");
      }
    }
    Selection selection =
        new Selection(
            from,
            to,
            tiles,
            range("--rows", rows, problems),
            range("--columns", columns, problems));
    Path place = target == null ? beside() : target;
    if (place.toAbsolutePath().normalize().equals(file.toAbsolutePath().normalize())) {
      problems.add(place.toString(), "the trace itself", "another file");
    }
    problems.throwIfAny();
    TraceFiles.requireFree(place, force);
    long[] n = new long[1];
    TraceFiles.write(place, force, out -> n[0] = write(selection, out));
    PrintWriter console = spec.commandLine().getOut();
    String what =
        switch (format) {
          case vcd, spice, pulses -> "pulses";
          case perfetto -> "slices";
          case csv -> "records";
        };
    console.printf("%s: %,d %s, %,d bytes%n", place, n[0], what, Files.size(place));
    console.flush();
    return 0;
  }

  private Path beside() {
    String name = file.getFileName().toString().replaceFirst("\\.arrow(\\.partial)?$", "");
    return file.resolveSibling(name + format.ending);
  }

  private static Selection.Range range(String option, String text, Problems problems) {
    if (text == null) {
      return Selection.Range.ALL;
    }
    Matcher m = RANGE.matcher(text);
    if (m.matches()) {
      int first = Integer.parseInt(m.group(1));
      int last = m.group(2) == null ? first : Integer.parseInt(m.group(2));
      if (first <= last) {
        return new Selection.Range(first, last);
      }
    }
    problems.add(option, "\"" + text + "\"", "a number or a range, e.g. 0..15");
    return Selection.Range.ALL;
  }

  private long write(Selection selection, Writer out) throws IOException {
    if (format == Format.vcd) {
      try (Workers team = new Workers(Runtime.getRuntime().availableProcessors())) {
        return VcdExport.write(file, selection, out, team);
      }
    }
    try (TraceReader t = TraceReader.open(file)) {
      long n =
          switch (format) {
            case perfetto -> PerfettoExport.write(t, selection, out);
            case spice -> SpiceExport.write(t, selection, out);
            case csv -> CsvExport.records(t, selection, out);
            default -> CsvExport.pulses(t, selection, out);
          };
      t.requireWhole();
      return n;
    }
  }
}
