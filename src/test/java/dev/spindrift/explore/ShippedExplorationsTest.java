package dev.spindrift.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The files in {@code explorations/}: what docs/explorations.md answers with. */
class ShippedExplorationsTest {

  private static List<Exploration> shipped() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("explorations"))) {
      return files
          .filter(f -> f.toString().endsWith(".yaml"))
          .sorted()
          .map(f -> ExplorationFile.read(f, List.of()))
          .toList();
    }
  }

  /** Returns the ends of a range and a number between, as a search draws them, or all levels. */
  private static List<List<String>> levels(Axis axis) {
    return axis.levels().isEmpty()
        ? Stream.of(0.0, 0.37, 1.0).map(s -> List.of(axis.range().at(s))).toList()
        : axis.levels();
  }

  @Test
  void everyLevelOfEveryAxisCanBeBuiltExceptARailThatCannotFeedOneRow() throws IOException {
    Set<String> refused = new TreeSet<>();
    for (Exploration e : shipped()) {
      List<List<List<String>>> all =
          e.axes().stream().map(ShippedExplorationsTest::levels).toList();
      List<List<String>> last = all.stream().map(l -> l.get(l.size() - 1)).toList();
      for (int a = 0; a < all.size(); a++) {
        for (List<String> level : all.get(a)) {
          List<List<String>> chosen = new ArrayList<>(last);
          chosen.set(a, level);
          Point point = new Planner(e).configuration(chosen, 1).points().get(0);
          if (point.problem() != null) {
            refused.add(e.name() + ": " + level);
          }
        }
      }
    }
    assertEquals(Set.of("rail-digits: [10 mA]"), refused);
  }

  @Test
  void everyGridHasThreeSeedsForItsIntervals() throws IOException {
    List<Exploration> shipped = shipped();
    assertFalse(shipped.isEmpty());
    for (Exploration e : shipped) {
      assertTrue(e.search() != null || e.seeds().size() >= 3, e.name());
    }
  }
}
