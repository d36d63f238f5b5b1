package dev.spindrift.cli;

import dev.spindrift.dataset.DataCache;
import dev.spindrift.input.Problems;
import dev.spindrift.learning.Metropolis;
import dev.spindrift.report.ResultsFolder;
import dev.spindrift.scenario.FloatExport;
import dev.spindrift.scenario.Prepared;
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

/** {@code spindrift export}: a scenario's start for other programs to repeat. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = {
      "Writes what another program needs to repeat a scenario's first steps in float arithmetic"
          + " without noise: initial weights under PyTorch's names, mini-batches, the loss at every"
          + " step and the final weights, as NumPy arrays.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  spindrift export scenarios/quickstart.yaml --out digits-export",
      "  spindrift export scenarios/cifar10-resnet18-smoke.yaml --steps 30 --out resnet-export",
      "",
      "Files: initial.npz, final.npz, batches.npy, images.npy, labels.npy, drifts.npy, losses.npy,",
      "export.json (what they hold). src/test/python/compare_float_sgld.py repeats them in PyTorch."
    })
final class ExportCommand implements Callable<Integer> {
  private static final int MOST_STEPS = 100_000;

  @Parameters(paramLabel = "SCENARIO", description = "Scenario file (YAML or JSON).")
  private Path file;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Results folder. Default: reports/<scenario>-export-<time>.")
  private Path out;

  @Option(names = "--force", description = "Replace the results that DIR holds.")
  private boolean force;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "50",
      description = "Steps to make (default ${DEFAULT-VALUE}).")
  private int steps;

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description = "Replaces a value of the scenario. Repeatable.")
  private List<String> settings = new ArrayList<>();

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Scenario scenario = ScenarioFile.read(file, settings);
    Prepared prepared = Prepared.of(scenario, DataCache.user());
    Problems problems = new Problems();
    long values =
        (long) scenario.learning().batch()
            * prepared.data().train().imageLength()
            * Math.max(1, steps);
    if (steps < 1 || steps > MOST_STEPS || values > Integer.MAX_VALUE / 8) {
      long most = Integer.MAX_VALUE / 8 / (values / Math.max(1, steps));
      problems.add("--steps", Integer.toString(steps), "1 to " + Math.min(MOST_STEPS, most));
    }
    if (scenario.learning().kernel() instanceof Metropolis) {
      problems.add(
          scenario.source().child("learning").child("kernel"),
          "metropolis, which takes no gradient",
          "sgld, sgd or mala");
    }
    problems.throwIfAny();
    try (Output output = new Output(scenario.name() + "-export", out, force)) {
      ResultsFolder folder = output.folder();
      double[] losses;
      try (StepBar bar = new StepBar("steps", steps, spec.commandLine().getErr())) {
        losses = FloatExport.write(prepared, folder.working(), steps, k -> bar.add(1));
      }
      Map<String, String> texts = new TreeMap<>();
      scenario.inputs().forEach((name, text) -> texts.put("inputs/" + name, text));
      Path place = folder.finish(texts);
      PrintWriter console = spec.commandLine().getOut();
      console.printf(
          "%d steps, loss %.4f at first, %.4f at last%nexport in %s%n",
          steps, losses[0], losses[steps - 1], place);
      console.flush();
    }
    return 0;
  }
}
