package dev.spindrift.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindrift.input.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataCacheTest {
  @TempDir Path folder;

  @Test
  void the_folder_follows_the_environment_then_the_platforms_habit() {
    Map<String, String> none = Map.of();
    Map<String, String> xdg = Map.of("XDG_CACHE_HOME", "/x");
    Map<String, String> own = Map.of("XDG_CACHE_HOME", "/x", "SPINDRIFT_CACHE", "/own");
    assertEquals(Path.of("/own"), DataCache.root(own, "Linux", "/home/u"));
    assertEquals(Path.of("/x/spindrift"), DataCache.root(xdg, "Linux", "/home/u"));
    assertEquals(
        Path.of("/home/u/.cache/spindrift"),
        DataCache.root(Map.of("XDG_CACHE_HOME", "relative"), "Linux", "/home/u"));
    assertEquals(Path.of("/home/u/.cache/spindrift"), DataCache.root(none, "Linux", "/home/u"));
    assertEquals(
        Path.of("/Users/u/Library/Caches/spindrift"), DataCache.root(none, "Mac OS X", "/Users/u"));
  }

  @Test
  void a_set_that_was_not_fetched_names_the_command_that_fetches_it() {
    DataCache empty = new DataCache(folder);
    for (String name : new String[] {"cifar10", "mnist", "fashion-mnist"}) {
      assertFalse(Datasets.isAvailable(name, empty));
      InputException e = assertThrows(InputException.class, () -> Datasets.load(name, empty));
      assertEquals(1, e.problems().size());
      assertTrue(
          e.getMessage().endsWith("to get it: spindrift dataset fetch " + name), e.getMessage());
    }
    assertTrue(Datasets.isAvailable("digits", empty));
  }

  @Test
  void single_missing_files_are_all_named() throws IOException {
    Path mnist = Files.createDirectories(folder.resolve("mnist"));
    Files.write(mnist.resolve("train-labels-idx1-ubyte.gz"), new byte[1]);
    Files.write(mnist.resolve("t10k-labels-idx1-ubyte"), new byte[1]);
    InputException e =
        assertThrows(InputException.class, () -> Datasets.load("mnist", new DataCache(folder)));
    assertEquals(2, e.problems().size());
    assertTrue(e.getMessage().contains("train-images-idx3-ubyte: is not there"), e.getMessage());
    assertTrue(e.getMessage().contains("t10k-images-idx3-ubyte: is not there"), e.getMessage());
  }

  @Test
  void an_unknown_name_is_told_with_the_names_there_are() {
    Exception e =
        assertThrows(
            IllegalArgumentException.class, () -> Datasets.load("cifar100", new DataCache(folder)));
    assertTrue(e.getMessage().contains("digits, cifar10, mnist, fashion-mnist"), e.getMessage());
  }
}
