package dev.spindrift.cli;

import dev.spindrift.input.Dimension;
import dev.spindrift.input.InputNode;
import dev.spindrift.physics.WallFile;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code spindrift limits bits}: how many bits a track really has. */
@Command(
    name = "bits",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "How precisely a track of a length can be updated with a shortest pulse, which length a"
          + " precision needs, and what that length costs in time and energy. Both noise"
          + " conventions; displacements are simulated."
    },
    footer = {
      "",
      "Examples:",
      "  spindrift limits bits netlists/devices/physics/copd-nopin.yaml",
      "  spindrift limits bits netlists/devices/physics/copd-cmtj.yaml --trials 8192",
      "  spindrift limits bits wall.yaml --widths '0.1 ns, 0.5 ns, 5 ns' --bits 5,6,7 --tau 1e-6",
      "",
      "b bits: three standard deviations of one shortest pulse are one part in 2^b of the weight's",
      "range of 2, b = 1 - log2(3 sigma_w). Reading \"pair\": a weight is the difference of two",
      "devices, each on a track of its own, sigma_w = sigma/L. Reading \"single\": one track carries",
      "the whole range, sigma_w = 2 sigma/L, one bit less.",
      "Files: precision.csv (bits of the file's track), length.csv (lengths and their costs),",
      "bits.png, length.png, summary.txt."
    })
public final class LimitsBitsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private LimitsOptions common;

  @Option(
      names = "--widths",
      defaultValue = "0.5 ns, 1 ns, 2 ns, 5 ns, 10 ns",
      description = "Shortest pulses, 3 or more (default ${DEFAULT-VALUE}).")
  private String widths;

  @Option(
      names = "--bits",
      defaultValue = "4, 5, 6, 7, 8, 9, 10",
      description = "Precisions to find lengths for (default ${DEFAULT-VALUE}).")
  private String bits;

  @Option(
      names = "--tau",
      defaultValue = "2e-5",
      description =
          "Step size of the Langevin dynamics: a pair of pulses must have the variance 2 tau in"
              + " weight units (default ${DEFAULT-VALUE}, the paper's).")
  private String tau;

  @Option(
      names = "--trials",
      defaultValue = "4096",
      description = "Walls per width, polarity and convention (default ${DEFAULT-VALUE}).")
  private int trials;

  @Override
  public Integer call() throws IOException {
    WallFile.Wall wall = common.wall();
    OptionValues v = common.values;
    double positive = InputNode.POSITIVE;
    double[] pulses = v.increasing("--widths", widths, Dimension.TIME, positive);
    if (pulses.length < 3) {
      common.problems.add("--widths", "\"" + widths + "\"", "3 widths or more, to fit a line");
    }
    double[] wanted = v.increasing("--bits", bits, Dimension.DIMENSIONLESS, positive);
    double step = v.one("--tau", tau, Dimension.DIMENSIONLESS, positive);
    v.range("--trials", trials, 8, 10_000_000);
    double dt = common.dt();
    if (wall != null && common.problems.isEmpty()) {
      common.checkStep(wall.parameters(), wall.currentDensity(), dt);
    }
    common.problems.throwIfAny();
    BitsStudy study =
        new BitsStudy(new BitsStudy.Plan(wall, pulses, wanted, step, trials, dt, common.seed()));
    return common.run(
        spec,
        "bits",
        wall,
        (folder, texts) -> {
          try (StepBar bar =
              new StepBar("wall-steps", study.wallSteps(), spec.commandLine().getErr())) {
            study.run(common.threads(), bar::add);
          }
          study.plots(folder);
          texts.putAll(study.tables());
          return study.summary();
        });
  }
}
