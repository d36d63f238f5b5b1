package dev.spindrift.input;

/**
 * One mistake in an input file.
 *
 * @param file name of the file as the user gave it
 * @param line line, from 1; 0 if the problem concerns the file as a whole [1]
 * @param column column, from 1 [1]
 * @param pointer JSON pointer (RFC 6901) of the offending node, empty for the whole document
 * @param found what was found
 * @param allowed what is allowed instead, may be empty
 * @param suggestion the nearest valid name, or null
 */
public record Problem(
    String file,
    int line,
    int column,
    String pointer,
    String found,
    String allowed,
    String suggestion) {

  /** Returns {@code file:line:column pointer: found; allowed: ...; did you mean "..."?}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(file);
    if (line > 0) {
      text.append(':').append(line).append(':').append(column);
    }
    if (!pointer.isEmpty()) {
      text.append(' ').append(pointer);
    }
    text.append(": ").append(found);
    if (!allowed.isEmpty()) {
      text.append("; allowed: ").append(allowed);
    }
    if (suggestion != null) {
      text.append("; did you mean \"").append(suggestion).append("\"?");
    }
    return text.toString();
  }
}
