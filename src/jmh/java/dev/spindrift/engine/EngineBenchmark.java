package dev.spindrift.engine;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The hold model: every event schedules one successor, so the number of pending events stays. Read
 * {@code events} [1/us]; its reciprocal is the cost of scheduling plus executing one event,
 * including 2 ns for the delay's random number.
 *
 * <p>{@code mvn -q -P bench test-compile exec:exec -Dbench=EngineBenchmark}
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class EngineBenchmark {

  /** Pending events [1]. */
  @Param({"1000", "100000"})
  public int pending;

  /** Delays are uniform below this [ps]; the short one makes most times shared by many events. */
  @Param({"10", "1000000"})
  public int delay;

  private Engine engine;
  private long state = 1;
  private final EventHandler handler = this::occur;

  /** Events per microsecond. */
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  @State(Scope.Thread)
  public static class Counter {
    /** Events executed in the iteration. */
    public long events;

    /** Forgets the iteration before. */
    @Setup(Level.Iteration)
    public void reset() {
      events = 0;
    }
  }

  /** Fills the list. */
  @Setup(Level.Iteration)
  public void fill() {
    engine = new Engine();
    for (int i = 0; i < pending; i++) {
      occur(i, 0);
    }
  }

  /** Runs on for a twentieth of the largest delay, about a tenth of the pending events. */
  @Benchmark
  public void hold(Counter counter) {
    long before = engine.executed();
    engine.runUntil(engine.now() + Math.max(1, delay / 20));
    counter.events += engine.executed() - before;
  }

  private void occur(int a, long b) {
    state = state * 6364136223846793005L + 1442695040888963407L;
    engine.schedule(engine.now() + 1 + (state >>> 33) % delay, (int) (state >>> 62), handler, a, b);
  }
}
