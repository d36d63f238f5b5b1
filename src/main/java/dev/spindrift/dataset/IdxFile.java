package dev.spindrift.dataset;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reader of the idx layout of MNIST and Fashion-MNIST: two zero bytes, the type (8: unsigned byte),
 * the number of dimensions, each dimension as a big-endian int, then the values. Plain or gzipped;
 * offsets count bytes of the plain content.
 *
 * @param dimensions sizes; referenced
 * @param values the values, product of the dimensions many; referenced
 */
record IdxFile(int[] dimensions, byte[] values) {
  private static final int UNSIGNED_BYTE = 8;

  /**
   * Reads images and labels into one set.
   *
   * @param bad hears what is wrong; if anything is, the result is null
   */
  static ImageSet readSet(
      Path images, Path labels, int classes, Normalisation normalisation, BadData bad)
      throws IOException {
    IdxFile x = read(images, 3, bad);
    IdxFile y = read(labels, 1, bad);
    if (x == null || y == null) {
      return null;
    }
    if (x.dimensions[0] != y.dimensions[0]) {
      bad.corrupt(
          labels,
          4,
          y.dimensions[0] + " labels for the " + x.dimensions[0] + " images of " + images);
      return null;
    }
    for (int i = 0; i < y.values.length; i++) {
      int label = y.values[i] & 0xff;
      if (label >= classes) {
        bad.corrupt(labels, 8L + i, "label " + label + " where 0.." + (classes - 1) + " is due");
        return null;
      }
    }
    return new ImageSet(
        x.values, y.values, 1, x.dimensions[1], x.dimensions[2], classes, normalisation);
  }

  /** Reads a file that must have so many dimensions; null if something is wrong. */
  static IdxFile read(Path file, int dimensionCount, BadData bad) throws IOException {
    try (InputStream in = open(file)) {
      byte[] magic = in.readNBytes(4);
      byte[] expected = {0, 0, UNSIGNED_BYTE, (byte) dimensionCount};
      if (!Arrays.equals(magic, expected)) {
        bad.corrupt(file, 0, "magic number " + hex(magic) + " where " + hex(expected) + " is due");
        return null;
      }
      byte[] sizes = in.readNBytes(4 * dimensionCount);
      if (sizes.length < 4 * dimensionCount) {
        bad.corrupt(file, 4L + sizes.length, "the file ends inside its header");
        return null;
      }
      int[] dimensions = new int[dimensionCount];
      ByteBuffer.wrap(sizes).asIntBuffer().get(dimensions);
      double product = 1;
      for (int d : dimensions) {
        product *= d;
        if (d < 1 || product > Integer.MAX_VALUE - 8) {
          bad.corrupt(file, 4, "impossible dimensions " + Arrays.toString(dimensions));
          return null;
        }
      }
      int header = 4 + 4 * dimensionCount;
      byte[] values = in.readNBytes((int) product);
      if (values.length < (int) product) {
        bad.corrupt(
            file,
            (long) header + values.length,
            "the file ends here, but "
                + Arrays.toString(dimensions)
                + " needs "
                + (long) product
                + " values");
        return null;
      }
      if (in.read() >= 0) {
        bad.corrupt(
            file,
            (long) header + values.length,
            "more bytes follow the "
                + (long) product
                + " values of "
                + Arrays.toString(dimensions));
        return null;
      }
      return new IdxFile(dimensions, values);
    } catch (EOFException | ZipException e) {
      bad.corrupt(file, Files.size(file), "the gzip stream is broken (" + e.getMessage() + ")");
      return null;
    }
  }

  static InputStream open(Path file) throws IOException {
    InputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    if (!file.getFileName().toString().endsWith(".gz")) {
      return raw;
    }
    try {
      return new GZIPInputStream(raw, 1 << 16);
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }

  private static String hex(byte[] bytes) {
    StringBuilder text = new StringBuilder("0x");
    for (byte b : bytes) {
      text.append(String.format("%02x", b));
    }
    return text.toString();
  }
}
