package dev.spindrift.cli;

import dev.spindrift.dataset.DataCache;
import dev.spindrift.report.ResultsFolder;
import dev.spindrift.report.RunTable;
import dev.spindrift.scenario.Prepared;
import dev.spindrift.scenario.RunResult;
import dev.spindrift.scenario.Scenario;
import dev.spindrift.scenario.ScenarioFile;
import dev.spindrift.scenario.Training;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code spindrift run}: runs a scenario and writes its results. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = {
      "Runs a scenario: a network learns on a chip by push-pull pulses; writes accuracy, latency and"
          + " energy with an HTML report.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  spindrift run scenarios/quickstart.yaml",
      "  spindrift run scenarios/quickstart.yaml --out results/first --force",
      "  spindrift run scenarios/quickstart.yaml --set learning.miniBatches=100",
      "  spindrift run scenarios/fashion-cnn.yaml --seed 7 --threads 1",
      "  spindrift run my.yaml --set netlist=../netlists/edge-28nm-small.yaml",
      "",
      "Results go to reports/<scenario>-<time>/ and open with any browser: report.html.",
      "The same scenario, netlist and seed give the same bytes on any number of --threads."
    })
final class RunCommand implements Callable<Integer> {
  @Parameters(paramLabel = "SCENARIO", description = "Scenario file (YAML or JSON).")
  private Path file;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Results folder. Default: reports/<scenario>-<time>.")
  private Path out;

  @Option(names = "--force", description = "Replace the results folder if it exists.")
  private boolean force;

  @Option(names = "--seed", paramLabel = "N", description = "Root seed, instead of the scenario's.")
  private Long seed;

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description = "Replaces a value of the scenario, e.g. learning.tau=1e-5. Repeatable.")
  private List<String> settings = new ArrayList<>();

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Worker threads for device updates. Default: all cores. Results do not change.")
  private Integer threads;

  @Option(names = "--quiet", description = "No progress; only the final table.")
  private boolean quiet;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public Integer call() {
    if (threads != null && threads < 1) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--threads must be at least 1, but is " + threads);
    }
    List<String> all = new ArrayList<>(settings);
    if (seed != null) {
      all.add("seed=" + seed);
    }
    Scenario scenario = ScenarioFile.read(file, all);
    Prepared prepared = Prepared.of(scenario, DataCache.user());
    PrintWriter console = spec.commandLine().getOut();
    try (Output output = new Output(scenario.name(), out, force)) {
      ResultsFolder folder = output.folder();
      int workers = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
      RunResult result;
      try (RunProgress progress = new RunProgress(scenario.title(), quiet, spec.commandLine());
          Training training = new Training(prepared, folder.working(), workers, progress)) {
        result = training.run();
      }
      Path where = folder.finish(result);
      console.print(RunTable.render(result, where, 100));
      console.flush();
    }
    return 0;
  }
}
