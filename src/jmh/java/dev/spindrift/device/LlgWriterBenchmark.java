package dev.spindrift.device;

import dev.spindrift.input.Problems;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Cells per second whose push, gap, pull and settling time are integrated, on one thread: pulses of
 * 1 to 2 ns, dt 2 ps; the pinned device with a gap and 5 ns of settling.
 *
 * <p>{@code mvn -q -P bench test-compile exec:exec -Dbench=LlgWriterBenchmark}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class LlgWriterBenchmark {
  private static final int ROWS = 64;
  private static final int COLUMNS = 16;

  /** Device file. */
  @Param({"dw-copd-4um-llg", "dw-copd-4um-llg-cmtj"})
  public String device;

  private CellArray cells;
  private LlgWriter writer;
  private WriteBatch batch;
  private long update;

  /** Walls in the middle of their tracks. */
  @Setup
  public void prepare() {
    Problems problems = new Problems();
    DeviceParameters d = DeviceFile.read(Path.of("netlists/devices", device + ".yaml"), problems);
    problems.throwIfAny();
    cells = new CellArray(d, 1, ROWS, COLUMNS, 0);
    batch = new WriteBatch(cells.size());
    for (int i = 0; i < cells.size(); i++) {
      cells.plus()[i] = 0.5f;
      batch.add(i, 100 + i % 100, 100, 0);
    }
    d.model().rest(cells);
    writer = new LlgWriter(d, 10e-12, device.endsWith("cmtj") ? 5e-9 : 0, true, 1);
  }

  /** One update of all cells. */
  @Benchmark
  @OperationsPerInvocation(ROWS * COLUMNS)
  public float update() {
    writer.write(cells, update++, true, batch);
    return cells.plus()[0];
  }
}
