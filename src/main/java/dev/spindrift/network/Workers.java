package dev.spindrift.network;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Splits an index range over a fixed number of threads. Every task must write only what belongs to
 * its own indices, so that results do not depend on the number of threads.
 */
final class Workers implements AutoCloseable {

  /** A piece of work on the indices from, inclusive, to, exclusive. */
  @FunctionalInterface
  interface Range {
    void run(int from, int to);
  }

  private final int threads;
  private final ExecutorService others;

  /**
   * @param threads number of threads, the calling one included [1]
   */
  Workers(int threads) {
    this.threads = threads;
    this.others =
        Executors.newFixedThreadPool(
            Math.max(1, threads - 1),
            task -> {
              Thread thread = new Thread(task, "network-math");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Runs a task for all indices 0 .. count - 1 and returns when all are done.
   *
   * @param count number of indices [1]
   * @param operations about how many arithmetic operations the whole takes [1]; little work is done
   *     by the caller alone, because waking another thread takes some 20 microseconds
   */
  void run(int count, long operations, Range task) {
    int parts = operations < 50_000 ? 1 : Math.min(threads, count);
    Future<?>[] pending = new Future<?>[parts];
    for (int i = 1; i < parts; i++) {
      int from = share(count, i, parts);
      int to = share(count, i + 1, parts);
      pending[i] = others.submit(() -> task.run(from, to));
    }
    try {
      task.run(0, share(count, 1, parts));
    } finally {
      // Even after a failure nobody may still be writing into arrays that others will use next.
      for (int i = 1; i < parts; i++) {
        await(pending[i]);
      }
    }
  }

  private static int share(int count, int part, int parts) {
    return (int) ((long) count * part / parts);
  }

  private static void await(Future<?> task) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          task.get();
          return;
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw new CompletionException(e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    others.shutdownNow();
  }
}
