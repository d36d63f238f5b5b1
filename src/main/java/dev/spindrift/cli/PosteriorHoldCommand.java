package dev.spindrift.cli;

import dev.spindrift.dataset.DataCache;
import dev.spindrift.device.DeviceParameters;
import dev.spindrift.input.Dimension;
import dev.spindrift.input.InputNode;
import dev.spindrift.input.Problems;
import dev.spindrift.physics.HoppingTheory;
import dev.spindrift.physics.WallFile;
import dev.spindrift.report.Engineering;
import dev.spindrift.scenario.HeldPosterior;
import dev.spindrift.scenario.StoredPosterior;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code spindrift posterior hold}: how long do stored samples last? */
@Command(
    name = "hold",
    sortOptions = false,
    description = {
      "Let the stored samples of a run rest in their banks for simulated hours and test them again."
          + " How fast walls diffuse without current says the device file (idle.diffusion), at its own"
          + " temperature, or the physics of a wall file, at any. Predictions are by exact products,"
          + " also of runs with analogue reads. Walls that wore out in the run count as walls that"
          + " move."
    },
    footer = {
      "",
      "Examples:",
      "  spindrift posterior hold reports/NAME --for '1 us, 1 ms, 1 s, 1 h' --out held.csv",
      "  spindrift posterior hold reports/NAME --for '1 day, 365 day' --temperature '350 K' \\",
      "    --wall my-wall.yaml"
    })
final class PosteriorHoldCommand implements Callable<Integer> {
  @Parameters(paramLabel = "RESULTS", description = "A run's results folder.")
  private Path results;

  @Option(
      names = "--for",
      paramLabel = "TIMES",
      defaultValue = "1 us, 1 ms, 1 s, 1 h, 1 day",
      description = "How long (default ${DEFAULT-VALUE}).")
  private String times;

  @Option(
      names = "--temperature",
      paramLabel = "T",
      description = "Temperature meanwhile. Default: the device's.")
  private String temperature;

  @Option(
      names = "--wall",
      paramLabel = "FILE",
      description = "Wall file (spindrift: wall/1) whose pinning and noise give the diffusion.")
  private Path wall;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write the table, in SI units, to this CSV file, too.")
  private Path csv;

  @Option(names = "--force", description = "Replace FILE.")
  private boolean force;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public Integer call() {
    Problems problems = new Problems();
    OptionValues options = new OptionValues(problems);
    double[] rests = options.increasing("--for", times, Dimension.TIME, 0);
    double kelvin =
        temperature == null
            ? Double.NaN
            : options.one("--temperature", temperature, Dimension.TEMPERATURE, InputNode.POSITIVE);
    WallFile.Wall w = wall == null ? null : WallFile.read(wall, problems);
    problems.throwIfAny();
    TextOutput.check(csv, force);
    StoredPosterior stored;
    try {
      stored = StoredPosterior.open(results, DataCache.user());
    } catch (IllegalArgumentException e) {
      throw new Output.Unusable(e.getMessage());
    }
    DeviceParameters device = stored.scenario().netlist().device();
    double t = temperature == null ? device.temperature() : kelvin;
    double diffusion = diffusion(device, w, t);
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        Locale.ROOT,
        "%d samples at %.4g K: a wall's variance grows by %.4g nm^2/ns (%s)%n%n",
        stored.samples().size(),
        t,
        diffusion * 1e9,
        w == null ? "device " + device.name() : "theory of hops, wall " + w.name());
    out.printf(
        "%10s %12s  %9s %9s %9s %9s  %9s%n",
        "rest", "sd/track", "accuracy", "NLL [nat]", "Brier", "ECE", "newest");
    List<HeldPosterior.After> rows = new ArrayList<>();
    try (HeldPosterior held =
        new HeldPosterior(stored, diffusion, Runtime.getRuntime().availableProcessors())) {
      rows.add(held.after(0));
      print(out, rows.get(0));
      for (double rest : rests) {
        rows.add(held.after(rest));
        print(out, rows.get(rows.size() - 1));
      }
    }
    out.println(
        "\naccuracy, NLL, Brier, ECE: mean soft-max of all samples; newest: accuracy of one");
    out.flush();
    if (csv != null) {
      TextOutput.write(table(rows, t, diffusion), csv, spec.commandLine());
    }
    return 0;
  }

  private static String table(List<HeldPosterior.After> rows, double kelvin, double diffusion) {
    StringBuilder text =
        new StringBuilder(
            "rest_s,temperature_k,diffusion_m2_per_s,sd_per_track,accuracy,nll,brier,ece,"
                + "newest_accuracy\n");
    for (HeldPosterior.After a : rows) {
      List<Double> row =
          List.of(
              a.seconds(),
              kelvin,
              diffusion,
              a.deviation(),
              a.mean().accuracy(),
              a.mean().nll(),
              a.mean().brier(),
              a.mean().ece(),
              a.newest().accuracy());
      text.append(row.stream().map(String::valueOf).collect(Collectors.joining(","))).append('\n');
    }
    return text.toString();
  }

  private static void print(PrintWriter out, HeldPosterior.After a) {
    out.printf(
        Locale.ROOT,
        "%10s %12.3g  %7.2f %% %9.4f %9.4f %7.2f %%  %7.2f %%%n",
        Engineering.format(a.seconds(), "s"),
        a.deviation(),
        100 * a.mean().accuracy(),
        a.mean().nll(),
        a.mean().brier(),
        100 * a.mean().ece(),
        100 * a.newest().accuracy());
    out.flush();
  }

  private static double diffusion(DeviceParameters device, WallFile.Wall w, double kelvin) {
    if (!(device.length() > 0)) {
      throw new Output.Unusable("device " + device.name() + " has no walls that could diffuse");
    }
    if (w != null) {
      try {
        return new HoppingTheory(w.parameters().withTemperature(kelvin)).diffusion();
      } catch (IllegalArgumentException e) {
        throw new Output.Unusable("wall " + w.name() + ": " + e.getMessage());
      }
    }
    if (!(device.betweenPulses().restDiffusion() > 0)) {
      throw new Output.Unusable(
          "device "
              + device.name()
              + " does not say how its walls diffuse at rest (idle.diffusion); name a --wall whose"
              + " physics does");
    }
    if (Math.abs(kelvin - device.temperature()) > 1e-9 * kelvin) {
      throw new Output.Unusable(
          String.format(
              Locale.ROOT,
              "device %s says how its walls diffuse at %.4g K only; at %.4g K the physics of a --wall"
                  + " can",
              device.name(),
              device.temperature(),
              kelvin));
    }
    return device.betweenPulses().restDiffusion();
  }
}
