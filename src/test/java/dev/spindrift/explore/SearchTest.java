package dev.spindrift.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Searches on a problem with a known front, computed by a script in place of the simulator: f1 = x,
 * f2 = (1 - x)^2 + y, where x is network.logitScale and y learning.digitalRate. No y but the least
 * is on the front.
 */
@DisabledOnOs(OS.WINDOWS)
class SearchTest {
  private static final String SCRIPT =
      """
      echo $1 >> $0/log
      p=$0/points/.$1.w
      mkdir $p
      echo {} > $p/point.json
      grep -o '"[a-zA-Z]*\\.[a-zA-Z]*=[^"]*"' $0/plan/$1.json | tr -d '"' | awk -F= '
        {v[$1] = $2}
        END {x = v["network.logitScale"]; y = v["learning.digitalRate"]
             printf "{\\"f\\": {\\"one\\": %.9g, \\"two\\": %.9g}, \\"miniBatches\\": %d}\\n",
               x, (1 - x) ^ 2 + y, v["learning.miniBatches"]}' > $p/summary.json
      mv $p $0/points/$1
      """;

  @TempDir private Path folder;
  private int ended;

  private Exploration exploration(String search) throws IOException {
    Path file = folder.resolve("s.yaml");
    Files.writeString(
        file,
        """
        spindrift: exploration/1
        name: s
        scenario: %s
        set: {learning.miniBatches: 8}
        axes:
          - {path: network.logitScale, range: {from: 0.01, to: 1}}
          - {path: learning.digitalRate, values: [0, 0.1, 0.2, 0.4, 0.8, 1]}
        objectives: [{metric: f.one, goal: minimise}, {metric: f.two, goal: minimise}]
        search: %s
        """
            .formatted(Path.of("scenarios/quickstart.yaml").toAbsolutePath(), search));
    return ExplorationFile.read(file, List.of());
  }

  private List<ResultRow> search(Exploration e) {
    PointStore store = new PointStore(folder.resolve("x"));
    List<String> command = List.of("sh", "-c", SCRIPT, store.folder().toString());
    try (Sweep sweep = new Sweep(store, e, command, 2, (p, o, s, m) -> ended++)) {
      return Results.gather(e, store, new Search(e, store, sweep).run());
    }
  }

  private int runs() throws IOException {
    return Files.readAllLines(folder.resolve("x/log")).size();
  }

  /**
   * Seeded, so it passes or fails for good. Without selection y is 0 or 0.1 once in three times:
   * the odds that the last twenty are all so are 3e-10.
   */
  @Test
  void theGeneticSearchFindsTheFrontAndIsRestartedWithoutRepeating() throws IOException {
    Exploration e = exploration("{method: nsga2, population: 12, evaluations: 72, seed: 3}");
    List<ResultRow> rows = search(e);
    List<Double> last =
        rows.subList(rows.size() - 20, rows.size()).stream()
            .map(r -> Double.parseDouble(r.configuration().levels().get(1)))
            .toList();
    assertTrue(last.stream().allMatch(y -> y <= 0.1), "the last configurations have y = " + last);
    int before = runs();
    assertEquals(rows.size(), before, "equal configurations ran once");
    assertEquals(rows.toString(), search(e).toString());
    assertEquals(before, runs(), "the second search found all its points finished");
  }

  @Test
  void halvingLetsTheBetterPartOfASampleRunOn() throws IOException {
    Exploration e =
        exploration(
            "{method: sample, evaluations: 16, seed: 3, halving: {shares: [0.25, 0.5, 1], keep:"
                + " 0.25}}");
    List<ResultRow> rows = search(e);
    assertEquals(16, rows.size());
    assertEquals(1, rows.stream().filter(r -> r.status().equals("done")).count());
    assertEquals(16 + 4 + 1, runs());
    ResultRow done = rows.stream().filter(ResultRow::complete).findFirst().orElseThrow();
    assertEquals(8, done.numbers().get("miniBatches"));
    assertEquals(
        12,
        rows.stream()
            .filter(r -> Double.valueOf(2).equals(r.numbers().get("miniBatches")))
            .count());
    double[] winner = Pareto.losses(e, done);
    assertTrue(
        rows.stream().noneMatch(r -> Pareto.beats(Pareto.losses(e, r), winner)),
        "none of those that were stopped beats the one that went on");
  }

  @Test
  void aSampleCoversEachAxisEvenly() throws IOException {
    List<ResultRow> rows = search(exploration("{method: sample, evaluations: 10, seed: 1}"));
    long[] tenths = new long[10];
    for (ResultRow r : rows) {
      double x = (Double.parseDouble(r.configuration().levels().get(0)) - 0.01) / 0.99;
      tenths[Math.min(9, (int) (x * 10))]++;
    }
    for (long n : tenths) {
      assertEquals(1, n, "one in each tenth of the range");
    }
  }
}
