package dev.spindrift.dataset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A set that is fetched and then read from the cache.
 *
 * @param name name by which the user knows it
 * @param attribution whose work it is, in one line
 * @param files its files
 * @param sources where to get them, best first
 * @param byHand what to download by hand if no source can be reached, half a sentence
 * @param reader reads the files
 */
record RemoteSet(
    String name,
    String attribution,
    List<RemoteFile> files,
    List<Source> sources,
    String byHand,
    Reader reader) {

  /** Training and test part; null where the files are bad. */
  record Parts(ImageSet train, ImageSet test) {}

  /** Reads a set's files. */
  @FunctionalInterface
  interface Reader {
    /**
     * Reads the files.
     *
     * @param files where they are, in the order of {@link RemoteSet#files()}
     * @param bad hears everything that is wrong
     */
    Parts read(List<Path> files, BadData bad) throws IOException;
  }

  /** Returns whether all files are there; says nothing about their content. */
  boolean isIn(Path folder) {
    return files.stream().allMatch(file -> file.find(folder) != null);
  }

  /**
   * Returns everything that is wrong with the files in a folder, compared by checksum; empty if the
   * set is there and whole.
   */
  List<String> findings(Path folder) throws IOException {
    List<String> findings = new ArrayList<>();
    for (RemoteFile file : files) {
      Path path = file.find(folder);
      String finding = path == null ? file.name() + " is missing" : file.verify(path);
      if (finding != null) {
        findings.add(finding);
      }
    }
    return findings;
  }

  /**
   * Reads the set.
   *
   * @throws dev.spindrift.input.InputException if files are missing or corrupt
   * @throws UncheckedIOException if a file cannot be read
   */
  Dataset load(Path folder) {
    BadData bad = new BadData(name);
    List<Path> paths = new ArrayList<>();
    for (RemoteFile file : files) {
      Path path = file.find(folder);
      paths.add(path);
      if (path == null) {
        bad.missing(folder.resolve(file.name()), "is not there");
      }
    }
    if (paths.stream().allMatch(p -> p == null)) {
      bad = new BadData(name);
      bad.missing(folder, "data set " + name + " was not fetched yet");
    }
    bad.throwIfAny();
    try {
      Parts parts = reader.read(paths, bad);
      bad.throwIfAny();
      return new Dataset(name, parts.train(), parts.test(), attribution);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read data set " + name + " in " + folder, e);
    }
  }
}
