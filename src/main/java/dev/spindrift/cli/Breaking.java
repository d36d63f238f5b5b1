package dev.spindrift.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;

/** At which precision accuracy breaks. */
final class Breaking {
  /** A loss of so many standard errors is one: false alarm 1 in 740 for one comparison. */
  private static final double ERRORS = 3;

  private Breaking() {}

  /**
   * Returns the highest precision at and below which every accuracy lies more than three standard
   * errors of a difference below that of the highest precision.
   *
   * <p>The errors are those of two samples of independent test images. Both are tested on the same
   * ones, which makes the true error smaller. What another seed would change is not in them.
   *
   * @param accuracies by precision [bit], in [0, 1]; two or more
   * @param images how many images each was tested on
   * @return the precision [bit]; 0 if even the lowest has not broken
   */
  static int at(SortedMap<Integer, Double> accuracies, int images) {
    double best = accuracies.get(accuracies.lastKey());
    int at = 0;
    for (var e : accuracies.entrySet()) {
      double a = e.getValue();
      double error = Math.sqrt((best * (1 - best) + a * (1 - a)) / images);
      if (best - a <= ERRORS * error) {
        return at;
      }
      at = e.getKey();
    }
    return at;
  }

  /**
   * Says where accuracies break, ours and the paper's by the same rule.
   *
   * @param mean of the mean over samples, by precision
   * @param last of the last model
   * @param descent of descent's last model; empty if that is not the question
   * @param images tested on
   * @return the sentence, empty if fewer than two precisions are there
   */
  static String sentence(
      SortedMap<Integer, Double> mean,
      SortedMap<Integer, Double> last,
      SortedMap<Integer, Double> descent,
      int images) {
    List<String> ours = new ArrayList<>();
    say(ours, "the mean over samples", mean, images);
    say(ours, "the last model", last, images);
    say(ours, "descent", descent, images);
    if (ours.isEmpty()) {
      return "";
    }
    List<String> paper = new ArrayList<>();
    printed(paper, "mean over 64", mean.keySet(), b -> PaperNumbers.table1(b, 64), images);
    printed(paper, "descent", descent.keySet(), PaperNumbers::descent, images);
    return "Accuracy breaks (more than three standard errors below the highest precision run, there"
        + " and at all lower ones): "
        + String.join(", ", ours)
        + ". In the paper, at the same precisions: "
        + String.join(", ", paper)
        + ".";
  }

  /** The rule depends on how many images were tested: the paper's table by both numbers. */
  private static void printed(
      List<String> paper, String what, Set<Integer> bits, IntToDoubleFunction percent, int images) {
    if (bits.size() >= 2) {
      SortedMap<Integer, Double> table = new TreeMap<>();
      bits.forEach(b -> table.put(b, percent.applyAsDouble(b) / 100));
      paper.add(
          String.format(
              Locale.ROOT,
              "%s %s with as many test images as ours, %s with its %,d",
              what,
              place(table, images),
              place(table, PaperNumbers.TEST_IMAGES),
              PaperNumbers.TEST_IMAGES));
    }
  }

  private static String place(SortedMap<Integer, Double> table, int images) {
    int at = at(table, images);
    return at == 0 ? "not down to " + table.firstKey() + " bits" : "at " + at + " bits";
  }

  private static void say(
      List<String> ours, String what, SortedMap<Integer, Double> table, int images) {
    if (table.size() >= 2) {
      ours.add(what + " " + place(table, images));
    }
  }
}
