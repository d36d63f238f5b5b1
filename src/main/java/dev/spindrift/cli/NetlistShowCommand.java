package dev.spindrift.cli;

import dev.spindrift.chip.Netlist;
import dev.spindrift.chip.NetlistFile;
import dev.spindrift.dataset.DataCache;
import dev.spindrift.input.Problems;
import dev.spindrift.mapping.TileBlock;
import dev.spindrift.network.Layer;
import dev.spindrift.report.ChipDrawing;
import dev.spindrift.scenario.Prepared;
import dev.spindrift.scenario.ScenarioFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code spindrift netlist show}: the chip as a picture. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = {
      "Draws a chip as SVG: tiles with their converters, rails, buses, digital units. With a scenario"
          + " the tiles are coloured by the layer they hold and filled as far as it needs them.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  spindrift netlist show netlists/edge-28nm-small.yaml --out chip.svg",
      "  spindrift netlist show --scenario scenarios/quickstart.yaml --out chip.svg"
    })
final class NetlistShowCommand implements Callable<Integer> {
  @Parameters(paramLabel = "NETLIST", arity = "0..1", description = "Netlist (YAML or JSON).")
  private Path file;

  @Option(
      names = "--scenario",
      paramLabel = "SCENARIO",
      description = "Show what a scenario puts where, on its own chip or on NETLIST.")
  private Path scenario;

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description = "Replaces a value of the scenario. Repeatable.")
  private List<String> settings = new ArrayList<>();

  @Option(names = "--out", paramLabel = "FILE", description = "Default: standard output.")
  private Path target;

  @Option(names = "--force", description = "Replace the file if it exists.")
  private boolean force;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (file == null && scenario == null) {
      throw new ParameterException(spec.commandLine(), "name a NETLIST or a --scenario");
    }
    TextOutput.check(target, force);
    String svg;
    if (scenario == null) {
      Problems problems = new Problems();
      Netlist n = NetlistFile.read(file, problems);
      problems.throwIfAny();
      svg = ChipDrawing.svg(n, List.of(), List.of());
    } else {
      List<String> all = new ArrayList<>(settings);
      if (file != null) {
        all.add("netlist=" + file.toAbsolutePath());
      }
      svg = used(Prepared.of(ScenarioFile.read(scenario, all), DataCache.user()));
    }
    TextOutput.write(svg, target, spec.commandLine());
    return 0;
  }

  private static String used(Prepared p) {
    Netlist n = p.scenario().netlist();
    List<ChipDrawing.Use> uses = new ArrayList<>();
    List<ChipDrawing.Key> keys = new ArrayList<>();
    double cells = (double) n.tile().rows() * n.tile().columns();
    for (int l = 0; l < p.layers().size(); l++) {
      Layer layer = p.layers().get(l);
      List<Integer> mine = p.layout().byLayer().get(l);
      if (mine.isEmpty()) {
        continue;
      }
      String label = Integer.toString(keys.size() + 1);
      String colour = ChipDrawing.colour(keys.size());
      long used = 0;
      for (int tile : mine) {
        TileBlock b = p.layout().blocks().get(tile);
        used += b.cells();
        uses.add(
            new ChipDrawing.Use(
                label,
                String.format(
                    Locale.ROOT,
                    "%s, inputs %d to %d, outputs %d to %d, %.0f %% of its cells",
                    layer.name(),
                    b.rowStart(),
                    b.rowStart() + b.rows() - 1,
                    b.columnStart(),
                    b.columnStart() + b.columns() - 1,
                    100 * b.cells() / cells),
                colour,
                b.cells() / cells));
      }
      keys.add(
          new ChipDrawing.Key(
              colour,
              label + "  " + layer.name(),
              String.format(
                  Locale.ROOT,
                  "%d tile%s, %.0f %% full",
                  mine.size(),
                  mine.size() == 1 ? "" : "s",
                  100 * used / (cells * mine.size()))));
    }
    return ChipDrawing.svg(n, uses, keys);
  }
}
