package dev.spindrift.engine;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/**
 * A fixed team of threads for loops of independent pieces, used within one event.
 *
 * <p>Every thread works through a run of neighbouring pieces of its own and then takes what others
 * have not begun, so results must depend on the piece only, never on the worker or the order.
 * Neighbours are often neighbours in memory, too: where two cores read a matrix alternately in
 * pieces of half a kilobyte, both waited for it two to three times as long as each in its own half.
 *
 * <p>The calling thread is worker 0; the others are daemon threads.
 *
 * <p>Implementation note. After a call a helper looks out for the next one for a while, giving way
 * to whoever wants its core, before it sleeps; the caller awaits the last pieces alike. To wake a
 * thread on an idle core takes some 100 microseconds on a virtual machine, as long as many of the
 * loops here, and a network's mini-batch has a hundred of them; an {@code ExecutorService} lets its
 * threads sleep at once.
 */
public final class Workers implements AutoCloseable {
  /** How long who waits looks out before it sleeps [ns]. */
  private static final long LOOKOUT = 300_000;

  private final int threads;
  private final Helper[] helpers;
  private final AtomicBoolean busy = new AtomicBoolean();
  private volatile boolean closed;

  /** The call under way, or null. */
  private volatile Job current;

  private long calls;

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
    this.helpers = new Helper[threads - 1];
    for (int i = 0; i < helpers.length; i++) {
      helpers[i] = new Helper(i + 1);
      helpers[i].start();
    }
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
      if (threads == 1 || n < 2) {
        for (int i = 0; i < n; i++) {
          task.run(0, i);
        }
        return;
      }
      Job job = new Job(n, task, Math.min(threads, n), ++calls);
      current = job;
      for (int helper = 1; helper < job.workers(); helper++) {
        helpers[helper - 1].wake();
      }
      job.work(0);
      job.await();
    } finally {
      current = null;
      busy.set(false);
    }
  }

  /** Ends the helper threads. Later calls of {@link #forEach} fail. */
  @Override
  public void close() {
    closed = true;
    for (Helper helper : helpers) {
      helper.wake();
    }
  }

  /**
   * Only speed relies on the scheduler here: whoever waits sleeps after a while, whatever it does.
   */
  @SuppressWarnings("ThreadPriorityCheck")
  private static void giveWay() {
    Thread.yield();
  }

  /** A thread of the team. */
  private final class Helper extends Thread {
    private final int worker;
    private volatile boolean asleep;

    Helper(int worker) {
      super("worker-" + worker);
      this.worker = worker;
      setDaemon(true);
    }

    /** Ends its sleep; the caller has written {@link #current} or {@link #closed} before. */
    void wake() {
      if (asleep) {
        LockSupport.unpark(this);
      }
    }

    @Override
    public void run() {
      long done = 0; // not the call itself, which would keep its data from the garbage collector
      long idleSince = System.nanoTime();
      while (!closed) {
        long call = workOn(current, done);
        if (call != done) {
          done = call;
          idleSince = System.nanoTime();
        } else if (System.nanoTime() - idleSince < LOOKOUT) {
          giveWay();
        } else {
          asleep = true;
          if (!isNew(current, done) && !closed) { // written before asleep was read, or seen here
            LockSupport.park(this);
          }
          asleep = false;
        }
        Thread.interrupted(); // a piece's, which would end every sleep at once
      }
    }

    /** Works on a call that is new and returns its number, or that of the last one. */
    private long workOn(Job job, long last) {
      if (!isNew(job, last)) {
        return last;
      }
      job.work(worker);
      return job.number;
    }

    private boolean isNew(Job job, long last) {
      return job != null && job.number != last && worker < job.workers();
    }
  }

  /** One call of forEach. A helper that wakes up late finds no piece left and leaves. */
  private static final class Job {
    private final int n;
    private final IndexedTask task;
    private final long number;

    /** What is left of each worker's run: first piece in the upper half, end in the lower. */
    private final AtomicLongArray left;

    private final AtomicInteger done = new AtomicInteger();
    private volatile Throwable failure;
    private int failedIndex;

    Job(int n, IndexedTask task, int workers, long number) {
      this.n = n;
      this.task = task;
      this.number = number;
      left = new AtomicLongArray(workers);
      for (int w = 0; w < workers; w++) {
        left.set(w, run((int) ((long) n * w / workers), (int) ((long) n * (w + 1) / workers)));
      }
    }

    /** Returns how many workers, the first ones, have a run of their own [1]. */
    int workers() {
      return left.length();
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
      long start = System.nanoTime();
      while (done.get() < n && System.nanoTime() - start < LOOKOUT) {
        giveWay();
      }
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
