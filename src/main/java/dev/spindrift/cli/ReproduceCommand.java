package dev.spindrift.cli;

import dev.spindrift.input.Problems;
import dev.spindrift.scenario.RunStopped;
import java.io.IOException;
import java.io.PrintWriter;
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
 * {@code spindrift reproduce}: a table or figure of the paper, all its runs, ours beside theirs.
 */
@Command(
    name = "reproduce",
    mixinStandardHelpOptions = true,
    description = {
      "Reproduces a table or figure of Dalgaty et al.: makes all its runs and writes a table with the"
          + " paper's numbers beside ours (Markdown, CSV, HTML with plots).",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  spindrift reproduce table1",
      "      Table 1 in miniature: digits, all precisions and the float reference, a minute or two",
      "  spindrift reproduce table1 --scale short --bits 10,7,6,5",
      "      ResNet18 on CIFAR-10 for an epoch a run; minutes to an hour a run",
      "  spindrift reproduce table2 --scale full --out paper",
      "      the paper's 500 epochs a run: weeks on two cores",
      "  spindrift reproduce filament --set seed=2 --out filament-2",
      "",
      "Scales: mini (digits, small network), short (ResNet18, CIFAR-10, everything divided by 521),",
      "full (the paper's). Needs once, but for mini: spindrift dataset fetch cifar10.",
      "",
      "Interrupt it at any time; the same command goes on: finished runs are left alone, an",
      "interrupted one goes on from its newest checkpoint. The table is written after every run."
    })
final class ReproduceCommand implements Callable<Integer> {
  private static final int LEAST_BITS = 1;
  private static final int MOST_BITS = 16;

  @Parameters(
      paramLabel = "WHAT",
      description = "One of ${COMPLETION-CANDIDATES}.",
      converter = StudyConverter.class,
      completionCandidates = StudyNames.class)
  private Study study;

  @Option(
      names = "--scale",
      paramLabel = "SCALE",
      defaultValue = "mini",
      description = "full, short or mini (default ${DEFAULT-VALUE}).")
  private String scale;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Folder for tables and runs; studies of one scale may share it. Default:"
              + " reports/reproduce-<scale>.")
  private Path out;

  @Option(
      names = "--bits",
      paramLabel = "N,N",
      split = ",",
      description = "Precisions to run (default 10,9,8,7,6,5,4). The float reference goes with 10.")
  private List<Integer> bits = Study.BITS;

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description = "Replaces a value of every run's scenario. Repeatable.")
  private List<String> settings = new ArrayList<>();

  @Option(
      names = "--scenarios",
      paramLabel = "DIR",
      description = "Folder of scenario files to use in place of the shipped ones.")
  private Path scenarios;

  @Option(names = "--keep-samples", description = "Keep stored samples on disk (45 MB a ResNet18).")
  private boolean keepSamples;

  @Option(
      names = "--force",
      description = "Replace runs that were made from other inputs or by another program.")
  private boolean force;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Worker threads for device updates. Default: all cores. Results do not change.")
  private Integer threads;

  @Option(names = "--quiet", description = "No progress; only the final table.")
  private boolean quiet;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    check();
    Path home = Path.of(System.getProperty("spindrift.home", "."));
    Path folder = out == null ? home.resolve("reports").resolve("reproduce-" + scale) : out;
    folder = folder.toAbsolutePath().normalize();
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new Output.Unusable(folder + " is a file; choose another folder with --out");
    }
    StudyRuns runs =
        new StudyRuns(
            folder.resolve("runs"),
            scenarios == null ? home.resolve("scenarios") : scenarios,
            study.cases(bits),
            scale,
            settings,
            force,
            keepSamples,
            workers());
    Files.createDirectories(folder.resolve("runs"));
    try (StopSignals signals = new StopSignals(this::stopping)) {
      try {
        all(runs, signals, folder, new FigureStudy(folder, home, scale));
      } catch (RunStopped stop) {
        PrintWriter err = spec.commandLine().getErr();
        err.printf("spindrift: stopped; the same command goes on. Tables so far: %s%n", folder);
        err.flush();
        return signals.exitCode();
      }
    }
    PrintWriter console = spec.commandLine().getOut();
    console.println(Files.readString(folder.resolve(study.fileName() + ".md")));
    console.printf("tables in %s (%s.html opens in a browser)%n", folder, study.fileName());
    console.flush();
    return 0;
  }

  private void check() {
    Problems problems = new Problems();
    for (int b : bits) {
      if (b < LEAST_BITS || b > MOST_BITS) {
        problems.add("--bits", Integer.toString(b), LEAST_BITS + " to " + MOST_BITS);
      }
    }
    if (bits.stream().distinct().count() != bits.size()) {
      problems.add("--bits", bits.toString(), "every precision once");
    }
    if (threads != null && threads < 1) {
      problems.add("--threads", threads.toString(), "1 or more");
    }
    for (String s : settings) {
      if (s.startsWith("name=") || s.startsWith("scale=")) {
        problems.add("--set", s, "names are the runs' own; --scale chooses the scale");
      }
    }
    problems.throwIfAny();
  }

  private void all(StudyRuns runs, StopSignals signals, Path folder, FigureStudy figures) {
    long total = 0;
    long before = 0;
    boolean[] done = new boolean[runs.count()];
    for (int i = 0; i < runs.count(); i++) {
      long units = runs.miniBatches(i) * runs.at(i).weight();
      done[i] = runs.done(i);
      total += units;
      before += done[i] ? units : 0;
    }
    if (study == Study.FIGURES) {
      figures.run(workers());
    }
    write(runs, folder, figures);
    try (StudyProgress progress = new StudyProgress(total, before, quiet, spec.commandLine())) {
      for (int i = 0; i < runs.count(); i++) {
        if (done[i]) {
          continue;
        }
        progress.begin(runs.at(i).name(), i + 1, runs.count(), runs.at(i).weight());
        runs.run(i, progress, signals);
        progress.end(runs.miniBatches(i));
        write(runs, folder, figures);
      }
    }
  }

  private int workers() {
    return threads == null ? Runtime.getRuntime().availableProcessors() : threads;
  }

  private void write(StudyRuns runs, Path folder, FigureStudy figures) {
    new StudyTables(study, scale, runs).report(figures).write(folder, study.fileName());
  }

  private void stopping() {
    PrintWriter err = spec.commandLine().getErr();
    err.printf("%nstopping after this mini-batch; once more (Ctrl-C) stops at once%n");
    err.flush();
  }

  /** Names of studies as one types them. */
  static final class StudyNames extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    StudyNames() {
      for (Study s : Study.values()) {
        add(s.fileName());
      }
    }
  }

  /** Reads a study's name. */
  static final class StudyConverter implements CommandLine.ITypeConverter<Study> {
    @Override
    public Study convert(String text) {
      for (Study s : Study.values()) {
        if (s.fileName().equals(text)) {
          return s;
        }
      }
      throw new CommandLine.TypeConversionException(
          "\"" + text + "\"; allowed: " + String.join(", ", new StudyNames()));
    }
  }
}
