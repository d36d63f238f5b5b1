package dev.spindrift.network;

import java.nio.FloatBuffer;
import java.util.Random;
import java.util.zip.CRC32;
import umontreal.ssj.rng.MRG32k3a;

/** Random mini-batches and what tests do with flat vectors. */
final class Batches {

  private Batches() {}

  static float[] pixels(NetworkSpec spec, int images, long seed) {
    Random random = new Random(seed);
    float[] pixels = new float[images * spec.channels() * spec.height() * spec.width()];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextGaussian();
    }
    return pixels;
  }

  static int[] labels(NetworkSpec spec, int images) {
    int[] labels = new int[images];
    for (int i = 0; i < images; i++) {
      labels[i] = i % spec.classes();
    }
    return labels;
  }

  static double[] doubles(FloatBuffer buffer) {
    double[] values = new double[buffer.capacity()];
    for (int i = 0; i < values.length; i++) {
      values[i] = buffer.get(i);
    }
    return values;
  }

  /** Returns a checksum of the bits. */
  static long bits(FloatBuffer buffer) {
    CRC32 crc = new CRC32();
    for (int i = 0; i < buffer.capacity(); i++) {
      int v = Float.floatToRawIntBits(buffer.get(i));
      crc.update(v);
      crc.update(v >>> 8);
      crc.update(v >>> 16);
      crc.update(v >>> 24);
    }
    return crc.getValue();
  }

  /** Returns a stream whose numbers do not depend on which tests ran before. */
  static MRG32k3a stream(int seed) {
    MRG32k3a stream = new MRG32k3a("weights");
    stream.setSeed(new long[] {seed, seed, seed, seed, seed, seed});
    return stream;
  }
}
