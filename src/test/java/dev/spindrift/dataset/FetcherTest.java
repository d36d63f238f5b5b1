package dev.spindrift.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FetcherTest {
  @TempDir Path folder;
  private final Recorder heard = new Recorder();

  @Test
  void what_was_fetched_is_verified_in_place_and_not_fetched_again() throws Exception {
    Giving source = new Giving("good", "one", "two");
    assertTrue(fetch(false, source));
    assertEquals("one", Files.readString(folder.resolve("cache/toy/a")));
    assertFalse(fetch(false, source));
    assertEquals(1, source.asked);
    assertTrue(fetch(true, source));
    assertEquals(2, source.asked);
    assertOnlyTheSetIsLeft();
  }

  @Test
  void a_source_that_fails_or_gives_other_files_is_passed_over() throws Exception {
    Source broken =
        new Giving("broken") {
          @Override
          public void obtain(Path work, Path ready, ProgressListener p) throws IOException {
            Files.writeString(ready.resolve("a"), "on");
            throw new IOException("the connection broke after 2 of 3 bytes");
          }
        };
    assertTrue(
        fetch(false, broken, new Giving("wrong", "one", "tow"), new Giving("good", "one", "two")));
    assertEquals("two", Files.readString(folder.resolve("cache/toy/b")));
    String all = String.join("\n", heard.messages);
    assertTrue(all.contains("did not work: the connection broke after 2 of 3 bytes"), all);
    assertTrue(all.contains("not the expected files: b has SHA-256"), all);
    assertOnlyTheSetIsLeft();
  }

  @Test
  void when_every_source_fails_nothing_is_put_in_place_and_the_way_by_hand_is_told()
      throws Exception {
    IOException e =
        assertThrows(
            IOException.class, () -> fetch(false, new Giving("half", "one"), new Giving("none")));
    assertTrue(e.getMessage().contains("half: not the expected files: b is missing"));
    assertTrue(e.getMessage().contains("By hand: put the two letters"), e.getMessage());
    assertFalse(Files.exists(folder.resolve("cache/toy")));
    try (Stream<Path> left = Files.list(folder.resolve("cache"))) {
      assertEquals(List.of(), left.toList());
    }
  }

  @Test
  void damaged_files_in_place_are_reported_and_replaced_only_by_force() throws Exception {
    Giving source = new Giving("good", "one", "two");
    fetch(false, source);
    Files.writeString(folder.resolve("cache/toy/b"), "twx");
    IOException e = assertThrows(IOException.class, () -> fetch(false, source));
    assertTrue(e.getMessage().contains("b has SHA-256"), e.getMessage());
    assertTrue(e.getMessage().endsWith("spindrift dataset fetch toy --force"), e.getMessage());
    assertThrows(IOException.class, () -> fetch(true, new Giving("none")));
    assertEquals("twx", Files.readString(folder.resolve("cache/toy/b")), "failed force: as before");
    assertTrue(fetch(true, source));
    assertEquals("two", Files.readString(folder.resolve("cache/toy/b")));
    assertOnlyTheSetIsLeft();
  }

  @Test
  void what_a_crashed_fetch_left_is_no_set_and_is_removed_a_day_later() throws Exception {
    Path cache = Files.createDirectories(folder.resolve("cache"));
    Path old = Files.createDirectories(cache.resolve(".fetch-toy-1/ready-0"));
    Files.writeString(old.resolve("a"), "one");
    Files.setLastModifiedTime(old.getParent(), FileTime.from(Instant.now().minusSeconds(90_000)));
    Path running = Files.createDirectories(cache.resolve(".fetch-toy-2"));
    fetch(false, new Giving("good", "one", "two"));
    assertFalse(Files.exists(old));
    assertTrue(Files.exists(running));
  }

  @Test
  void a_client_that_is_not_installed_or_fails_is_told_in_words() throws IOException {
    PackageSource.Unpacker none = (archive, work, ready, progress) -> {};
    Path work = Files.createDirectory(folder.resolve("work"));
    PackageSource missing =
        new PackageSource(List.of("no-such-client-here", "pack"), "toy", ".tgz", 1, none);
    IOException e = assertThrows(IOException.class, () -> missing.obtain(work, folder, heard));
    assertEquals("no-such-client-here cannot be started; is it installed?", e.getMessage());
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    PackageSource failing =
        new PackageSource(List.of(java, "--no-such-option"), "toy", ".tgz", 1, none);
    e = assertThrows(IOException.class, () -> failing.obtain(work, folder, heard));
    assertTrue(e.getMessage().contains("ended with code 1"), e.getMessage());
    assertTrue(e.getMessage().contains("no-such-option"), e.getMessage());
  }

  private boolean fetch(boolean force, Source... sources) throws Exception {
    RemoteSet toy =
        new RemoteSet(
            "toy",
            "nobody",
            List.of(
                new RemoteFile("a", "SHA-256", sha("one")),
                new RemoteFile("b", "SHA-256", sha("two"))),
            List.of(sources),
            "the two letters",
            (paths, bad) -> null);
    return new Fetcher(Map.of("toy", toy))
        .fetch("toy", new DataCache(folder.resolve("cache")), force, heard);
  }

  private void assertOnlyTheSetIsLeft() throws IOException {
    try (Stream<Path> left = Files.list(folder.resolve("cache"))) {
      assertEquals(List.of(folder.resolve("cache/toy")), left.toList());
    }
  }

  private static String sha(String text) throws Exception {
    return HexFormat.of()
        .formatHex(
            MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Gives files a, b, ... of the given content. */
  private static class Giving implements Source {
    private final String name;
    private final String[] contents;
    private int asked;

    Giving(String name, String... contents) {
      this.name = name;
      this.contents = contents;
    }

    @Override
    public String description() {
      return name;
    }

    @Override
    public void obtain(Path work, Path ready, ProgressListener progress) throws IOException {
      asked++;
      for (int i = 0; i < contents.length; i++) {
        Files.writeString(ready.resolve(String.valueOf((char) ('a' + i))), contents[i]);
      }
    }
  }

  /** Remembers what was said. */
  static final class Recorder implements ProgressListener {
    final List<String> messages = new ArrayList<>();
    long total;
    long bytes;
    int ended;

    @Override
    public void message(String text) {
      messages.add(text);
    }

    @Override
    public void begin(String what, long totalBytes) {
      total = totalBytes;
    }

    @Override
    public void advance(long bytes) {
      this.bytes = bytes;
    }

    @Override
    public void end() {
      ended++;
    }
  }
}
