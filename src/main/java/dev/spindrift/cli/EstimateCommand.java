package dev.spindrift.cli;

import dev.spindrift.input.JsonText;
import dev.spindrift.report.EstimateReport;
import dev.spindrift.scenario.Estimate;
import dev.spindrift.scenario.EstimateResult;
import dev.spindrift.scenario.Scenario;
import dev.spindrift.scenario.ScenarioFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code spindrift estimate}: what a long run will take, from a part of it. */
@Command(
    name = "estimate",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Estimate latency, energy per update, energy per mini-batch and the time and energy of a whole"
          + " training, with 95 %% intervals. The chip's own chain walks through the run, or the part"
          + " of it that the time allows; a few mini-batches, drawn at random, have all events. What"
          + " lies beyond the walk is flagged and bounded.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  spindrift estimate scenarios/quickstart.yaml",
      "  spindrift estimate scenarios/table1.yaml --minutes 5",
      "  spindrift estimate scenarios/table1.yaml --set scale=short --walk 200 --probes 100",
      "",
      "Kernels: sgld and sgd, with any schedule. Files: estimate.html, estimate.json, estimate.csv",
      "(quantities), sources.csv (what each interval contains), stages.csv, measured.csv, inputs/."
    })
final class EstimateCommand implements Callable<Integer> {
  @Parameters(paramLabel = "SCENARIO", description = "Scenario file (YAML or JSON).")
  private Path file;

  @Option(
      names = "--minutes",
      paramLabel = "M",
      defaultValue = "3",
      description =
          "Time for the estimate (default ${DEFAULT-VALUE}). A run that is not done in it is walked"
              + " as far as it is enough for.")
  private double minutes;

  @Option(
      names = "--walk",
      paramLabel = "N",
      description =
          "Walk N mini-batches (at most all), whatever the time: gives the same numbers again on any"
              + " machine.")
  private Long walk;

  @Option(
      names = "--probes",
      paramLabel = "N",
      description = "Mini-batches with all events (default " + Estimate.PROBES + ", at most all).")
  private Integer probes;

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description = "Replaces a value of the scenario. Repeatable.")
  private List<String> settings = new ArrayList<>();

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Worker threads. Default: all cores.")
  private Integer threads;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Results folder. Default: reports/<scenario>-estimate-<time>.")
  private Path out;

  @Option(names = "--force", description = "Replace the results that DIR holds.")
  private boolean force;

  @Option(names = "--quiet", description = "No progress.")
  private boolean quiet;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Scenario scenario = ScenarioFile.read(file, settings);
    Estimate.Options options =
        new Estimate.Options(
            given(probes, 0, "--probes"),
            given(walk, 0L, "--walk"),
            minutes,
            threads == null ? Runtime.getRuntime().availableProcessors() : threads);
    PrintWriter console = spec.commandLine().getOut();
    try (Output output = new Output(scenario.name() + "-estimate", out, force);
        EstimateProgress progress = new EstimateProgress(quiet, spec.commandLine().getErr())) {
      EstimateResult result = Estimate.of(file, settings, options, progress);
      progress.end();
      EstimateReport report = new EstimateReport(result);
      Map<String, String> texts = new TreeMap<>(report.csv());
      texts.put("estimate.html", report.html());
      texts.put("estimate.json", JsonText.write(result, true));
      scenario.inputs().forEach((name, text) -> texts.put("inputs/" + name, text));
      Path place = output.folder().finish(texts);
      console.printf("%s: what %d mini-batches take%n%n", result.scenario(), result.miniBatches());
      console.print(report.text());
      console.printf("Results in %s%n", place);
      console.flush();
    }
    return 0;
  }

  /** An option left out means: as it fits. Zero would mean the same, so it is refused here. */
  private <T extends Number> T given(T value, T none, String option) {
    if (value != null && value.longValue() == 0) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), option + " 0: nothing to estimate from");
    }
    return value == null ? none : value;
  }
}
