package dev.spindrift.explore;

import dev.spindrift.report.Engineering;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Numbers for people: engineering notation with units, and as many digits as the spread over seeds
 * gives a meaning to.
 */
public final class Figures {
  /** Digits of a mean of one seed in a unit [1]. */
  private static final int DIGITS = 3;

  /** Digits of a mean of one seed without a unit: accuracies of 10,000 tests have four [1]. */
  private static final int PURE_DIGITS = 4;

  /** Digits of a level: ranges are written with as many [1]. */
  private static final int LEVEL_DIGITS = 6;

  /** Nobody reads more digits of a mean, however small its interval [1]. */
  private static final int MOST_DIGITS = 6;

  private Figures() {}

  /**
   * What numbers of a similar size are written in.
   *
   * @param exponent the power of ten that is divided by [1]
   * @param unit the unit with its prefix; {@code e-6} and the like for pure numbers; may be empty
   */
  record Scale(int exponent, String unit) {
    double of(double si) {
      return BigDecimal.valueOf(si).movePointLeft(exponent).doubleValue();
    }

    /** Returns a round number, such as axes are marked with. */
    String text(double si) {
      BigDecimal value =
          BigDecimal.valueOf(si)
              .movePointLeft(exponent)
              .round(new MathContext(LEVEL_DIGITS, RoundingMode.HALF_EVEN))
              .stripTrailingZeros();
      return join(value.signum() == 0 ? "0" : value.toPlainString());
    }

    private String join(String number) {
      return unit.isEmpty() || unit.startsWith("e") ? number + unit : number + " " + unit;
    }
  }

  /**
   * Returns the scale in which a number has one to three digits before its point.
   *
   * @param unit SI unit, empty for pure numbers, which keep their digits from 0.001 to 9,999,999
   */
  static Scale scale(double si, String unit) {
    if (si == 0 || !Double.isFinite(si)) {
      return new Scale(0, unit);
    }
    BigDecimal rounded =
        BigDecimal.valueOf(si).round(new MathContext(DIGITS, RoundingMode.HALF_UP));
    int exponent = rounded.precision() - rounded.scale() - 1;
    if (unit.isEmpty()) {
      int whole = 3 * Math.floorDiv(exponent, 3);
      return exponent >= -3 && exponent < 7 ? new Scale(0, "") : new Scale(whole, "e" + whole);
    }
    Engineering.PrefixedUnit prefixed = Engineering.prefixed(exponent, unit);
    return prefixed == null
        ? new Scale(exponent, "e" + exponent + " " + unit)
        : new Scale(prefixed.exponent(), prefixed.unit());
  }

  /** Returns a value of one run: three digits and a prefix, or four digits without a unit. */
  public static String number(double si, String unit) {
    if (Double.isNaN(si)) {
      return "-";
    }
    if (Double.isInfinite(si)) {
      return (si > 0 ? "inf" : "-inf") + (unit.isEmpty() ? "" : " " + unit);
    }
    Scale scale = scale(si, unit);
    if (scale.unit().isEmpty() && si == Math.rint(si)) {
      return Long.toString((long) si); // a count
    }
    int digits = unit.isEmpty() ? PURE_DIGITS : DIGITS;
    BigDecimal value = BigDecimal.valueOf(si).movePointLeft(scale.exponent());
    BigDecimal rounded = value.round(new MathContext(digits, RoundingMode.HALF_UP));
    return scale.join(fixed(rounded, digits - 1 - magnitude(rounded)));
  }

  /** Returns a level: all its digits, without trailing zeros. */
  static String level(SiNumber n) {
    return scale(n.si(), n.unit()).text(n.si());
  }

  /**
   * Returns a mean with its interval, both in the mean's scale: the interval with two digits, the
   * mean with as many decimals.
   *
   * @param unit SI unit, may be empty
   * @return e.g. {@code 37.31 +- 0.12 us}; {@code -} if there is no mean
   */
  public static String spread(Spread s, String unit) {
    if (Double.isNaN(s.mean()) || Double.isNaN(s.halfWidth())) {
      return number(s.mean(), unit);
    }
    if (s.halfWidth() == 0) {
      return number(s.mean(), unit) + " +- 0";
    }
    Scale scale = scale(s.mean() == 0 ? s.halfWidth() : s.mean(), unit);
    BigDecimal mean = BigDecimal.valueOf(s.mean()).movePointLeft(scale.exponent());
    BigDecimal half = BigDecimal.valueOf(s.halfWidth()).movePointLeft(scale.exponent());
    int decimals = Math.max(0, 1 - magnitude(half));
    if (magnitude(mean) + decimals >= MOST_DIGITS) {
      return scale.join(fixed(mean, MOST_DIGITS - 1 - magnitude(mean)))
          + " +- "
          + number(s.halfWidth(), unit);
    }
    String both = fixed(mean, decimals) + " +- " + fixed(half, decimals);
    return scale.unit().startsWith("e") ? scale.join("(" + both + ")") : scale.join(both);
  }

  /** Power of ten of the first digit. */
  private static int magnitude(BigDecimal value) {
    return value.signum() == 0 ? 0 : value.precision() - value.scale() - 1;
  }

  private static String fixed(BigDecimal value, int decimals) {
    return value.setScale(Math.max(0, decimals), RoundingMode.HALF_UP).toPlainString();
  }

  /** Returns a text with the signs that a page has and a terminal may lack. */
  static String typeset(String text) {
    return text.replace(" +- ", " \u00b1 ")
        .replaceAll("(^| )u(?=[A-Za-z])", "$1\u00b5")
        .replace("^2", "\u00b2")
        .replace("^3", "\u00b3");
  }
}
