package dev.spindrift.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code spindrift limits}: where the method's assumptions about a wall end. */
@Command(
    name = "limits",
    mixinStandardHelpOptions = true,
    subcommands = {
      LimitsPinningCommand.class,
      LimitsBitsCommand.class,
      LimitsRetentionCommand.class
    },
    description = {
      "Find where a wall stops being the device that the method assumes: displacement in proportion"
          + " to the pulse (pinning), enough precision for a weight (bits), staying where it was put"
          + " (retention). docs/limits.md holds the results for the shipped walls."
    },
    footer = {
      "",
      "Examples:",
      "  spindrift limits pinning netlists/devices/physics/copd-cmtj.yaml",
      "  spindrift limits bits netlists/devices/physics/copd-nopin.yaml",
      "  spindrift limits retention netlists/devices/physics/copd-cmtj.yaml"
    })
public final class LimitsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return Main.BAD_INPUT;
  }
}
