package dev.spindrift.cli;

import dev.spindrift.chip.Netlist;
import dev.spindrift.circuit.CrossbarWires;
import dev.spindrift.circuit.SpiceDeck;
import dev.spindrift.dataset.DataCache;
import dev.spindrift.mapping.TileBlock;
import dev.spindrift.scenario.Prepared;
import dev.spindrift.scenario.ScenarioFile;
import dev.spindrift.scenario.StoredPosterior;
import dev.spindrift.scenario.TileState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code spindrift netlist spice}: one tile for ngspice. */
@Command(
    name = "spice",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Writes one tile as an ngspice deck: wires with their resistance, every device with its present"
          + " conductance, drivers, ammeters at the sense amplifiers; ngspice prints the currents.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  spindrift netlist spice --scenario scenarios/teaching.yaml --out tile.cir",
      "  ngspice -b tile.cir",
      "  spindrift netlist spice --results reports/NAME --sample 3 --tile 1 --transposed --out t.cir",
      "  spindrift netlist spice --running reports/NAME.running --tile 0 --out tile.cir"
    })
final class NetlistSpiceCommand implements Callable<Integer> {
  /** Where the conductances come from. */
  static final class Source {
    @Option(
        names = "--scenario",
        paramLabel = "SCENARIO",
        description = "As they are when the scenario starts.")
    private Path scenario;

    @Option(
        names = "--results",
        paramLabel = "RESULTS",
        description = "As a run's stored sample has them.")
    private Path results;

    @Option(
        names = "--running",
        paramLabel = "FOLDER",
        description = "As an unfinished run's newest checkpoint has them.")
    private Path running;
  }

  @ArgGroup(multiplicity = "1")
  private Source source;

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description = "Replaces a value of the scenario. Repeatable.")
  private List<String> settings = new ArrayList<>();

  @Option(
      names = "--sample",
      paramLabel = "N",
      defaultValue = "-1",
      description = "Index of the stored sample. Default: the newest.")
  private int sample;

  @Option(
      names = "--tile",
      paramLabel = "N",
      defaultValue = "0",
      description = "Tile of the bank, from 0 (default ${DEFAULT-VALUE}).")
  private int tile;

  @Option(names = "--transposed", description = "Bit lines driven, word lines sensed.")
  private boolean transposed;

  @Option(
      names = "--drive",
      paramLabel = "SHARE",
      defaultValue = "1",
      description = "Voltage of all inputs, of the read voltage, -1 to 1 (default 1).")
  private double drive;

  @Option(
      names = "--inputs",
      paramLabel = "FILE",
      description =
          "Voltages instead, one number a line [V]: one per used row; transposed, one per column,"
              + " applied with opposite signs to its two lines.")
  private Path inputs;

  @Option(names = "--out", paramLabel = "FILE", description = "Default: standard output.")
  private Path target;

  @Option(names = "--force", description = "Replace the file if it exists.")
  private boolean force;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (!(Math.abs(drive) <= 1)) {
      throw new ParameterException(
          spec.commandLine(), "--drive must be from -1 to 1, but is " + drive);
    }
    TextOutput.check(target, force);
    TileState state;
    try {
      state = state();
    } catch (IllegalArgumentException e) {
      throw new Output.Unusable(e.getMessage());
    }
    TextOutput.write(deck(state), target, spec.commandLine());
    return 0;
  }

  private TileState state() {
    if (source.results != null) {
      return TileState.ofSample(
          StoredPosterior.open(source.results, DataCache.user()), sample, tile);
    }
    if (source.running != null) {
      return TileState.ofCheckpoint(
          Output.unfinished(source.running.toString(), null), DataCache.user(), tile);
    }
    return TileState.atStart(
        Prepared.of(ScenarioFile.read(source.scenario, settings), DataCache.user()), tile);
  }

  private String deck(TileState state) throws IOException {
    Netlist n = state.prepared().scenario().netlist();
    TileBlock b = state.block();
    if (n.reads() == null) {
      throw new Output.Unusable(
          "netlist " + n.name() + " has no section reads, which says what its wires are");
    }
    int rows = b.rows();
    int columns = b.columns();
    double[] g = new double[2 * rows * columns];
    for (int c = 0; c < columns; c++) {
      for (int r = 0; r < rows; r++) {
        int plus = transposed ? 2 * c * rows + r : r * 2 * columns + 2 * c;
        int minus = transposed ? (2 * c + 1) * rows + r : plus + 1;
        g[plus] = state.plus()[c * rows + r];
        g[minus] = state.minus()[c * rows + r];
      }
    }
    CrossbarWires wires = transposed ? n.reads().wires().transposed() : n.reads().wires();
    int driven = transposed ? 2 * columns : rows;
    int sensed = transposed ? rows : 2 * columns;
    double[] volts = voltages(transposed ? columns : rows, drive * n.tile().readVoltage());
    if (transposed) {
      double[] pairs = new double[driven];
      for (int c = 0; c < columns; c++) {
        pairs[2 * c] = volts[c];
        pairs[2 * c + 1] = -volts[c];
      }
      volts = pairs;
    }
    Map<String, String> notes = new LinkedHashMap<>();
    notes.put("chip", n.name() + ", device " + n.device().name());
    notes.put(
        "layer",
        state.prepared().layers().get(b.layer()).name()
            + ", inputs from "
            + b.rowStart()
            + ", outputs from "
            + b.columnStart());
    notes.put("state", state.prepared().scenario().name() + ", " + state.instant());
    notes.put(
        transposed ? "driven lines" : "sensed lines",
        "2c is the plus line, 2c + 1 the minus line of column c");
    return SpiceDeck.of(
        "spindrift tile "
            + b.tile()
            + ", "
            + driven
            + " x "
            + sensed
            + (transposed ? ", transposed" : ""),
        notes,
        wires,
        driven,
        sensed,
        g,
        volts);
  }

  private double[] voltages(int n, double dflt) throws IOException {
    double[] volts = new double[n];
    Arrays.fill(volts, dflt);
    if (inputs == null) {
      return volts;
    }
    if (!Files.isReadable(inputs)) {
      throw new Output.Unusable("no readable file " + inputs);
    }
    List<String> lines = Files.readAllLines(inputs).stream().filter(l -> !l.isBlank()).toList();
    for (int i = 0; i < Math.max(n, lines.size()); i++) {
      try {
        volts[i] = Double.parseDouble(lines.get(i).strip());
        if (!Double.isFinite(volts[i])) {
          throw new NumberFormatException();
        }
      } catch (NumberFormatException e) {
        throw new Output.Unusable(
            inputs + ", line " + (i + 1) + ": \"" + lines.get(i) + "\"; allowed: a voltage in V");
      } catch (IndexOutOfBoundsException e) {
        throw new Output.Unusable(inputs + " has " + lines.size() + " numbers; allowed: " + n);
      }
    }
    return volts;
  }
}
