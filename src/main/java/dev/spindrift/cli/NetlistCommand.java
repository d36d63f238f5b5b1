package dev.spindrift.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code spindrift netlist}: chips as files. */
@Command(
    name = "netlist",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "(check | show | spice | area)",
    subcommands = {
      NetlistCheckCommand.class,
      NetlistShowCommand.class,
      NetlistSpiceCommand.class,
      NetlistAreaCommand.class
    },
    description = {"Checks, draws, measures and exports chips (netlists).", ""},
    footerHeading = "%nExamples:%n",
    footer = {
      "  spindrift netlist check netlists/edge-28nm-small.yaml",
      "  spindrift netlist show --scenario scenarios/quickstart.yaml --out chip.svg",
      "  spindrift netlist spice --scenario scenarios/teaching.yaml --out tile.cir",
      "  spindrift netlist area netlists/edge-28nm-resnet18-8banks.yaml"
    })
final class NetlistCommand implements Callable<Integer> {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return Main.BAD_INPUT;
  }
}
