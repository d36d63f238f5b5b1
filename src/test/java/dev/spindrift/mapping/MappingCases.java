package dev.spindrift.mapping;

import dev.spindrift.device.CellArray;
import dev.spindrift.device.DeviceFile;
import dev.spindrift.device.DeviceParameters;
import dev.spindrift.device.DisplacementLaw;
import dev.spindrift.device.Grain;
import dev.spindrift.device.LinearLaw;
import dev.spindrift.device.Spread;
import dev.spindrift.input.Problems;
import dev.spindrift.learning.Increment;
import dev.spindrift.learning.Sgld;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/** Devices, tiles and gradients shared by the tests of this package. */
final class MappingCases {
  /** 10 ps steps, 0.6 to 20 ns. */
  static final PulseTiming TIMING = new PulseTiming(10e-12, 60, 2000);

  /** tau and eta of the paper, mini-batch of 48. */
  static final Increment SGLD = new Sgld(2e-5, 1e5).increment(48);

  private MappingCases() {}

  /** The shipped device. */
  static DeviceParameters shipped() {
    Problems problems = new Problems();
    DeviceParameters device =
        DeviceFile.read(Path.of("netlists/devices/dw-copd-4um.yaml"), problems);
    problems.throwIfAny();
    return device;
  }

  /** The shipped track with another law, grain and spread. */
  static DeviceParameters device(DisplacementLaw law, Grain grain, Spread spread) {
    return new DeviceParameters(
        "test", 4e-6, 60e-9, 7.5e-9, 1e12, 2000, 145e-6, 51e-6, law, 1e-10, 1e-7, grain, spread,
        300, List.of());
  }

  /** Carry, push first, with these widths. */
  static PushPull widths(PushPull.Widths widths) {
    return new PushPull(PushPull.Crossing.CARRY, PushPull.Order.PUSH_FIRST, widths);
  }

  /** The law through the origin, for which the paper's widths are exact. */
  static LinearLaw throughOrigin() {
    return new LinearLaw(34.1, 0, 289.2e-9, 0);
  }

  /** Gradients of a normal-like shape with a spread that meets every limit now and then. */
  static float[] gradients(long seed, int n, double scale) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] g = new float[n];
    for (int i = 0; i < n; i++) {
      double u = random.nextDouble() + random.nextDouble() + random.nextDouble() - 1.5;
      g[i] = i % 17 == 3 ? 0 : (float) (scale * u * u * u * (i % 29 == 0 ? 100 : 1));
    }
    return g;
  }

  static float[] uniform(long seed, int n) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] w = new float[n];
    for (int i = 0; i < n; i++) {
      w[i] = (float) (2 * random.nextDouble() - 1);
    }
    return w;
  }

  /** A direct buffer in native order, as networks have. */
  static FloatBuffer direct(float[] values) {
    FloatBuffer buffer =
        ByteBuffer.allocateDirect(4 * values.length).order(ByteOrder.nativeOrder()).asFloatBuffer();
    buffer.put(0, values);
    return buffer;
  }

  /** One tile in a flat vector: columns with a gap between them, after some other parameters. */
  static final class Tile {
    final CellArray cells;
    final int[] offsets;
    final FloatBuffer weights;
    final FloatBuffer gradient;

    Tile(DeviceParameters device, int rows, int columns, float[] weight, float[] slope) {
      cells = new CellArray(device, 11, rows, columns, 4096);
      offsets = new int[columns];
      weights = direct(new float[10 + columns * (rows + 3)]);
      gradient = direct(new float[10 + columns * (rows + 3)]);
      for (int c = 0; c < columns; c++) {
        offsets[c] = 10 + c * (rows + 3);
        for (int r = 0; r < rows; r++) {
          weights.put(offsets[c] + r, weight[c * rows + r]);
          gradient.put(offsets[c] + r, slope[c * rows + r]);
        }
      }
      cells.initialise(weights, offsets);
    }
  }
}
