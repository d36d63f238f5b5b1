package dev.spindrift.input;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import javax.measure.Unit;
import javax.measure.UnitConverter;
import tech.units.indriya.AbstractUnit;
import tech.units.indriya.function.RationalNumber;
import tech.units.indriya.unit.BaseUnit;
import tech.units.indriya.unit.UnitDimension;
import tech.units.indriya.unit.Units;

/**
 * A unit as files spell it: products and quotients of prefixed symbols with integer powers.
 *
 * <p>Dimensions and factors are indriya's; the grammar is ours, because indriya's own parser takes
 * no {@code 1/s}, no prefix on an alias ({@code kohm}), accepts {@code m^} and {@code /}, and
 * overflows its stack on {@code m^99999999999}.
 *
 * <p>Grammar: {@code unit = ["1" "/"] power {("*" | "." | " " | "/") power}}, {@code power = symbol
 * [["^"] ["-"] digit]} or {@code "(" unit ")"}; a slash divides by the next power only.
 */
final class UnitText {

  /** Greatest power of a symbol; nothing in electronics or magnetism needs more. */
  private static final int MAX_POWER = 9;

  private static final int MAX_LENGTH = 60;

  private static final Unit<?> ONE = AbstractUnit.ONE;

  private static final Map<String, Integer> PREFIXES = new LinkedHashMap<>();
  private static final Map<String, Unit<?>> SYMBOLS = new LinkedHashMap<>();
  private static final Map<String, Unit<?>> UNPREFIXED = new LinkedHashMap<>();

  static {
    String[] prefixes = {
      "a", "f", "p", "n", "u", "\u00b5", "\u03bc", "m", "c", "k", "M", "G", "T", "P"
    };
    int[] powers = {-18, -15, -12, -9, -6, -6, -6, -3, -2, 3, 6, 9, 12, 15};
    for (int i = 0; i < prefixes.length; i++) {
      PREFIXES.put(prefixes[i], powers[i]);
    }
    // Information is a dimension of its own, so that "5 bit" is never taken for the number 5.
    Unit<?> bit = new BaseUnit<>("bit", "bit", UnitDimension.parse('B'));
    SYMBOLS.put("s", Units.SECOND);
    SYMBOLS.put("m", Units.METRE);
    SYMBOLS.put("g", Units.GRAM);
    SYMBOLS.put("A", Units.AMPERE);
    SYMBOLS.put("K", Units.KELVIN);
    SYMBOLS.put("V", Units.VOLT);
    SYMBOLS.put("ohm", Units.OHM);
    SYMBOLS.put("\u03a9", Units.OHM);
    SYMBOLS.put("S", Units.SIEMENS);
    SYMBOLS.put("F", Units.FARAD);
    SYMBOLS.put("H", Units.HENRY);
    SYMBOLS.put("C", Units.COULOMB);
    SYMBOLS.put("J", Units.JOULE);
    SYMBOLS.put("eV", Units.JOULE.multiply(new BigDecimal("1.602176634e-19")));
    SYMBOLS.put("W", Units.WATT);
    SYMBOLS.put("N", Units.NEWTON);
    SYMBOLS.put("Pa", Units.PASCAL);
    SYMBOLS.put("T", Units.TESLA);
    SYMBOLS.put("Hz", Units.HERTZ);
    SYMBOLS.put("bit", bit);
    SYMBOLS.put("byte", bit.multiply(8));
    SYMBOLS.put("B", bit.multiply(8));
    UNPREFIXED.put("min", Units.MINUTE);
    UNPREFIXED.put("h", Units.HOUR);
    UNPREFIXED.put("day", Units.DAY);
    UNPREFIXED.put("rad", Units.RADIAN);
    UNPREFIXED.put("deg", Units.RADIAN.multiply(Math.PI / 180));
    UNPREFIXED.put("%", Units.PERCENT);
    UNPREFIXED.put("Kibit", bit.multiply(1024));
    UNPREFIXED.put("Mibit", bit.multiply(1 << 20));
    UNPREFIXED.put("KiB", bit.multiply(8 * 1024));
    UNPREFIXED.put("MiB", bit.multiply(8 << 20));
  }

  /** A text that is no unit; the message says why and is shown to the user. */
  static final class UnknownUnit extends Exception {
    private static final long serialVersionUID = 1L;

    UnknownUnit(String message) {
      super(message);
    }
  }

  private final String text;
  private int at;

  private UnitText(String text) {
    this.text = text;
  }

  /**
   * Parses a unit.
   *
   * @param text e.g. {@code A/m^2}; empty for the unit one
   * @throws UnknownUnit if the text is not a unit
   */
  static Unit<?> parse(String text) throws UnknownUnit {
    if (text.length() > MAX_LENGTH) {
      throw new UnknownUnit("more than " + MAX_LENGTH + " characters");
    }
    UnitText parser = new UnitText(text);
    Unit<?> unit = text.isEmpty() ? ONE : parser.product(0);
    if (parser.at < text.length()) {
      throw new UnknownUnit("unexpected \"" + text.charAt(parser.at) + "\"");
    }
    return unit;
  }

  private Unit<?> product(int depth) throws UnknownUnit {
    Unit<?> unit;
    if (text.startsWith("1/", at)) {
      at++;
      unit = ONE;
    } else {
      unit = power(depth);
    }
    while (at < text.length() && text.charAt(at) != ')') {
      char operator = text.charAt(at);
      if ("*./ \u00b7".indexOf(operator) < 0) {
        throw new UnknownUnit("unexpected \"" + operator + "\"");
      }
      at++;
      Unit<?> next = power(depth);
      unit = operator == '/' ? unit.divide(next) : unit.multiply(next);
    }
    return unit;
  }

  private Unit<?> power(int depth) throws UnknownUnit {
    Unit<?> base;
    if (at < text.length() && text.charAt(at) == '(') {
      if (depth > 3) {
        throw new UnknownUnit("too many parentheses");
      }
      at++;
      base = product(depth + 1);
      if (at >= text.length()) {
        throw new UnknownUnit("a \")\" is missing");
      }
      at++;
    } else {
      int start = at;
      while (at < text.length() && isSymbol(text.charAt(at))) {
        at++;
      }
      base = symbol(text.substring(start, at));
    }
    int sign = 1;
    boolean marked = false;
    if (at < text.length() && text.charAt(at) == '^') {
      marked = true;
      at++;
    }
    if (at < text.length() && text.charAt(at) == '-') {
      marked = true;
      sign = -1;
      at++;
    }
    int digit = at < text.length() ? "0123456789".indexOf(text.charAt(at)) : -1;
    if (digit < 0 && at < text.length() && !marked) {
      digit = "\u2070\u00b9\u00b2\u00b3".indexOf(text.charAt(at));
    }
    if (digit < 0) {
      if (marked) {
        throw new UnknownUnit("a power is missing");
      }
      return base;
    }
    at++;
    if (digit == 0 || (at < text.length() && Character.isDigit(text.charAt(at)))) {
      throw new UnknownUnit("powers go from 1 to " + MAX_POWER);
    }
    return base.pow(sign * digit);
  }

  private static boolean isSymbol(char c) {
    return Character.isLetter(c) || c == '%' || c == '\u00b5';
  }

  private static Unit<?> symbol(String symbol) throws UnknownUnit {
    Unit<?> unit = SYMBOLS.getOrDefault(symbol, UNPREFIXED.get(symbol));
    if (unit != null) {
      return unit;
    }
    if (symbol.length() > 1) {
      Integer prefix = PREFIXES.get(symbol.substring(0, 1));
      Unit<?> base = SYMBOLS.get(symbol.substring(1));
      if (prefix != null && base != null) {
        BigInteger ten = BigInteger.TEN.pow(Math.abs(prefix));
        return prefix > 0 ? base.multiply(ten) : base.divide(ten);
      }
    }
    TreeSet<String> known = new TreeSet<>(SYMBOLS.keySet());
    known.addAll(UNPREFIXED.keySet());
    throw new UnknownUnit(
        (symbol.isEmpty() ? "a unit symbol is missing" : "unknown symbol \"" + symbol + "\"")
            + "; known: "
            + String.join(" ", known)
            + ", with prefixes a f p n u m c k M G T P");
  }

  /**
   * Converts to the SI unit and rounds once, so that {@code 5 ns} is the double nearest 5e-9.
   *
   * @param value value in {@code unit}
   * @param unit the unit
   * @return value in the coherent unit of the same dimension
   */
  static double toSi(BigDecimal value, Unit<?> unit) {
    Number factor = factor(unit);
    if (factor instanceof RationalNumber rational) {
      BigDecimal product = value.multiply(new BigDecimal(rational.getDividend()));
      // 60 digits: exact for powers of ten, and far below half a unit in a double's last place.
      return product
          .divide(new BigDecimal(rational.getDivisor()), new MathContext(60))
          .doubleValue();
    }
    return value.multiply(new BigDecimal(factor.toString())).doubleValue();
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static Number factor(Unit<?> unit) {
    UnitConverter converter = ((Unit) unit).getConverterTo(unit.getSystemUnit());
    return converter.convert((Number) 1);
  }
}
