package dev.spindrift.cli;

import dev.spindrift.dataset.DataCache;
import dev.spindrift.network.TorchParameter;
import dev.spindrift.posterior.SampleFile;
import dev.spindrift.report.Engineering;
import dev.spindrift.scenario.RunResult;
import dev.spindrift.scenario.StoredPosterior;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code spindrift posterior}: the stored samples of a run. */
@Command(
    name = "posterior",
    description = "Show, export or predict with the posterior samples that a run stored.",
    synopsisSubcommandLabel = "(info | predict | hold | export)",
    subcommands = {PosteriorHoldCommand.class},
    footer = {
      "",
      "Examples:",
      "  spindrift posterior info reports/quickstart-20260101-120000",
      "  spindrift posterior predict reports/quickstart-20260101-120000 --samples 4",
      "  spindrift posterior hold reports/quickstart-20260101-120000 --for '1 ms, 1 s, 1 h' \\",
      "    --wall netlists/devices/physics/copd-cmtj.yaml",
      "  spindrift posterior export reports/quickstart-20260101-120000 --out samples.npz",
      "",
      "A scenario can start from a stored sample:",
      "  network: {name: lenet, start: ../reports/NAME/posterior/bank-000.f32}"
    })
public final class PosteriorCommand {
  @Spec private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help.")
  boolean help;

  /** Lists the samples. */
  @Command(
      name = "info",
      description = "List the samples of a results folder, each checked, and their arrays.",
      footer = {"", "Example:", "  spindrift posterior info reports/quickstart-20260101-120000"})
  int info(
      @Parameters(paramLabel = "RESULTS", description = "A run's results folder.") Path results) {
    StoredPosterior p = open(results);
    PrintWriter out = spec.commandLine().getOut();
    out.printf("%s: %s%n%n", p.scenario().name(), p.scenario().title());
    out.printf("%6s  %10s  %-14s %10s  %s%n", "sample", "mini-batch", "file", "bytes", "CRC32C");
    for (SampleFile s : p.samples()) {
      out.printf(
          "%6d  %10d  %-14s %10s  %08x, whole%n",
          s.sampleIndex(),
          s.miniBatch(),
          s.file().getFileName(),
          Engineering.format(4.0 * s.parameters().limit(), "B"),
          s.checksum());
    }
    out.printf("%n%-28s %-20s %12s%n", "array", "shape", "values");
    for (TorchParameter a : p.arrays()) {
      out.printf("%-28s %-20s %12d%n", a.name(), a.shape(), a.size());
    }
    out.flush();
    return 0;
  }

  /** Predicts the run's test images again. */
  @Command(
      name = "predict",
      description = {
        "Predict the run's test images with its stored samples: metrics of the mean soft-max of the"
            + " newest 1..N samples, and whether they are what the run found.",
      },
      footer = {
        "",
        "Example:",
        "  spindrift posterior predict reports/quickstart-20260101-120000 --samples 4"
      })
  int predict(
      @Parameters(paramLabel = "RESULTS", description = "A run's results folder.") Path results,
      @Option(names = "--samples", paramLabel = "N", description = "The newest N. Default: all.")
          Integer wanted) {
    StoredPosterior p = open(results);
    List<RunResult.Ensemble> found;
    PrintWriter err = spec.commandLine().getErr();
    int n = newest(p, wanted);
    found =
        p.predict(
            n,
            done -> {
              err.printf("sample %d of %d%n", done, n);
              err.flush();
            });
    PrintWriter out = spec.commandLine().getOut();
    out.printf("%7s  %9s  %9s  %9s  %9s%n", "samples", "accuracy", "NLL [nat]", "Brier", "ECE");
    for (RunResult.Ensemble e : found) {
      RunResult.Metrics m = e.metrics();
      out.printf(
          "%7d  %7.2f %%  %9.4f  %9.4f  %7.2f %%%n",
          e.samples(), 100 * m.accuracy(), m.nll(), m.brier(), 100 * m.ece());
    }
    List<RunResult.Ensemble> recorded = p.recorded();
    if (p.scenario().read() != null) {
      out.println("by exact products; the run itself read its tiles (read: analogue)");
    } else if (recorded.size() >= found.size()) {
      boolean same = recorded.subList(0, found.size()).equals(found);
      out.println(
          same
              ? "equal to the run's own posterior.csv, bit for bit"
              : "NOT equal to the run's own posterior.csv (another machine's native math?)");
    }
    out.flush();
    return 0;
  }

  /** Writes the samples as a NumPy archive. */
  @Command(
      name = "export",
      description = {
        "Write samples as a NumPy archive: one array [samples, ...] per parameter, shaped and named"
            + " as in PyTorch, plus sample_index, mini_batch and metadata (a JSON text).",
      },
      footer = {
        "",
        "Examples:",
        "  spindrift posterior export reports/quickstart-20260101-120000 --out samples.npz",
        "  python3 -c \"import numpy; print(numpy.load('samples.npz')['conv1.weight'].shape)\""
      })
  int export(
      @Parameters(paramLabel = "RESULTS", description = "A run's results folder.") Path results,
      @Option(
              names = "--out",
              paramLabel = "FILE",
              required = true,
              description = "File to write, usually *.npz.")
          Path file,
      @Option(names = "--samples", paramLabel = "N", description = "The newest N. Default: all.")
          Integer wanted,
      @Option(names = "--force", description = "Replace the file if it exists.") boolean force) {
    if (Files.exists(file) && (!force || Files.isDirectory(file))) {
      throw new Output.Unusable(file + " exists; choose another --out or add --force");
    }
    StoredPosterior p = open(results);
    int n = newest(p, wanted);
    p.export(n, file);
    PrintWriter out = spec.commandLine().getOut();
    out.printf("%d samples, %d arrays each, in %s%n", n, p.arrays().size(), file);
    out.flush();
    return 0;
  }

  private static StoredPosterior open(Path results) {
    try {
      return StoredPosterior.open(results, DataCache.user());
    } catch (IllegalArgumentException e) {
      throw new Output.Unusable(e.getMessage());
    }
  }

  private int newest(StoredPosterior p, Integer wanted) {
    int all = p.samples().size();
    if (wanted != null && (wanted < 1 || wanted > all)) {
      throw new ParameterException(
          spec.commandLine(), "--samples must be from 1 to " + all + ", but is " + wanted);
    }
    return wanted == null ? all : wanted;
  }
}
