package dev.spindrift.cli;

import dev.spindrift.input.JsonText;
import dev.spindrift.report.Engineering;
import dev.spindrift.scenario.Estimate;
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

/** {@code spindrift estimate}: what a long run will take, from a few of its mini-batches. */
@Command(
    name = "estimate",
    mixinStandardHelpOptions = true,
    description = {
      "Estimates latency, energy per update and the energy of a whole training: a float chain walks"
          + " through the training, and a few mini-batches run on the chip from early, middle and"
          + " late weights.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  spindrift estimate scenarios/quickstart.yaml",
      "  spindrift estimate scenarios/cifar10-resnet18-smoke.yaml --set learning.miniBatches=520000"
          + " --walk 200 --probes 4",
      "",
      "Results go to reports/<scenario>-estimate-<time>/estimate.json. Intervals: 95 %, see",
      "docs/explorations.md for what they hold and what they do not."
    })
final class EstimateCommand implements Callable<Integer> {
  @Parameters(paramLabel = "SCENARIO", description = "Scenario file (YAML or JSON).")
  private Path file;

  @Option(
      names = "--probes",
      paramLabel = "N",
      defaultValue = "8",
      description = "Mini-batches on the chip at each stage (default ${DEFAULT-VALUE}).")
  private int probes;

  @Option(
      names = "--walk",
      paramLabel = "N",
      defaultValue = "2000",
      description =
          "Most mini-batches of the float chain (default ${DEFAULT-VALUE}); beyond, the last stage"
              + " is taken to go on.")
  private long walk;

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

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (probes < 3 || walk < 1 || (threads != null && threads < 1)) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--probes must be at least 3, --walk and --threads at least 1");
    }
    Scenario scenario = ScenarioFile.read(file, settings);
    int workers = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
    try (Output output = new Output(scenario.name() + "-estimate", out, force)) {
      Estimate.Result r = Estimate.of(file, settings, probes, walk, workers, this::walked);
      Map<String, String> texts = new TreeMap<>();
      texts.put("estimate.json", JsonText.write(r, true));
      scenario.inputs().forEach((name, text) -> texts.put("inputs/" + name, text));
      Path place = output.folder().finish(texts);
      print(r, place);
    }
    return 0;
  }

  /** Tells how far the float chain is, ten times. */
  private void walked(long k, long n, double time, double energy, double loss, double accuracy) {
    if (k * 10 / n != (k - 1) * 10 / n) {
      spec.commandLine().getErr().printf("float chain: %d of %d mini-batches%n", k, n);
      spec.commandLine().getErr().flush();
    }
  }

  private void print(Estimate.Result r, Path place) {
    PrintWriter console = spec.commandLine().getOut();
    console.printf("after           time per    energy per    pulse energy%n");
    console.printf("mini-batches    mini-batch  mini-batch    per update%n");
    for (Estimate.Stage s : r.stages()) {
      console.printf(
          "%-14d  %-10s  %-12s  %s%n",
          s.miniBatch(),
          Engineering.format(s.seconds(), "s"),
          Engineering.format(s.joules(), "J"),
          Engineering.format(s.joulesPerUpdate(), "J"));
    }
    console.printf(
        "%nwhole run of %d mini-batches, %d hand-overs%n", r.miniBatches(), r.handOvers());
    line(console, "time", r.time(), "s");
    line(console, "time per mini-batch", r.latency(), "s");
    line(console, "energy", r.energy(), "J");
    line(console, "energy per update", r.energyPerUpdate(), "J");
    if (r.walked() < r.miniBatches()) {
      console.printf(
          "beyond mini-batch %d the last stage is taken to go on (--walk)%n", r.walked());
    }
    console.printf("Results in %s%n", place);
    console.flush();
  }

  private static void line(PrintWriter console, String what, Estimate.Interval i, String unit) {
    console.printf(
        "  %-20s %s +- %s%n",
        what, Engineering.format(i.value(), unit), Engineering.format(i.halfWidth(), unit));
  }
}
