package dev.spindrift.explore;

import dev.spindrift.input.InputFile;
import dev.spindrift.input.Problems;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Reads the numbers of finished points. */
final class PointReader {
  private PointReader() {}

  /**
   * Reads a finished point.
   *
   * @param accuracies what the metrics "to accuracy" ask for [1]; not modified
   * @throws UncheckedIOException if its files cannot be read
   */
  static PointRecord read(PointStore store, String id, Set<Double> accuracies) {
    Path folder = store.finished(id);
    Object summary = InputFile.read(folder.resolve("summary.json"), new Problems()).plain();
    Map<String, Double> numbers = new LinkedHashMap<>();
    flatten("", summary, numbers);
    derive(numbers);
    Object point = InputFile.read(folder.resolve("point.json"), new Problems()).plain();
    if (point instanceof Map<?, ?> map && map.get("area") instanceof Number area) {
      numbers.put("area", area.doubleValue());
    }
    for (double accuracy : accuracies) {
      reach(folder.resolve("history.csv"), accuracy, numbers);
    }
    return new PointRecord(id, numbers);
  }

  /** Items of lists are called by their name if they have one, else by their number. */
  private static void flatten(String path, Object value, Map<String, Double> out) {
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, v) -> flatten(path.isEmpty() ? key + "" : path + "." + key, v, out));
    } else if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        Object name = list.get(i) instanceof Map<?, ?> item ? item.get("name") : null;
        flatten(path + "." + (name == null ? i : name), list.get(i), out);
      }
    } else if (value instanceof Number number) {
      out.put(path, number.doubleValue());
    }
  }

  private static void derive(Map<String, Double> n) {
    put(n, "latency", at(n, "simulatedTime") / at(n, "miniBatches"));
    double peak = Double.NaN;
    for (Map.Entry<String, Double> e : n.entrySet()) {
      if (e.getKey().matches("rails\\..*\\.peak")) {
        peak = Double.isNaN(peak) ? e.getValue() : Math.max(peak, e.getValue());
      }
    }
    put(n, "peakCurrent", peak);
    put(n, "noisierThanAsked", at(n, "pulses.lowerLimit.share") + at(n, "pulses.upperLimit.share"));
  }

  private static double at(Map<String, Double> numbers, String key) {
    return numbers.getOrDefault(key, Double.NaN);
  }

  private static void put(Map<String, Double> numbers, String key, double value) {
    if (!Double.isNaN(value)) {
      numbers.put(key, value);
    }
  }

  /**
   * Time, energy and mini-batches at the first test whose accuracy is high enough, none if there is
   * no such; and the highest accuracy tested.
   */
  private static void reach(Path history, double target, Map<String, Double> numbers) {
    CSVFormat format = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();
    try (Reader in = Files.newBufferedReader(history);
        CSVParser rows = CSVParser.parse(in, format)) {
      String prefix = Metric.reached(target);
      double best = Double.NaN;
      for (CSVRecord row : rows) {
        String accuracy = row.get("test_accuracy");
        double tested = accuracy.isEmpty() ? Double.NaN : Double.parseDouble(accuracy);
        best = Double.isNaN(best) || tested > best ? tested : best;
        if (tested >= target && !numbers.containsKey(prefix + "time")) {
          numbers.put(prefix + "time", Double.parseDouble(row.get("simulated_time_s")));
          numbers.put(prefix + "energy", Double.parseDouble(row.get("energy_J")));
          numbers.put(prefix + "miniBatches", Double.parseDouble(row.get("mini_batch")));
        }
      }
      put(numbers, prefix + "best", best);
    } catch (IOException e) {
      throw new UncheckedIOException(history + " cannot be read", e);
    }
  }
}
