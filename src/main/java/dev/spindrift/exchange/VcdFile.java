package dev.spindrift.exchange;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A value change dump (IEEE Std 1364-2005, clause 18): scopes, variables, then changes in the order
 * of time. Only what differs from the value before is written.
 */
final class VcdFile {
  private static final int FIRST_SIGN = '!';
  private static final int SIGNS = '~' - '!' + 1;

  private final Writer out;
  private final Deque<String> scopes = new ArrayDeque<>();
  private final List<String> values = new ArrayList<>();
  private long now = Long.MIN_VALUE;
  private boolean dumping;

  VcdFile(Writer out) {
    this.out = out;
  }

  /** Writes what comes before the first scope; one unit of time is a picosecond. */
  void begin(String version, String comment) throws IOException {
    out.write("$version " + version + " $end\n");
    out.write("$comment " + comment.replace("$", "") + " $end\n");
    out.write("$timescale 1 ps $end\n");
  }

  void scope(String name) throws IOException {
    scopes.push(name);
    out.write("$scope module " + plain(name) + " $end\n");
  }

  void leave() throws IOException {
    scopes.pop();
    out.write("$upscope $end\n");
  }

  /** Adds a bit. */
  int bit(String name) throws IOException {
    return variable("wire 1", name, "x");
  }

  /** Adds a real number. */
  int real(String name) throws IOException {
    return variable("real 64", name, "");
  }

  /** Adds a vector of 32 bits. */
  int number(String name) throws IOException {
    return variable("reg 32", name + " [31:0]", "");
  }

  private int variable(String type, String name, String value) throws IOException {
    String text = name.endsWith("]") ? name : plain(name);
    out.write("$var " + type + " " + code(values.size()) + " " + text + " $end\n");
    values.add(value);
    return values.size() - 1;
  }

  /** Identifiers may not hold white space, and viewers take brackets for ranges of bits. */
  private static String plain(String name) {
    return name.replace("][", "_")
        .replace('[', '_')
        .replaceAll("[^A-Za-z0-9_]+$", "")
        .replaceAll("[^A-Za-z0-9_]", "_");
  }

  /** Shortest sequence of printable signs for a number. */
  private static String code(int n) {
    StringBuilder s = new StringBuilder();
    for (int rest = n; ; rest = rest / SIGNS - 1) {
      s.append((char) (FIRST_SIGN + rest % SIGNS));
      if (rest < SIGNS) {
        return s.toString();
      }
    }
  }

  /** Ends the declarations; the values at this time follow, up to the next {@link #at}. */
  void start(long time) throws IOException {
    out.write("$enddefinitions $end\n#" + time + "\n$dumpvars\n");
    now = time;
    dumping = true;
  }

  /**
   * Goes on to a time.
   *
   * @throws IllegalStateException if it lies before the last one
   */
  void at(long time) throws IOException {
    if (time < now) {
      throw new IllegalStateException("a change at " + time + " ps after one at " + now + " ps");
    }
    if (dumping) {
      out.write("$end\n");
      dumping = false;
    }
    if (time > now) {
      out.write("#" + time + "\n");
      now = time;
    }
  }

  void bit(int variable, boolean value) throws IOException {
    String text = value ? "1" : "0";
    if (change(variable, text)) {
      out.write(text + code(variable) + "\n");
    }
  }

  void real(int variable, double value) throws IOException {
    String text = value == (float) value ? Float.toString((float) value) : Double.toString(value);
    if (change(variable, text)) {
      out.write("r" + text + " " + code(variable) + "\n");
    }
  }

  /** Writes a number; a negative one is undefined, {@code x}. */
  void number(int variable, long value) throws IOException {
    String text = value < 0 ? "x" : Long.toBinaryString(value);
    if (change(variable, text)) {
      out.write("b" + text + " " + code(variable) + "\n");
    }
  }

  private boolean change(int variable, String text) {
    return !text.equals(values.set(variable, text));
  }

  /** Ends the file at a time. */
  void end(long time) throws IOException {
    at(time);
    out.flush();
  }
}
