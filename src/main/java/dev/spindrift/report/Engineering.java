package dev.spindrift.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers as engineers read them: three significant digits and an SI prefix. */
public final class Engineering {
  private static final String PREFIXES = "qryzafpnum kMGTPEZYRQ";
  private static final int UNITY = PREFIXES.indexOf(' ');
  private static final MathContext DIGITS = new MathContext(3, RoundingMode.HALF_UP);

  private Engineering() {}

  /**
   * Formats a value with three significant digits and the SI prefix that leaves 1 to 999 before it,
   * e.g. {@code 1.23 mJ} or {@code 4.56 us} (micro is spelt {@code u}).
   *
   * @param si value in the unit without prefix
   * @param unit unit symbol, may be empty for pure numbers
   * @return the text; {@code -} if the value is NaN (not computed), and a power of ten if no SI
   *     prefix reaches
   */
  public static String format(double si, String unit) {
    return format(si, unit, DIGITS);
  }

  /**
   * As {@link #format(double, String)} with more digits.
   *
   * @param digits significant digits, 3 or more [1]
   */
  static String format(double si, String unit, int digits) {
    return format(si, unit, new MathContext(digits, RoundingMode.HALF_UP));
  }

  private static String format(double si, String unit, MathContext digits) {
    if (Double.isNaN(si)) {
      return "-";
    }
    if (Double.isInfinite(si)) {
      return join(si > 0 ? "inf" : "-inf", unit);
    }
    if (si == 0) {
      return join("0", unit);
    }
    // Rounding comes before the prefix is chosen: 999.96 is 1.00 k, not 1000.
    BigDecimal rounded = new BigDecimal(si).round(digits);
    int exponent = rounded.precision() - rounded.scale() - 1;
    PrefixedUnit in = prefixed(exponent, unit);
    if (in == null) {
      BigDecimal mantissa = rounded.movePointLeft(exponent).setScale(2, RoundingMode.HALF_UP);
      return join(mantissa.toPlainString() + "e" + exponent, unit);
    }
    int decimals = digits.getPrecision() - 1 - (exponent - in.exponent());
    BigDecimal mantissa =
        rounded.movePointLeft(in.exponent()).setScale(decimals, RoundingMode.HALF_UP);
    return join(mantissa.toPlainString(), in.unit());
  }

  /**
   * A unit with an SI prefix.
   *
   * @param exponent the power of ten that it stands for [1]
   * @param unit prefix and unit, e.g. {@code ns} or {@code um^2}
   */
  public record PrefixedUnit(int exponent, String unit) {}

  /**
   * Returns the unit in which a number has one to three digits before its point. A prefix belongs
   * to the first symbol and is raised to its power: 1e-6 m^2 is one square millimetre. Areas and
   * volumes begin with 0.01 of it, as their prefixes lie further apart.
   *
   * @param exponent power of ten of the number's first digit [1]
   * @param unit SI unit, may be empty
   * @return null if no SI prefix reaches
   */
  public static PrefixedUnit prefixed(int exponent, String unit) {
    int power = unit.startsWith("m^2") ? 2 : unit.startsWith("m^3") ? 3 : 1;
    int group = Math.floorDiv(exponent + (power > 1 ? 2 : 0), 3 * power); // 0.01 mm^2, not um^2
    int index = UNITY + group;
    if (index < 0 || index >= PREFIXES.length()) {
      return null;
    }
    String prefix = group == 0 ? "" : PREFIXES.substring(index, index + 1);
    return new PrefixedUnit(3 * power * group, prefix + unit);
  }

  /**
   * Formats a whole number: exact with thousands separators below a million, with an SI prefix from
   * there.
   *
   * @param count the number [1]
   */
  static String count(long count) {
    return Math.abs(count) < 1_000_000
        ? String.format(java.util.Locale.ROOT, "%,d", count)
        : format((double) count, "");
  }

  /**
   * Formats a share as per cent with two decimals.
   *
   * @param share part of one [1]
   * @return e.g. {@code 95.83 %}; {@code -} if NaN
   */
  static String percent(double share) {
    return Double.isNaN(share) ? "-" : String.format(java.util.Locale.ROOT, "%.2f %%", 100 * share);
  }

  /**
   * Formats a plain number with a fixed number of decimals.
   *
   * @return {@code -} if NaN
   */
  static String fixed(double value, int decimals) {
    return Double.isNaN(value)
        ? "-"
        : String.format(java.util.Locale.ROOT, "%." + decimals + "f", value);
  }

  private static String join(String number, String unit) {
    return unit.isEmpty() ? number : number + " " + unit;
  }
}
