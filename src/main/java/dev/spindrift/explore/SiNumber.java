package dev.spindrift.explore;

import dev.spindrift.input.Dimension;
import dev.spindrift.input.InputFile;
import dev.spindrift.input.InputNode;
import dev.spindrift.input.JsonText;
import dev.spindrift.input.Problems;
import java.util.Map;

/**
 * What a level's text says if it is a number or a quantity.
 *
 * @param si value in the SI unit
 * @param unit symbol of that unit, empty for pure numbers
 */
record SiNumber(double si, String unit) {

  /**
   * Reads a text as input files' own reader does, trying every dimension.
   *
   * @return null if the text is neither a number nor a quantity
   */
  static SiNumber of(String text) {
    if (!text.matches("[+-]?[.0-9].*")) {
      return null;
    }
    String file = JsonText.write(Map.of("x", text), false);
    for (Dimension d : Dimension.values()) {
      Problems problems = new Problems();
      InputNode root = InputFile.parse("level", file, problems);
      double far = Double.MAX_VALUE;
      double si =
          d == Dimension.DIMENSIONLESS
              ? root.number("x", -far, far)
              : root.quantity("x", d, -far, far).si();
      if (problems.isEmpty()) {
        return new SiNumber(si, d.symbol());
      }
    }
    return null;
  }
}
