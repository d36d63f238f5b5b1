package dev.spindrift.cli;

import dev.spindrift.engine.Workers;
import dev.spindrift.physics.HoppingTheory;
import dev.spindrift.physics.NoiseConvention;
import dev.spindrift.physics.PinningExperiments;
import dev.spindrift.physics.PinningExperiments.Idle;
import dev.spindrift.physics.PinningExperiments.Response;
import dev.spindrift.physics.WallFile;
import dev.spindrift.physics.WallParameters;
import dev.spindrift.physics.WallTheory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongConsumer;

/** Measures what {@code limits retention} reports. */
final class RetentionStudy {
  /** Hops to see in a check, if the time suffices: 5 % of error. */
  private static final double HOPS = 800;

  private static final double SHORTEST_CHECK = 20e-9;

  /** Boltzmann constant [J/K]. */
  static final double K_B = 1.380649e-23;

  private final Plan plan;

  /**
   * What to do.
   *
   * @param wall the file read; its pinning gives the period of the checks
   * @param barriers of the map [kB times the file's temperature]
   * @param periods of the map [m]
   * @param densities [A/m^2]
   * @param widths of pulses [s]
   * @param temperatures [K]
   * @param retentions times [s]
   * @param share of the track that a wall may spread by [1]
   * @param moves least settled displacement in units of a free wall's [1]
   * @param areas widths of the track in units of the file's, for the frontier [1]
   * @param checks barriers of the checks [kB times the file's temperature]
   * @param checkTime longest time of a check [s]
   * @param checkWalls walls of a check [1]
   * @param settings of the map's simulations
   */
  record Plan(
      WallFile.Wall wall,
      double[] barriers,
      double[] periods,
      double[] densities,
      double[] widths,
      double[] temperatures,
      double[] retentions,
      double share,
      double moves,
      double[] areas,
      double[] checks,
      double checkTime,
      int checkWalls,
      PinningExperiments.Settings settings) {

    double joule(double barrier) {
      return barrier * K_B * wall.parameters().temperature();
    }

    WallParameters pinned(double barrier, double period) {
      return wall.parameters()
          .withPinning(new WallParameters.Pinning(joule(barrier), period, roughness()));
    }

    private double roughness() {
      return wall.parameters().pinning().roughness();
    }

    double checkPeriod() {
      return wall.parameters().pinning().period();
    }

    double limit() {
      return share * wall.parameters().strip().length();
    }

    PinningExperiments.Settings checkSettings() {
      return new PinningExperiments.Settings(settings.dt(), settings.seed(), checkWalls, 5e-9, 0);
    }
  }

  /** One barrier at which the theory was checked. */
  record Check(double barrier, NoiseConvention noise, double theory, double rate, Idle idle) {}

  /** Settled displacements of one pinning under one current at one temperature. */
  record Cell(
      double temperature, double barrier, double period, double density, Response[] responses) {}

  /** What was measured. */
  record Result(List<Check> checks, List<Cell> cells) {}

  RetentionStudy(Plan plan) {
    this.plan = plan;
  }

  /** Returns the wall-steps to come [1]. */
  long wallSteps() {
    long sum = 0;
    for (double barrier : plan.checks()) {
      for (NoiseConvention noise : NoiseConvention.values()) {
        sum += PinningExperiments.idleSteps(plan.checkSettings(), checkTime(barrier, noise));
      }
    }
    long cells =
        (long) plan.temperatures().length
            * plan.barriers().length
            * plan.periods().length
            * plan.densities().length;
    return sum + cells * PinningExperiments.responseSteps(plan.settings(), plan.widths());
  }

  private HoppingTheory theory(double barrier, NoiseConvention noise) {
    return new HoppingTheory(plan.pinned(barrier, plan.checkPeriod()).withNoise(noise));
  }

  private double checkTime(double barrier, NoiseConvention noise) {
    double period = plan.checkPeriod();
    double hopsPerSecond = theory(barrier, noise).diffusion() / (period * period);
    double enough = HOPS / (hopsPerSecond * plan.checkWalls());
    return Math.min(plan.checkTime(), Math.max(SHORTEST_CHECK, enough));
  }

  /** A simulation of its own. */
  private record Task(long steps, Runnable work) {}

  Result run(int threads, LongConsumer progress) {
    List<Task> tasks = new ArrayList<>();
    NoiseConvention[] noises = NoiseConvention.values();
    Check[] checks = new Check[plan.checks().length * noises.length];
    for (int i = 0; i < checks.length; i++) {
      int index = i;
      double barrier = plan.checks()[i / noises.length];
      NoiseConvention noise = noises[i % noises.length];
      double time = checkTime(barrier, noise);
      tasks.add(
          new Task(
              PinningExperiments.idleSteps(plan.checkSettings(), time),
              () -> checks[index] = check(barrier, noise, time, progress)));
    }
    List<Cell> empty = cells();
    Cell[] cells = new Cell[empty.size()];
    long each = PinningExperiments.responseSteps(plan.settings(), plan.widths());
    for (int i = 0; i < cells.length; i++) {
      int index = i;
      tasks.add(new Task(each, () -> cells[index] = measure(empty.get(index), progress)));
    }
    // The longest first, so that threads end together.
    tasks.sort(Comparator.comparingLong(task -> -task.steps()));
    try (Workers workers = new Workers(threads)) {
      workers.forEach(tasks.size(), (worker, index) -> tasks.get(index).work().run());
    }
    return new Result(List.of(checks), List.of(cells));
  }

  private Check check(double barrier, NoiseConvention noise, double time, LongConsumer progress) {
    HoppingTheory theory = theory(barrier, noise);
    try (Workers one = new Workers(1)) {
      Idle idle =
          new PinningExperiments(
                  plan.pinned(barrier, plan.checkPeriod()).withNoise(noise),
                  plan.checkSettings(),
                  "limits.check." + barrier + "." + noise,
                  progress)
              .idle(time, one);
      return new Check(barrier, noise, theory.diffusion(), theory.hopRate(), idle);
    }
  }

  private List<Cell> cells() {
    List<Cell> cells = new ArrayList<>();
    for (double temperature : plan.temperatures()) {
      for (double density : plan.densities()) {
        for (double period : plan.periods()) {
          for (double barrier : plan.barriers()) {
            cells.add(new Cell(temperature, barrier, period, density, new Response[0]));
          }
        }
      }
    }
    return cells;
  }

  private Cell measure(Cell cell, LongConsumer progress) {
    WallParameters wall =
        plan.pinned(cell.barrier(), cell.period()).withTemperature(cell.temperature());
    String purpose =
        "limits.map." + cell.temperature() + "." + cell.barrier() + "." + cell.period();
    try (Workers one = new Workers(1)) {
      Response[] responses =
          new PinningExperiments(wall, plan.settings(), purpose, progress)
              .responses(plan.widths(), cell.density(), one);
      return new Cell(cell.temperature(), cell.barrier(), cell.period(), cell.density(), responses);
    }
  }

  /** Returns the settled displacement over a free wall's [1]. */
  static double moved(Plan plan, Cell cell, Response response) {
    double free =
        new WallTheory(plan.wall().parameters()).steadyVelocity(cell.density()) * response.width();
    return response.statistics().mean() / free;
  }
}
