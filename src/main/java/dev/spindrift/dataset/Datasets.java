package dev.spindrift.dataset;

import java.util.List;

/** The data sets the program knows, by name. */
public final class Datasets {
  private Datasets() {}

  /** Returns the names of all sets. */
  public static List<String> names() {
    return List.of("digits");
  }

  /**
   * Loads a set into memory.
   *
   * @param name one of {@link #names()}
   * @param cache where fetched sets are
   */
  public static Dataset load(String name, DataCache cache) {
    if (name.equals("digits")) {
      return Digits.load();
    }
    throw new IllegalArgumentException("no data set " + name + "; there are " + names());
  }
}
