package dev.spindrift.explore;

import dev.spindrift.scenario.Training;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * Which program computed a result: its version, and a checksum of the classes that results need.
 */
public final class ProgramVersion {
  private static String known;

  private ProgramVersion() {}

  /**
   * Returns version and checksum. Classes of packages above {@code scenario} are left out: a new
   * plot or command does not make finished points stale.
   */
  public static synchronized String text() {
    if (known == null) {
      String version = Training.class.getPackage().getImplementationVersion();
      known = (version == null ? "development" : version) + " " + checksum();
    }
    return known;
  }

  private static String checksum() {
    try {
      URI place = Training.class.getProtectionDomain().getCodeSource().getLocation().toURI();
      Path path = Path.of(place);
      if (Files.isDirectory(path)) {
        return checksum(path);
      }
      try (FileSystem jar = FileSystems.newFileSystem(path, (ClassLoader) null)) {
        return checksum(jar.getPath("/"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read this program's own classes", e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String checksum(Path root) throws IOException {
    Map<String, Path> classes = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      files
          .filter(Files::isRegularFile)
          .forEach(f -> classes.put(root.relativize(f).toString().replace('\\', '/'), f));
    }
    CRC32C crc = new CRC32C();
    for (Map.Entry<String, Path> c : classes.entrySet()) {
      if (c.getKey().endsWith(".class")
          && !c.getKey().matches("dev/spindrift/(cli|explore|report)/.*")) {
        crc.update(Files.readAllBytes(c.getValue()));
      }
    }
    return String.format("%08x", crc.getValue());
  }
}
