package dev.spindrift.explore;

import dev.spindrift.explore.PointStore.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Runs points on all cores, each in a process of its own: a point that crashes or runs out of
 * memory takes nothing with it. A child ends when this process does, because it watches its
 * standard input.
 */
public final class Sweep implements AutoCloseable {
  private static final int BAD_INPUT = 2;
  private static final int LONGEST_MESSAGE = 2000;

  /** Exit codes of processes that SIGHUP, SIGINT or SIGTERM ended [1]. */
  private static final Set<Integer> SIGNALS = Set.of(129, 130, 143);

  private static final long WAIT_MS = 20;
  private static final long LONGEST_WAIT_MS = 2000;

  /** Hears of points as they end; called by one thread at a time. */
  public interface Listener {
    /**
     * A batch of points begins.
     *
     * @param points points in it, finished ones included [1]
     */
    default void begin(int points) {}

    /**
     * A point has ended.
     *
     * @param outcome {@code done}, {@code skipped}, {@code infeasible} or {@code failed}
     * @param seconds wall-clock time it took [s]
     * @param message why it has no results, or null
     */
    void ended(Point point, String outcome, double seconds, String message);
  }

  private final PointStore store;
  private final Exploration exploration;
  private final List<String> command;
  private final int jobs;
  private final Listener listener;
  private final Set<Process> running = ConcurrentHashMap.newKeySet();
  private volatile boolean stopped;

  /**
   * Prepares a sweep.
   *
   * @param command starts a process that runs one point; its id and the number of threads are
   *     appended; not modified
   * @param jobs points at the same time [1]
   */
  public Sweep(
      PointStore store,
      Exploration exploration,
      List<String> command,
      int jobs,
      Listener listener) {
    this.store = store;
    this.exploration = exploration;
    this.command = List.copyOf(command);
    this.jobs = jobs;
    this.listener = listener;
  }

  /**
   * Runs all points that are not finished; each once, however often it is listed.
   *
   * @return whether it came to the end: false if it was asked to {@link #stop()}
   */
  public boolean run(List<Point> points) {
    Map<String, Point> each = new LinkedHashMap<>();
    points.forEach(p -> each.putIfAbsent(p.id(), p));
    listener.begin(each.size());
    List<Point> todo = new ArrayList<>();
    for (Point p : each.values()) {
      if (p.problem() != null) {
        store.fail(p.id(), new Failure(Failure.INFEASIBLE, 1, p.problem()));
        end(p, Failure.INFEASIBLE, 0, p.problem());
      } else if (store.isDone(p.id())) {
        end(p, "skipped", 0, null);
      } else {
        store.plan(p, exploration.scenario());
        todo.add(p);
      }
    }
    int threads = Math.max(1, jobs / Math.max(1, todo.size()));
    ExecutorService pool = Executors.newFixedThreadPool(jobs);
    try {
      List<Future<?>> futures = new ArrayList<>();
      for (Point p : todo) {
        futures.add(pool.submit(() -> point(p, threads)));
      }
      for (Future<?> f : futures) {
        f.get();
      }
    } catch (InterruptedException e) {
      stop();
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      stop();
      throw new IllegalStateException("the sweep cannot go on", e.getCause());
    } finally {
      pool.shutdownNow();
    }
    return !stopped;
  }

  /** Stops: kills the points under way and starts no more; may be called by any thread. */
  public void stop() {
    stopped = true;
    running.forEach(Process::destroyForcibly);
  }

  @Override
  public void close() {
    stop();
  }

  private synchronized void end(Point p, String outcome, double seconds, String message) {
    listener.ended(p, outcome, seconds, message);
  }

  private Void point(Point p, int threads) throws IOException, InterruptedException {
    Failure before = store.failureOf(p.id());
    int attempts = before == null ? 0 : before.attempts();
    for (int tries = 0; !stopped && tries <= exploration.retries(); tries++) {
      long start = System.nanoTime();
      Attempt attempt = attempt(p, threads);
      double seconds = (System.nanoTime() - start) * 1e-9;
      if (stopped || (SIGNALS.contains(attempt.code()) && stopsSoon())) {
        return null; // killed by us, or by the Ctrl-C that stops us: no failure of the point
      }
      if (attempt.code() == 0 && store.isDone(p.id())) {
        end(p, "done", seconds, null);
        return null;
      }
      attempts++;
      boolean refused = attempt.code() == BAD_INPUT;
      Failure failure =
          new Failure(refused ? Failure.INFEASIBLE : Failure.FAILED, attempts, attempt.message());
      store.fail(p.id(), failure);
      if (refused || tries == exploration.retries()) {
        end(p, failure.kind(), seconds, failure.message());
        return null;
      }
    }
    return null;
  }

  /**
   * A terminal sends its signal to parent and children alike; who hears it first is chance.
   *
   * @return whether the sweep has been stopped, too
   */
  private boolean stopsSoon() throws InterruptedException {
    for (long waited = 0; waited < LONGEST_WAIT_MS && !stopped; waited += WAIT_MS) {
      Thread.sleep(WAIT_MS);
    }
    return stopped;
  }

  private record Attempt(int code, String message) {}

  private Attempt attempt(Point p, int threads) throws IOException, InterruptedException {
    Path log = store.log(p.id());
    try {
      List<String> words = new ArrayList<>(command);
      words.add(p.id());
      words.add("--threads");
      words.add(Integer.toString(threads));
      ProcessBuilder builder = new ProcessBuilder(words);
      builder.environment().put("OMP_WAIT_POLICY", "passive");
      builder.redirectErrorStream(true).redirectOutput(log.toFile());
      Process process = builder.start();
      running.add(process);
      try {
        if (stopped) {
          process.destroyForcibly();
        }
        String late = "";
        if (Double.isNaN(exploration.timeout())) {
          process.waitFor();
        } else if (!process.waitFor((long) (exploration.timeout() * 1000), TimeUnit.MILLISECONDS)) {
          process.destroyForcibly().waitFor();
          late = String.format("stopped after %.0f s (points.timeout)", exploration.timeout());
        }
        return new Attempt(process.exitValue(), message(process.exitValue(), late, log));
      } finally {
        running.remove(process);
        process.destroyForcibly();
      }
    } finally {
      Files.deleteIfExists(log);
    }
  }

  private static String message(int code, String late, Path log) throws IOException {
    String text =
        new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
            .replaceFirst("^spindrift: ", "")
            .strip();
    String tail =
        text.length() <= LONGEST_MESSAGE ? text : text.substring(text.length() - LONGEST_MESSAGE);
    if (!late.isEmpty()) {
      return late;
    }
    String killed = code > 128 ? "killed by signal " + (code - 128) : "exit code " + code;
    return tail.isEmpty() ? killed : code == BAD_INPUT ? tail : killed + ": " + tail;
  }
}
