package dev.spindrift.cli;

import dev.spindrift.engine.Workers;
import dev.spindrift.input.Dimension;
import dev.spindrift.input.InputNode;
import dev.spindrift.input.Problems;
import dev.spindrift.physics.Characterization;
import dev.spindrift.physics.NoiseConvention;
import dev.spindrift.physics.Scheme;
import dev.spindrift.physics.WallFile;
import dev.spindrift.physics.WallParameters;
import dev.spindrift.physics.WallTheory;
import dev.spindrift.report.ResultsFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code spindrift characterize}: from a wall's physics to displacement statistics and a device.
 */
@Command(
    name = "characterize",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measure a simulated domain wall as one measures a device: single pulses of both polarities,"
          + " pulses along the track, push-pull pairs. Writes the statistics, plots like those of"
          + " the paper's Fig. 2 and 3, tests for Gaussianity, and a fitted device file that chips"
          + " load."
    },
    footer = {
      "",
      "Examples:",
      "  spindrift characterize netlists/devices/physics/copd-cmtj.yaml",
      "  spindrift characterize wall.yaml --noise printed --out reports/paper",
      "  spindrift characterize wall.yaml --current '2e12 A/m^2' --widths '0.5ns..5ns'",
      "  spindrift characterize wall.yaml --widths '0.5 ns, 1 ns, 2 ns, 5 ns, 10 ns, 20 ns'",
      "      (a device file for the shipped chips, whose drivers give 0.6 to 20 ns)",
      "  spindrift characterize wall.yaml --pulse '1 ns' --gap '0 ns, 0.5 ns, 1 ns, 2 ns'",
      "  spindrift characterize wall.yaml --widths '1 ns, 2 ns, 5 ns' --relaxation '0 ns, 5 ns'",
      "  spindrift characterize wall.yaml --current '1e12 A/m^2, 2e12 A/m^2' --temperature '250"
          + " K..350 K/50 K'",
      "",
      "Quantities carry units. A range FROM..TO goes in steps of FROM, FROM..TO/STEP in steps of"
          + " STEP.",
      "Several current densities, temperatures or lengths: every combination is measured, each in a",
      "folder of its own; conditions.csv compares them.",
      "Files: conditions.csv, displacement.csv, gaussianity.csv, position.csv, pushpull.csv,",
      "pairmemory.csv, idle.csv, fig2b.png, fig2c.png, fig2d.png, fig3.png, pairmemory.png,",
      "summary.txt, device.yaml (if the wall moves), inputs/."
    })
public final class CharacterizeCommand implements Callable<Integer> {
  private static final double FAR = Double.MAX_VALUE;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "Wall file (spindrift: wall/1).")
  private Path file;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Results folder; default reports/characterize-<name>-<time>.")
  private Path out;

  @Option(names = "--force", description = "Replace the results that DIR holds.")
  private boolean force;

  @Option(
      names = "--trials",
      defaultValue = "500",
      description = "Walls per condition (default ${DEFAULT-VALUE}, as in the paper).")
  private int trials;

  @Option(
      names = "--widths",
      defaultValue = "5ns..50ns",
      description = "Pulse widths (default ${DEFAULT-VALUE}, as in the paper).")
  private String widths;

  @Option(
      names = "--relaxation",
      defaultValue = "0 ns",
      description =
          "Times between a pulse's end and the reading, increasing; the first one is fitted"
              + " (default ${DEFAULT-VALUE}).")
  private String relaxation;

  @Option(
      names = "--rest",
      defaultValue = "5 ns",
      description = "Time without current before the first pulse (default ${DEFAULT-VALUE}).")
  private String rest;

  @Option(names = "--current", description = "Current densities; default the file's.")
  private String current;

  @Option(names = "--rise", defaultValue = "0 ns", description = "Rise time of a pulse.")
  private String rise;

  @Option(names = "--fall", defaultValue = "0 ns", description = "Fall time of a pulse.")
  private String fall;

  @Option(names = "--temperature", description = "Temperatures; default the file's.")
  private String temperature;

  @Option(names = "--track-length", description = "Lengths of the track; default the file's.")
  private String trackLength;

  @Option(
      names = "--positions",
      defaultValue = "41",
      description = "Places along the track, 2 or more; 0 to skip (default ${DEFAULT-VALUE}).")
  private int positions;

  @Option(
      names = "--pulse",
      paramLabel = "WIDTH",
      description = "Pulse width along the track and in pairs; default the shortest of --widths.")
  private String pulse;

  @Option(
      names = "--asymmetry",
      defaultValue = "0 ns, 1 ns, 2 ns, 5 ns",
      description =
          "By how much the first pulse of a pair is longer, the second if negative (default"
              + " ${DEFAULT-VALUE}).")
  private String asymmetry;

  @Option(
      names = "--gap",
      defaultValue = "0 ns, 5 ns",
      description = "Times between the pulses of a pair (default ${DEFAULT-VALUE}).")
  private String gap;

  @Option(
      names = "--idle",
      defaultValue = "20 ns, 100 ns",
      description =
          "When walls without current are read, two or more increasing times; their diffusion at rest"
              + " (default ${DEFAULT-VALUE}).")
  private String idle;

  @Option(
      names = "--idle-in-device",
      description =
          "Let the walls of the fitted device diffuse at rest; without it they stay where they are.")
  private boolean idleInDevice;

  @Option(
      names = "--pair-relaxation",
      defaultValue = "5 ns",
      description = "Time between a pair's end and the reading (default ${DEFAULT-VALUE}).")
  private String pairRelaxation;

  @Option(names = "--noise", description = "Thermal field: fdt or printed; default the file's.")
  private String noise;

  @Option(
      names = "--scheme",
      defaultValue = "heun",
      description = "heun or euler-maruyama (default ${DEFAULT-VALUE}).")
  private String scheme;

  @Option(
      names = "--dt",
      defaultValue = "1 ps",
      description = "Longest time step (default ${DEFAULT-VALUE}).")
  private String dt;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Root seed (default ${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--threads", description = "Threads; results do not depend on it.")
  private int threads = Runtime.getRuntime().availableProcessors();

  private final Problems problems = new Problems();

  @Override
  public Integer call() throws IOException {
    WallFile.Wall wall = WallFile.read(file, problems);
    List<CharacterizationPlan> plans = plans(wall);
    problems.throwIfAny();
    plans.forEach(this::checkStep);
    problems.throwIfAny();

    PrintWriter messages = spec.commandLine().getErr();
    long began = System.nanoTime();
    long steps = plans.stream().mapToLong(CharacterizationPlan::wallSteps).sum();
    // The folder first: nobody should wait for results that then have no place.
    try (Output output = new Output("characterize-" + plans.get(0).wall().name(), out, force)) {
      ResultsFolder folder = output.folder();
      Map<String, String> texts = new TreeMap<>();
      ConditionTable conditions = new ConditionTable();
      StringBuilder summary = new StringBuilder();
      try (Workers workers = new Workers(Math.max(1, threads));
          StepBar bar = new StepBar("wall-steps", steps, messages)) {
        for (CharacterizationPlan plan : plans) {
          CharacterizationResult result = CharacterizationResult.measure(plan, workers, bar::add);
          String place = plans.size() == 1 ? "" : plan.condition() + "/";
          Files.createDirectories(folder.working().resolve(place));
          CharacterizationPlots.write(plan, result, folder.working().resolve(place));
          CharacterizationFiles.tables(plan, result)
              .forEach((name, text) -> texts.put(place + name, text));
          conditions.add(plan, result);
          summary.append(summary.isEmpty() ? "" : "\n");
          summary.append(CharacterizationFiles.summary(plan, result));
        }
      }
      double seconds = (System.nanoTime() - began) * 1e-9;
      texts.put("conditions.csv", conditions.csv());
      texts.put("summary.txt", summary.toString());
      texts.put("inputs/" + file.getFileName(), Files.readString(file));
      texts.put(
          "inputs/command.txt",
          String.join(" ", spec.commandLine().getParseResult().originalArgs()) + "\n");
      Path place = folder.finish(texts);
      PrintWriter console = spec.commandLine().getOut();
      console.print(summary);
      console.printf(
          Locale.ROOT,
          "%nmeasured in %.1f s (%.0f million wall-steps/s); results in %s%n",
          seconds,
          steps / seconds * 1e-6,
          place);
      console.flush();
    }
    return 0;
  }

  private List<CharacterizationPlan> plans(WallFile.Wall wall) {
    double[] pulseWidths = list("--widths", widths, InputNode.POSITIVE);
    double[] relaxations = list("--relaxation", relaxation, 0);
    increasing("--relaxation", relaxation, relaxations);
    OptionValues.distinct(problems, "--widths", widths, pulseWidths);
    double[] idleTimes = list("--idle", idle, InputNode.POSITIVE);
    increasing("--idle", idle, idleTimes);
    if (idleTimes.length < 2) {
      problems.add("--idle", "\"" + idle + "\"", "two times or more");
    }
    double[] densities =
        several(
            "--current",
            current,
            Dimension.CURRENT_DENSITY,
            InputNode.POSITIVE,
            wall == null ? 1 : wall.currentDensity());
    double[] temperatures =
        several(
            "--temperature",
            temperature,
            Dimension.TEMPERATURE,
            0,
            wall == null ? 1 : wall.parameters().temperature());
    double[] lengths =
        several(
            "--track-length",
            trackLength,
            Dimension.LENGTH,
            InputNode.POSITIVE,
            wall == null ? 1 : wall.parameters().strip().length());
    NoiseConvention convention =
        noise == null ? null : node("--noise", noise).choice("value", NoiseConvention.class);
    range("--trials", trials, 2, 10_000_000);
    if (positions != 0) {
      range("--positions", positions, 2, 100_000);
    }
    range("--threads", threads, 1, 4096);
    double restTime = one("--rest", rest, Dimension.TIME, 0);
    double riseTime = one("--rise", rise, Dimension.TIME, 0);
    double fallTime = one("--fall", fall, Dimension.TIME, 0);
    double step = one("--dt", dt, Dimension.TIME, InputNode.POSITIVE);
    double[] asymmetries = list("--asymmetry", asymmetry, -FAR);
    double[] gaps = list("--gap", gap, 0);
    OptionValues.distinct(problems, "--asymmetry", asymmetry, asymmetries);
    OptionValues.distinct(problems, "--gap", gap, gaps);
    double pairRest = one("--pair-relaxation", pairRelaxation, Dimension.TIME, 0);
    double single =
        pulse != null
            ? one("--pulse", pulse, Dimension.TIME, InputNode.POSITIVE)
            : pulseWidths.length == 0 ? 1 : min(pulseWidths);
    Scheme method = node("--scheme", scheme).choice("value", Scheme.class);
    if (wall == null || !problems.isEmpty()) {
      return List.of();
    }
    List<CharacterizationPlan> plans = new ArrayList<>();
    for (double density : densities) {
      for (double kelvin : temperatures) {
        for (double length : lengths) {
          WallParameters parameters = wall.parameters().withTemperature(kelvin).withLength(length);
          plans.add(
              new CharacterizationPlan(
                  wall,
                  convention == null ? parameters : parameters.withNoise(convention),
                  new Characterization.Settings(
                      method, step, seed, density, riseTime, fallTime, restTime, trials),
                  pulseWidths,
                  relaxations,
                  positions,
                  single,
                  asymmetries,
                  gaps,
                  idleTimes,
                  idleInDevice,
                  pairRest));
        }
      }
    }
    if (plans.stream().map(CharacterizationPlan::condition).distinct().count() < plans.size()) {
      problems.add(
          "--current, --temperature, --track-length", "the same condition twice", "each once");
    }
    return plans;
  }

  private void increasing(String option, String text, double[] times) {
    for (int i = 1; i < times.length; i++) {
      if (!(times[i] > times[i - 1])) {
        problems.add(option, "\"" + text + "\"", "increasing times");
        return;
      }
    }
  }

  private void checkStep(CharacterizationPlan plan) {
    double longest = new WallTheory(plan.parameters()).longestStep(plan.settings().density());
    if (plan.settings().dt() > longest) {
      problems.add(
          "--dt",
          "\"" + dt + "\"",
          String.format(
              Locale.ROOT,
              "at most %.3g ps: a fifth of this wall's shortest time constant at %.3g A/m^2",
              longest * 1e12,
              plan.settings().density()));
    }
    double most = Integer.MAX_VALUE * plan.settings().dt();
    for (double width : plan.widths()) {
      if (width > most) {
        problems.add(
            "--widths",
            "\"" + widths + "\"",
            String.format(Locale.ROOT, "at most %.3g s: 2^31 - 1 steps of --dt", most));
        return;
      }
    }
  }

  private InputNode node(String option, String text) {
    return QuantityOption.node(option, text, problems);
  }

  private double one(String option, String text, Dimension dimension, double min) {
    return QuantityOption.read(option, text, dimension, min, problems);
  }

  /** Returns the option's values, or the file's if it is not given. */
  private double[] several(
      String option, String text, Dimension dimension, double min, double file) {
    return text == null
        ? new double[] {file}
        : QuantityOption.list(option, text, dimension, min, problems);
  }

  private double[] list(String option, String text, double min) {
    return QuantityOption.list(option, text, Dimension.TIME, min, problems);
  }

  private void range(String option, long value, long min, long max) {
    if (value < min || value > max) {
      problems.add(option, Long.toString(value), min + " to " + max);
    }
  }

  private static double min(double[] values) {
    double least = values[0];
    for (double value : values) {
      least = Math.min(least, value);
    }
    return least;
  }
}
