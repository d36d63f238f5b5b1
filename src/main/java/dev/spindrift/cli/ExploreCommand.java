package dev.spindrift.cli;

import dev.spindrift.explore.Configuration;
import dev.spindrift.explore.Exploration;
import dev.spindrift.explore.ExplorationFile;
import dev.spindrift.explore.ExplorationResults;
import dev.spindrift.explore.Planner;
import dev.spindrift.explore.Point;
import dev.spindrift.explore.PointRun;
import dev.spindrift.explore.PointStore;
import dev.spindrift.explore.ResultRow;
import dev.spindrift.explore.Results;
import dev.spindrift.explore.Search;
import dev.spindrift.explore.SlurmJobs;
import dev.spindrift.explore.Sweep;
import dev.spindrift.input.InputException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code spindrift explore}: sweeps over a scenario's fields. */
@Command(
    name = "explore",
    mixinStandardHelpOptions = true,
    description = {
      "Runs a scenario at many points (fields of scenario, netlist, device or technology) and"
          + " compares accuracy, latency, energy and more.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  spindrift explore explorations/converters-digits.yaml",
      "      all points on all cores; results under reports/converters-digits.explore/",
      "  spindrift explore explorations/converters-digits.yaml --jobs 1 --out my-folder",
      "  spindrift explore explorations/converters-digits.yaml --set learning.miniBatches=50",
      "  spindrift explore explorations/converters-digits.yaml --slurm 20 --sbatch=--time=1:00:00",
      "  spindrift explore explorations/converters-digits.yaml --gather",
      "",
      "The same command again goes on where it was stopped or killed: finished points are kept as",
      "long as their inputs and the program are the same. Points that failed are tried again.",
      "Exit code 1 if a point failed; points that cannot be built are no failure."
    })
final class ExploreCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", arity = "0..1", description = "Exploration file (YAML or JSON).")
  private Path file;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder of the exploration. Default: reports/<name>.explore.")
  private Path out;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description = "Points at the same time. Default: all cores.")
  private Integer jobs;

  @Option(
      names = "--heap",
      paramLabel = "SIZE",
      description = "Java heap of each point, e.g. 2g. Default: that of this command.")
  private String heap;

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description = "Sets a field for all points, besides the file's. Repeatable.")
  private List<String> settings = new ArrayList<>();

  @Option(names = "--quiet", description = "No progress; only the final table.")
  private boolean quiet;

  @Option(
      names = "--plan",
      description =
          "Run nothing: write what each point is and points.txt, a list of their ids, for any"
              + " scheduler; --point ID --out DIR runs one.")
  private boolean planOnly;

  @Option(
      names = "--gather",
      description = "Run nothing: write table, page and plots of the points that are finished.")
  private boolean gather;

  @Option(
      names = "--slurm",
      arity = "0..1",
      paramLabel = "N",
      fallbackValue = "0",
      description =
          "Submit all points that are not finished as Slurm job arrays, at most N tasks at a time"
              + " (0: no limit). Again after a failure; then --gather.")
  private Integer slurm;

  @Option(
      names = "--sbatch",
      paramLabel = "OPTION",
      description = "An option for sbatch, e.g. --sbatch=--partition=long. Repeatable.")
  private List<String> sbatch = new ArrayList<>();

  @Option(
      names = "--point",
      paramLabel = "ID",
      description = "Run one planned point of the folder --out in this process, and nothing else.")
  private String point;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "1",
      description = "With --point: worker threads for device updates (default 1).")
  private int threads;

  @Option(names = "--with-parent", hidden = true, description = "End when standard input ends.")
  private boolean withParent;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (point != null) {
      return onePoint();
    }
    checkOptions();
    Exploration e = ExplorationFile.read(file, settings);
    PointStore store = open(e);
    if (planOnly || slurm != null) {
      return plan(e, store);
    }
    PrintWriter err = spec.commandLine().getErr();
    store.clean();
    try (StopSignals signals =
        new StopSignals(() -> err.printf("%nstopping; finished points are kept%n"))) {
      if (gather) {
        requireGrid(e);
        return gathered(e, store, new Planner(e).grid(), 0, signals);
      }
      return sweep(e, store, signals);
    }
  }

  private void checkOptions() {
    String problem = null;
    if (file == null) {
      problem = "Missing required parameter: 'FILE'";
    } else if (jobs != null && jobs < 1) {
      problem = "--jobs must be at least 1, but is " + jobs;
    } else if ((planOnly ? 1 : 0) + (gather ? 1 : 0) + (slurm == null ? 0 : 1) > 1) {
      problem = "--plan, --gather and --slurm exclude one another";
    } else if (slurm != null && slurm < 0) {
      problem = "--slurm must be 0 or more, but is " + slurm;
    } else if (heap != null && !heap.matches("[1-9][0-9]*[kKmMgG]?")) {
      problem = "--heap must be a size such as 2g, but is " + heap;
    }
    if (problem != null) {
      throw new CommandLine.ParameterException(spec.commandLine(), problem);
    }
  }

  private static void requireGrid(Exploration e) {
    if (e.search() != null) {
      throw new Output.Unusable(
          "A search chooses its points as it goes and cannot be planned; leave out search:, or run"
              + " it without --plan, --slurm and --gather (again: its finished points are kept).");
    }
  }

  /** Writes what the points are and, if asked, hands them to Slurm. */
  private int plan(Exploration e, PointStore store) throws IOException {
    requireGrid(e);
    List<String> ids = new ArrayList<>();
    for (Configuration c : new Planner(e).grid()) {
      for (Point p : c.points()) {
        if (p.problem() != null) {
          store.fail(p.id(), new PointStore.Failure(PointStore.Failure.INFEASIBLE, 1, p.problem()));
        } else {
          store.plan(p, e.scenario());
          ids.add(p.id());
        }
      }
    }
    PrintWriter console = spec.commandLine().getOut();
    Path list = store.folder().resolve("points.txt");
    store.write(list, String.join("\n", ids) + "\n");
    if (slurm != null) {
      List<String> words = command(store);
      words.remove("--with-parent"); // Slurm gives tasks no standard input
      for (Path script : new SlurmJobs(store, e.name(), words, slurm, sbatch).write(ids)) {
        console.printf("submitted %s as job %s%n", script, SlurmJobs.submit(script));
      }
    }
    long left = ids.stream().filter(id -> !store.isDone(id)).count();
    console.printf("%d points planned, %d not finished; ids in %s%n", ids.size(), left, list);
    console.printf("one of them: spindrift explore --point ID --out %s%n", store.folder());
    console.flush();
    return 0;
  }

  private int onePoint() throws IOException {
    if (out == null) {
      throw new CommandLine.ParameterException(spec.commandLine(), "--point needs --out DIR");
    }
    if (withParent) {
      Thread watch = new Thread(ExploreCommand::endWithParent, "parent watch");
      watch.setDaemon(true);
      watch.start();
    }
    PointStore store = new PointStore(out.toAbsolutePath().normalize());
    try {
      PointRun.run(store, point, threads, (k, n, t, j, l, a) -> {});
      return 0;
    } catch (InputException e) {
      note(store, PointStore.Failure.INFEASIBLE, e);
      throw e;
    } catch (RuntimeException e) {
      note(store, PointStore.Failure.FAILED, e);
      throw e;
    }
  }

  /** Without a parent, which would do it, a point writes down itself why it has no results. */
  private void note(PointStore store, String kind, RuntimeException e) {
    if (!withParent) {
      PointStore.Failure before = store.failureOf(point);
      int attempts = before == null ? 1 : before.attempts() + 1;
      store.fail(point, new PointStore.Failure(kind, attempts, String.valueOf(e.getMessage())));
    }
  }

  /** The parent holds the other end of our standard input; it closes when the parent is gone. */
  private static void endWithParent() {
    try {
      System.in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException gone) {
      Runtime.getRuntime().halt(Main.FAILED);
    }
    Runtime.getRuntime().halt(Main.FAILED);
  }

  private PointStore open(Exploration e) {
    Path folder =
        out == null
            ? Path.of(System.getProperty("spindrift.home", "."), "reports", e.name() + ".explore")
            : out;
    folder = folder.toAbsolutePath().normalize();
    if (Files.exists(folder) && !Files.isDirectory(folder.resolve("points")) && !empty(folder)) {
      throw new Output.Unusable(
          folder + " holds something else than an exploration. Choose another place with --out.");
    }
    return new PointStore(folder);
  }

  private static boolean empty(Path folder) {
    try (Stream<Path> list = Files.list(folder)) {
      return list.findAny().isEmpty();
    } catch (IOException e) {
      throw new Output.Unusable(folder + " is no folder one can read. Choose another with --out.");
    }
  }

  private int sweep(Exploration e, PointStore store, StopSignals signals) {
    List<Configuration> configurations =
        e.search() == null ? new Planner(e).grid() : new ArrayList<>();
    List<Point> points = new ArrayList<>();
    configurations.forEach(c -> points.addAll(c.points()));
    int parallel = jobs == null ? Runtime.getRuntime().availableProcessors() : jobs;
    PrintWriter err = spec.commandLine().getErr();
    try (ExploreProgress progress = new ExploreProgress(e.title(), points.size(), quiet, err);
        Sweep sweep = new Sweep(store, e, command(store), parallel, progress)) {
      signals.stopWith(sweep::stop);
      if (e.search() == null) {
        sweep.run(points);
      } else {
        configurations = new Search(e, store, sweep).run();
      }
      progress.end();
      store.clean(); // of points that were killed on the way
      return gathered(e, store, configurations, progress.failed(), signals);
    }
  }

  /**
   * Writes and shows what is finished. A signal that stopped the points has done its work: their
   * results are still written. One that comes now leaves the files of an earlier time.
   */
  private int gathered(
      Exploration e,
      PointStore store,
      List<Configuration> configurations,
      int failed,
      StopSignals signals) {
    int before = signals.exitCode();
    List<ResultRow> rows = Results.gather(e, store, configurations);
    BooleanSupplier stopped = () -> signals.exitCode() != before;
    PrintWriter err = spec.commandLine().getErr();
    if (!ExplorationResults.write(e, store, rows, stopped)) {
      err.println("spindrift: stopped; finished points are kept, --gather writes their results");
      err.flush();
      return signals.exitCode();
    }
    PrintWriter console = spec.commandLine().getOut();
    console.print(ExploreTable.render(e, rows, store.folder()));
    console.flush();
    List<String> unmeasured = Results.unmeasured(e, rows);
    for (String name : unmeasured) {
      err.println("spindrift: no point has a \"" + name + "\": this program does not measure it");
    }
    boolean nothing = rows.stream().allMatch(r -> r.status().equals("infeasible"));
    if (nothing) {
      err.println("spindrift: no configuration can be built");
    }
    err.flush();
    boolean missing = failed > 0 || !unmeasured.isEmpty() || nothing;
    return before != 0 ? before : missing ? Main.FAILED : 0;
  }

  /** The words that start a process for one point, which is this program again. */
  private List<String> command(PointStore store) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.add("-Xmx" + (heap == null ? Runtime.getRuntime().maxMemory() : heap));
    words.add("-XX:+UseSerialGC"); // one core each: nothing is collected beside the run
    for (String argument : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (argument.startsWith("-XX:CompileCommand")) {
        // but not the Vector API's module, whose warning would stand in every log
        words.add(argument);
      }
    }
    words.add("-Dspindrift.home=" + System.getProperty("spindrift.home", "."));
    words.add("-cp");
    words.add(System.getProperty("java.class.path"));
    words.addAll(List.of(Main.class.getName(), "explore", "--out", store.folder().toString()));
    words.addAll(List.of("--with-parent", "--point"));
    return words;
  }
}
