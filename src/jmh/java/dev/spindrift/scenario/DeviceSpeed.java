package dev.spindrift.scenario;

import dev.spindrift.dataset.DataCache;
import dev.spindrift.device.CellArray;
import dev.spindrift.engine.CounterNoise;
import dev.spindrift.engine.Workers;
import dev.spindrift.learning.Increment;
import dev.spindrift.mapping.ChipUpdater;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.LongConsumer;
import java.util.zip.CRC32;

/**
 * Device updates a second on one and on all cores, measured, not multiplied: all devices of a
 * scenario's chip are updated again and again by the gradient of its first mini-batch, with noise,
 * widths, walls, weights, histogram and row programs. Counts both devices of a weight, since a pair
 * is two pulses.
 *
 * <p>Beside it, as this machine's limit, the least that a program could do for as many devices:
 * Gaussian noise of the same generator for each, g = clip(g + k gradient + sigma z), nothing
 * planned, nothing counted.
 *
 * <pre>{@code
 * mvn -q -P bench test-compile exec:exec \
 *   -Dbench.main=dev.spindrift.scenario.DeviceSpeed -Dbench="scenarios/cifar10-resnet18-smoke.yaml"
 * }</pre>
 *
 * <p>Arguments: a scenario, and the least number of threads to measure, 1 by default. {@code
 * -Dbench.jvm="--add-modules jdk.incubator.vector"} measures the Vector API's kernels. The checksum
 * of all walls is the same for every number of threads and for both kernels.
 */
public final class DeviceSpeed {
  private static final int WARM_UP = 40;
  private static final int PASSES = Integer.getInteger("passes", 60);
  private static final int PIECE = CounterNoise.BLOCK;

  private DeviceSpeed() {}

  /** Measures and prints a table. */
  public static void main(String[] args) throws IOException {
    Scenario scenario =
        ScenarioFile.read(Path.of(args[0]), List.of("evaluation.every=0", "floatReference=false"));
    Prepared prepared = Prepared.of(scenario, DataCache.user());
    int cores = Runtime.getRuntime().availableProcessors();
    int least = args.length > 1 ? Integer.parseInt(args[1]) : 1;
    System.out.printf(
        "%-8s%-6s %10s %10s %10s  of the median%n", "threads", "", "least", "quartile", "median");
    for (int threads = least; threads <= cores; threads += Math.max(1, cores - 1)) {
      Path folder = Files.createTempDirectory("device-speed");
      long cells;
      try (Training parts = new Training(prepared, folder, threads, (d, t, s, j, l, a) -> {})) {
        cells = chip(prepared, parts, threads);
      }
      try (Workers workers = new Workers(threads)) {
        bare(workers, cells);
      }
    }
    System.exit(0);
  }

  private static long chip(Prepared prepared, Training parts, int threads) {
    int batch = prepared.scenario().learning().batch();
    var train = prepared.data().train();
    float[] pixels = new float[batch * train.imageLength()];
    int[] labels = new int[batch];
    int[] indices = new int[batch];
    Arrays.setAll(indices, i -> i);
    train.copy(indices, 0, batch, pixels);
    train.copyLabels(indices, 0, batch, labels);
    parts.network.computeGradient(pixels, labels, batch);
    FloatBuffer gradient = parts.network.gradients();
    ChipUpdater chip = parts.updater;
    double[] times =
        times(
            k -> {
              Increment increment = prepared.scenario().learning().kernel().increment(batch, k);
              chip.plan(k, gradient, parts.chip.weights, increment);
            });
    long cells = 0;
    CRC32 checksum = new CRC32();
    for (int i = 0; i < chip.layout().blocks().size(); i++) {
      CellArray c = chip.cells(i);
      cells += c.size();
      for (int j = 0; j < c.size(); j++) {
        int bits =
            Float.floatToRawIntBits(c.plus()[j]) * 31 + Float.floatToRawIntBits(c.minus()[j]);
        for (int shift = 0; shift < 32; shift += 8) {
          checksum.update(bits >>> shift);
        }
      }
    }
    print("chip", threads, times, cells);
    System.out.printf("%-14s checksum of the walls %x%n", "", checksum.getValue());
    return cells;
  }

  private static void bare(Workers workers, long cells) {
    int pieces = (int) (cells / PIECE);
    float[][] plus = new float[pieces][PIECE];
    float[][] minus = new float[pieces][PIECE];
    float[][] gradient = new float[pieces][PIECE];
    CounterNoise[] noise = new CounterNoise[workers.threads()];
    float[][] normals = new float[noise.length][PIECE];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = new CounterNoise(1, "bare");
    }
    double[] times =
        times(
            k ->
                workers.forEach(
                    pieces,
                    (w, i) -> {
                      long device = 2L * PIECE * i;
                      noise[w].gaussian(k, device, PIECE, normals[w]);
                      move(plus[i], gradient[i], normals[w], 1e-3f, 6e-3f);
                      noise[w].gaussian(k, device + PIECE, PIECE, normals[w]);
                      move(minus[i], gradient[i], normals[w], -1e-3f, 6e-3f);
                    }));
    print("bare", workers.threads(), times, (long) pieces * PIECE);
  }

  private static void move(float[] g, float[] gradient, float[] normals, float k, float sigma) {
    for (int j = 0; j < PIECE; j++) {
      g[j] = Math.max(0f, Math.min(1f, g[j] + k * gradient[j] + sigma * normals[j]));
    }
  }

  /** Runs passes 1, 2, ... and returns the sorted times of those after the warm-up [ms]. */
  private static double[] times(LongConsumer pass) {
    double[] times = new double[PASSES];
    for (int k = 1; k <= WARM_UP + PASSES; k++) {
      long start = System.nanoTime();
      pass.accept(k);
      times[Math.max(0, k - 1 - WARM_UP)] = (System.nanoTime() - start) / 1e6;
    }
    Arrays.sort(times);
    return times;
  }

  private static void print(String what, int threads, double[] times, long cells) {
    double median = times[PASSES / 2];
    System.out.printf(
        Locale.ROOT,
        "%-8d%-6s %7.1f ms %7.1f ms %7.1f ms  %.2f billion devices/s, %.2f ns a weight and thread%n",
        threads,
        what,
        times[0],
        times[PASSES / 4],
        median,
        2 * cells / median / 1e6,
        median * 1e6 * threads / cells);
  }
}
