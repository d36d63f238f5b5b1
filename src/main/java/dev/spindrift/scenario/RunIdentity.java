package dev.spindrift.scenario;

import dev.spindrift.dataset.ImageSet;
import dev.spindrift.input.InputFile;
import dev.spindrift.input.InputNode;
import dev.spindrift.input.Problems;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * Everything on which a run's bytes depend: the input files as resolved, the data's checksums, the
 * versions and the processor's vector instructions (native math picks its kernels by them, and
 * their last bits differ). A checkpoint is continued only by a run of the same identity. The number
 * of worker threads is not part of it, since results do not depend on it.
 */
final class RunIdentity {
  private static final String INPUTS = "inputs/";

  private RunIdentity() {}

  /** Returns what a run depends on, name to text. */
  static Map<String, String> of(Prepared p) {
    Map<String, String> id = new LinkedHashMap<>();
    p.scenario().inputs().forEach((file, text) -> id.put(INPUTS + file, text));
    id.put("training images", images(p.data().train()));
    id.put("test images", images(p.data().test()));
    if (p.start() != null) {
      id.put("initial parameters", p.start().toString());
    }
    id.putAll(Results.versions(p.scenario()));
    id.put("program", program());
    id.put("vector instructions", vectorInstructions());
    return id;
  }

  private static String images(ImageSet set) {
    return set + ", CRC32C %08x".formatted(set.checksum());
  }

  /** Checksum of this program's classes: versions under development share their number. */
  private static String program() {
    try {
      Path place =
          Path.of(Training.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      CRC32C crc = new CRC32C();
      try (Stream<Path> files = Files.walk(place)) {
        for (Path f : files.filter(Files::isRegularFile).sorted().toList()) {
          crc.update(Files.readAllBytes(f));
        }
      }
      return "CRC32C %08x".formatted(crc.getValue());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read this program's own classes", e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String vectorInstructions() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/cpuinfo"))) {
        if (line.startsWith("flags")) {
          TreeSet<String> known = new TreeSet<>();
          for (String flag : line.split("\\s+")) {
            if (flag.matches("sse4.*|avx.*|fma|amx.*")) {
              known.add(flag);
            }
          }
          return String.join(" ", known);
        }
      }
    } catch (IOException e) {
      return "unknown"; // not Linux
    }
    return "unknown";
  }

  /**
   * Names every difference, each with the old and the new value; of YAML files key by key.
   *
   * @param before not modified
   * @param now not modified
   */
  static List<String> differences(Map<String, String> before, Map<String, String> now) {
    List<String> out = new ArrayList<>();
    TreeSet<String> names = new TreeSet<>(before.keySet());
    names.addAll(now.keySet());
    for (String name : names) {
      String a = before.get(name);
      String b = now.get(name);
      if (Objects.equals(a, b)) {
        continue;
      }
      if (!name.startsWith(INPUTS) || a == null || b == null) {
        out.add(name + ": " + shown(a) + " -> " + shown(b));
        continue;
      }
      int known = out.size();
      Map<String, String> was = values(name, a);
      Map<String, String> is = values(name, b);
      TreeSet<String> keys = new TreeSet<>(was.keySet());
      keys.addAll(is.keySet());
      for (String key : keys) {
        if (!Objects.equals(was.get(key), is.get(key))) {
          out.add(name + " " + key + ": " + shown(was.get(key)) + " -> " + shown(is.get(key)));
        }
      }
      if (out.size() == known) {
        out.add(name + ": comments or spelling (all values are equal)");
      }
    }
    return out;
  }

  private static String shown(String value) {
    return value == null ? "(not there)" : value.contains("\n") ? "(a file)" : value;
  }

  private static Map<String, String> values(String name, String text) {
    Map<String, String> out = new TreeMap<>();
    collect(InputFile.parse(name, text, new Problems()), out);
    return out;
  }

  private static void collect(InputNode node, Map<String, String> out) {
    if (node.isMapping()) {
      node.entries().values().forEach(n -> collect(n, out));
    } else if (node.isSequence()) {
      node.items().forEach(n -> collect(n, out));
    } else {
      out.put(node.pointer(), node.toYaml().strip());
    }
  }
}
