package dev.spindrift.scenario;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The thread on which the die's events occur, beside the network's math: tasks are done one by one
 * in the order in which they were given, so results do not depend on how the two threads run.
 */
final class EventThread implements AutoCloseable {
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread t = new Thread(task, "events");
            t.setDaemon(true);
            return t;
          });
  private Future<?> last;
  private volatile Throwable failure;

  /** Queues a task; a failure of an earlier one surfaces at the next {@link #await()}. */
  void submit(Runnable task) {
    last =
        thread.submit(
            () -> {
              if (failure != null) {
                return; // never go on from a half-done state
              }
              try {
                task.run();
              } catch (RuntimeException | Error e) {
                failure = e;
              }
            });
  }

  /**
   * Waits until everything queued is done.
   *
   * @throws RuntimeException what the first failing task threw
   */
  void await() {
    if (last == null) {
      return;
    }
    try {
      last.get();
      last = null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while events were under way", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure != null) {
      throw (RuntimeException) failure;
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
