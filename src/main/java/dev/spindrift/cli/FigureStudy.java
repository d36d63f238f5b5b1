package dev.spindrift.cli;

import dev.spindrift.explore.ProgramVersion;
import dev.spindrift.report.ResultsFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.math3.stat.regression.SimpleRegression;
import picocli.CommandLine;

/**
 * Figures 2(b) to (d) and 3 by {@code spindrift characterize}: the wall whose law the tables use
 * (no pinning, the paper's noise), what the paper says of it in words beside ours in numbers.
 */
final class FigureStudy {
  private static final double NM = 1e9;
  private static final double NS = 1e9;

  /** Share of the track next to an end in which its reflection shows. */
  private static final double EDGE = 0.1;

  private final Path folder;
  private final Path wall;
  private final int trials;

  /**
   * Plans it.
   *
   * @param folder of the tables
   * @param home where netlists are
   * @param scale full and short: the paper's 500 walls a condition; mini: 200
   */
  FigureStudy(Path folder, Path home, String scale) {
    this.trials = scale.equals("mini") ? 200 : 500;
    this.folder = folder.resolve("runs").resolve("figures-2-3-" + trials);
    this.wall = home.resolve("netlists/devices/physics/copd-nopin.yaml");
  }

  /**
   * Measures, unless it was done by this program with this wall; it takes seconds, so other results
   * are replaced.
   *
   * @throws IllegalStateException with its messages if the measurement fails
   */
  void run(int threads) {
    Path note = folder.resolveSibling(folder.getFileName() + ".program");
    String source = source();
    if (ResultsFolder.isComplete(folder) && source.equals(read(note))) {
      return;
    }
    StringWriter messages = new StringWriter();
    int code =
        new CommandLine(new CharacterizeCommand())
            .setOut(new PrintWriter(new StringWriter()))
            .setErr(new PrintWriter(messages))
            .execute(
                wall.toString(),
                "--noise",
                "printed",
                "--trials",
                Integer.toString(trials),
                "--pair-relaxation",
                "0 ns",
                "--gap",
                "0 ns",
                "--threads",
                Integer.toString(threads),
                "--force",
                "--out",
                folder.toString());
    if (code != 0) {
      throw new IllegalStateException("characterize failed: " + messages);
    }
    try {
      Files.writeString(note, source);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Program and wall that a measurement comes from. */
  private String source() {
    return ProgramVersion.text() + "\n" + read(wall);
  }

  private static String read(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds what was measured, if it was. */
  void report(StudyReport r) {
    if (!ResultsFolder.isComplete(folder)) {
      r.text("Figures 2 and 3: not run.");
      return;
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(gaussian());
    rows.add(mean());
    rows.add(variance());
    rows.add(position());
    rows.addAll(pairs());
    r.table(
        "One wall, "
            + trials
            + " per condition (runs/"
            + folder.getFileName()
            + " has every number)",
        List.of("figure", "the paper", "ours"),
        rows);
    r.image("2b", "Fig. 2(b): displacements by pulse width", folder.resolve("fig2b.png"));
    r.image("2c", "Fig. 2(c): along the track", folder.resolve("fig2c.png"));
    r.image("2d", "Fig. 2(d): against pulse width", folder.resolve("fig2d.png"));
    r.image("3", "Fig. 3: push, pull and their sum", folder.resolve("fig3.png"));
  }

  private List<String> gaussian() {
    List<CSVRecord> all = rows("gaussianity.csv", row -> true);
    long failed = all.stream().filter(row -> number(row, "lilliefors_p") < 0.05).count();
    return List.of(
        "2(b)",
        "displacements are Gaussian (500 walls per width)",
        f("%d of %d conditions fail Lilliefors' test at 5 %%", failed, all.size()));
  }

  private List<String> mean() {
    SimpleRegression line = line("mean_m", 1, NM);
    return List.of(
        "2(d)",
        "the mean is linear in the pulse width",
        f(
            "%.2f nm/ns x T %+.2f nm (R^2 %.5f)",
            line.getSlope(), line.getIntercept(), line.getRSquare()));
  }

  private List<String> variance() {
    SimpleRegression line = line("sd_m", 2, NM * NM);
    return List.of(
        "2(d)",
        "the variance grows with the pulse width",
        f(
            "%.1f nm^2/ns x T %+.1f nm^2 (R^2 %.4f)",
            line.getSlope(), line.getIntercept(), line.getRSquare()));
  }

  /** Line through a power of a column against the width, both polarities as pushes [ns]. */
  private SimpleRegression line(String column, int power, double unit) {
    SimpleRegression line = new SimpleRegression();
    for (CSVRecord row : rows("displacement.csv", row -> true)) {
      double value = Math.abs(number(row, column));
      line.addData(number(row, "width_s") * NS, Math.pow(value, power) * unit);
    }
    return line;
  }

  private List<String> position() {
    List<CSVRecord> all = rows("position.csv", row -> true);
    double track = all.stream().mapToDouble(row -> number(row, "start_m")).max().orElse(0);
    List<CSVRecord> inside =
        all.stream()
            .filter(
                row ->
                    number(row, "start_m") > EDGE * track
                        && number(row, "start_m") < (1 - EDGE) * track)
            .toList();
    double[] means = inside.stream().mapToDouble(row -> Math.abs(number(row, "mean_m"))).toArray();
    double middle = Arrays.stream(means).average().orElse(Double.NaN);
    double chi2 = 0;
    for (int i = 0; i < means.length; i++) {
      chi2 += Math.pow((means[i] - middle) / number(inside.get(i), "se_mean_m"), 2);
    }
    return List.of(
        "2(c)",
        "mean and variance do not depend on the position",
        f(
            "means of %d places inside the track: %.1f nm, chi^2 per degree %.2f (1 if equal)",
            means.length, middle * NM, chi2 / Math.max(1, means.length - 1)));
  }

  private List<List<String>> pairs() {
    List<List<String>> out = new ArrayList<>();
    for (CSVRecord row : rows("pushpull.csv", row -> row.get("first").equals("push"))) {
      out.add(
          List.of(
              "3",
              "push and pull add up: means subtract, variances add",
              f(
                  "T_L %.0f ns: net %.1f +- %.1f nm (sum %.1f), sd %.1f +- %.1f nm (sum %.1f)",
                  number(row, "asymmetry_s") * NS,
                  number(row, "net_mean_m") * NM,
                  number(row, "se_net_mean_m") * NM,
                  number(row, "predicted_mean_m") * NM,
                  number(row, "net_sd_m") * NM,
                  number(row, "se_net_sd_m") * NM,
                  number(row, "predicted_sd_m") * NM)));
    }
    return out;
  }

  private List<CSVRecord> rows(String file, Predicate<CSVRecord> which) {
    CSVFormat format = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();
    try (Reader in = Files.newBufferedReader(folder.resolve(file));
        CSVParser parser = CSVParser.parse(in, format)) {
      return parser.getRecords().stream().filter(which).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot be read: " + folder.resolve(file), e);
    }
  }

  private static double number(CSVRecord row, String column) {
    return row.get(column).isEmpty() ? Double.NaN : Double.parseDouble(row.get(column));
  }

  private static String f(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
