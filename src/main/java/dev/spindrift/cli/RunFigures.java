package dev.spindrift.cli;

import dev.spindrift.input.InputFile;
import dev.spindrift.input.InputNode;
import dev.spindrift.input.Problems;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * What a reproduction's tables need of a run, read from its results. NaN stands for what the run
 * did not compute.
 *
 * @param bits precision that device and driver really give [bit]
 * @param updates device updates
 * @param lower share of updates at the lower limit [1]
 * @param upper share of updates at the upper limit [1]
 * @param current test metrics of the last model
 * @param ensembles metrics of the mean over the newest 1..N samples
 * @param reference the same of the float reference, empty if there was none
 * @param acceptance share of proposals accepted [1]
 * @param joules energy of the whole run [J]
 * @param wallTime computing time [s]
 * @param chain rows of chain.csv: mini-batch, mean conductance [S], loss [nat]
 */
record RunFigures(
    long miniBatches,
    double bits,
    double updates,
    double lower,
    double upper,
    Metrics current,
    List<Metrics> ensembles,
    List<Metrics> reference,
    double acceptance,
    double joules,
    double simulatedTime,
    double wallTime,
    int testImages,
    List<double[]> chain) {

  /** Accuracy and expected calibration error in [0, 1], negative log-likelihood [nat]. */
  record Metrics(double accuracy, double nll, double ece) {
    static final Metrics NONE = new Metrics(Double.NaN, Double.NaN, Double.NaN);
  }

  /**
   * Reads whole results.
   *
   * @throws UncheckedIOException if a file cannot be read
   */
  static RunFigures read(Path results) {
    try {
      InputNode s = InputFile.read(results.resolve("summary.json"), new Problems());
      InputNode pulses = s.child("pulses");
      List<Metrics> ensembles = new ArrayList<>();
      List<Metrics> reference = new ArrayList<>();
      for (CSVRecord r : rows(results.resolve("posterior.csv"))) {
        ensembles.add(metrics(r, ""));
        if (!r.get("float_accuracy").isEmpty()) {
          reference.add(metrics(r, "float_"));
        }
      }
      List<double[]> chain = new ArrayList<>();
      for (CSVRecord r : rows(results.resolve("chain.csv"))) {
        chain.add(
            new double[] {
              number(r, "mini_batch"), number(r, "mean_conductance_S"), number(r, "loss_nat")
            });
      }
      int images = 0;
      for (CSVRecord r : rows(results.resolve("calibration.csv"))) {
        images += (int) number(r, "count");
      }
      return new RunFigures(
          s.integer("miniBatches", 0, Long.MAX_VALUE),
          value(pulses, "updatePrecisionBits"),
          value(pulses, "updates"),
          value(pulses.child("lowerLimit"), "share"),
          value(pulses.child("upperLimit"), "share"),
          new Metrics(
              value(s.child("accuracy"), "current"),
              value(s.child("nll"), "current"),
              value(s.child("ece"), "current")),
          ensembles,
          reference,
          value(s.child("chain"), "acceptance"),
          value(s.child("energy"), "total"),
          value(s, "simulatedTime"),
          value(s.child("wall"), "total"),
          images,
          chain);
    } catch (IOException e) {
      throw new UncheckedIOException("results cannot be read: " + results, e);
    }
  }

  /** Returns metrics of the mean over so many samples, or of none if fewer were held. */
  static Metrics of(List<Metrics> ensembles, int samples) {
    return samples <= ensembles.size() ? ensembles.get(samples - 1) : Metrics.NONE;
  }

  /** Returns one standard error of an accuracy over the test images [1]. */
  double error(double accuracy) {
    return Math.sqrt(accuracy * (1 - accuracy) / Math.max(1, testImages));
  }

  private static double value(InputNode node, String key) {
    Object plain =
        node.has(key) ? node.number(key, -Double.MAX_VALUE, Double.MAX_VALUE, Double.NaN) : null;
    return plain == null ? Double.NaN : (double) plain;
  }

  private static List<CSVRecord> rows(Path file) throws IOException {
    CSVFormat format = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();
    try (Reader in = Files.newBufferedReader(file);
        CSVParser parser = CSVParser.parse(in, format)) {
      return parser.getRecords();
    }
  }

  private static Metrics metrics(CSVRecord r, String prefix) {
    return new Metrics(
        number(r, prefix + "accuracy"), number(r, prefix + "nll_nat"), number(r, prefix + "ece"));
  }

  private static double number(CSVRecord r, String column) {
    String text = r.get(column);
    return text.isEmpty() ? Double.NaN : Double.parseDouble(text);
  }
}
