package dev.spindrift.measurement;

import dev.spindrift.input.Problem;
import dev.spindrift.input.Problems;

/** Reports mistakes in a file of comma-separated values with line and column, not without end. */
final class Places {
  /** Mistakes listed one by one; the rest is counted. */
  private static final int LISTED = 20;

  private final String file;
  private final String[] lines;
  private final Problems problems;
  private int mistakes;

  Places(String file, String text, Problems problems) {
    this.file = file;
    this.lines = text.split("\r\n|\n|\r", -1);
    this.problems = problems;
  }

  /** Returns how many mistakes were reported [1]. */
  int mistakes() {
    return mistakes;
  }

  /** Returns the lines of the file. */
  String[] lines() {
    return lines;
  }

  /** Reports a mistake of the file as a whole. */
  void file(String found, String allowed) {
    mistakes++;
    problems.add(file, found, allowed);
  }

  /** Reports a mistake in a cell; line from 1, cell from 0. */
  void cell(int line, int cell, String found, String allowed) {
    cell(line, cell, found, allowed, null);
  }

  /** Reports a mistake in a cell with the nearest valid name, or null. */
  void cell(int line, int cell, String found, String allowed, String suggestion) {
    mistakes++;
    if (mistakes <= LISTED) {
      problems.add(new Problem(file, line, column(line, cell), "", found, allowed, suggestion));
    }
  }

  /** Says how many mistakes were not listed. */
  void finish() {
    if (mistakes > LISTED) {
      problems.add(file, (mistakes - LISTED) + " more mistakes", "as said for those with a line");
    }
  }

  /** The column of a cell, by its commas; quoted lines count cells as far as their first quote. */
  private int column(int line, int cell) {
    String text = lines[line - 1];
    int at = 0;
    for (int i = 0; i < cell; i++) {
      int comma = text.indexOf(',', at);
      int quote = text.indexOf('"', at);
      if (comma < 0 || (quote >= 0 && quote < comma)) {
        break;
      }
      at = comma + 1;
    }
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
    return at + 1;
  }
}
