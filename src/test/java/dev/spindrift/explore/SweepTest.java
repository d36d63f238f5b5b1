package dev.spindrift.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Points as processes, with shell scripts in place of the simulator. */
@DisabledOnOs(OS.WINDOWS)
class SweepTest {
  @TempDir private Path folder;
  private PointStore store;
  private final Map<String, String> outcomes = new TreeMap<>();
  private final Map<String, String> messages = new TreeMap<>();

  @BeforeEach
  void open() {
    store = new PointStore(folder.resolve("x"));
  }

  private static Exploration exploration(int retries, double timeout) {
    return new Exploration(
        "x",
        "x",
        Path.of("none.yaml"),
        List.of(),
        List.of(1L),
        List.of(),
        List.of(),
        List.of(),
        Double.NaN,
        null,
        retries,
        timeout,
        "");
  }

  /** A script that is told folder, id and number of threads as $0, $1 and $3. */
  private boolean sweep(Exploration e, String script, Point... points) {
    List<String> command = List.of("sh", "-c", script, store.folder().toString());
    try (Sweep sweep =
        new Sweep(
            store,
            e,
            command,
            2,
            (p, outcome, seconds, message) -> {
              outcomes.put(p.id(), outcome);
              messages.put(p.id(), message);
            })) {
      return sweep.run(List.of(points));
    }
  }

  private static Point point(String id) {
    return new Point(id, List.of("seed=1"), null);
  }

  private static final String WORK =
      "echo $1 >> $0/log; mkdir $0/points/.$1.w && echo {} > $0/points/.$1.w/point.json"
          + " && mv $0/points/.$1.w $0/points/$1";

  @Test
  void finishedPointsAreNotRepeated() throws IOException {
    assertTrue(sweep(exploration(0, Double.NaN), WORK, point("a"), point("b"), point("a")));
    assertEquals(Map.of("a", "done", "b", "done"), outcomes);
    sweep(exploration(0, Double.NaN), WORK, point("a"), point("b"), point("c"));
    assertEquals("skipped", outcomes.get("a"));
    List<String> runs = new ArrayList<>(Files.readAllLines(store.folder().resolve("log")));
    runs.sort(null);
    assertEquals(List.of("a", "b", "c"), runs);
  }

  @Test
  void aPointThatDiesIsTriedAgainAndItsErrorKept() throws IOException {
    assertTrue(
        sweep(
            exploration(2, Double.NaN),
            "echo $1 >> $0/log; if [ $1 = bad ]; then echo 'no luck' >&2; kill -9 $$; fi; " + WORK,
            point("bad"),
            point("good")));
    assertEquals(Map.of("bad", "failed", "good", "done"), outcomes);
    assertEquals("killed by signal 9: no luck", messages.get("bad"));
    PointStore.Failure failure = store.failureOf("bad");
    assertEquals(3, failure.attempts());
    assertEquals(PointStore.Failure.FAILED, failure.kind());
    assertNull(store.failureOf("good"));
  }

  @Test
  void badInputIsInfeasibleAndNotTriedAgain() throws IOException {
    sweep(
        exploration(2, Double.NaN),
        "echo $1 >> $0/log; echo 'tile.rows: 300 rows' >&2; exit 2",
        point("a"),
        new Point("b", List.of(), "adc.bits: 99"));
    assertEquals(Map.of("a", "infeasible", "b", "infeasible"), outcomes);
    assertEquals("tile.rows: 300 rows", store.failureOf("a").message());
    assertEquals("adc.bits: 99", store.failureOf("b").message());
    assertEquals(1, Files.readAllLines(store.folder().resolve("log")).size());
  }

  @Test
  void aPointThatTakesTooLongIsStopped() {
    sweep(exploration(0, 1), "sleep 60", point("slow"));
    assertEquals("failed", outcomes.get("slow"));
    assertTrue(messages.get("slow").contains("stopped after 1 s"), messages.get("slow"));
  }

  @Test
  void aStoppedSweepFailsNoPoint() throws Exception {
    try (Sweep sweep =
        new Sweep(
            store,
            exploration(0, Double.NaN),
            List.of("sh", "-c", "touch $0/started; sleep 60", store.folder().toString()),
            1,
            (p, outcome, seconds, message) -> outcomes.put(p.id(), outcome))) {
      Thread stopper =
          new Thread(
              () -> {
                while (!Files.exists(store.folder().resolve("started"))) {
                  Thread.onSpinWait();
                }
                sweep.stop();
              });
      stopper.start();
      assertFalse(sweep.run(List.of(point("a"), point("b"))));
      stopper.join();
    }
    assertTrue(outcomes.isEmpty(), "nothing ended by itself");
    assertNull(store.failureOf("a"));
  }

  /**
   * A terminal's Ctrl-C reaches points, too, maybe before the sweep hears of it. (Exit code 130 by
   * itself: shells in the background ignore the signal.)
   */
  @Test
  void aPointThatTheStoppingSignalEndedFirstIsNoFailure() throws Exception {
    try (Sweep sweep =
        new Sweep(
            store,
            exploration(0, Double.NaN),
            List.of("sh", "-c", "touch $0/started; exit 130", store.folder().toString()),
            1,
            (p, outcome, seconds, message) -> outcomes.put(p.id(), outcome))) {
      Thread stopper =
          new Thread(
              () -> {
                while (!Files.exists(store.folder().resolve("started"))) {
                  Thread.onSpinWait();
                }
                LockSupport.parkNanos(200_000_000); // the point is gone by then
                sweep.stop();
              });
      stopper.start();
      assertFalse(sweep.run(List.of(point("a"))));
      stopper.join();
    }
    assertTrue(outcomes.isEmpty(), "nothing ended by itself");
    assertNull(store.failureOf("a"));
  }

  @Test
  void leftoversOfDeadProcessesAreRemovedAndThoseOfTheLivingKept() throws IOException {
    Path own = store.begin("b");
    String suffix = own.getFileName().toString().replaceFirst("[0-9]+$", "");
    Path dead = store.folder().resolve("points/" + suffix + "999999999");
    Files.createDirectories(dead);
    Path page = store.folder().resolve(suffix.replace(".b", ".explore.html") + "999999999");
    Files.createFile(page);
    Path elsewhere = store.folder().resolve("points/.b.partial-another.host-999999999");
    Files.createDirectories(elsewhere);
    store.clean();
    assertFalse(Files.exists(dead) || Files.exists(page));
    assertTrue(Files.exists(own) && Files.exists(elsewhere));
  }
}
