package dev.spindrift.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class WorkersTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8})
  void everyPieceIsDoneExactlyOnceInEveryOneOfManyCalls(int threads) {
    try (Workers workers = new Workers(threads)) {
      assertEquals(threads, workers.threads());
      for (int n : new int[] {0, 1, 2, 3, 7, 100, 10_000, 5, 1, 10_000}) {
        AtomicIntegerArray count = new AtomicIntegerArray(Math.max(n, 1));
        AtomicBoolean[] inUse = new AtomicBoolean[threads];
        for (int w = 0; w < threads; w++) {
          inUse[w] = new AtomicBoolean();
        }
        AtomicBoolean shared = new AtomicBoolean();
        workers.forEach(
            n,
            (worker, index) -> {
              if (!inUse[worker].compareAndSet(false, true)) {
                shared.set(true);
              }
              count.incrementAndGet(index);
              inUse[worker].set(false);
            });
        assertFalse(shared.get(), "two pieces ran with the same worker at a time");
        for (int i = 0; i < n; i++) {
          assertEquals(1, count.get(i), "piece " + i + " of " + n);
        }
      }
    }
  }

  @Test
  void plainWritesOfAllPiecesAreVisibleToTheCaller() {
    try (Workers workers = new Workers(4)) {
      long[] values = new long[100_000];
      for (int round = 1; round <= 20; round++) {
        int factor = round;
        workers.forEach(values.length, (worker, i) -> values[i] += (long) factor * i);
      }
      for (int i = 0; i < values.length; i++) {
        assertEquals(210L * i, values[i]);
      }
    }
  }

  @Test
  void theCallersThreadWorksToo() {
    try (Workers workers = new Workers(3)) {
      Set<Thread> seen = ConcurrentHashMap.newKeySet();
      CyclicBarrier all = new CyclicBarrier(3); // opens only if three threads work at a time
      workers.forEach(
          3,
          (worker, i) -> {
            seen.add(Thread.currentThread());
            try {
              all.await(30, TimeUnit.SECONDS);
            } catch (Exception e) {
              throw new IllegalStateException(e);
            }
          });
      assertEquals(3, seen.size());
      assertTrue(seen.contains(Thread.currentThread()));
    }
  }

  @Test
  void everyWorkerBeginsARunOfItsOwnAndTheOthersFinishTheRunOfOneThatIsHeldUp() {
    try (Workers workers = new Workers(2)) {
      AtomicIntegerArray first = new AtomicIntegerArray(new int[] {-1, -1});
      CyclicBarrier both = new CyclicBarrier(2);
      CountDownLatch others = new CountDownLatch(99);
      workers.forEach(
          100,
          (worker, i) -> {
            try {
              if (first.compareAndSet(worker, -1, i)) {
                both.await(30, TimeUnit.SECONDS);
                if (worker == 1) { // is held up until the other one has done the rest
                  assertTrue(others.await(30, TimeUnit.SECONDS));
                  return;
                }
              }
            } catch (Exception e) {
              throw new IllegalStateException(e);
            }
            others.countDown();
          });
      assertEquals(0, first.get(0));
      assertEquals(50, first.get(1));
    }
  }

  @Test
  void oneThreadDoesAllPiecesInOrderOnTheCaller() {
    try (Workers workers = new Workers(1)) {
      StringBuilder order = new StringBuilder();
      Thread caller = Thread.currentThread();
      workers.forEach(
          4,
          (worker, i) -> {
            assertSame(caller, Thread.currentThread());
            order.append(worker).append(i).append(' ');
          });
      assertEquals("00 01 02 03 ", order.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void anExceptionReachesTheCallerAndNoFurtherPiecesAreBegun(int threads) {
    try (Workers workers = new Workers(threads)) {
      AtomicInteger begun = new AtomicInteger();
      ArithmeticException failure = new ArithmeticException("piece 10");
      int n = 1_000_000;
      ArithmeticException thrown =
          assertThrows(
              ArithmeticException.class,
              () ->
                  workers.forEach(
                      n,
                      (worker, i) -> {
                        begun.incrementAndGet();
                        if (i == 10) {
                          throw failure;
                        }
                      }));
      assertSame(failure, thrown);
      assertTrue(begun.get() < n, "begun " + begun.get());
      AtomicInteger later = new AtomicInteger();
      workers.forEach(100, (worker, i) -> later.incrementAndGet());
      assertEquals(100, later.get(), "usable after a failure");
    }
  }

  @Test
  void ofSeveralFailuresTheLowestIndexIsThrownWithTheOthersSuppressed() {
    try (Workers workers = new Workers(3)) {
      CyclicBarrier together = new CyclicBarrier(3);
      AssertionError thrown =
          assertThrows(
              AssertionError.class,
              () ->
                  workers.forEach(
                      3,
                      (worker, i) -> {
                        try {
                          together.await(30, TimeUnit.SECONDS);
                        } catch (Exception e) {
                          throw new IllegalStateException(e);
                        }
                        throw new AssertionError("piece " + i);
                      }));
      assertEquals("piece 0", thrown.getMessage());
      int suppressed = thrown.getSuppressed().length;
      int nested = suppressed == 1 ? thrown.getSuppressed()[0].getSuppressed().length : 0;
      assertEquals(2, suppressed + nested);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void nestedCallsAndCallsAfterCloseAreRefused(int threads) {
    Workers workers = new Workers(threads);
    assertThrows(
        IllegalStateException.class,
        () -> workers.forEach(2, (worker, i) -> workers.forEach(2, (w, k) -> {})));
    assertThrows(IllegalArgumentException.class, () -> workers.forEach(-1, (worker, i) -> {}));
    workers.close();
    assertThrows(IllegalStateException.class, () -> workers.forEach(1, (worker, i) -> {}));
    assertThrows(IllegalArgumentException.class, () -> new Workers(0));
  }

  @Test
  void anInterruptIsKeptAndAllPiecesAreDone() {
    try (Workers workers = new Workers(2)) {
      AtomicInteger done = new AtomicInteger();
      Thread.currentThread().interrupt();
      workers.forEach(1000, (worker, i) -> done.incrementAndGet());
      assertEquals(1000, done.get());
      assertTrue(Thread.interrupted()); // and clears it for the tests to come
    }
  }

  @Test
  void aPieceThatInterruptsItsThreadDisturbsNoLaterPiece() {
    try (Workers workers = new Workers(2)) {
      onBoth(workers, () -> Thread.currentThread().interrupt());
      assertTrue(Thread.interrupted(), "the caller's own flag is kept");
      AtomicBoolean seen = new AtomicBoolean();
      onBoth(workers, () -> seen.compareAndSet(false, Thread.currentThread().isInterrupted()));
      assertFalse(seen.get());
    }
  }

  private static void onBoth(Workers workers, Runnable task) {
    CountDownLatch both = new CountDownLatch(2);
    workers.forEach(
        2,
        (worker, i) -> {
          both.countDown();
          try {
            assertTrue(both.await(30, TimeUnit.SECONDS));
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          task.run();
        });
  }

  @Test
  void aFinishedCallIsLeftToTheGarbageCollectorAlsoByHelpersThatSleep() throws Exception {
    try (Workers workers = new Workers(2)) {
      List<WeakReference<byte[]>> captured = new ArrayList<>();
      for (int call = 0; call < 5; call++) {
        captured.add(call(workers));
      }
      for (int wait = 0; wait < 500 && captured.stream().anyMatch(c -> c.get() != null); wait++) {
        System.gc();
        Thread.sleep(10);
      }
      assertTrue(captured.stream().allMatch(c -> c.get() == null));
    }
  }

  /** Makes a call whose caller takes so long that the helper goes to sleep; returns its data. */
  private static WeakReference<byte[]> call(Workers workers) {
    byte[] data = new byte[1000];
    workers.forEach(
        2,
        (worker, i) -> {
          data[i] = 1;
          if (worker == 0) {
            try {
              Thread.sleep(20);
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          }
        });
    return new WeakReference<>(data);
  }
}
