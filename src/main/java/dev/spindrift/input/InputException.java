package dev.spindrift.input;

import java.util.List;
import java.util.stream.Collectors;

/** Bad input: lists every problem that was found, one line each. The program exits with code 2. */
public final class InputException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  /**
   * Creates the exception.
   *
   * @param problems at least one problem, in the order in which they are to be listed
   */
  public InputException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** Returns all problems, by file (in the order of reading), line and column. */
  public List<Problem> problems() {
    return problems;
  }
}
