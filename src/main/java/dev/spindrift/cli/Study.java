package dev.spindrift.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What {@code spindrift reproduce} can reproduce, and by which runs. */
enum Study {
  /** Posterior samples by push-pull pulses at several precisions. */
  TABLE1("Table 1: accuracy of domain-wall MMC against precision and posterior samples"),
  /** Descent with the same pulses beside it. */
  TABLE2("Table 2: push-pull descent (DW-SGD) beside domain-wall MMC"),
  /** One wall: displacements, pairs; and how often updates meet their limits. */
  FIGURES("Figures 2 and 3, and the supplement's lower and upper limit"),
  /** Filaments as proposals of a Metropolis chain. */
  FILAMENT("Filamentary MMC by Metropolis-Hastings: a small problem and a convolutional network");

  /** Precisions of the paper's tables, in their order [bit]. */
  static final List<Integer> BITS = List.of(10, 9, 8, 7, 6, 5, 4);

  private static final int WITH_REFERENCE = 10;

  final String title;

  Study(String title) {
    this.title = title;
  }

  /** Returns the name of its files. */
  String fileName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Returns its runs. Runs of the same name are the same in all studies, so that Table 2 finds
   * those of Table 1 done. The float reference goes along with 10 bits.
   */
  List<StudyCase> cases(List<Integer> bits) {
    List<StudyCase> cases = new ArrayList<>();
    if (this == FILAMENT) {
      cases.add(new StudyCase("filament-small", "filament-small", 0, List.of(), 1));
      cases.add(new StudyCase("filament-cnn", "filament-cnn", 0, List.of(), 8));
      cases.add(
          new StudyCase(
              "filament-cnn-no-ratio",
              "filament-cnn",
              0,
              List.of("learning.acceptance.proposalRatio=false"),
              8));
      return cases;
    }
    for (int b : bits) {
      boolean reference = b == WITH_REFERENCE;
      cases.add(
          new StudyCase(
              "mmc-" + b + "-bit",
              "table1",
              b,
              reference ? List.of("floatReference=true") : List.of(),
              reference ? 2 : 1));
    }
    if (this == TABLE2) {
      for (int b : bits) {
        cases.add(new StudyCase("sgd-" + b + "-bit", "table2", b, List.of(), 1));
      }
    }
    return cases;
  }
}
