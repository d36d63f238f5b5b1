package dev.spindrift.cli;

import dev.spindrift.device.DeviceFile;
import dev.spindrift.device.DeviceParameters;
import dev.spindrift.device.PositionLaw;
import dev.spindrift.input.Problems;
import dev.spindrift.report.Engineering;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code spindrift device show}: checks a device file and says what it means in numbers. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = {
      "Reads a device file, reports every mistake with its place, and shows what its law gives:"
          + " displacement, update precision and noise of a pair by pulse width, heat, assumptions.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {"  spindrift device show netlists/devices/dw-copd-4um.yaml"})
final class DeviceShowCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "Device file (spindrift: device/1).")
  private Path file;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public Integer call() {
    Problems problems = new Problems();
    DeviceParameters d = DeviceFile.read(file, problems);
    problems.throwIfAny();
    PrintWriter out = spec.commandLine().getOut();
    out.printf(Locale.ROOT, "%s, model %s, %.4g K%n", d.name(), d.model().name(), d.temperature());
    if (d.law() == null) {
      out.printf("  no displacement law: see spindrift filament%n");
      out.flush();
      return 0;
    }
    out.printf(
        "  range     %s to %s over %s%n",
        Engineering.format(d.antiparallelConductance(), "S"),
        Engineering.format(d.parallelConductance(), "S"),
        Engineering.format(d.length(), "m"));
    out.printf(
        "  pulse     %s, %s; valid from %s to %s%n",
        Engineering.format(d.pulseCurrent(), "A"),
        Engineering.format(d.pulsePower(), "W"),
        Engineering.format(d.shortestValidWidth(), "s"),
        Engineering.format(d.longestValidWidth(), "s"));
    out.printf(
        Locale.ROOT,
        "%n  %10s %12s %12s %8s %14s %10s%n",
        "width",
        "mean",
        "sd",
        "bits",
        "pair's noise",
        "heat");
    double width = d.shortestValidWidth();
    for (int row = 0; row < 8; row++) {
      double sd = Math.sqrt(d.law().variance(width));
      out.printf(
          Locale.ROOT,
          "  %10s %12s %12s %8.2f %14.3g %10s%n",
          Engineering.format(width, "s"),
          Engineering.format(d.law().mean(width), "m"),
          Engineering.format(sd, "m"),
          d.updatePrecisionBits(width),
          Math.sqrt(2) * sd / d.length(),
          Engineering.format(d.pulsePower() * width, "J"));
      if (width >= d.longestValidWidth()) {
        break;
      }
      width = Math.min(d.longestValidWidth(), 2 * width);
    }
    if (d.law() instanceof PositionLaw law) {
      positions(out, law, d);
    }
    out.printf("%n  assumed   %d constants%n", d.assumed().size());
    d.assumed().forEach(a -> out.printf("            %s = %s%n", a.what(), a.value()));
    out.flush();
    return 0;
  }

  private static void positions(PrintWriter out, PositionLaw law, DeviceParameters d) {
    double width = law.widths()[0];
    out.printf(
        Locale.ROOT,
        "%n  steps depend on position and polarity (above: what the chip believes); at %s, of the"
            + " track%n  %10s %12s %12s %12s%n",
        Engineering.format(width, "s"),
        "position",
        "push",
        "pull",
        "pair's drift");
    for (double x : law.positions()) {
      double push = law.mean(1, width, x) / d.length();
      double pull = law.mean(-1, width, x) / d.length();
      out.printf(Locale.ROOT, "  %10.3f %12.4g %12.4g %+12.3g%n", x, push, pull, push - pull);
    }
  }
}
