package dev.spindrift.cli;

import dev.spindrift.input.Dimension;
import dev.spindrift.input.InputNode;
import dev.spindrift.physics.HoppingTheory;
import dev.spindrift.physics.PinningExperiments;
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

/** {@code spindrift limits retention}: does a wall that moves in nanoseconds stay? */
@Command(
    name = "retention",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Map the pinning (barrier, period) with which a wall both moves under a pulse and stays"
          + " afterwards. Diffusion at rest comes from a theory of thermal hops, checked here"
          + " against simulated walls; displacements by pulses are simulated."
    },
    footer = {
      "",
      "Examples:",
      "  spindrift limits retention netlists/devices/physics/copd-cmtj.yaml",
      "  spindrift limits retention wall.yaml --retention '1 us, 1 s, 3650 day' --share 0.01",
      "  spindrift limits retention wall.yaml --densities '2e12 A/m^2' --widths '0.5 ns..2 ns'",
      "  spindrift limits retention wall.yaml --checks 3,6,9,12 --check-time '10 us'   (minutes)",
      "",
      "Barriers are multiples of kB times the file's temperature. A range FROM..TO goes in steps of",
      "FROM, FROM..TO/STEP in steps of STEP.",
      "A wall moves if a pulse from rest leaves it, settled, at least --moves times as far as a free",
      "wall. It stays if hops spread it by at most --share of the track within the retention time.",
      "Files: hopping.csv (theory against simulation), idle.csv (rates and retention times of the",
      "map), own.csv (the file's own pinning), response.csv (settled displacements), window.csv",
      "(which of the map do both), frontier.csv (shortest period that can do both), hopping.png,",
      "window.png, summary.txt."
    })
public final class LimitsRetentionCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private LimitsOptions common;

  @Option(
      names = "--barriers",
      defaultValue = "4, 8, 12, 17, 25, 35, 45, 60",
      description = "Barriers V0 of the map [kB T] (default ${DEFAULT-VALUE}).")
  private String barriers;

  @Option(
      names = "--periods",
      defaultValue = "20 nm, 30 nm, 50 nm, 80 nm, 120 nm, 200 nm, 300 nm",
      description = "Periods p of the map (default ${DEFAULT-VALUE}).")
  private String periods;

  @Option(
      names = "--densities",
      defaultValue = "1e12 A/m^2, 2e12 A/m^2, 5e12 A/m^2, 1e13 A/m^2",
      description = "Current densities (default ${DEFAULT-VALUE}).")
  private String densities;

  @Option(
      names = "--widths",
      defaultValue = "1 ns, 5 ns, 20 ns",
      description = "Pulse widths (default ${DEFAULT-VALUE}).")
  private String widths;

  @Option(
      names = "--temperatures",
      defaultValue = "250 K..400 K/50 K",
      description = "Temperatures (default ${DEFAULT-VALUE}).")
  private String temperatures;

  @Option(
      names = "--retention",
      defaultValue = "1 ms, 1 h, 365 day",
      description = "Retention times (default ${DEFAULT-VALUE}).")
  private String retention;

  @Option(
      names = "--share",
      defaultValue = "0.1",
      description =
          "Standard deviation allowed after the retention time, of the track's length (default"
              + " ${DEFAULT-VALUE}).")
  private String share;

  @Option(
      names = "--moves",
      defaultValue = "0.5",
      description = "Least settled displacement, of a free wall's (default ${DEFAULT-VALUE}).")
  private String moves;

  @Option(
      names = "--walls",
      defaultValue = "128",
      description = "Simulated walls per condition of the map (default ${DEFAULT-VALUE}).")
  private int walls;

  @Option(
      names = "--settling",
      defaultValue = "5 ns",
      description = "Time between a pulse and the reading (default ${DEFAULT-VALUE}).")
  private String settling;

  @Option(
      names = "--areas",
      defaultValue = "1, 2, 5, 10",
      description =
          "Track widths for frontier.csv, of the file's; the current grows alike (default"
              + " ${DEFAULT-VALUE}).")
  private String areas;

  @Option(
      names = "--checks",
      defaultValue = "1, 2, 3, 4, 5",
      description = "Barriers at which the theory is checked [kB T] (default ${DEFAULT-VALUE}).")
  private String checks;

  @Option(
      names = "--check-time",
      defaultValue = "200 ns",
      description = "Longest time watched in a check (default ${DEFAULT-VALUE}).")
  private String checkTime;

  @Option(
      names = "--check-walls",
      defaultValue = "1024",
      description = "Simulated walls of a check (default ${DEFAULT-VALUE}).")
  private int checkWalls;

  @Override
  public Integer call() throws IOException {
    WallFile.Wall wall = common.wall();
    RetentionStudy.Plan plan = plan(wall);
    common.problems.throwIfAny();
    RetentionStudy study = new RetentionStudy(plan);
    return common.run(
        spec,
        "retention",
        wall,
        (folder, texts) -> {
          RetentionStudy.Result result;
          try (StepBar bar = new StepBar("wall-steps", study.wallSteps(), messages())) {
            result = study.run(common.threads(), bar::add);
          }
          RetentionReport report = new RetentionReport(plan, result);
          new RetentionPlots(plan, result).write(folder);
          texts.putAll(report.tables());
          return report.summary();
        });
  }

  private java.io.PrintWriter messages() {
    return spec.commandLine().getErr();
  }

  private RetentionStudy.Plan plan(WallFile.Wall wall) {
    OptionValues v = common.values;
    double positive = InputNode.POSITIVE;
    double[] heights = v.increasing("--barriers", barriers, Dimension.DIMENSIONLESS, positive);
    double[] lengths = v.increasing("--periods", periods, Dimension.LENGTH, positive);
    double[] currents = v.increasing("--densities", densities, Dimension.CURRENT_DENSITY, positive);
    double[] pulses = v.increasing("--widths", widths, Dimension.TIME, positive);
    double[] kelvins =
        v.increasing("--temperatures", temperatures, Dimension.TEMPERATURE, positive);
    double[] times = v.increasing("--retention", retention, Dimension.TIME, positive);
    double allowed = v.one("--share", share, Dimension.DIMENSIONLESS, positive);
    double least = v.one("--moves", moves, Dimension.DIMENSIONLESS, positive);
    double rest = v.one("--settling", settling, Dimension.TIME, 0);
    double[] scales = v.increasing("--areas", areas, Dimension.DIMENSIONLESS, positive);
    double[] checked = v.increasing("--checks", checks, Dimension.DIMENSIONLESS, positive);
    double longest = v.one("--check-time", checkTime, Dimension.TIME, positive);
    v.range("--walls", walls, 2, 1_000_000);
    v.range("--check-walls", checkWalls, 16, 10_000_000);
    double step = common.dt();
    if (wall == null || !common.problems.isEmpty()) {
      return null;
    }
    RetentionStudy.Plan plan =
        new RetentionStudy.Plan(
            wall,
            heights,
            lengths,
            currents,
            pulses,
            kelvins,
            times,
            allowed,
            least,
            scales,
            checked,
            longest,
            checkWalls,
            new PinningExperiments.Settings(step, common.seed(), walls, rest, rest));
    refuse(plan);
    return plan;
  }

  /** What neither theory nor integrator would take, named by option before anything is computed. */
  private void refuse(RetentionStudy.Plan plan) {
    double highest = plan.barriers()[plan.barriers().length - 1];
    double most = Math.max(highest, plan.checks()[plan.checks().length - 1]);
    WallParameters stiffest = plan.pinned(most, plan.periods()[0]);
    double phase = new WallTheory(stiffest).phaseEnergy() / plan.joule(1);
    if (most > phase) {
      common.problems.add(
          "--barriers, --checks",
          LimitsPlots.plain(most),
          "at most "
              + LimitsPlots.plain(phase)
              + ", where the wall's phase turns before it hops (mu0 Ms HK Delta Ly Lz)");
      return;
    }
    try {
      new HoppingTheory(stiffest);
    } catch (IllegalArgumentException e) {
      common.problems.add(plan.wall().name(), "a wall without theory", e.getMessage());
      return;
    }
    common.checkStep(stiffest, plan.densities()[plan.densities().length - 1], plan.settings().dt());
    common.checkStep(plan.pinned(most, plan.checkPeriod()), 0, plan.settings().dt());
  }
}
