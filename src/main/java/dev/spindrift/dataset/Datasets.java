package dev.spindrift.dataset;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The data sets the program knows, by name. */
public final class Datasets {
  private static final String EMBEDDED = "digits";
  private static final Map<String, RemoteSet> REMOTE = Catalogue.sets();

  private Datasets() {}

  /** Returns the names of all sets: {@code digits}, which is embedded, and those to be fetched. */
  public static List<String> names() {
    List<String> names = new ArrayList<>(List.of(EMBEDDED));
    names.addAll(REMOTE.keySet());
    return List.copyOf(names);
  }

  /** Returns whether a set can be loaded without fetching it first. */
  public static boolean isAvailable(String name, DataCache cache) {
    return name.equals(EMBEDDED) || remote(name).isIn(cache.directory(name));
  }

  /** Returns whose work a set is, under which licence, in one line. */
  public static String attribution(String name) {
    return name.equals(EMBEDDED) ? Digits.ATTRIBUTION : remote(name).attribution();
  }

  /**
   * Loads a set into memory.
   *
   * @param name one of {@link #names()}
   * @param cache where fetched sets are
   * @throws IllegalArgumentException if there is no such set
   * @throws dev.spindrift.input.InputException if the set was not fetched or a file is corrupt;
   *     tells file, byte, finding and remedy
   * @throws java.io.UncheckedIOException if a file cannot be read
   */
  public static Dataset load(String name, DataCache cache) {
    return name.equals(EMBEDDED) ? Digits.load() : remote(name).load(cache.directory(name));
  }

  private static RemoteSet remote(String name) {
    RemoteSet set = REMOTE.get(name);
    if (set == null) {
      throw new IllegalArgumentException("no data set " + name + "; there are " + names());
    }
    return set;
  }
}
