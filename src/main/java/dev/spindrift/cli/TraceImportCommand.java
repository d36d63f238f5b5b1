package dev.spindrift.cli;

import dev.spindrift.chip.Netlist;
import dev.spindrift.chip.NetlistFile;
import dev.spindrift.engine.Workers;
import dev.spindrift.exchange.PulseList;
import dev.spindrift.exchange.PulseListImport;
import dev.spindrift.input.Problems;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code spindrift trace import}: a laboratory's pulse list becomes a trace. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Makes a trace of a list of pulses (CSV), as if a run had programmed one tile with them; then"
          + " replay, energy and trace export take it like any other.",
      ""
    },
    footer = {
      "",
      "Columns (a header line names them; lines starting with # are ignored):",
      "  time_ns (_ps, _us, _ms, _s)   begin of the pulse; times must not decrease",
      "  row, column                   cell of the tile, from 0",
      "  polarity                      + or -, towards larger or smaller weight",
      "  width_ns (_ps, _us, _ms, _s)  pulse width",
      "  current_density_A_m2          optional; must be that of the device file",
      "  comment                       optional",
      "",
      "Examples:",
      "  spindrift trace import pulses.csv --netlist netlists/edge-28nm-small.yaml --start 0.5",
      "  spindrift replay traces/pulses.arrow --states --out my-states",
      "  spindrift replay traces/pulses.arrow --repeat 100"
    })
final class TraceImportCommand implements Callable<Integer> {
  @Parameters(paramLabel = "LIST", description = "The pulse list.")
  private Path file;

  @Option(names = "--netlist", required = true, paramLabel = "FILE", description = "The chip.")
  private Path netlist;

  @Option(names = "--device", paramLabel = "FILE", description = "Another device file.")
  private Path device;

  @Option(
      names = "--tile",
      paramLabel = "N",
      defaultValue = "0",
      description = "Tile that gets the pulses (default ${DEFAULT-VALUE}).")
  private int tile;

  @Option(
      names = "--start",
      paramLabel = "W",
      defaultValue = "0",
      description = "Weight at which all cells start, -1 to 1 (default ${DEFAULT-VALUE}).")
  private double start;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of the thermal noise (default ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "The trace to write; default traces/<list>.arrow.")
  private Path target;

  @Option(names = "--force", description = "Replace FILE if it exists.")
  private boolean force;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Problems problems = new Problems();
    Netlist chip = NetlistFile.read(netlist, device, null, problems);
    problems.throwIfAny();
    PulseListImport.check(chip, tile, start, problems);
    problems.throwIfAny();
    Path place = target == null ? usual() : target;
    TraceFiles.requireFree(place, force);
    PulseList list = PulseList.read(file, chip.tile(), chip.device().currentDensity());
    long updates;
    try (Workers workers = new Workers(1)) {
      updates = new PulseListImport(list, chip, tile, seed, start).write(place, force, workers);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "%s: %,d pulses in %,d updates of tile %d of %s%n",
        place, list.pulses().size(), updates, tile, chip.name());
    if (list.rounded() > 0) {
      out.printf(
          "  %,d widths rounded to whole %,d ps: the longest leaves no finer unit in 16 bits%n",
          list.rounded(), list.unit());
    }
    out.flush();
    return 0;
  }

  private Path usual() {
    String name = file.getFileName().toString().replaceFirst("\\.[^.]*$", "") + ".arrow";
    return Path.of(System.getProperty("spindrift.home", "."), "traces", name);
  }
}
