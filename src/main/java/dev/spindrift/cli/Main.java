package dev.spindrift.cli;

import dev.spindrift.input.InputException;
import dev.spindrift.scenario.ResumeException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Entry point of the command line: commands, exit codes, messages. */
@Command(
    name = "spindrift",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      RunCommand.class,
      CheckCommand.class,
      DatasetCommand.class,
      DeviceCommand.class,
      PosteriorCommand.class,
      CharacterizeCommand.class,
      FilamentCommand.class,
      ExportCommand.class,
      LimitsCommand.class,
      TraceCommand.class,
      ReplayCommand.class,
      EnergyCommand.class,
      DiagnoseCommand.class,
      ExploreCommand.class,
      NetlistCommand.class,
      ReproduceCommand.class,
      EstimateCommand.class,
      HelpCommand.class
    },
    description = {
      "Simulates, event by event, chips that learn with magnetic domain-wall memristors:"
          + " accuracy, latency and energy from one run.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  spindrift run scenarios/quickstart.yaml",
      "      a small network learns digits on a chip; results under reports/",
      "  spindrift run scenarios/quickstart.yaml --set learning.tau=1e-5 --out my-run",
      "      the same with another step size, into a folder of your choice",
      "  spindrift check scenarios/fashion-cnn.yaml",
      "      reads all that a scenario names, reports every mistake, runs nothing",
      "  spindrift dataset fetch cifar10",
      "      gets a data set, verifies it and keeps it in your cache directory",
      "",
      "Exit codes: 0 done, 1 the run failed, 2 bad input (every mistake is listed with its place),",
      "130 stopped by Ctrl-C.",
      "Each command explains itself: spindrift COMMAND --help"
    })
public final class Main implements Callable<Integer> {
  /** Exit code of a run that failed. */
  static final int FAILED = 1;

  /** Exit code of bad input. */
  static final int BAD_INPUT = 2;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Print the stack trace of a failure.")
  private boolean debug;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  private Main() {}

  /**
   * Runs the command line and exits with its code.
   *
   * @param args the words typed by the user
   */
  public static void main(String[] args) {
    System.exit(run(args));
  }

  /**
   * Runs the command line.
   *
   * @return the exit code
   */
  static int run(String... args) {
    Main main = new Main();
    CommandLine line =
        new CommandLine(main)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setUsageHelpAutoWidth(true)
            .setExecutionExceptionHandler((e, failed, parsed) -> main.explain(e, failed));
    try {
      return line.execute(args);
    } catch (OutOfMemoryError e) {
      return main.explain(new IllegalStateException(outOfMemory(e), e), line);
    }
  }

  static String outOfMemory(OutOfMemoryError e) {
    return String.format(
        "out of memory (%s) with a Java heap of %d MB; allow more, e.g. SPINDRIFT_HEAP=6g spindrift"
            + " run ..., or run a smaller network",
        e.getMessage(), Runtime.getRuntime().maxMemory() / 1_000_000);
  }

  private int explain(Exception e, CommandLine line) {
    PrintWriter err = line.getErr();
    if (debug) {
      e.printStackTrace(err);
    }
    if (e instanceof InputException) {
      err.println(e.getMessage());
      return BAD_INPUT;
    }
    err.println("spindrift: " + message(e));
    if (e instanceof Output.Unusable || e instanceof ResumeException) {
      return BAD_INPUT;
    }
    if (!debug) {
      err.println("           (--debug prints where it happened)");
    }
    return FAILED;
  }

  /** The messages of an exception and its causes, outermost first, none twice. */
  private static String message(Throwable e) {
    StringBuilder text = new StringBuilder();
    String last = null;
    for (Throwable t = e; t != null; t = t.getCause()) {
      String m = t.getMessage() == null ? t.getClass().getSimpleName() : t.getMessage();
      if (last == null || !last.contains(m)) {
        text.append(last == null ? "" : System.lineSeparator() + "  because: ").append(m);
        last = m;
      }
    }
    return text.toString();
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return BAD_INPUT;
  }
}
