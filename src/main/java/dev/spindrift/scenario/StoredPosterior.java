package dev.spindrift.scenario;

import dev.spindrift.dataset.DataCache;
import dev.spindrift.input.JsonText;
import dev.spindrift.network.NetworkSpec;
import dev.spindrift.network.Networks;
import dev.spindrift.network.TorchParameter;
import dev.spindrift.network.TrainableNetwork;
import dev.spindrift.posterior.NumpyFile;
import dev.spindrift.posterior.PredictionAccumulator;
import dev.spindrift.posterior.SampleFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * The posterior samples of a finished run, read from its results folder: predicted with again, or
 * handed to other programs. Samples are mapped, not loaded: memory does not grow with their number.
 */
public final class StoredPosterior {
  private final Path results;
  private final Prepared prepared;
  private final List<SampleFile> samples;

  private StoredPosterior(Path results, Prepared prepared, List<SampleFile> samples) {
    this.results = results;
    this.prepared = prepared;
    this.samples = samples;
  }

  /**
   * Opens a results folder and checks every sample in it.
   *
   * @param results a run's results folder
   * @param cache where the run's data are
   * @throws dev.spindrift.input.InputException if its inputs or data cannot be read
   * @throws IllegalArgumentException if it holds no samples of its network
   * @throws UncheckedIOException if a sample cannot be read or is damaged
   */
  public static StoredPosterior open(Path results, DataCache cache) {
    Path scenario = results.resolve("inputs/scenario.yaml");
    if (!Files.isRegularFile(scenario)) {
      throw new IllegalArgumentException(
          results + " is no results folder of a run: there is no inputs/scenario.yaml in it");
    }
    Path folder = results.resolve("posterior");
    List<SampleFile> samples = Files.isDirectory(folder) ? SampleFile.openAll(folder) : List.of();
    if (samples.isEmpty()) {
      throw new IllegalArgumentException(results + " holds no posterior samples");
    }
    Prepared p = Prepared.of(ScenarioFile.read(scenario, List.of()), cache);
    int due = Networks.parameterCount(p.spec());
    for (SampleFile s : samples) {
      if (s.parameters().limit() != due) {
        throw new IllegalArgumentException(
            s.file() + " holds " + s + ", but the scenario's network has " + due);
      }
    }
    return new StoredPosterior(results, p, samples);
  }

  /** Returns the samples by rising sample index. */
  public List<SampleFile> samples() {
    return samples;
  }

  /** Returns the run's scenario with data, network and layout. */
  Prepared prepared() {
    return prepared;
  }

  /** Returns the scenario of the run. */
  public Scenario scenario() {
    return prepared.scenario();
  }

  /** Returns the named arrays of one sample, in the order of the flat vector. */
  public List<TorchParameter> arrays() {
    return Networks.torchParameters(prepared.spec());
  }

  /**
   * Predicts the run's test images anew.
   *
   * @param newest how many samples, the newest, 1 to their number [1]
   * @param progress hears the number of samples done
   * @return metrics of the mean soft-max of the newest 1..n samples, as the run computes them
   */
  public List<RunResult.Ensemble> predict(int newest, IntConsumer progress) {
    List<RunResult.Ensemble> out = new ArrayList<>();
    Tester tester = new Tester(prepared.data().test());
    PredictionAccumulator sum = new PredictionAccumulator(tester.size(), tester.classes());
    try (TrainableNetwork network = NetworkState.create(prepared)) {
      for (int i = 1; i <= newest; i++) {
        network.parameters().put(samples.get(samples.size() - i).parameters());
        sum.add(tester.predict(network));
        out.add(new RunResult.Ensemble(i, Tester.metrics(sum.calibration(tester.labels()))));
        progress.accept(i);
      }
    }
    return out;
  }

  /**
   * Returns what the run itself wrote to {@code posterior.csv}; empty if there is no such file.
   *
   * @throws UncheckedIOException if it cannot be read
   */
  public List<RunResult.Ensemble> recorded() {
    List<RunResult.Ensemble> out = new ArrayList<>();
    try {
      List<String> lines = Files.readAllLines(results.resolve("posterior.csv"));
      for (String line : lines.subList(1, lines.size())) {
        String[] cells = line.split(",");
        double[] v = new double[cells.length];
        for (int i = 0; i < v.length; i++) {
          v[i] = Double.parseDouble(cells[i]);
        }
        out.add(new RunResult.Ensemble((int) v[0], new RunResult.Metrics(v[1], v[2], v[3], v[4])));
      }
      return out;
    } catch (NoSuchFileException unfinished) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Writes samples as a NumPy archive: for each parameter an array [samples, shape...], oldest
   * sample first, and arrays {@code sample_index}, {@code mini_batch} and {@code metadata} (a JSON
   * text).
   *
   * @param newest how many samples, the newest, 1 to their number [1]
   * @param file written under a temporary name first; replaced if it exists
   * @throws UncheckedIOException if it cannot be written
   */
  public void export(int newest, Path file) {
    List<SampleFile> chosen = samples.subList(samples.size() - newest, samples.size());
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      try (NumpyFile.Archive archive = new NumpyFile.Archive(part)) {
        archive.add("metadata", JsonText.write(metadata(), false));
        archive.add("sample_index", chosen.stream().mapToLong(SampleFile::sampleIndex).toArray());
        archive.add("mini_batch", chosen.stream().mapToLong(SampleFile::miniBatch).toArray());
        for (TorchParameter a : arrays()) {
          archive.stack(
              a.name(),
              chosen.stream().map(s -> s.parameters().slice(a.offset(), a.size())).toList(),
              a.shape());
        }
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw new UncheckedIOException(file + " cannot be written: " + why, e);
    } finally {
      try {
        Files.deleteIfExists(part);
      } catch (IOException stays) {
        part.toFile().deleteOnExit();
      }
    }
  }

  private Map<String, Object> metadata() {
    NetworkSpec n = prepared.spec();
    Map<String, Object> m = new LinkedHashMap<>();
    m.put("format", "spindrift-posterior/1");
    m.put("scenario", scenario().name());
    m.put("seed", scenario().seed());
    m.put("network", n.name());
    m.put("widths", n.widths());
    m.put("input", List.of(n.channels(), n.height(), n.width()));
    m.put("classes", n.classes());
    m.put("logitScale", n.logitScale());
    m.put("data", prepared.data().name());
    m.put("banks", scenario().netlist().banks());
    m.put("miniBatches", prepared.miniBatches());
    return m;
  }
}
