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
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Reads the numbers of finished points. */
final class PointReader {
  private PointReader() {}

  /**
   * Reads a finished point.
   *
   * @param accuracyTarget accuracy for the metrics "to accuracy", NaN: none [1]
   * @throws UncheckedIOException if its files cannot be read
   */
  static PointRecord read(PointStore store, String id, double accuracyTarget) {
    Path folder = store.finished(id);
    Object summary = InputFile.read(folder.resolve("summary.json"), new Problems()).plain();
    Map<String, Double> numbers = new LinkedHashMap<>();
    flatten("", summary, numbers);
    derive(numbers);
    Object point = InputFile.read(folder.resolve("point.json"), new Problems()).plain();
    if (point instanceof Map<?, ?> map && map.get("area") instanceof Number area) {
      numbers.put("area", area.doubleValue());
    }
    if (!Double.isNaN(accuracyTarget)) {
      reach(folder.resolve("history.csv"), accuracyTarget, numbers);
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

  /** Time and energy at the first test whose accuracy is high enough; none if there is no such. */
  private static void reach(Path history, double target, Map<String, Double> numbers) {
    CSVFormat format = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();
    try (Reader in = Files.newBufferedReader(history);
        CSVParser rows = CSVParser.parse(in, format)) {
      for (CSVRecord row : rows) {
        String accuracy = row.get("test_accuracy");
        if (!accuracy.isEmpty() && Double.parseDouble(accuracy) >= target) {
          numbers.put("toAccuracy.time", Double.parseDouble(row.get("simulated_time_s")));
          numbers.put("toAccuracy.energy", Double.parseDouble(row.get("energy_J")));
          numbers.put("toAccuracy.miniBatches", Double.parseDouble(row.get("mini_batch")));
          return;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(history + " cannot be read", e);
    }
  }
}
