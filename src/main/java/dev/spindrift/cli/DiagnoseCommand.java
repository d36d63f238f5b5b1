package dev.spindrift.cli;

import dev.spindrift.input.Problems;
import dev.spindrift.posterior.ChainDiagnostics;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spindrift diagnose}: do several chains agree? */
@Command(
    name = "diagnose",
    mixinStandardHelpOptions = true,
    description = {
      "Compares the chains of several runs of a scenario with different seeds: effective sample size"
          + " and split R-hat (Vehtari et al. 2021) of every scalar in their chain.csv. Good chains"
          + " have R-hat below 1.01; far above, they sample different places.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  spindrift run scenarios/quickstart.yaml --seed 1 --out s1",
      "  spindrift run scenarios/quickstart.yaml --seed 2 --out s2",
      "  spindrift diagnose s1 s2 --warmup 0.5"
    })
final class DiagnoseCommand implements Callable<Integer> {
  private static final String SEED = "seed";
  private static final Pattern SEED_LINE = Pattern.compile("(?m)^seed:.*$");

  @Parameters(
      paramLabel = "RESULTS",
      arity = "1..*",
      description = "Results folders of runs (spindrift run).")
  private List<Path> folders = new ArrayList<>();

  @Option(
      names = "--warmup",
      paramLabel = "SHARE",
      defaultValue = "0.5",
      description = "Share of each chain to leave out at its start (default ${DEFAULT-VALUE}).")
  private double warmup;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Problems problems = new Problems();
    if (!(warmup >= 0 && warmup < 1)) {
      problems.add("--warmup", Double.toString(warmup), "0 to below 1");
    }
    List<Map<String, double[]>> chains = new ArrayList<>();
    for (Path folder : folders) {
      Path file = folder.resolve("chain.csv");
      if (!Files.isReadable(file) || !Files.isDirectory(folder.resolve("inputs"))) {
        problems.add(
            folder.toString(), "no readable chain.csv and inputs/", "the results folder of a run");
        continue;
      }
      chains.add(read(file, problems));
    }
    problems.throwIfAny();
    checkInputs(problems);
    Map<String, double[]> first = chains.get(0);
    for (int i = 1; i < chains.size(); i++) {
      if (!chains.get(i).keySet().equals(first.keySet())) {
        problems.add(
            folders.get(i).toString(),
            "scalars " + chains.get(i).keySet(),
            "those of the first run: " + first.keySet());
      }
    }
    problems.throwIfAny();
    PrintWriter out = spec.commandLine().getOut();
    int shortest = Integer.MAX_VALUE;
    for (Map<String, double[]> c : chains) {
      shortest = Math.min(shortest, c.values().iterator().next().length);
    }
    int skip = (int) (warmup * shortest);
    if (shortest - skip < ChainDiagnostics.LEAST) {
      problems.add(
          "chains of " + shortest + " values, --warmup " + warmup,
          (shortest - skip) + " values of each are left",
          ChainDiagnostics.LEAST + " or more");
      problems.throwIfAny();
    }
    out.printf(
        "%d chain%s, values %d to %d of each%n%n%-24s %14s %12s %10s%n",
        chains.size(),
        chains.size() == 1 ? "" : "s",
        skip + 1,
        shortest,
        "scalar",
        "mean",
        "effective",
        "R-hat");
    for (String name : first.keySet()) {
      double[][] values = new double[chains.size()][];
      double mean = 0;
      for (int i = 0; i < values.length; i++) {
        values[i] = java.util.Arrays.copyOfRange(chains.get(i).get(name), skip, shortest);
        for (double v : values[i]) {
          mean += v / values[i].length / values.length;
        }
      }
      out.printf(
          "%-24s %14.6g %12.1f %10.3f%n",
          name,
          mean,
          ChainDiagnostics.effectiveSamples(values),
          ChainDiagnostics.splitRhat(values));
    }
    out.flush();
    return 0;
  }

  /** Chains can be compared if their runs differ in nothing but their seeds. */
  private void checkInputs(Problems problems) throws IOException {
    Map<String, String> first = inputs(folders.get(0));
    Map<String, Path> seeds = new LinkedHashMap<>();
    for (Path folder : folders) {
      Map<String, String> inputs = inputs(folder);
      Path twin = seeds.putIfAbsent(String.valueOf(inputs.get(SEED)), folder);
      if (twin != null) {
        problems.add(folder.toString(), "the same " + inputs.get(SEED) + " as " + twin, "another");
      }
      for (String name : first.keySet()) {
        if (!name.equals(SEED) && !first.get(name).equals(inputs.get(name))) {
          problems.add(
              folder.resolve(name).toString(),
              "another text than in " + folders.get(0),
              "runs that differ in nothing but their seed");
        }
      }
    }
  }

  /** Returns a run's input files, name to text, and its seed, which is taken out of them. */
  private static Map<String, String> inputs(Path folder) throws IOException {
    Map<String, String> inputs = new LinkedHashMap<>();
    try (Stream<Path> files = Files.list(folder.resolve("inputs"))) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String text = Files.readString(file);
        Matcher seed = SEED_LINE.matcher(text);
        if (seed.find()) {
          inputs.put(SEED, seed.group());
          text = seed.replaceFirst("");
        }
        inputs.put("inputs/" + file.getFileName(), text);
      }
    }
    return inputs;
  }

  /** Reads the columns that are scalars of the chain's state. */
  private static Map<String, double[]> read(Path file, Problems problems) throws IOException {
    CSVFormat format = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();
    Map<String, double[]> columns = new LinkedHashMap<>();
    try (Reader reader = Files.newBufferedReader(file);
        CSVParser parser = CSVParser.parse(reader, format)) {
      List<CSVRecord> records = parser.getRecords();
      for (String name : parser.getHeaderNames()) {
        if (name.matches("mean_conductance_S|log_likelihood|weight_\\d+")) {
          double[] values = new double[records.size()];
          for (int i = 0; i < values.length; i++) {
            values[i] = Double.parseDouble(records.get(i).get(name));
          }
          columns.put(name, values);
        }
      }
      if (columns.isEmpty() || records.isEmpty()) {
        problems.add(
            file.toString(), "no scalars of a chain", "chain.csv as spindrift run writes it");
      }
    } catch (IllegalArgumentException e) {
      problems.add(file.toString(), "damaged: " + e.getMessage(), "chain.csv as written by a run");
    }
    return columns;
  }
}
