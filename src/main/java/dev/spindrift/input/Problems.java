package dev.spindrift.input;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Collects the problems of all input files of a run, so that the user sees every mistake at once.
 *
 * <p>Readers go on after a problem with a harmless default; whoever turns files into records calls
 * {@link #throwIfAny()} before it uses what it read. Not thread-safe.
 */
public final class Problems {

  private final Map<String, Integer> files = new LinkedHashMap<>();
  private final Set<Problem> problems = new LinkedHashSet<>();

  /** Fixes the place of a file in the listing; later calls for the same file change nothing. */
  void register(String file) {
    files.putIfAbsent(file, files.size());
  }

  /**
   * Adds a problem; the same problem is listed once.
   *
   * @param problem the problem
   */
  public void add(Problem problem) {
    register(problem.file());
    problems.add(problem);
  }

  /**
   * Adds a problem of a node.
   *
   * @param at the offending node
   * @param found what was found, e.g. {@code 300 rows}
   * @param allowed what is allowed instead, e.g. {@code at most 256 (tile.rows)}
   */
  public void add(InputNode at, String found, String allowed) {
    add(at, found, allowed, null);
  }

  /**
   * Adds a problem of a node with the nearest valid name.
   *
   * @param at the offending node
   * @param found what was found
   * @param allowed what is allowed instead
   * @param suggestion the nearest valid name, or null
   */
  public void add(InputNode at, String found, String allowed, String suggestion) {
    add(new Problem(at.file(), at.line(), at.column(), at.pointer(), found, allowed, suggestion));
  }

  /**
   * Adds a problem of a file as a whole.
   *
   * @param file name of the file
   * @param found what was found
   * @param allowed what is allowed instead
   */
  public void add(String file, String found, String allowed) {
    add(new Problem(file, 0, 0, "", found, allowed, null));
  }

  /**
   * Returns the valid name that a user most likely meant, or null if none is near.
   *
   * @param name the misspelt name
   * @param names the valid names
   */
  public static String nearest(String name, Collection<String> names) {
    return Nearest.of(name, names);
  }

  /** Returns whether no problem was found so far. */
  public boolean isEmpty() {
    return problems.isEmpty();
  }

  /** Returns the problems by file (in the order of reading), line and column. */
  public List<Problem> list() {
    List<Problem> sorted = new ArrayList<>(problems);
    sorted.sort(
        Comparator.<Problem>comparingInt(problem -> files.get(problem.file()))
            .thenComparingInt(Problem::line)
            .thenComparingInt(Problem::column));
    return sorted;
  }

  /**
   * Throws if there is any problem.
   *
   * @throws InputException listing all problems
   */
  public void throwIfAny() {
    if (!problems.isEmpty()) {
      throw new InputException(list());
    }
  }
}
