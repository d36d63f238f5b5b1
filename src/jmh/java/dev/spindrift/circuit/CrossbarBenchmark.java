package dev.spindrift.circuit;

import dev.spindrift.circuit.CrossbarWires.End;
import java.util.Random;
import java.util.concurrent.TimeUnit;
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
 * Milliseconds to read 48 vectors from a 128 x 128 crossbar of 51 to 145 uS, factorisation
 * included, on one thread. The limit is {@code product}: the same 48 vectors times a given matrix.
 *
 * <pre>{@code
 * mvn -P bench test-compile exec:exec -Dbench=CrossbarBenchmark
 * }</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class CrossbarBenchmark {
  private static final int N = 128;
  private static final int VECTORS = 48;

  /** Resistance of a segment [ohm]. */
  @Param({"0.5", "2"})
  public double ohms;

  private final double[] conductance = new Random(1).doubles(N * N, 51e-6, 145e-6).toArray();
  private final double[] voltages = new Random(2).doubles(VECTORS * N, 0, 0.1).toArray();
  private final double[] currents = new double[VECTORS * N];
  private CrossbarWires wires;
  private TransferMatrix matrix;

  /** Makes the wires. */
  @Setup(Level.Trial)
  public void make() {
    wires = new CrossbarWires(ohms, ohms, 0, 0, End.FIRST, End.LAST);
    matrix = new TransferMatrix(N, N, conductance);
  }

  /** Nodal analysis. */
  @Benchmark
  public double[] exact() {
    new CrossbarCircuit(wires, N, N, conductance).currents(voltages, VECTORS, currents);
    return currents;
  }

  /** One vector by nodal analysis. */
  @Benchmark
  public double[] exactOneVector() {
    new CrossbarCircuit(wires, N, N, conductance).currents(voltages, 1, currents);
    return currents;
  }

  /** The fitted matrix. */
  @Benchmark
  public double[] approximate() {
    CrossbarApproximation.of(wires, N, N, conductance).currents(voltages, VECTORS, currents);
    return currents;
  }

  /** Ideal wires. */
  @Benchmark
  public double[] product() {
    matrix.currents(voltages, VECTORS, currents);
    return currents;
  }
}
