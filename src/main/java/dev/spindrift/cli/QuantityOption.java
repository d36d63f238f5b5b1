package dev.spindrift.cli;

import dev.spindrift.input.Dimension;
import dev.spindrift.input.InputFile;
import dev.spindrift.input.InputNode;
import dev.spindrift.input.Problems;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/** Quantities with units on the command line, reported like those of files. */
final class QuantityOption {
  private QuantityOption() {}

  /** Returns the option's text as a value of a file that is called like the option. */
  static InputNode node(String option, String text, Problems problems) {
    String quoted = text.replace("\\", "\\\\").replace("\"", "\\\"");
    return InputFile.parse(option, "value: \"" + quoted + "\"\n", problems);
  }

  /** Returns a quantity of at least {@code min} [SI unit of the dimension]. */
  static double read(
      String option, String text, Dimension dimension, double min, Problems problems) {
    return node(option, text, problems).quantity("value", dimension, min, Double.MAX_VALUE).si();
  }

  /** Reads {@code a, b, c}, {@code a..b} or {@code a..b/step}. */
  static double[] list(
      String option, String text, Dimension dimension, double min, Problems problems) {
    int dots = text.indexOf("..");
    if (dots < 0) {
      List<Double> values = new ArrayList<>();
      for (String part : text.split(",", -1)) {
        values.add(read(option, part.strip(), dimension, min, problems));
      }
      return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
    int slash = afterUnit(text, dots);
    double from = read(option, text.substring(0, dots).strip(), dimension, min, problems);
    String end = text.substring(dots + 2, slash < 0 ? text.length() : slash);
    double to = read(option, end.strip(), dimension, min, problems);
    double step =
        slash < 0
            ? from
            : read(
                option, text.substring(slash + 1).strip(), dimension, InputNode.POSITIVE, problems);
    double count = (to - from) / step;
    if (!(count >= 0 && count < 10_000)) {
      problems.add(option, "\"" + text + "\"", "a range FROM..TO/STEP of 1 to 10,000 values");
      return new double[0];
    }
    double[] values = new double[(int) Math.floor(count + 1e-9) + 1];
    for (int i = 0; i < values.length; i++) {
      // 12 digits, so that sums of steps give the numbers a person would write.
      values[i] = new BigDecimal(from + i * step).round(new MathContext(12)).doubleValue();
    }
    return values;
  }

  /** The slash before the step, not one of a unit like A/m^2: a number follows it. */
  private static int afterUnit(String text, int from) {
    int slash = text.indexOf('/', from);
    while (slash >= 0) {
      String rest = text.substring(slash + 1).strip();
      if (!rest.isEmpty() && (Character.isDigit(rest.charAt(0)) || rest.charAt(0) == '.')) {
        return slash;
      }
      slash = text.indexOf('/', slash + 1);
    }
    return -1;
  }
}
