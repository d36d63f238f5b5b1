package dev.spindrift.cli;

import dev.spindrift.input.Dimension;
import dev.spindrift.input.InputFile;
import dev.spindrift.input.InputNode;
import dev.spindrift.input.Problems;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads what options say: quantities with units, lists and ranges, choices, whole numbers. */
final class OptionValues {
  private static final double FAR = Double.MAX_VALUE;
  private static final int LONGEST_LIST = 1000;

  private final Problems problems;

  /**
   * Prepares reading.
   *
   * @param problems receives every problem; modified
   */
  OptionValues(Problems problems) {
    this.problems = problems;
  }

  InputNode node(String option, String text) {
    String quoted = text.replace("\\", "\\\\").replace("\"", "\\\"");
    return InputFile.parse(option, "value: \"" + quoted + "\"\n", problems);
  }

  /** One quantity in SI units, at least min. */
  double one(String option, String text, Dimension dimension, double min) {
    return node(option, text).quantity("value", dimension, min, FAR).si();
  }

  /** Reads {@code a, b, c}, {@code a..b} in steps of a, or {@code a..b/step}, in SI units. */
  double[] list(String option, String text, Dimension dimension, double min) {
    int dots = text.indexOf("..");
    if (dots < 0) {
      List<Double> values = new ArrayList<>();
      for (String part : text.split(",", -1)) {
        values.add(one(option, part.strip(), dimension, min));
      }
      return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
    double from = one(option, text.substring(0, dots).strip(), dimension, min);
    // A slash before a digit: units have slashes, too.
    String[] rest = text.substring(dots + 2).split("/(?=\\s*[0-9.])", 2);
    double to = one(option, rest[0].strip(), dimension, min);
    double step =
        rest.length == 1 ? from : one(option, rest[1].strip(), dimension, InputNode.POSITIVE);
    double count = (to - from) / step;
    if (!(count >= 0 && count < LONGEST_LIST)) {
      problems.add(option, "\"" + text + "\"", "a range FROM..TO/STEP of 1 to 1,000 values");
      return new double[] {1};
    }
    double[] values = new double[(int) Math.floor(count + 1e-9) + 1];
    for (int i = 0; i < values.length; i++) {
      // Twelve digits, so that sums of steps give the numbers a person would write.
      values[i] = new BigDecimal(from + i * step).round(new MathContext(12)).doubleValue();
    }
    return values;
  }

  /** As {@link #list}, in increasing order. */
  double[] increasing(String option, String text, Dimension dimension, double min) {
    double[] values = list(option, text, dimension, min);
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    distinct(problems, option, text, sorted);
    return sorted;
  }

  /** Refuses a value given twice: tables and plots would hold the same condition twice. */
  static void distinct(Problems problems, String option, String text, double[] values) {
    if (Arrays.stream(values).distinct().count() < values.length && problems.isEmpty()) {
      problems.add(option, "\"" + text + "\"", "each value once");
    }
  }

  void range(String option, long value, long min, long max) {
    if (value < min || value > max) {
      problems.add(option, Long.toString(value), min + " to " + max);
    }
  }
}
