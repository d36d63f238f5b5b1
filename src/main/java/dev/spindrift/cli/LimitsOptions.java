package dev.spindrift.cli;

import dev.spindrift.input.Dimension;
import dev.spindrift.input.InputNode;
import dev.spindrift.input.Problems;
import dev.spindrift.physics.WallFile;
import dev.spindrift.physics.WallParameters;
import dev.spindrift.physics.WallTheory;
import dev.spindrift.report.ResultsFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What all commands of {@code spindrift limits} share. */
final class LimitsOptions {
  @Parameters(paramLabel = "FILE", description = "Wall file (spindrift: wall/1).")
  private Path file;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Results folder; default reports/limits-<what>-<name>-<time>.")
  private Path out;

  @Option(names = "--force", description = "Replace the results that DIR holds.")
  private boolean force;

  @Option(
      names = "--dt",
      defaultValue = "2 ps",
      description = "Longest time step (default ${DEFAULT-VALUE}).")
  private String dt;

  @Option(names = "--seed", defaultValue = "1", description = "Root seed (default 1).")
  private long seed;

  @Option(names = "--threads", description = "Threads; results do not depend on it.")
  private int threads = Runtime.getRuntime().availableProcessors();

  final Problems problems = new Problems();
  final OptionValues values = new OptionValues(problems);

  /** Writes files into the working folder, announces progress, returns the summary. */
  @FunctionalInterface
  interface Job {
    /**
     * Does the work.
     *
     * @param folder for plots
     * @param texts tables by file name; modified
     * @return the summary
     */
    String write(Path folder, Map<String, String> texts) throws IOException;
  }

  /** Returns the wall of the file, or null if the file has problems. */
  WallFile.Wall wall() {
    values.range("--threads", threads, 1, 4096);
    WallFile.Wall wall = WallFile.read(file, problems);
    if (wall != null && wall.parameters().temperature() == 0) {
      problems.add(file.toString(), "a temperature of 0 K", "more: the limits are those of noise");
    }
    return wall;
  }

  long seed() {
    return seed;
  }

  int threads() {
    return Math.max(1, threads);
  }

  double dt() {
    return values.one("--dt", dt, Dimension.TIME, InputNode.POSITIVE);
  }

  /** Refuses a step too long for a wall under the highest current to come. */
  void checkStep(WallParameters stiffest, double density, double step) {
    double longest = new WallTheory(stiffest).longestStep(density);
    if (step > longest) {
      problems.add(
          "--dt",
          "\"" + dt + "\"",
          String.format(
              Locale.ROOT,
              "at most %.3g ps: a fifth of the shortest time constant of the strongest pinning"
                  + " asked for (%.3g J, %.3g m) at %.3g A/m^2",
              longest * 1e12,
              stiffest.pinning().barrier(),
              stiffest.pinning().period(),
              density));
    }
  }

  /** Makes the results folder, does the job, moves the folder into place, prints the summary. */
  int run(CommandSpec spec, String what, WallFile.Wall wall, Job job) throws IOException {
    long began = System.nanoTime();
    try (Output output = new Output("limits-" + what + "-" + wall.name(), out, force)) {
      ResultsFolder folder = output.folder();
      Map<String, String> texts = new TreeMap<>();
      String summary = job.write(folder.working(), texts);
      texts.put("summary.txt", summary);
      texts.put("inputs/" + file.getFileName(), Files.readString(file));
      texts.put(
          "inputs/command.txt",
          String.join(" ", spec.root().commandLine().getParseResult().originalArgs()) + "\n");
      Path place = folder.finish(texts);
      PrintWriter console = spec.commandLine().getOut();
      console.print(summary);
      console.printf(
          Locale.ROOT, "%n%.1f s; results in %s%n", (System.nanoTime() - began) * 1e-9, place);
      console.flush();
    }
    return 0;
  }
}
