package dev.spindrift.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EngineTest {

  private record Scheduled(long time, int phase, int insertion) {
    static final Comparator<Scheduled> ORDER =
        Comparator.comparingLong(Scheduled::time)
            .thenComparingInt(Scheduled::phase)
            .thenComparingInt(Scheduled::insertion);
  }

  /** A model of events that schedule events; what a child gets depends on its number only. */
  private static Scheduled child(Scheduled parent, int insertion) {
    SplittableRandom random = new SplittableRandom(insertion);
    // At most 4 later instants, so ties are the rule; delay 0 with any phase is included.
    return new Scheduled(parent.time() + random.nextInt(4), random.nextInt(3), insertion);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 5000})
  void eventsOccurInTheOrderOfTimePhaseAndInsertionAsInARepeatedlySortedList(int initial) {
    int total = 4 * initial;

    List<Scheduled> pending = new ArrayList<>();
    for (int i = 0; i < initial; i++) {
      pending.add(child(new Scheduled(0, 0, -1), i));
    }
    List<Scheduled> expected = new ArrayList<>();
    int next = initial;
    while (!pending.isEmpty()) {
      Scheduled first = pending.stream().min(Scheduled.ORDER).orElseThrow();
      pending.remove(first);
      expected.add(first);
      for (int k = 0; k < 2 && next < total; k++) {
        pending.add(child(first, next++));
      }
    }

    Engine engine = new Engine();
    List<Scheduled> actual = new ArrayList<>();
    EventHandler[] handler = new EventHandler[1];
    int[] counter = {initial};
    handler[0] =
        (insertion, phase) -> {
          Scheduled self = new Scheduled(engine.now(), (int) phase, insertion);
          actual.add(self);
          for (int k = 0; k < 2 && counter[0] < total; k++) {
            Scheduled event = child(self, counter[0]++);
            engine.schedule(
                event.time(), event.phase(), handler[0], event.insertion(), event.phase());
          }
        };
    for (int i = 0; i < initial; i++) {
      Scheduled event = child(new Scheduled(0, 0, -1), i);
      engine.schedule(event.time(), event.phase(), handler[0], event.insertion(), event.phase());
    }
    assertEquals(initial, engine.pending());
    engine.run();

    assertEquals(expected, actual);
    assertEquals(total, engine.executed());
    assertEquals(0, engine.pending());
  }

  @Test
  void atOneInstantResourcesAreReleasedBeforeTheyAreRequestedAndMonitorsLookLast() {
    Engine engine = new Engine();
    List<Integer> order = new ArrayList<>();
    EventHandler note = (a, b) -> order.add(a);
    for (int phase : new int[] {Phase.MONITOR, Phase.DEFAULT, Phase.ACQUIRE, Phase.RELEASE}) {
      engine.schedule(7, phase, note, phase, 0);
    }
    engine.run();
    assertEquals(List.of(Phase.RELEASE, Phase.ACQUIRE, Phase.DEFAULT, Phase.MONITOR), order);
  }

  @Test
  void anEventScheduledNowInALowerPhaseOccursNext() {
    Engine engine = new Engine();
    List<String> order = new ArrayList<>();
    engine.schedule(
        5,
        Phase.DEFAULT,
        (a, b) -> {
          order.add("completion");
          engine.schedule(engine.now(), Phase.RELEASE, (c, d) -> order.add("release"), 0, 0);
        },
        0,
        0);
    engine.schedule(5, Phase.DEFAULT, (a, b) -> order.add("other"), 0, 0);
    engine.run();
    assertEquals(List.of("completion", "release", "other"), order);
    assertEquals(5, engine.now());
  }

  @Test
  void argumentsArriveUnchangedAtTheirFullRange() {
    Engine engine = new Engine();
    List<Long> seen = new ArrayList<>();
    EventHandler note =
        (a, b) -> {
          seen.add((long) a);
          seen.add(b);
        };
    engine.schedule(1, 0, note, Integer.MIN_VALUE, Long.MAX_VALUE);
    engine.schedule(2, 0, note, Integer.MAX_VALUE, Long.MIN_VALUE);
    engine.run();
    assertEquals(
        List.of((long) Integer.MIN_VALUE, Long.MAX_VALUE, (long) Integer.MAX_VALUE, Long.MIN_VALUE),
        seen);
  }

  @Test
  void runUntilStopsAfterTheGivenInstantAndNoEventIsLostAtAnyStop() {
    Engine whole = new Engine();
    List<Long> expected = new ArrayList<>();
    scheduleMany(whole, expected);
    whole.run();

    Engine stepped = new Engine();
    List<Long> actual = new ArrayList<>();
    scheduleMany(stepped, actual);
    for (long time = 0; time <= 1000; time++) {
      stepped.runUntil(time);
      assertEquals(time, stepped.now());
      long end = time;
      assertTrue(actual.stream().allMatch(at -> at <= end), "nothing from the future at " + time);
      assertEquals(expected.stream().filter(at -> at <= end).count(), stepped.executed());
      assertEquals(expected.size() - actual.size(), stepped.pending());
    }
    assertEquals(expected, actual);
  }

  private static void scheduleMany(Engine engine, List<Long> seen) {
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 500; i++) {
      engine.schedule(random.nextInt(1001), 0, (a, b) -> seen.add(engine.now()), i, 0);
    }
  }

  @Test
  void runUntilRunsEventsThatAreScheduledForItsLastInstantWhileItRuns() {
    Engine engine = new Engine();
    List<Long> seen = new ArrayList<>();
    engine.schedule(
        10, 0, (a, b) -> engine.schedule(10, 0, (c, d) -> seen.add(engine.now()), 0, 0), 0, 0);
    engine.runUntil(9);
    assertEquals(0, engine.executed());
    engine.runUntil(10);
    assertEquals(List.of(10L), seen);
    engine.schedule(10, 0, (a, b) -> seen.add(-1L), 0, 0); // now is still 10
    engine.runUntil(10);
    assertEquals(List.of(10L, -1L), seen);
  }

  @Test
  void runUntilMovesTheClockWhenNothingIsPending() {
    Engine engine = new Engine();
    engine.run();
    assertEquals(0, engine.now());
    engine.runUntil(1234);
    assertEquals(1234, engine.now());
  }

  @Test
  void theLongestSpanIsReachedExactlyAndOnePicosecondMoreIsRefused() {
    Engine engine = new Engine();
    long[] seen = new long[2];
    String[] message = new String[1];
    engine.schedule(
        Engine.MAX_SPAN - 1,
        0,
        (a, b) -> {
          seen[0] = engine.now();
          message[0] =
              assertThrows(
                      IllegalArgumentException.class,
                      () -> engine.schedule(Engine.MAX_SPAN + 1, 0, (c, d) -> {}, 0, 0))
                  .getMessage();
          engine.schedule(Engine.MAX_SPAN, 0, (c, d) -> seen[1] = engine.now(), 0, 0);
        },
        0,
        0);
    engine.run();
    assertEquals((1L << 53) - 1, seen[0]);
    assertEquals(1L << 53, seen[1]);
    assertTrue(
        message[0].contains("9007199254740993") && message[0].contains("2.5 hours"), message[0]);
  }

  @Test
  void timeGoesOnExactlyBeyondOneSpanAndEndsAtTheLastInstant() {
    Engine engine = new Engine();
    long[] seen = new long[1];
    long at = 0;
    for (int span = 0; span < 3; span++) { // 2^53 + 1 is no double: each odd number must survive
      at += Engine.MAX_SPAN - 2 + span;
      engine.schedule(at, 0, (a, b) -> seen[0] = engine.now(), 0, 0);
      engine.run();
      assertEquals(at, seen[0]);
      assertEquals(at, engine.now());
    }
    for (long t = engine.now(); t < Engine.MAX_TIME; t = engine.now()) {
      engine.runUntil(Math.min(Engine.MAX_TIME, t + Engine.MAX_SPAN));
    }
    assertEquals(Engine.MAX_TIME, engine.now());
    assertThrows(
        IllegalArgumentException.class,
        () -> engine.schedule(Engine.MAX_TIME + 1, 0, (a, b) -> {}, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> engine.runUntil(Engine.MAX_TIME + 1));
  }

  @Test
  void aTimeInThePastOrANegativePhaseIsRefusedAndLeavesTheEngineAsItWas() {
    Engine engine = new Engine();
    engine.runUntil(100);
    String message =
        assertThrows(
                IllegalArgumentException.class, () -> engine.schedule(99, 0, (a, b) -> {}, 0, 0))
            .getMessage();
    assertTrue(message.contains("99 ps") && message.contains("100 ps"), message);
    assertThrows(IllegalArgumentException.class, () -> engine.runUntil(99));
    assertThrows(
        IllegalArgumentException.class, () -> engine.schedule(101, -1, (a, b) -> {}, 0, 0));
    assertThrows(NullPointerException.class, () -> engine.schedule(101, 0, null, 0, 0));
    assertEquals(0, engine.pending());
    assertEquals(100, engine.now());
  }

  @Test
  void anExceptionCarriesTheSimulatedTimeAndTheEngineRunsOn() {
    Engine engine = new Engine();
    ArithmeticException cause = new ArithmeticException("not finite: tile 3");
    int[] later = {0};
    engine.schedule(
        42,
        Phase.ACQUIRE,
        (a, b) -> {
          throw cause;
        },
        0,
        0);
    engine.schedule(43, 0, (a, b) -> later[0]++, 0, 0);
    EventException thrown = assertThrows(EventException.class, () -> engine.runUntil(50));
    assertSame(cause, thrown.getCause());
    assertEquals(42, thrown.time());
    assertEquals(Phase.ACQUIRE, thrown.phase());
    assertTrue(thrown.getMessage().contains("42 ps"), thrown.getMessage());
    assertTrue(thrown.getMessage().contains("not finite: tile 3"), thrown.getMessage());
    assertEquals(42, engine.now());
    assertEquals(1, engine.executed());
    assertEquals(1, engine.pending());
    engine.run();
    assertEquals(1, later[0]);
  }

  @Test
  void aHandlerCannotRunTheEngine() {
    Engine engine = new Engine();
    engine.schedule(1, 0, (a, b) -> engine.run(), 0, 0);
    engine.schedule(1, 0, (a, b) -> {}, 0, 0);
    EventException thrown = assertThrows(EventException.class, engine::run);
    assertEquals(IllegalStateException.class, thrown.getCause().getClass());
    engine.run();
    assertEquals(2, engine.executed());
  }

  @Test
  void aHandlerIsNotHeldAfterItWasCalled() throws InterruptedException {
    Engine engine = new Engine();
    WeakReference<EventHandler> reference = scheduleAndRun(engine);
    for (int i = 0; i < 100 && reference.get() != null; i++) {
      System.gc();
      Thread.sleep(10);
    }
    assertNull(reference.get());
    assertEquals(1, engine.executed()); // the engine itself is still reachable here
  }

  private static WeakReference<EventHandler> scheduleAndRun(Engine engine) {
    int[] own = new int[1]; // a captured variable, or the lambda would be a constant
    EventHandler handler = (a, b) -> own[0]++;
    engine.schedule(1, 0, handler, 0, 0);
    engine.run();
    assertEquals(1, own[0]);
    return new WeakReference<>(handler);
  }

  @Test
  void schedulingAllocatesNothingInSteadyState() {
    var threads =
        (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
    Engine engine = new Engine();
    EventHandler[] handler = new EventHandler[1];
    handler[0] = (a, b) -> engine.schedule(engine.now() + 1 + a % 7, a % 3, handler[0], a, b);
    for (int i = 0; i < 1000; i++) {
      engine.schedule(i % 13, 0, handler[0], i, 0);
    }
    engine.runUntil(1000);
    long executed = engine.executed();
    long before = threads.getCurrentThreadAllocatedBytes();
    engine.runUntil(3000);
    long bytes = threads.getCurrentThreadAllocatedBytes() - before;
    long events = engine.executed() - executed;
    assertTrue(events > 400_000, "events " + events);
    // One object per event would be at least 16 bytes each; a few kB are the JIT's and the call's.
    assertTrue(bytes < events / 10, bytes + " bytes for " + events + " events");
  }

  @Test
  void enginesAreIndependentOfEachOther() {
    Engine one = new Engine();
    Engine two = new Engine();
    long[] seen = new long[2];
    one.schedule(10, 0, (a, b) -> seen[0] = one.now() + two.now(), 0, 0);
    two.schedule(20, 0, (a, b) -> seen[1] = one.now() + two.now(), 0, 0);
    one.run();
    two.run();
    assertEquals("[10, 30]", Arrays.toString(seen));
  }
}
