package dev.spindrift.dataset;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Brings data sets into the cache.
 *
 * <p>Sources are tried in order. What a source gives is put together in a temporary folder beside
 * its place, compared with the pinned checksums, forced to disk and moved into place by one rename:
 * nobody ever sees half a set there. A crash leaves at most a temporary folder, which a later fetch
 * removes.
 */
public final class Fetcher {
  private static final String TEMPORARY = ".fetch-";
  private static final Duration STALE = Duration.ofDays(1);

  private final Map<String, RemoteSet> sets;

  /** Makes a fetcher of the sets of {@link #names()}. */
  public Fetcher() {
    this(Catalogue.sets());
  }

  Fetcher(Map<String, RemoteSet> sets) {
    this.sets = sets;
  }

  /** Returns the names of the sets that can be fetched. */
  public List<String> names() {
    return List.copyOf(sets.keySet());
  }

  /**
   * Fetches a set unless it is there already.
   *
   * @param name one of {@link #names()}
   * @param cache where it goes
   * @param force whether to fetch anew what is there
   * @param progress hears how it goes
   * @return whether anything was fetched
   * @throws IOException if no source gave the right files, or what is there is not the set and
   *     {@code force} is off; the message says what to do. The cache is as before
   */
  public boolean fetch(String name, DataCache cache, boolean force, ProgressListener progress)
      throws IOException {
    RemoteSet set = sets.get(name);
    if (set == null) {
      throw new IllegalArgumentException("cannot fetch " + name + "; there are " + names());
    }
    Path place = cache.directory(name);
    if (isOccupied(place) && !force) {
      List<String> findings = set.findings(place);
      if (findings.isEmpty()) {
        progress.message(name + " is in " + place + " already, checksums verified.");
        return false;
      }
      throw new IOException(
          place
              + " is there but is not "
              + name
              + ": "
              + String.join("; ", findings)
              + ". To replace it: spindrift dataset fetch "
              + name
              + " --force");
    }
    Files.createDirectories(cache.root());
    removeStale(cache.root());
    Path temporary = Files.createTempDirectory(cache.root(), TEMPORARY + name + "-");
    try {
      Path ready = obtain(set, place, temporary, progress);
      moveIntoPlace(set, ready, place, temporary.resolve("old"));
      progress.message(name + " is now in " + place + ", checksums verified.");
      return true;
    } finally {
      deleteTree(temporary);
    }
  }

  private static boolean isOccupied(Path place) throws IOException {
    if (!Files.isDirectory(place)) {
      return Files.exists(place);
    }
    try (Stream<Path> entries = Files.list(place)) {
      return entries.findAny().isPresent();
    }
  }

  private static Path obtain(RemoteSet set, Path place, Path temporary, ProgressListener progress)
      throws IOException {
    List<String> failures = new ArrayList<>();
    for (Source source : set.sources()) {
      int attempt = failures.size();
      Path work = Files.createDirectory(temporary.resolve("work-" + attempt));
      Path ready = Files.createDirectory(temporary.resolve("ready-" + attempt));
      progress.message("Fetching " + set.name() + " from " + source.description());
      String failure;
      try {
        source.obtain(work, ready, progress);
        List<String> findings = set.findings(ready);
        if (findings.isEmpty()) {
          return ready;
        }
        failure = "not the expected files: " + String.join("; ", findings);
      } catch (IOException e) {
        failure = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      }
      progress.message("  did not work: " + failure);
      failures.add(source.description() + ": " + failure);
      deleteTree(work);
      deleteTree(ready);
    }
    throw new IOException(
        "no source gave data set "
            + set.name()
            + ":\n  "
            + String.join("\n  ", failures)
            + "\nBy hand: put "
            + set.byHand()
            + " ("
            + String.join(", ", set.files().stream().map(RemoteFile::name).toList())
            + ") into "
            + place
            + " and run: spindrift dataset fetch "
            + set.name());
  }

  private static void moveIntoPlace(RemoteSet set, Path ready, Path place, Path old)
      throws IOException {
    try (Stream<Path> files = Files.list(ready)) {
      for (Path file : files.toList()) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
          channel.force(true);
        }
      }
    }
    try {
      if (Files.exists(place)) {
        Files.move(place, old, StandardCopyOption.ATOMIC_MOVE);
      }
      Files.move(ready, place, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      // Somebody else may have fetched the same set meanwhile.
      if (!set.isIn(place) || !set.findings(place).isEmpty()) {
        throw e;
      }
    }
  }

  /** Removes what a crashed fetch left; a younger folder may belong to a running one. */
  private static void removeStale(Path root) throws IOException {
    Instant limit = Instant.now().minus(STALE);
    try (Stream<Path> entries = Files.list(root)) {
      for (Path entry : entries.toList()) {
        if (entry.getFileName().toString().startsWith(TEMPORARY)
            && Files.getLastModifiedTime(entry).toInstant().isBefore(limit)) {
          deleteTree(entry);
        }
      }
    }
  }

  private static void deleteTree(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
