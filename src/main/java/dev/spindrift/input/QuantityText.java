package dev.spindrift.input;

import java.math.BigDecimal;
import javax.measure.Unit;

/** Reads a scalar such as {@code 5 ns} with a check of its dimension. */
final class QuantityText {

  private QuantityText() {}

  /**
   * Returns the value in SI units, reporting what is wrong with it.
   *
   * @param node the scalar
   * @param dimension the dimension that is due
   * @param min least value [SI unit of the dimension]
   * @param max greatest value [SI unit of the dimension]
   * @return the value, or the admissible one nearest zero
   */
  static double read(InputNode node, Dimension dimension, double min, double max) {
    double harmless = Math.max(min, Math.min(max, 0));
    String example = "a " + dimension.label() + ", e.g. \"" + dimension.example() + "\"";
    Tree tree = node.tree();
    NumberText.Leading leading = tree.isScalar() ? NumberText.leading(tree.text()) : null;
    if (leading == null) {
      node.wrong(example);
      return harmless;
    }
    Unit<?> unit;
    try {
      unit = UnitText.parse(leading.rest());
    } catch (UnitText.UnknownUnit e) {
      node.problems()
          .add(
              node,
              "\"" + tree.text() + "\", whose unit is not understood (" + e.getMessage() + ")",
              example);
      return harmless;
    }
    if (!dimension.matches(unit)) {
      String found =
          leading.rest().isEmpty()
              ? "the bare number " + tree.text() + " without a unit"
              : "\"" + tree.text() + "\", a " + Dimension.nameOf(unit);
      String allowed =
          leading.rest().isEmpty()
              ? example + " (" + suggestion(leading, dimension) + ")"
              : example;
      node.problems().add(node, found, allowed);
      return harmless;
    }
    double si = UnitText.toSi(leading.value(), unit);
    if (Double.isFinite(si) && si >= min && si <= max) {
      return si;
    }
    String range = NumberText.range(NumberText.bound(min), NumberText.bound(max));
    String what = range.isEmpty() ? "a finite " + dimension.label() : "a " + dimension.label();
    String bounds = range.isEmpty() ? "" : " " + range + " " + dimension.symbol();
    node.problems().add(node, "\"" + tree.text() + "\"", (what + bounds).strip());
    return harmless;
  }

  private static String suggestion(NumberText.Leading leading, Dimension dimension) {
    BigDecimal value = leading.value();
    return "in SI units: \"" + value + " " + dimension.symbol() + "\"";
  }
}
