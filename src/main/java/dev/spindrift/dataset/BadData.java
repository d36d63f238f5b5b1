package dev.spindrift.dataset;

import dev.spindrift.input.InputException;
import dev.spindrift.input.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with the files of one data set, each with place, finding and remedy. */
final class BadData {
  private final String dataset;
  private final List<Problem> problems = new ArrayList<>();

  BadData(String dataset) {
    this.dataset = dataset;
  }

  /** A file that is there but damaged. */
  void corrupt(Path file, long offset, String finding) {
    add(
        file,
        "is corrupt at byte "
            + offset
            + ": "
            + finding
            + "; to replace it: spindrift dataset fetch "
            + dataset
            + " --force");
  }

  /** A file, or the whole set, that is not in the cache. */
  void missing(Path file, String finding) {
    add(file, finding + "; to get it: spindrift dataset fetch " + dataset);
  }

  private void add(Path file, String text) {
    problems.add(new Problem(file.toString(), 0, 0, "", text, "", null));
  }

  void throwIfAny() {
    if (!problems.isEmpty()) {
      throw new InputException(problems);
    }
  }
}
