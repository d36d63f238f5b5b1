package dev.spindrift.posterior;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes arrays for NumPy: {@code .npy} (format version 1.0, numpy.lib.format) and {@code .npz}, a
 * zip archive of them. Numbers are little-endian, arrays in C order. Same arrays, same bytes: zip
 * entries carry a fixed date.
 */
public final class NumpyFile {
  private static final int CHUNK = 1 << 16;
  private static final long SOME_DATE = 1L << 40; // 2004; zip knows no time before 1980

  private NumpyFile() {}

  /**
   * Writes float64 values as one array.
   *
   * @param shape its product is the number of values [1]
   */
  public static void write(Path file, double[] values, int... shape) throws IOException {
    ByteBuffer bytes = allocate(8L * values.length);
    for (double v : values) {
      bytes.putDouble(v);
    }
    write(file, "<f8", bytes, shape);
  }

  /**
   * Writes int32 values as one array.
   *
   * @param shape its product is the number of values [1]
   */
  public static void write(Path file, int[] values, int... shape) throws IOException {
    ByteBuffer bytes = allocate(4L * values.length);
    for (int v : values) {
      bytes.putInt(v);
    }
    write(file, "<i4", bytes, shape);
  }

  /**
   * Writes float32 values as one array.
   *
   * @param shape its product is the number of values [1]
   */
  public static void write(Path file, float[] values, int... shape) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      out.write(header("<f4", shape, values.length));
      values(FloatBuffer.wrap(values), 0, values.length, out);
    }
  }

  private static ByteBuffer allocate(long bytes) {
    return ByteBuffer.allocate(Math.toIntExact(bytes)).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void write(Path file, String type, ByteBuffer bytes, int[] shape)
      throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(header(type, shape, bytes.capacity() / (type.charAt(2) - '0')));
      Channels.newChannel(out).write(bytes.flip());
    }
  }

  /** An archive under way; arrays are added one by one. Not thread-safe. */
  public static final class Archive implements AutoCloseable {
    private final ZipOutputStream zip;

    /** Opens an archive, replacing what is there. */
    public Archive(Path file) throws IOException {
      zip = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(file)));
      zip.setLevel(1); // weights are noise: more effort finds nothing
    }

    /**
     * Adds an array.
     *
     * @param name its name in the archive
     * @param values its numbers are read from {@code offset} on; position ignored; not modified
     * @param offset first number [1]
     * @param shape its product is how many numbers are taken [1]
     */
    public void add(String name, FloatBuffer values, int offset, List<Integer> shape)
        throws IOException {
      int[] dimensions = shape.stream().mapToInt(Integer::intValue).toArray();
      int n = shape.stream().reduce(1, Math::multiplyExact);
      begin(name, header("<f4", dimensions, n));
      values(values, offset, n, zip);
      zip.closeEntry();
    }

    /**
     * Adds float32 arrays of one shape as one array with a leading axis.
     *
     * @param name its name in the archive
     * @param parts the arrays, each from index 0 to its limit; not modified
     * @param shape of each [1]
     */
    public void stack(String name, List<FloatBuffer> parts, List<Integer> shape)
        throws IOException {
      int[] dimensions = new int[shape.size() + 1];
      dimensions[0] = parts.size();
      for (int i = 0; i < shape.size(); i++) {
        dimensions[i + 1] = shape.get(i);
      }
      begin(name, header("<f4", dimensions, parts.stream().mapToLong(FloatBuffer::limit).sum()));
      for (FloatBuffer part : parts) {
        values(part, 0, part.limit(), zip);
      }
      zip.closeEntry();
    }

    /** Adds int64 values as one array. */
    public void add(String name, long... values) throws IOException {
      begin(name, header("<i8", new int[] {values.length}, values.length));
      ByteBuffer bytes = allocate(8L * values.length);
      bytes.asLongBuffer().put(values);
      Channels.newChannel(zip).write(bytes);
      zip.closeEntry();
    }

    /** Adds a text as an array without dimensions, of NumPy's type {@code <U}. */
    public void add(String name, String text) throws IOException {
      int[] points = text.codePoints().toArray();
      begin(name, header("<U" + points.length, new int[0], 1));
      ByteBuffer bytes = allocate(4L * points.length);
      bytes.asIntBuffer().put(points);
      Channels.newChannel(zip).write(bytes);
      zip.closeEntry();
    }

    private void begin(String name, byte[] header) throws IOException {
      ZipEntry entry = new ZipEntry(name + ".npy");
      entry.setTime(SOME_DATE);
      zip.putNextEntry(entry);
      zip.write(header);
    }

    @Override
    public void close() throws IOException {
      zip.close();
    }
  }

  private static byte[] header(String type, int[] shape, long values) {
    long product = 1;
    for (int n : shape) {
      product *= n;
    }
    if (product != values) {
      throw new IllegalArgumentException(values + " values do not fill the shape: " + product);
    }
    String dimensions =
        java.util.Arrays.stream(shape).mapToObj(n -> n + ",").collect(Collectors.joining(" "));
    String text =
        "{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + dimensions + "), }";
    // Magic, version and length take 10 bytes; all must be a multiple of 64 and end in a line feed.
    int length = (10 + text.length() + 1 + 63) / 64 * 64 - 10;
    ByteBuffer b = ByteBuffer.allocate(10 + length).order(ByteOrder.LITTLE_ENDIAN);
    b.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII)).put((byte) 1).put((byte) 0);
    b.putShort((short) length).put(text.getBytes(StandardCharsets.US_ASCII));
    while (b.remaining() > 1) {
      b.put((byte) ' ');
    }
    return b.put((byte) '\n').array();
  }

  private static void values(FloatBuffer values, int offset, int n, OutputStream out)
      throws IOException {
    ByteBuffer bytes = allocate(4L * Math.min(n, CHUNK));
    WritableByteChannel channel = Channels.newChannel(out);
    for (int from = 0; from < n; from += CHUNK) {
      int part = Math.min(CHUNK, n - from);
      bytes.clear();
      for (int i = 0; i < part; i++) {
        bytes.putFloat(values.get(offset + from + i));
      }
      channel.write(bytes.flip());
    }
  }
}
