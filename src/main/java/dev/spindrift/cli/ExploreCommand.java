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
import dev.spindrift.explore.Sweep;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
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
      "  spindrift explore explorations/converters.yaml",
      "      all points on all cores; results under reports/converters.explore/",
      "  spindrift explore explorations/converters.yaml --jobs 1 --out my-folder",
      "  spindrift explore explorations/converters.yaml --set learning.miniBatches=50",
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
    store.clean();
    return sweep(e, store);
  }

  private void checkOptions() {
    String problem = null;
    if (file == null) {
      problem = "Missing required parameter: 'FILE'";
    } else if (jobs != null && jobs < 1) {
      problem = "--jobs must be at least 1, but is " + jobs;
    } else if (heap != null && !heap.matches("[1-9][0-9]*[kKmMgG]?")) {
      problem = "--heap must be a size such as 2g, but is " + heap;
    }
    if (problem != null) {
      throw new CommandLine.ParameterException(spec.commandLine(), problem);
    }
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
    PointRun.run(
        new PointStore(out.toAbsolutePath().normalize()), point, threads, (k, n, t, j, l, a) -> {});
    return 0;
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

  private int sweep(Exploration e, PointStore store) {
    List<Configuration> configurations =
        e.search() == null ? new Planner(e).grid() : new ArrayList<>();
    List<Point> points = new ArrayList<>();
    configurations.forEach(c -> points.addAll(c.points()));
    int parallel = jobs == null ? Runtime.getRuntime().availableProcessors() : jobs;
    PrintWriter err = spec.commandLine().getErr();
    try (StopSignals signals =
            new StopSignals(() -> err.printf("%nstopping; finished points are kept%n"));
        ExploreProgress progress = new ExploreProgress(e.title(), points.size(), quiet, err);
        Sweep sweep = new Sweep(store, e, command(store), parallel, progress)) {
      signals.stopWith(sweep::stop);
      boolean whole;
      if (e.search() == null) {
        whole = sweep.run(points);
      } else {
        configurations = new Search(e, store, sweep).run();
        whole = signals.exitCode() == 0;
      }
      progress.end();
      List<ResultRow> rows = Results.gather(e, store, configurations);
      ExplorationResults.write(e, store, rows);
      PrintWriter console = spec.commandLine().getOut();
      console.print(ExploreTable.render(e, rows, store.folder()));
      console.flush();
      for (String name : Results.unmeasured(e, rows)) {
        err.println("spindrift: no point has a \"" + name + "\": this program does not measure it");
      }
      err.flush();
      if (!whole) {
        return signals.exitCode();
      }
      return progress.failed() > 0 || !Results.unmeasured(e, rows).isEmpty() ? Main.FAILED : 0;
    }
  }

  /** The words that start a process for one point, which is this program again. */
  private List<String> command(PointStore store) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.add("-Xmx" + (heap == null ? Runtime.getRuntime().maxMemory() : heap));
    words.add("-XX:+UseSerialGC"); // one core each: nothing is collected beside the run
    words.add("-Dspindrift.home=" + System.getProperty("spindrift.home", "."));
    words.add("-cp");
    words.add(System.getProperty("java.class.path"));
    words.addAll(List.of(Main.class.getName(), "explore", "--out", store.folder().toString()));
    words.addAll(List.of("--with-parent", "--point"));
    return words;
  }
}
