package dev.spindrift.engine;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Time per standard normal, in bulk and alone.
 *
 * <p>{@code mvn -q -P bench test-compile exec:exec -Dbench=CounterNoiseBenchmark}
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CounterNoiseBenchmark {
  private static final int ALIGNED = 64 * CounterNoise.BLOCK;
  private static final int ROW = 128;

  private final CounterNoise noise = new CounterNoise(1, "benchmark");
  private final float[] out = new float[ALIGNED];
  private long update;

  /** Whole blocks. */
  @Benchmark
  @OperationsPerInvocation(ALIGNED)
  public float[] block() {
    noise.gaussian(update++ & 0xffffffffL, 0, ALIGNED, out);
    return out;
  }

  /** A short run: half of each pair is thrown away. */
  @Benchmark
  @OperationsPerInvocation(ROW)
  public float[] row() {
    noise.gaussian(update++ & 0xffffffffL, 0, ROW, out);
    return out;
  }

  /** One normal alone. */
  @Benchmark
  public float single() {
    return noise.gaussian(update++ & 0xffffffffL, 77);
  }

  /** One uniform number alone. */
  @Benchmark
  public double uniform() {
    return noise.uniform(update++ & 0xffffffffL, 77);
  }
}
