package dev.spindrift.cli;

import dev.spindrift.input.Dimension;
import dev.spindrift.input.InputFile;
import dev.spindrift.input.InputNode;
import dev.spindrift.input.Problems;

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
}
