package dev.spindrift.explore;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * One direction of an exploration: one field, or several that change together.
 *
 * @param name short name, a column of the table
 * @param paths fields as {@code --set} names them, e.g. {@code netlist:components.adc.bits}
 * @param levels what the fields are set to, level by level, in the order of the paths; empty if the
 *     axis is a {@link Range} that has no steps
 * @param range the range that a search may take values from, or null: only the levels
 */
public record Axis(String name, List<String> paths, List<List<String>> levels, Range range) {

  /**
   * A range of numbers in one unit.
   *
   * @param from least number, in {@code unit}
   * @param to greatest number, in {@code unit}
   * @param unit text after each number, may be empty
   * @param log whether equal steps are equal ratios
   * @param whole whether numbers are integers
   */
  public record Range(double from, double to, String unit, boolean log, boolean whole) {
    /**
     * Digits that a number drawn from a range is written with: what a setting means is its text.
     */
    private static final MathContext DIGITS = new MathContext(6, RoundingMode.HALF_EVEN);

    /**
     * Returns a value of the range as files spell it.
     *
     * @param share place in the range, 0 to 1 [1]
     */
    public String at(double share) {
      double s = Math.min(1, Math.max(0, share));
      double x = log ? from * Math.pow(to / from, s) : from + s * (to - from);
      String number;
      if (whole) {
        number = Long.toString(Math.round(x));
      } else {
        BigDecimal decimal = new BigDecimal(x).round(DIGITS).stripTrailingZeros();
        int exponent = decimal.precision() - decimal.scale();
        number =
            decimal.signum() == 0
                ? "0"
                : exponent < -3 || exponent > 9 ? decimal.toString() : decimal.toPlainString();
      }
      return unit.isEmpty() ? number : number + " " + unit;
    }

    /** Returns equally spaced values, ends included, none twice. */
    List<List<String>> steps(int count) {
      List<List<String>> out = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        List<String> value = List.of(at(count == 1 ? 0 : (double) i / (count - 1)));
        if (!out.contains(value)) {
          out.add(value);
        }
      }
      return out;
    }
  }

  /** Returns what the level is called: the first field's value. */
  String label(List<String> values) {
    return values.get(0);
  }

  /** Returns the settings {@code path=value} of a level. */
  List<String> settings(List<String> values) {
    List<String> out = new ArrayList<>();
    for (int i = 0; i < paths.size(); i++) {
      out.add(paths.get(i) + "=" + values.get(i));
    }
    return out;
  }
}
