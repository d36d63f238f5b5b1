package dev.spindrift.input;

/**
 * A physical quantity read from a file.
 *
 * @param si value in the SI unit of its dimension, correctly rounded from the decimal text
 * @param text the quantity as written, e.g. {@code 5 ns}
 * @param source where the number comes from, or null if the file does not say
 */
public record Quantity(double si, String text, String source) {

  /** Returns whether the number is a guess: its source starts with "assumed" (in any case). */
  public boolean assumed() {
    return source != null && source.regionMatches(true, 0, "assumed", 0, "assumed".length());
  }
}
