package dev.spindrift.physics;

import dev.spindrift.engine.Workers;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Wall-steps per microsecond (= millions per second) of Heun steps in double precision, noise
 * included, on one thread.
 *
 * <pre>{@code
 * mvn -P bench test-compile exec:exec -Dbench=WallBenchmark
 * }</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class WallBenchmark {
  private static final int WALLS = 1024;
  private static final int STEPS = 1000;

  /** Whether the wall is pinned: two sines per drift evaluation in place of one. */
  @Param({"free", "pinned"})
  public String wall;

  /** One normal per step (printed) or two (fdt). */
  @Param({"PRINTED", "FDT"})
  public NoiseConvention noise;

  private WallEnsemble ensemble;
  private Workers workers;

  /** Makes the ensemble. */
  @Setup(Level.Trial)
  public void make() {
    WallParameters.Pinning pinning =
        wall.equals("pinned")
            ? new WallParameters.Pinning(1.65e-20, 30e-9, 0)
            : WallParameters.Pinning.NONE;
    WallParameters parameters =
        new WallParameters(
            new WallParameters.Magnet(0.07, 0.06, 0.55, 8e5, 5e-9, 264762.72, 2.2105e5, 0, 0),
            new WallParameters.Strip(60e-9, 7.5e-9, Double.POSITIVE_INFINITY),
            pinning,
            WallParameters.Field.NONE,
            300,
            noise);
    ensemble = new WallEnsemble(parameters, Scheme.HEUN, 1e-12, 1, "benchmark", WALLS);
    workers = new Workers(1);
  }

  /** Ends the workers. */
  @TearDown(Level.Trial)
  public void end() {
    workers.close();
  }

  /** 1 ns of current on 1024 walls. */
  @Benchmark
  @OperationsPerInvocation(WALLS * STEPS)
  public void wallSteps() {
    ensemble.run(CurrentWaveform.pulse(STEPS * 1e-12, 1e12), workers);
  }
}
