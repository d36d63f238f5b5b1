package dev.spindrift.measurement;

import dev.spindrift.input.InputException;
import dev.spindrift.input.Problems;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Conductance-change tables in the layout of Sandia CrossSim: one file for pulses that raise the
 * conductance and one for pulses that lower it.
 *
 * <pre>
 * line 1           any text
 * line 2           conductances G, increasing, comma-separated [S]
 * line 3           cumulative probabilities, from 0 to 1
 * further lines    one for each probability: the change dG at each G that is not exceeded with it [S]
 * </pre>
 *
 * <p>Source: CrossSim (Sandia National Laboratories, github.com/sandialabs/cross-sim), version 2:
 * {@code create_lookup_table} in {@code process_measured_data.py} writes {@code dG_increasing.txt}
 * and {@code dG_decreasing.txt} so, and {@code dGLookupParams} reads them so. As there, both files
 * must have the same conductances and probabilities, and exchanged files are taken in the right
 * order. A table does not tell how many pulses it was made from.
 *
 * @param files names of both files
 * @param sha256 checksums of both files' bytes
 * @param conductances G, increasing [S]
 * @param probabilities from 0 to 1, not decreasing [1]
 * @param increasing dG of raising pulses, [probability][G] [S]
 * @param decreasing dG of lowering pulses, [probability][G] [S]
 * @param exchanged whether the files were given in the wrong order
 */
public record StepTable(
    List<String> files,
    List<String> sha256,
    double[] conductances,
    double[] probabilities,
    double[][] increasing,
    double[][] decreasing,
    boolean exchanged) {

  /** One of the two files. */
  private record Half(
      String sha256, double[] conductances, double[] probabilities, double[][] steps) {
    double average() {
      double sum = 0;
      for (int i = 1; i < probabilities.length; i++) {
        for (int g = 0; g < conductances.length; g++) {
          sum += (probabilities[i] - probabilities[i - 1]) * (steps[i][g] + steps[i - 1][g]) / 2;
        }
      }
      return sum / conductances.length;
    }
  }

  /**
   * Reads both files.
   *
   * @param increasing file of raising pulses, e.g. {@code dG_increasing.txt}
   * @param decreasing file of lowering pulses
   * @param problems receives every problem; modified
   * @return the tables, or null if there are problems
   * @throws InputException if a file cannot be read at all
   */
  public static StepTable read(Path increasing, Path decreasing, Problems problems) {
    Half up = half(increasing, problems);
    Half down = half(decreasing, problems);
    if (up == null || down == null) {
      return null;
    }
    int before = problems.list().size();
    if (!Arrays.equals(up.conductances(), down.conductances())) {
      problems.add(decreasing.toString(), "other conductances", "those of " + increasing);
    }
    if (!Arrays.equals(up.probabilities(), down.probabilities())) {
      problems.add(decreasing.toString(), "other probabilities", "those of " + increasing);
    }
    boolean exchanged = up.average() < 0 && down.average() > 0;
    if (!exchanged && !(up.average() > 0 && down.average() < 0)) {
      problems.add(
          increasing.toString(),
          up.average() + " S and " + down.average() + " S on average per pulse",
          "one table of rising, one of falling conductance");
    }
    if (problems.list().size() > before) {
      return null;
    }
    return new StepTable(
        List.of(increasing.getFileName().toString(), decreasing.getFileName().toString()),
        List.of(up.sha256(), down.sha256()),
        up.conductances(),
        up.probabilities(),
        exchanged ? down.steps() : up.steps(),
        exchanged ? up.steps() : down.steps(),
        exchanged);
  }

  private static Half half(Path path, Problems problems) {
    byte[] bytes;
    String text;
    try {
      bytes = Files.readAllBytes(path);
      text = Files.readString(path);
    } catch (IOException e) {
      problems.add(path.toString(), "no readable text file", "a table in CrossSim's layout");
      throw new InputException(problems.list());
    }
    Places places = new Places(path.toString(), text, problems);
    String[] lines = places.lines();
    List<double[]> rows = new ArrayList<>();
    List<Integer> at = new ArrayList<>();
    for (int i = 1; i < lines.length; i++) { // the first line is text
      if (!lines[i].isBlank()) {
        rows.add(numbers(lines[i], i + 1, places));
        at.add(i + 1);
      }
    }
    if (rows.size() < 4) {
      places.file(
          rows.size() + " lines of numbers",
          "a line of text, conductances, probabilities, and a line of changes for each"
              + " probability, 2 or more");
    } else if (places.mistakes() == 0) {
      check(rows, at, places);
    }
    places.finish();
    return places.mistakes() > 0
        ? null
        : new Half(
            Checksum.sha256(bytes),
            rows.get(0),
            rows.get(1),
            rows.subList(2, rows.size()).toArray(new double[0][]));
  }

  private static double[] numbers(String line, int number, Places places) {
    String[] cells = line.split(",", -1);
    double[] values = new double[cells.length];
    for (int i = 0; i < cells.length; i++) {
      try {
        values[i] = new BigDecimal(cells[i].strip()).doubleValue();
      } catch (NumberFormatException e) {
        values[i] = Double.NaN;
      }
      if (!Double.isFinite(values[i])) {
        places.cell(number, i, "\"" + cells[i].strip() + "\"", "a finite number");
      }
    }
    return values;
  }

  private static void check(List<double[]> rows, List<Integer> at, Places places) {
    double[] g = rows.get(0);
    double[] p = rows.get(1);
    if (g.length < 2 || g[0] < 0) {
      places.cell(at.get(0), 0, g.length + " conductances", "2 or more, none below 0");
    }
    for (int i = 1; i < g.length; i++) {
      if (!(g[i] > g[i - 1])) {
        places.cell(at.get(0), i, g[i] + " S after " + g[i - 1] + " S", "increasing conductances");
      }
    }
    for (int i = 1; i < p.length; i++) {
      if (!(p[i] >= p[i - 1])) {
        places.cell(
            at.get(1), i, p[i] + " after " + p[i - 1], "probabilities that do not decrease");
      }
    }
    // Tables cut from rare events may lack the outermost per cent; more is another kind of file.
    if (!(p[0] >= 0 && p[0] <= 0.01 && p[p.length - 1] >= 0.99 && p[p.length - 1] <= 1)) {
      places.cell(at.get(1), 0, p[0] + " to " + p[p.length - 1], "probabilities from 0 to 1");
    }
    if (rows.size() - 2 != p.length) {
      places.file(rows.size() - 2 + " lines of changes", p.length + ", one for each probability");
    }
    for (int i = 2; i < rows.size(); i++) {
      if (rows.get(i).length != g.length) {
        places.cell(
            at.get(i), 0, rows.get(i).length + " changes", g.length + ", one for each conductance");
      }
    }
  }
}
