package dev.spindrift.circuit;

import dev.spindrift.circuit.CrossbarWires.End;

/**
 * Parallel resistor ladders: every line's segments in series and, at every crossing, a conductance
 * to somewhere. Factorised once: crossing by crossing from the open end the ladder is replaced by
 * the conductance that one sees looking towards the open end, a sum of positive numbers, so no
 * digits cancel however small the wires' resistance, down to 0.
 *
 * <p>Values are [crossing][vector] with crossing = driven x sensedLines + sensed.
 */
final class Ladders {
  private final int lines;
  private final int length;
  private final int lineStride;
  private final int stepStride;
  private final int openEnd;

  // Per crossing, with the ladder beyond it replaced by what it conducts: share of the voltage at
  // the next crossing (or the terminal) that arrives here, which is also the share of a current
  // injected here that flows on; and the resistance that this current sees [ohm].
  private final double[] through;
  private final double[] resistance;

  /**
   * Factorises.
   *
   * @param conductance conductance at each crossing [S]; not modified
   * @param lines number of lines [1]
   * @param length crossings per line [1]
   * @param lineStride distance between neighbouring lines' crossings [1]
   * @param stepStride distance between neighbouring crossings of a line [1]
   * @param segment resistance between crossings [ohm]
   * @param terminal resistance between terminal and the crossing nearest to it [ohm]
   */
  Ladders(
      double[] conductance,
      int lines,
      int length,
      int lineStride,
      int stepStride,
      double segment,
      double terminal,
      End end) {
    this.lines = lines;
    this.length = length;
    boolean first = end == End.FIRST;
    this.lineStride = lineStride;
    this.stepStride = first ? -stepStride : stepStride;
    this.openEnd = first ? (length - 1) * stepStride : 0;
    through = new double[conductance.length];
    resistance = new double[conductance.length];
    double[] seen = new double[lines];
    int at = openEnd;
    for (int k = 0; k < length; k++, at += this.stepStride) {
      double series = k < length - 1 ? segment : terminal;
      // All lines side by side: none waits for its own last division.
      for (int line = 0; line < lines; line++) {
        int crossing = at + line * lineStride;
        double all = seen[line] + conductance[crossing];
        double divider = 1 / (1 + series * all);
        through[crossing] = divider;
        resistance[crossing] = series * divider;
        seen[line] = all * divider;
      }
    }
  }

  /**
   * Multiplies a value at each crossing with the share of the source's voltage that arrives there;
   * by reciprocity also the share of a current injected there that leaves through the terminal.
   */
  void attenuate(double[] values) {
    for (int line = 0; line < lines; line++) {
      double share = 1;
      int at = line * lineStride + openEnd + (length - 1) * stepStride;
      for (int k = 0; k < length; k++, at -= stepStride) {
        share *= through[at];
        values[at] *= share;
      }
    }
  }

  /**
   * Solves for the voltages at all crossings.
   *
   * @param values injected currents [A] on entry, voltages [V] on return, [crossing][vector]
   * @param vectors number of vectors [1]
   * @param sources source voltages, [line][vector], or null for ground [V]; not modified
   */
  void solve(double[] values, int vectors, double[] sources) {
    if (lineStride == 1) {
      solveSideBySide(values, vectors, sources);
    } else {
      int line = 0;
      for (; vectors == 1 && line <= lines - 4; line += 4) {
        solveFourLines(values, sources, line);
      }
      for (; line < lines; line++) {
        solveLine(values, vectors, sources, line);
      }
    }
  }

  /** One vector: four lines in turn, so that none waits for its own last multiplication. */
  private void solveFourLines(double[] values, double[] sources, int line) {
    int at0 = line * lineStride + openEnd;
    int at1 = at0 + lineStride;
    int at2 = at1 + lineStride;
    int at3 = at2 + lineStride;
    int step = stepStride;
    double v0 = values[at0];
    double v1 = values[at1];
    double v2 = values[at2];
    double v3 = values[at3];
    for (int k = 1; k < length; k++) {
      v0 = values[at0 + step] + through[at0] * v0;
      v1 = values[at1 + step] + through[at1] * v1;
      v2 = values[at2 + step] + through[at2] * v2;
      v3 = values[at3 + step] + through[at3] * v3;
      values[at0 += step] = v0;
      values[at1 += step] = v1;
      values[at2 += step] = v2;
      values[at3 += step] = v3;
    }
    terminal(values, at0, 1, sources, line);
    terminal(values, at1, 1, sources, line + 1);
    terminal(values, at2, 1, sources, line + 2);
    terminal(values, at3, 1, sources, line + 3);
    v0 = values[at0];
    v1 = values[at1];
    v2 = values[at2];
    v3 = values[at3];
    for (int k = 1; k < length; k++) {
      at0 -= step;
      at1 -= step;
      at2 -= step;
      at3 -= step;
      v0 = resistance[at0] * values[at0] + through[at0] * v0;
      v1 = resistance[at1] * values[at1] + through[at1] * v1;
      v2 = resistance[at2] * values[at2] + through[at2] * v2;
      v3 = resistance[at3] * values[at3] + through[at3] * v3;
      values[at0] = v0;
      values[at1] = v1;
      values[at2] = v2;
      values[at3] = v3;
    }
  }

  /** Line by line: a line's crossings are neighbours in memory. */
  private void solveLine(double[] values, int vectors, double[] sources, int line) {
    int at = line * lineStride + openEnd;
    for (int k = 1; k < length; k++, at += stepStride) {
      flowOn(values, at * vectors, (at + stepStride) * vectors, vectors, through[at]);
    }
    terminal(values, at, vectors, sources, line);
    for (int k = 1; k < length; k++) {
      int towards = at;
      at -= stepStride;
      comeBack(values, at * vectors, towards * vectors, vectors, resistance[at], through[at]);
    }
  }

  /** All lines at once: equal crossings of all lines are neighbours in memory. */
  private void solveSideBySide(double[] values, int vectors, double[] sources) {
    int at = openEnd;
    for (int k = 1; k < length; k++, at += stepStride) {
      if (vectors == 1) {
        flowOnSideBySide(values, at, at + stepStride, lines, through);
      } else {
        for (int line = 0; line < lines; line++) {
          int from = at + line;
          flowOn(values, from * vectors, (from + stepStride) * vectors, vectors, through[from]);
        }
      }
    }
    for (int line = 0; line < lines; line++) {
      terminal(values, at + line, vectors, sources, line);
    }
    for (int k = 1; k < length; k++) {
      int towards = at;
      at -= stepStride;
      if (vectors == 1) {
        comeBackSideBySide(values, at, towards, lines, resistance, through);
      } else {
        for (int line = 0; line < lines; line++) {
          int here = at + line;
          comeBack(
              values,
              here * vectors,
              (towards + line) * vectors,
              vectors,
              resistance[here],
              through[here]);
        }
      }
    }
  }

  // One vector: loops over lines, which C2 can vectorise.
  private static void flowOnSideBySide(double[] values, int from, int to, int n, double[] share) {
    for (int line = 0; line < n; line++) {
      values[to + line] += share[from + line] * values[from + line];
    }
  }

  private static void comeBackSideBySide(
      double[] values, int here, int towards, int n, double[] resistance, double[] share) {
    for (int line = 0; line < n; line++) {
      values[here + line] =
          resistance[here + line] * values[here + line]
              + share[here + line] * values[towards + line];
    }
  }

  private static void flowOn(double[] values, int from, int to, int n, double share) {
    for (int v = 0; v < n; v++) {
      values[to + v] += share * values[from + v];
    }
  }

  private static void comeBack(
      double[] values, int here, int towards, int n, double resistance, double share) {
    for (int v = 0; v < n; v++) {
      values[here + v] = resistance * values[here + v] + share * values[towards + v];
    }
  }

  private void terminal(double[] values, int crossing, int n, double[] sources, int line) {
    double r = resistance[crossing];
    double share = through[crossing];
    int at = crossing * n;
    for (int v = 0; v < n; v++) {
      values[at + v] = r * values[at + v] + (sources == null ? 0 : share * sources[line * n + v]);
    }
  }
}
