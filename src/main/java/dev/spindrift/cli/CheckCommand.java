package dev.spindrift.cli;

import dev.spindrift.chip.Netlist;
import dev.spindrift.dataset.DataCache;
import dev.spindrift.report.Engineering;
import dev.spindrift.scenario.DeviceNotes;
import dev.spindrift.scenario.Prepared;
import dev.spindrift.scenario.Scenario;
import dev.spindrift.scenario.ScenarioFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code spindrift check}: reads everything that a scenario names and says what would run. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Reads a scenario and everything it names (netlist, device, technology, data), reports every"
          + " mistake with its place, and says what would run, without running it.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  spindrift check scenarios/quickstart.yaml",
      "  spindrift check scenarios/quickstart.yaml --set network.name=resnet18",
      "  spindrift check scenarios/llg-digits.yaml"
    })
final class CheckCommand implements Callable<Integer> {
  @Parameters(paramLabel = "SCENARIO", description = "Scenario file (YAML or JSON).")
  private Path file;

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description = "Replaces a value of the scenario. Repeatable.")
  private List<String> settings = new ArrayList<>();

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public Integer call() {
    Scenario scenario = ScenarioFile.read(file, settings);
    Prepared p = Prepared.of(scenario, DataCache.user());
    Netlist n = scenario.netlist();
    PrintWriter out = spec.commandLine().getOut();
    out.printf("%s: %s%n", scenario.name(), scenario.title());
    out.printf(
        "  network   %s, %d weights, %d devices%n",
        p.spec().name(), p.layout().weights(), 2 * p.layout().weights());
    out.printf(
        "  chip      %s: %d of %d tiles of %d x %d cells, %d banks%n",
        n.name(),
        p.layout().blocks().size(),
        n.tile().count(),
        n.tile().rows(),
        n.tile().columns(),
        n.banks());
    out.printf(
        "  device    %s: %s a pulse, update precision %.2f bits at %s%n",
        n.device().name(),
        Engineering.format(n.device().pulseCurrent(), "A"),
        n.device().updatePrecisionBits(n.pulses().shortest() * 1e-12),
        Engineering.format(n.pulses().shortest() * 1e-12, "s"));
    out.printf("  model     %s%n", DeviceNotes.model(p));
    out.printf(
        "  data      %s: %d training, %d test images%n",
        p.data().name(), p.data().train().size(), p.data().test().size());
    out.printf("  learning  %d mini-batches of %d%n", p.miniBatches(), scenario.learning().batch());
    out.printf("  assumed   %d constants without a source%n", n.assumptions().size());
    n.assumptions().forEach(a -> out.printf("            %s = %s%n", a.what(), a.value()));
    out.flush();
    return 0;
  }
}
