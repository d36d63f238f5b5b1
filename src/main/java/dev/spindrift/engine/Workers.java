package dev.spindrift.engine;

import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A fixed team of threads for loops of independent pieces, used within one event.
 *
 * <p>Every thread works through a run of neighbouring pieces of its own and then takes what others
 * have not begun, so results must depend on the piece only, never on the worker or the order.
 * Neighbours are often neighbours in memory, too: where two cores read a matrix alternately in
 * pieces of half a kilobyte, both waited for it two to three times as long as each in its own half.
 *
 * <p>The calling thread is worker 0; the others are daemon threads.
 */
public final class Workers implements AutoCloseable {
  private final int threads;
  private final ExecutorService helpers;
  private final AtomicBoolean busy = new AtomicBoolean();
  private volatile boolean closed;

  /**
   * Creates the team.
   *
   * @param threads number of workers including the caller, 1 or more [1]
   * @throws IllegalArgumentException if {@code threads} is less than 1
   */
  public Workers(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be 1 or more, was " + threads);
    }
    this.threads = threads;
    AtomicInteger number = new AtomicInteger();
    this.helpers =
        threads == 1
            ? null
            : Executors.newFixedThreadPool(
                threads - 1,
                work -> {
                  Thread thread = new Thread(work, "worker-" + number.incrementAndGet());
                  thread.setDaemon(true);
                  return thread;
                });
  }

  /** Returns the number of workers including the caller [1]. */
  public int threads() {
    return threads;
  }

  /**
   * Does pieces 0 to n - 1, each exactly once, and returns when all are done.
   *
   * <p>If a piece throws, no further pieces are begun, and when those under way have ended the
   * exception is thrown here: the one of the lowest index if there were several, with the others
   * suppressed. An interrupt does not end the wait; the thread's interrupt flag is kept.
   *
   * @param n number of pieces, 0 or more [1]
   * @param task does one piece; called concurrently
   * @throws IllegalStateException if called while another call is under way (also from a piece), or
   *     after {@link #close()}
   */
  public void forEach(int n, IndexedTask task) {
    Objects.requireNonNull(task, "task");
    if (n < 0) {
      throw new IllegalArgumentException("number of pieces must be 0 or more, was " + n);
    }
    if (closed) {
      throw new IllegalStateException("the workers are closed");
    }
    if (!busy.compareAndSet(false, true)) {
      throw new IllegalStateException("the workers are busy: calls cannot overlap or be nested");
    }
    try {
      if (helpers == null || n < 2) {
        for (int i = 0; i < n; i++) {
          task.run(0, i);
        }
        return;
      }
      int workers = Math.min(threads, n);
      Job job = new Job(n, task, workers);
      for (int helper = 1; helper < workers; helper++) {
        int worker = helper;
        helpers.execute(() -> job.work(worker));
      }
      job.work(0);
      job.await();
    } finally {
      busy.set(false);
    }
  }

  /** Ends the helper threads. Later calls of {@link #forEach} fail. */
  @Override
  public void close() {
    closed = true;
    if (helpers != null) {
      helpers.shutdown();
    }
  }

  /** One call of forEach. A helper that wakes up late finds no piece left and leaves. */
  private static final class Job {
    private final int n;
    private final IndexedTask task;

    /** What is left of each worker's run: first piece in the upper half, end in the lower. */
    private final AtomicLongArray left;

    private final AtomicInteger done = new AtomicInteger();
    private volatile Throwable failure;
    private int failedIndex;

    Job(int n, IndexedTask task, int workers) {
      this.n = n;
      this.task = task;
      left = new AtomicLongArray(workers);
      for (int w = 0; w < workers; w++) {
        left.set(w, run((int) ((long) n * w / workers), (int) ((long) n * (w + 1) / workers)));
      }
    }

    private static long run(int from, int to) {
      return (long) from << 32 | to;
    }

    private static int from(long run) {
      return (int) (run >>> 32);
    }

    private static int to(long run) {
      return (int) run;
    }

    /** Returns the next piece of a worker, or the last one of who has most left, or -1. */
    private int take(int worker) {
      for (long run = left.get(worker); from(run) < to(run); run = left.get(worker)) {
        if (left.compareAndSet(worker, run, run(from(run) + 1, to(run)))) {
          return from(run);
        }
      }
      while (true) {
        int slowest = -1;
        long most = 0;
        for (int w = 0; w < left.length(); w++) {
          long run = left.get(w);
          if (to(run) - from(run) > to(most) - from(most)) {
            slowest = w;
            most = run;
          }
        }
        if (slowest < 0) {
          return -1;
        }
        if (left.compareAndSet(slowest, most, run(from(most), to(most) - 1))) {
          return to(most) - 1;
        }
      }
    }

    void work(int worker) {
      for (int i = take(worker); i >= 0; i = take(worker)) {
        if (failure == null) {
          try {
            task.run(worker, i);
          } catch (Throwable e) { // a piece that is lost silently would keep the caller waiting
            record(i, e);
          }
        }
        if (done.incrementAndGet() == n) {
          synchronized (this) {
            notifyAll();
          }
        }
      }
    }

    private synchronized void record(int index, Throwable thrown) {
      if (failure == null) {
        failure = thrown;
        failedIndex = index;
      } else if (failure != thrown) {
        Throwable first = index < failedIndex ? thrown : failure;
        first.addSuppressed(first == thrown ? failure : thrown);
        failure = first;
        failedIndex = Math.min(index, failedIndex);
      }
    }

    void await() {
      boolean interrupted = false;
      synchronized (this) {
        while (done.get() < n) {
          try {
            wait();
          } catch (InterruptedException e) {
            interrupted = true;
          }
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      if (failure instanceof RuntimeException exception) {
        throw exception;
      }
      if (failure instanceof Error error) {
        throw error;
      }
      if (failure != null) {
        throw new IllegalStateException("undeclared checked exception", failure);
      }
    }
  }
}
