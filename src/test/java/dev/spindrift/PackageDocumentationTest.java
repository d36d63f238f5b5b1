package dev.spindrift;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every package teaches its concept in its package-info. */
class PackageDocumentationTest {

  /** Less is a title, not a lesson. */
  private static final int SHORTEST = 200;

  private static final Pattern JAVADOC = Pattern.compile("(?s)/\\*\\*(.*?)\\*/\\s*(@.*)?package ");

  @Test
  void everyPackageIsDocumented() throws IOException {
    assertEquals(List.of(), undocumented(Path.of("src/main/java/dev/spindrift")));
  }

  @Test
  void missingAndShortDocumentationIsNoticed(@TempDir Path root) throws IOException {
    for (String name : List.of("none", "brief", "good")) {
      Files.createDirectories(root.resolve(name));
      Files.writeString(root.resolve(name).resolve("A.java"), "class A {}");
    }
    Files.writeString(
        root.resolve("brief/package-info.java"), "/** See elsewhere. */\npackage brief;\n");
    Files.writeString(
        root.resolve("good/package-info.java"),
        "/**\n" + " * A lesson on walls.\n".repeat(20) + " */\npackage good;\n");
    assertEquals(List.of("brief", "none"), undocumented(root));
  }

  private static List<String> undocumented(Path root) throws IOException {
    TreeSet<Path> packages = new TreeSet<>();
    try (Stream<Path> files = Files.walk(root)) {
      files
          .filter(file -> file.toString().endsWith(".java"))
          .forEach(file -> packages.add(file.getParent()));
    }
    List<String> found = new ArrayList<>();
    for (Path directory : packages) {
      Path info = directory.resolve("package-info.java");
      String text = Files.exists(info) ? Files.readString(info) : "";
      Matcher javadoc = JAVADOC.matcher(text);
      String lesson = javadoc.find() ? javadoc.group(1).replaceAll("[\\s*]+", " ").strip() : "";
      if (lesson.length() <= SHORTEST) {
        found.add(root.relativize(directory).toString());
      }
    }
    return found;
  }
}
