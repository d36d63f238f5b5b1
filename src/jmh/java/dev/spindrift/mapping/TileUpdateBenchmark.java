package dev.spindrift.mapping;

import dev.spindrift.device.CellArray;
import dev.spindrift.device.DeviceParameters;
import dev.spindrift.device.Grain;
import dev.spindrift.device.LinearLaw;
import dev.spindrift.device.Spread;
import dev.spindrift.learning.Increment;
import dev.spindrift.learning.Sgld;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.SplittableRandom;
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
 * Time per weight of one push-pull update of a layer of 256 tiles, 4.2 million weights: gradient,
 * widths, noise, walls, weights, row programs and histograms.
 *
 * <pre>{@code
 * mvn -q -P bench test-compile exec:exec -Dbench=TileUpdateBenchmark
 * }</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 6, time = 1)
public class TileUpdateBenchmark {
  private static final int TILES = 256;
  private static final int SIDE = 128;

  /** Pair or pulse grain. */
  @Param({"PAIR", "PULSE"})
  public Grain grain;

  /** Columns that share a pulse driver [1]. */
  @Param({"1", "8"})
  public int columnsPerDriver;

  private final CellArray[] cells = new CellArray[TILES];
  private final int[][] offsets = new int[TILES][SIDE];
  private FloatBuffer weights;
  private FloatBuffer gradient;
  private TileUpdate updater;
  private UpdateStatistics statistics;
  private RowPrograms programs;
  private final Increment increment = new Sgld(2e-5, 1e5).increment(48);
  private long update;

  /** Fills a layer as one column of tiles after the other, 2048 rows in all. */
  @Setup
  public void fill() {
    DeviceParameters device =
        new DeviceParameters(
            "bench",
            4e-6,
            60e-9,
            7.5e-9,
            1e12,
            2000,
            145e-6,
            51e-6,
            new LinearLaw(34.1, 0, 289.2e-9, -68e-18),
            5e-10,
            5e-8,
            grain,
            Spread.NONE,
            300,
            List.of());
    PulseTiming timing = new PulseTiming(10e-12, 60, 2000);
    int size = TILES * SIDE * SIDE;
    weights = direct(size);
    gradient = direct(size);
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < size; i++) {
      weights.put(i, (float) (2 * random.nextDouble() - 1));
      double u = random.nextDouble() + random.nextDouble() + random.nextDouble() - 1.5;
      gradient.put(i, (float) (0.1 * u * u * u));
    }
    int tall = 16;
    for (int t = 0; t < TILES; t++) {
      cells[t] = new CellArray(device, 1, SIDE, SIDE, (long) t * SIDE * SIDE);
      for (int c = 0; c < SIDE; c++) {
        offsets[t][c] = (t / tall * SIDE + c) * SIDE * tall + t % tall * SIDE;
      }
      cells[t].initialise(weights, offsets[t]);
    }
    updater = new TileUpdate(device, timing, PushPull.DEFAULT, 1);
    statistics = new UpdateStatistics(timing);
    programs = new RowPrograms(SIDE, SIDE, columnsPerDriver);
  }

  private static FloatBuffer direct(int size) {
    return ByteBuffer.allocateDirect(4 * size).order(ByteOrder.nativeOrder()).asFloatBuffer();
  }

  /** One update of the whole layer. */
  @Benchmark
  @OperationsPerInvocation(TILES * SIDE * SIDE)
  public long layer() {
    for (int t = 0; t < TILES; t++) {
      updater.update(
          update, cells[t], gradient, weights, offsets[t], increment, programs, statistics);
    }
    return update++;
  }
}
