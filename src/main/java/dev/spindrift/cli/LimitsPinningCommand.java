package dev.spindrift.cli;

import dev.spindrift.input.Dimension;
import dev.spindrift.input.InputNode;
import dev.spindrift.physics.WallFile;
import dev.spindrift.physics.WallParameters;
import dev.spindrift.physics.WallTheory;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code spindrift limits pinning}: does a pinned wall follow the ballistic law? */
@Command(
    name = "pinning",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Compare pinned walls with the law of a free one: displacement Gaussian with mean v T and"
          + " variance b T + a, the same wherever the wall starts. Both noise conventions."
    },
    footer = {
      "",
      "Examples:",
      "  spindrift limits pinning netlists/devices/physics/copd-cmtj.yaml",
      "  spindrift limits pinning wall.yaml --barriers 0,2,4 --periods '20 nm' --trials 4000",
      "  spindrift limits pinning wall.yaml --densities '1e12 A/m^2, 3e12 A/m^2' --ripple 0",
      "",
      "Barriers are multiples of kB times the file's temperature. Walls rest 5 ns, see one pulse of",
      "either polarity and are read at its end; the ripple starts from exact places inside a period.",
      "Files: displacement.csv, law.csv (fitted lines), ripple.csv, velocity.png, variance.png,",
      "width.png, ripple.png, summary.txt."
    })
public final class LimitsPinningCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private LimitsOptions common;

  @Option(
      names = "--barriers",
      defaultValue = "0, 1, 2, 4, 8, 17",
      description = "Barriers V0 [kB T] (default ${DEFAULT-VALUE}).")
  private String barriers;

  @Option(
      names = "--periods",
      defaultValue = "21 nm, 30 nm, 60 nm",
      description = "Periods p (default ${DEFAULT-VALUE}).")
  private String periods;

  @Option(
      names = "--densities",
      defaultValue = "5e11 A/m^2, 1e12 A/m^2, 2e12 A/m^2, 5e12 A/m^2",
      description = "Current densities (default ${DEFAULT-VALUE}).")
  private String densities;

  @Option(
      names = "--widths",
      defaultValue = "0.5 ns, 1 ns, 2 ns, 5 ns, 10 ns, 20 ns",
      description = "Pulse widths, 3 or more (default ${DEFAULT-VALUE}).")
  private String widths;

  @Option(
      names = "--trials",
      defaultValue = "256",
      description = "Walls per condition and polarity (default ${DEFAULT-VALUE}).")
  private int trials;

  @Option(
      names = "--ripple",
      defaultValue = "12",
      description =
          "Starting places in a period, 3 or more; 0 for none (default ${DEFAULT-VALUE}).")
  private int ripple;

  @Option(
      names = "--pulse",
      defaultValue = "5 ns",
      description = "Pulse of the ripple (default ${DEFAULT-VALUE}).")
  private String pulse;

  @Override
  public Integer call() throws IOException {
    WallFile.Wall wall = common.wall();
    PinningStudy.Plan plan = plan(wall);
    common.problems.throwIfAny();
    PinningStudy study = new PinningStudy(plan);
    return common.run(
        spec,
        "pinning",
        wall,
        (folder, texts) -> {
          PinningStudy.Result result;
          try (StepBar bar =
              new StepBar("wall-steps", study.wallSteps(), spec.commandLine().getErr())) {
            result = study.run(common.threads(), bar::add);
          }
          PinningReport report = new PinningReport(plan, result);
          report.plots(folder);
          texts.putAll(report.tables());
          return report.summary();
        });
  }

  private PinningStudy.Plan plan(WallFile.Wall wall) {
    OptionValues v = common.values;
    double positive = InputNode.POSITIVE;
    double[] heights = v.increasing("--barriers", barriers, Dimension.DIMENSIONLESS, 0);
    double[] lengths = v.increasing("--periods", periods, Dimension.LENGTH, positive);
    double[] currents = v.increasing("--densities", densities, Dimension.CURRENT_DENSITY, positive);
    double[] pulses = v.increasing("--widths", widths, Dimension.TIME, positive);
    if (pulses.length < 3) {
      common.problems.add("--widths", "\"" + widths + "\"", "3 widths or more, to judge a line");
    }
    double single = v.one("--pulse", pulse, Dimension.TIME, positive);
    v.range("--trials", trials, 8, 1_000_000);
    if (ripple != 0) {
      v.range("--ripple", ripple, 3, 1000);
    }
    double step = common.dt();
    if (wall != null && new WallTheory(wall.parameters()).hasMoreThanSpinTransfer()) {
      common.problems.add(
          wall.name(),
          "fields, spin Hall torque or DMI",
          "spin-transfer torque only: the free wall compared with is that of the closed form");
    }
    if (wall == null || !common.problems.isEmpty()) {
      return null;
    }
    PinningStudy.Plan plan =
        new PinningStudy.Plan(
            wall, heights, lengths, currents, pulses, trials, ripple, single, step, common.seed());
    WallParameters stiffest = plan.pinned(heights[heights.length - 1], lengths[0]);
    common.checkStep(stiffest, currents[currents.length - 1], step);
    return plan;
  }
}
