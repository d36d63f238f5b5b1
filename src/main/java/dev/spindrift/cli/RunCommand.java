package dev.spindrift.cli;

import dev.spindrift.dataset.DataCache;
import dev.spindrift.replay.Recording;
import dev.spindrift.report.ResultsFolder;
import dev.spindrift.report.RunTable;
import dev.spindrift.scenario.Prepared;
import dev.spindrift.scenario.RunStopped;
import dev.spindrift.scenario.Scenario;
import dev.spindrift.scenario.ScenarioFile;
import dev.spindrift.scenario.Training;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code spindrift run}: runs a scenario, or goes on with an interrupted run, and writes results.
 */
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
      "  spindrift run scenarios/quickstart.yaml --trace --set trace.to=50",
      "  spindrift run my.yaml --set netlist=../netlists/edge-28nm-small.yaml",
      "  spindrift run --resume reports/quickstart-20260101-120000.running",
      "  spindrift run --resume",
      "      goes on with the one unfinished run under reports/",
      "",
      "Results go to reports/<scenario>-<time>/ and open with any browser: report.html.",
      "The same scenario, netlist and seed give the same bytes on any number of --threads,",
      "whether the run was interrupted or not. Ctrl-C writes a checkpoint and says how to go on",
      "(exit code 130); a second Ctrl-C stops at once."
    })
final class RunCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "SCENARIO",
      arity = "0..1",
      description = "Scenario file (YAML or JSON). With --resume it may be left out.")
  private Path file;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Results folder. Default: reports/<scenario>-<time>.")
  private Path out;

  @Option(names = "--force", description = "Replace the results folder if it exists.")
  private boolean force;

  @Option(
      names = "--resume",
      paramLabel = "FOLDER",
      arity = "0..1",
      fallbackValue = "",
      description =
          "Go on with an interrupted run from its newest checkpoint; FOLDER ends in .running."
              + " Default: the one unfinished run under reports/.")
  private String resume;

  @Option(
      names = "--checkpoint-every",
      paramLabel = "N",
      description =
          "Take a checkpoint after every N mini-batches, whatever the scenario says; 0: never by"
              + " count. Results do not change.")
  private Long every;

  @Option(
      names = "--checkpoint-minutes",
      paramLabel = "M",
      description =
          "Take a checkpoint when M minutes have passed, whatever the scenario says (default 5); 0:"
              + " never by time. Results do not change.")
  private Double minutes;

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

  @Option(
      names = "--trace",
      arity = "0..1",
      paramLabel = "FILE",
      fallbackValue = "",
      description =
          "Record every pulse and action, to FILE or traces/<scenario>-<time>.arrow. The scenario's"
              + " trace: section says which tiles, layers, mini-batches; without it all.")
  private Path trace;

  /** Where the run is recorded, or null. */
  private Path tracing;

  /** The trace that the resumed run was writing, null if none. */
  private Path going;

  @Option(names = "--quiet", description = "No progress; only the final table.")
  private boolean quiet;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public Integer call() {
    checkOptions();
    if (resume == null) {
      Scenario scenario = ScenarioFile.read(file, settings());
      Prepared prepared = Prepared.of(scenario, DataCache.user());
      tracing = TraceFiles.target(trace, scenario, force);
      return run(prepared, Output.resumable(scenario.name(), out, force), false);
    }
    Path running = Output.unfinished(resume, file);
    ResultsFolder folder = ResultsFolder.reopen(running, force);
    if (ResultsFolder.isComplete(running)) {
      Path place = folder.settle();
      spec.commandLine().getOut().println("The run had ended; its results are now in " + place);
      return 0;
    }
    Path source = file == null ? running.resolve("inputs/scenario.yaml") : file;
    Scenario scenario = ScenarioFile.read(source, settings());
    going = TraceFiles.unfinished(running, trace);
    tracing = going != null ? going : TraceFiles.target(trace, scenario, force);
    return run(Prepared.of(scenario, DataCache.user()), folder, true);
  }

  private void checkOptions() {
    String problem = null;
    if (resume != null && file == null && Files.isRegularFile(Path.of(resume))) {
      file = Path.of(resume); // run --resume SCENARIO
      resume = "";
    }
    if (threads != null && threads < 1) {
      problem = "--threads must be at least 1, but is " + threads;
    } else if (every != null && every < 0) {
      problem = "--checkpoint-every must be 0 or more, but is " + every;
    } else if (minutes != null && !(minutes >= 0 && minutes <= 1e6)) {
      problem = "--checkpoint-minutes must be from 0 to 1e6, but is " + minutes;
    } else if (resume == null && file == null) {
      problem = "Missing required parameter: 'SCENARIO'";
    } else if (resume != null && out != null) {
      problem = "--out is for new runs; a resumed run ends where it was to end";
    }
    if (problem != null) {
      throw new CommandLine.ParameterException(spec.commandLine(), problem);
    }
  }

  private List<String> settings() {
    List<String> all = new ArrayList<>(settings);
    if (seed != null) {
      all.add("seed=" + seed);
    }
    return all;
  }

  private Scenario.Checkpoint policy(Scenario scenario) {
    Scenario.Checkpoint c = scenario.checkpoint();
    return new Scenario.Checkpoint(
        every == null ? c.every() : every, minutes == null ? c.minutes() : minutes, c.keep());
  }

  private int run(Prepared prepared, ResultsFolder folder, boolean resumed) {
    try (StopSignals signals = new StopSignals(this::stopping)) {
      try {
        learn(prepared, folder, resumed, signals);
        return 0;
      } catch (RunStopped stop) {
        explain(stop, prepared.miniBatches(), folder.working());
        return signals.exitCode();
      }
    }
  }

  private void learn(
      Prepared prepared, ResultsFolder folder, boolean resumed, StopSignals signals) {
    Scenario scenario = prepared.scenario();
    int workers = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
    try (RunProgress progress = new RunProgress(scenario.title(), quiet, spec.commandLine())) {
      ScenarioRun.Outcome end =
          new ScenarioRun(prepared, folder, resumed, policy(scenario), workers)
              .run(
                  progress,
                  signals,
                  (training, saved) -> {
                    if (tracing != null) {
                      record(training, scenario, folder.working(), saved);
                    }
                  });
      PrintWriter console = spec.commandLine().getOut();
      console.print(RunTable.render(end.result(), end.place(), 100));
      if (tracing != null) {
        console.printf("trace in %s%n", tracing);
      }
      console.flush();
    }
  }

  private void stopping() {
    PrintWriter err = spec.commandLine().getErr();
    err.printf("%nstopping after this mini-batch; once more (Ctrl-C) stops at once%n");
    err.flush();
  }

  private void explain(RunStopped stop, long total, Path running) {
    PrintWriter err = spec.commandLine().getErr();
    err.printf("spindrift: stopped after mini-batch %d of %d%n", stop.done(), total);
    if (Files.exists(running)) {
      err.printf("           checkpoint: after mini-batch %d%n", stop.saved());
      err.printf("           to go on: spindrift run --resume %s%n", running);
    } else {
      err.println("           before anything was saved: nothing is left behind");
    }
    err.flush();
  }

  private void record(Training training, Scenario scenario, Path running, long saved) {
    try {
      Recording r = scenario.trace() == null ? Recording.ALL : scenario.trace();
      if (going != null && saved > 0) {
        training.resumeRecording(r, tracing);
      } else {
        training.record(r, tracing, force || going != null);
        TraceFiles.remember(running, tracing);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the trace " + tracing + " cannot be written", e);
    }
  }
}
