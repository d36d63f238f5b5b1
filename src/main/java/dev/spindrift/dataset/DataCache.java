package dev.spindrift.dataset;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * The folder on the user's machine that keeps fetched data sets, one sub-folder each.
 *
 * @param root the folder; need not exist yet
 */
public record DataCache(Path root) {

  /**
   * Returns the user's cache: {@code $SPINDRIFT_CACHE}, else {@code $XDG_CACHE_HOME/spindrift},
   * else {@code ~/Library/Caches/spindrift} on macOS, {@code %LOCALAPPDATA%\spindrift} on Windows
   * and {@code ~/.cache/spindrift} elsewhere.
   */
  public static DataCache user() {
    return new DataCache(
        root(System.getenv(), System.getProperty("os.name"), System.getProperty("user.home")));
  }

  /** Returns the folder of one data set; need not exist yet. */
  public Path directory(String dataset) {
    return root.resolve(dataset);
  }

  static Path root(Map<String, String> environment, String system, String home) {
    String own = environment.getOrDefault("SPINDRIFT_CACHE", "");
    if (!own.isBlank()) {
      return Path.of(own).toAbsolutePath();
    }
    // The XDG specification: a relative path is to be ignored.
    String xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
    if (!xdg.isBlank() && Path.of(xdg).isAbsolute()) {
      return Path.of(xdg, "spindrift");
    }
    String os = system.toLowerCase(Locale.ROOT);
    if (os.startsWith("mac")) {
      return Path.of(home, "Library", "Caches", "spindrift");
    }
    String local = environment.getOrDefault("LOCALAPPDATA", "");
    if (os.startsWith("windows") && !local.isBlank()) {
      return Path.of(local, "spindrift");
    }
    return Path.of(home, ".cache", "spindrift");
  }
}
