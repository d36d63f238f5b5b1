package dev.spindrift.input;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Decimal numbers as files spell them. */
final class NumberText {

  /** A number, then whatever follows it (a unit). */
  private static final Pattern LEADING =
      Pattern.compile(
          "([+-]?(?:(?:0|[1-9][0-9]{0,39})(?:\\.[0-9]{0,39})?|\\.[0-9]{1,39})"
              + "(?:[eE][+-]?[0-9]{1,4})?)(?![0-9._])\\s*(.*)");

  private static final Pattern INTEGER = Pattern.compile("[+-]?(?:0|[1-9][0-9]*)");

  private NumberText() {}

  /** A number and the text that follows it. */
  record Leading(BigDecimal value, String rest) {}

  /** Returns the number at the start of the text and the rest, or null if there is none. */
  static Leading leading(String text) {
    Matcher matcher = LEADING.matcher(text);
    return matcher.matches()
        ? new Leading(new BigDecimal(matcher.group(1)), matcher.group(2).strip())
        : null;
  }

  /** Returns the number, or null if the text is not a decimal number and nothing else. */
  static BigDecimal parse(String text) {
    Leading leading = leading(text);
    return leading != null && leading.rest().isEmpty() ? leading.value() : null;
  }

  static boolean isInteger(String text) {
    return text.length() <= 40 && INTEGER.matcher(text).matches();
  }

  /** Reads an integer; if there is none in the range, returns the admissible one nearest zero. */
  static long integer(InputNode node, long min, long max) {
    String range =
        range(
            min == Long.MIN_VALUE ? null : Long.toString(min),
            max == Long.MAX_VALUE ? null : Long.toString(max));
    String allowed = range.isEmpty() ? "an integer" : "an integer " + range;
    BigDecimal value = node.tree().isScalar() ? parse(node.tree().text()) : null;
    long harmless = Math.max(min, Math.min(max, 0));
    if (value == null) {
      node.wrong(allowed);
      return harmless;
    }
    try {
      // The exponent is at most 9999, so that the exact integer stays small.
      long exact = value.longValueExact();
      if (exact >= min && exact <= max) {
        return exact;
      }
    } catch (ArithmeticException e) {
      // A fraction, or beyond 64 bit: reported below.
    }
    node.problems().add(node, node.tree().text(), allowed);
    return harmless;
  }

  /** Reads a pure number; if there is none in the range, returns the admissible nearest zero. */
  static double number(InputNode node, double min, double max) {
    String range = range(bound(min), bound(max));
    String allowed = range.isEmpty() ? "a finite number" : "a number " + range;
    BigDecimal value = node.tree().isScalar() ? parse(node.tree().text()) : null;
    if (value == null) {
      node.wrong(allowed);
      return Math.max(min, Math.min(max, 0));
    }
    double number = value.doubleValue();
    if (Double.isFinite(number) && number >= min && number <= max) {
      return number;
    }
    node.problems().add(node, node.tree().text(), allowed);
    return Math.max(min, Math.min(max, 0));
  }

  /** Returns a range in words: {@code from 1 to 5}, {@code at least 0}, {@code greater than 0}. */
  static String range(String min, String max) {
    String lower =
        min == null
            ? null
            : min.equals(text(Double.MIN_VALUE)) ? "greater than 0" : "at least " + min;
    if (min != null && max != null && lower.startsWith("at least")) {
      return "from " + min + " to " + max;
    }
    String upper = max == null ? null : "at most " + max;
    if (lower == null) {
      return upper == null ? "" : upper;
    }
    return upper == null ? lower : lower + " and " + upper;
  }

  /** Returns a bound in short, or null if it is no bound. */
  static String bound(double bound) {
    return Math.abs(bound) >= Double.MAX_VALUE ? null : text(bound);
  }

  private static String text(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e7) {
      return Long.toString((long) value);
    }
    return Double.toString(value).replace(".0E", "E").replace('E', 'e');
  }
}
