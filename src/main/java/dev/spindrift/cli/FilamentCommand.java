package dev.spindrift.cli;

import dev.spindrift.device.FilamentFile;
import dev.spindrift.device.FilamentLaw;
import dev.spindrift.input.Dimension;
import dev.spindrift.input.InputFile;
import dev.spindrift.input.Problems;
import dev.spindrift.report.ResultsFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spindrift filament}: the high conductance corner of filamentary memristors. */
@Command(
    name = "filament",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Let two filamentary memristors be the proposals of a Metropolis-Hastings chain with a flat"
          + " likelihood, as in the paper's Fig. 1(b), with and without the Hastings ratio: without"
          + " it the chain collects in the high conductance corner."
    },
    footer = {
      "",
      "Examples:",
      "  spindrift filament netlists/devices/filament/milo-hfo2.yaml",
      "  spindrift filament netlists/devices/filament/illustrative-steep.yaml --start '40 uS'",
      "",
      "Files: samples.csv (one chain of each kind), corner.csv (all chains), fig1a.png, fig1b.png,",
      "fig1b-hastings.png, summary.txt, inputs/."
    })
public final class FilamentCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "Filament file (spindrift: filament/1).")
  private Path file;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Results folder; default reports/filament-<name>-<time>.")
  private Path out;

  @Option(names = "--force", description = "Replace the results that DIR holds.")
  private boolean force;

  @Option(
      names = "--samples",
      defaultValue = "1000",
      description = "Samples of a chain (default ${DEFAULT-VALUE}, as in the paper).")
  private int samples;

  @Option(
      names = "--chains",
      defaultValue = "4000",
      description = "Chains to count, the first is plotted (default ${DEFAULT-VALUE}).")
  private int chains;

  @Option(
      names = "--start",
      description = "First conductance of both devices; default the middle of the range.")
  private String start;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Root seed (default ${DEFAULT-VALUE}).")
  private long seed;

  @Override
  public Integer call() throws IOException {
    Problems problems = new Problems();
    FilamentFile.Filament filament = FilamentFile.read(file, problems);
    range(problems, "--samples", samples, 2, 1_000_000);
    range(problems, "--chains", chains, 2, 1_000_000);
    double first = filament == null ? 0 : first(filament.law(), problems);
    problems.throwIfAny();

    PrintWriter messages = spec.commandLine().getErr();
    try (Output output = new Output("filament-" + filament.name(), out, force)) {
      ResultsFolder folder = output.folder();
      FilamentLaw law = filament.law();
      FilamentExperiment without;
      FilamentExperiment with;
      try (StepBar bar = new StepBar("samples", 2L * samples * chains, messages)) {
        without = FilamentExperiment.run(law, first, false, samples, chains, seed, bar::add);
        with = FilamentExperiment.run(law, first, true, samples, chains, seed, bar::add);
      }
      Path working = folder.working();
      FilamentPlots.spread(filament.name(), law, working.resolve("fig1a"));
      FilamentPlots.chain(
          filament.name() + " without Hastings ratio",
          law,
          without.samples(),
          working.resolve("fig1b"));
      FilamentPlots.chain(
          filament.name() + " with Hastings ratio",
          law,
          with.samples(),
          working.resolve("fig1b-hastings"));
      String summary = summary(filament, without, with);
      Map<String, String> texts = new TreeMap<>();
      texts.put("samples.csv", samplesCsv(without, with));
      texts.put("corner.csv", cornerCsv(without, with));
      texts.put("summary.txt", summary);
      texts.put("inputs/" + file.getFileName(), Files.readString(file));
      texts.put(
          "inputs/command.txt",
          String.join(" ", spec.commandLine().getParseResult().originalArgs()) + "\n");
      Path place = folder.finish(texts);
      PrintWriter console = spec.commandLine().getOut();
      console.print(summary);
      console.printf("%nresults in %s%n", place);
      console.flush();
    }
    return 0;
  }

  private double first(FilamentLaw law, Problems problems) {
    if (start == null) {
      return (law.lowest() + law.highest()) / 2;
    }
    String quoted = start.replace("\\", "\\\\").replace("\"", "\\\"");
    return InputFile.parse("--start", "value: \"" + quoted + "\"\n", problems)
        .quantity("value", Dimension.CONDUCTANCE, law.lowest(), law.highest())
        .si();
  }

  private static void range(Problems problems, String option, long value, long min, long max) {
    if (value < min || value > max) {
      problems.add(option, Long.toString(value), min + " to " + max);
    }
  }

  private String summary(
      FilamentFile.Filament filament, FilamentExperiment without, FilamentExperiment with) {
    StringBuilder s = new StringBuilder();
    s.append(CharacterizationFiles.text("%s: %s%n", filament.name(), filament.source()));
    s.append(
        CharacterizationFiles.text(
            "%d chains of %d samples of two conductances, flat likelihood; shares of the second"
                + " half%n%n",
            chains, samples));
    s.append(
        CharacterizationFiles.text(
            "%-22s %9s %31s %12s %20s%n",
            "Hastings ratio", "accepted", "quarters of the range", "both lowest", "both highest"));
    s.append(line("without", without)).append(line("with", with));
    s.append(
        CharacterizationFiles.text(
            "%-22s %9s %31s %12s %20s%n",
            "uniform target", "", "0.250   0.250   0.250   0.250", "0.0625", "0.0625"));
    return s.toString();
  }

  private static String line(String name, FilamentExperiment e) {
    double[] q = e.quarters();
    return CharacterizationFiles.text(
        "%-22s %9.3f %7.3f %7.3f %7.3f %7.3f %12.4f %9.4f +- %.4f%n",
        name, e.accepted(), q[0], q[1], q[2], q[3], e.low(), e.high(), e.seHigh());
  }

  private static String samplesCsv(FilamentExperiment without, FilamentExperiment with) {
    List<List<Object>> rows = new ArrayList<>();
    for (boolean hastings : new boolean[] {false, true}) {
      double[][] g = (hastings ? with : without).samples();
      for (int t = 0; t < g.length; t++) {
        rows.add(List.of(hastings, t, g[t][0], g[t][1]));
      }
    }
    return CharacterizationFiles.csv(List.of("hastings", "sample", "g1_S", "g2_S"), rows);
  }

  private static String cornerCsv(FilamentExperiment without, FilamentExperiment with) {
    List<List<Object>> rows = new ArrayList<>();
    for (boolean hastings : new boolean[] {false, true}) {
      FilamentExperiment e = hastings ? with : without;
      double[] q = e.quarters();
      rows.add(
          List.of(
              hastings,
              e.accepted(),
              q[0],
              q[1],
              q[2],
              q[3],
              e.low(),
              e.high(),
              e.seHigh(),
              e.lastHigh()));
    }
    return CharacterizationFiles.csv(
        List.of(
            "hastings",
            "accepted",
            "quarter_1",
            "quarter_2",
            "quarter_3",
            "quarter_4",
            "both_lowest",
            "both_highest",
            "se_both_highest",
            "last_both_highest"),
        rows);
  }
}
