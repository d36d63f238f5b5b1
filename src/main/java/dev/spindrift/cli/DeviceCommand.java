package dev.spindrift.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code spindrift device}: devices from measurements, and what a device file says. */
@Command(
    name = "device",
    mixinStandardHelpOptions = true,
    subcommands = {DeviceImportCommand.class, DeviceShowCommand.class},
    description = {
      "Makes device files of measurements, with a report on how well they obey the behavioural law;"
          + " shows what a device file says.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  spindrift device import pulses.csv --range '51 uS..145 uS' --out my-device",
      "  spindrift device import dG_increasing.txt dG_decreasing.txt --pulse-width '1 ns'",
      "  spindrift device show my-device/device.yaml",
      "  spindrift run scenarios/quickstart.yaml --set device=\"$PWD/my-device/device.yaml\""
    })
final class DeviceCommand implements Callable<Integer> {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return Main.BAD_INPUT;
  }
}
