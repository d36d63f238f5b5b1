package dev.spindrift.cli;

import dev.spindrift.chip.Netlist;
import dev.spindrift.engine.Workers;
import dev.spindrift.input.Problems;
import dev.spindrift.mapping.Layout;
import dev.spindrift.network.Networks;
import dev.spindrift.replay.Replay;
import dev.spindrift.replay.ReplayChip;
import dev.spindrift.replay.ReplayResult;
import dev.spindrift.replay.Setup;
import dev.spindrift.replay.TraceFile;
import dev.spindrift.report.ResultsFolder;
import dev.spindrift.trace.TraceReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code spindrift replay}: drives a chip with the pulses of a trace. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Drives a chip with recorded pulses; no network takes part. On the recorded chip the walls end"
          + " where the run's ended, at its time and energy, to the last bit: that is checked. With"
          + " another device, netlist, technology or seed: what the same pulses do there.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  spindrift replay traces/first.arrow",
      "  spindrift replay traces/first.arrow --device netlists/devices/dw-copd-4um-varied.yaml",
      "  spindrift replay traces/first.arrow --technology my-22nm.yaml --out reports/what-if",
      "  spindrift replay traces/first.arrow --repeat 20",
      "  spindrift replay traces/pulses.arrow --states --out my-states",
      "",
      "What-ifs and repetitions write tables and plots to reports/replay-<scenario>-<time>/."
    })
final class ReplayCommand implements Callable<Integer> {
  @Parameters(paramLabel = "TRACE", description = "Trace file.")
  private Path file;

  @Option(names = "--device", paramLabel = "FILE", description = "Another device file.")
  private Path device;

  @Option(names = "--netlist", paramLabel = "FILE", description = "Another netlist.")
  private Path netlist;

  @Option(names = "--technology", paramLabel = "FILE", description = "Another technology table.")
  private Path technology;

  @Option(names = "--seed", paramLabel = "N", description = "Another seed of the thermal noise.")
  private Long seed;

  @Option(
      names = "--repeat",
      paramLabel = "N",
      description = "Repeat with N seeds and tell the spread of the final states.")
  private Integer repeat;

  @Option(
      names = "--states",
      description = "Also write states.csv: every weight at the end, with that of the recording.")
  private boolean states;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Results folder; a plain replay has one only if --out or --states is given.")
  private Path out;

  @Option(names = "--force", description = "Replace the results that DIR holds.")
  private boolean force;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Worker threads. Default: all cores. Results do not change.")
  private Integer threads;

  @Option(names = "--quiet", description = "No progress.")
  private boolean quiet;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Problems problems = new Problems();
    if (repeat != null && (repeat < 2 || repeat > 10_000)) {
      problems.add("--repeat", Integer.toString(repeat), "2 to 10000");
    }
    if (threads != null && threads < 1) {
      problems.add("--threads", Integer.toString(threads), "at least 1");
    }
    problems.throwIfAny();
    PrintWriter console = spec.commandLine().getOut();
    Setup setup;
    Layout layout;
    try (TraceReader t = TraceReader.open(file)) {
      setup = TraceFile.setup(t);
      ReplayChip.of(t, netlist, device, technology); // mistakes before the long work
      Netlist own = ReplayChip.of(t, null, null, null);
      layout = Layout.of(Networks.describe(setup.network()), own.tile());
    }
    boolean whatIf = device != null || netlist != null || technology != null || seed != null;
    int workers = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
    try (Workers team = new Workers(workers)) {
      if (!whatIf && repeat == null && out == null && !states) {
        return plain(setup, team, console);
      }
      try (Output output = new Output("replay-" + setup.name(), out, force)) {
        ResultsFolder folder = output.folder();
        ReplayResult recorded = replay(false, setup.seed(), team, "recorded chip");
        Map<String, String> texts = new TreeMap<>();
        StringBuilder summary = new StringBuilder();
        ReplayResult last = recorded;
        if (!whatIf && repeat == null) {
          summary.append(told(setup, recorded));
        }
        if (whatIf) {
          long other = seed == null ? setup.seed() : seed;
          last = replay(true, other, team, "other chip");
          ReplayComparison c = new ReplayComparison(recorded, last);
          summary.append(c.table());
          texts.put("weights.csv", c.csv());
          c.plot(folder.working());
        }
        if (repeat != null) {
          ReplaySpread spread = new ReplaySpread(recorded);
          for (int i = 0; i < repeat; i++) {
            long other = (seed == null ? setup.seed() : seed) + i;
            spread.add(replay(whatIf, other, team, "seed " + other));
          }
          summary.append(spread.table());
          texts.put("spread.csv", spread.csv());
          spread.plot(folder.working());
        }
        if (states) {
          texts.put(
              "states.csv",
              ReplayComparison.states(
                  layout, setup.recording().tiles(), recorded, whatIf ? last : null));
        }
        texts.put("summary.txt", summary.toString());
        texts.put(
            "inputs/command.txt",
            String.join(" ", spec.commandLine().getParseResult().originalArgs()) + "\n");
        Path place = folder.finish(texts);
        console.print(summary);
        console.printf("%nresults in %s%n", place);
        console.flush();
      }
    }
    return 0;
  }

  /** One replay; a damaged or cut trace is told after what could be replayed. */
  private ReplayResult replay(boolean other, long withSeed, Workers team, String what) {
    try (TraceReader t = TraceReader.open(file)) {
      Netlist chip =
          other
              ? ReplayChip.of(t, netlist, device, technology)
              : ReplayChip.of(t, null, null, null);
      Replay r = new Replay(t, chip, other && (netlist != null || device != null), withSeed, team);
      PrintWriter err = spec.commandLine().getErr();
      if (!quiet) {
        err.printf("replaying on %s ...%n", what);
        err.flush();
      }
      ReplayResult result = r.run(k -> {});
      t.requireWhole();
      return result;
    }
  }

  private int plain(Setup setup, Workers team, PrintWriter console) {
    long from = System.nanoTime();
    ReplayResult r = replay(false, setup.seed(), team, "the recorded chip");
    double wall = (System.nanoTime() - from) * 1e-9;
    console.print(told(setup, r));
    console.printf("  replayed in     %.2f s%n", wall);
    console.flush();
    return 0;
  }

  /**
   * What a replay on the recorded chip says.
   *
   * @throws IllegalStateException if it does not end where the run ended
   */
  private String told(Setup setup, ReplayResult r) {
    StringBuilder s = new StringBuilder();
    s.append(
        String.format(
            "%s: mini-batches %d to %d of %s, seed %d%n",
            file, r.firstMiniBatch(), r.lastMiniBatch(), setup.name(), setup.seed()));
    s.append(String.format("  device updates  %,d%n", r.updates()));
    if (r.events()) {
      s.append(String.format("  simulated time  %s%n", ReplayComparison.seconds(r.time())));
      s.append(String.format("  energy          %s%n", ReplayComparison.joules(r.joules())));
    } else {
      s.append(String.format("  time and energy not replayed: the trace is of some tiles only%n"));
    }
    if (r.raised() + r.cut() + r.rounded() > 0) {
      s.append(
          String.format(
              "  pulses changed  %,d raised to the driver's shortest, %,d cut to its longest,"
                  + " %,d rounded to its step%n",
              r.raised(), r.cut(), r.rounded()));
    }
    if (r.recordedDigest() == null) {
      return s.append(
              String.format("  the recording was cut off: nothing to compare the end with%n"))
          .toString();
    }
    if (!r.equalsRecording()) {
      throw new IllegalStateException(
          String.format(
              "the replay does not end where the run ended (walls %s, time %d and %d ps, energy %s"
                  + " and %s J): was another version of Spindrift recording?",
              java.util.Arrays.equals(r.digest(), r.recordedDigest()) ? "equal" : "differ",
              r.time(),
              r.recordedTime(),
              r.joules(),
              r.recordedJoules()));
    }
    s.append(
        String.format(
            "  equal           walls%s as in the run, to the last bit%n",
            r.events() ? ", time and energy" : ""));
    return s.toString();
  }
}
