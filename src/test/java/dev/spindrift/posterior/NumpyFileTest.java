package dev.spindrift.posterior;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The format as numpy.lib.format describes it; NumPy itself reads it in compare_float_sgld.py. */
class NumpyFileTest {
  @TempDir private Path temp;

  /** Returns the header's text and leaves the buffer at the first number. */
  private static String header(ByteBuffer b) {
    b.order(ByteOrder.LITTLE_ENDIAN);
    byte[] magic = new byte[8];
    b.get(magic);
    assertArrayEquals(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}, magic);
    byte[] text = new byte[b.getShort()];
    b.get(text);
    assertEquals(0, b.position() % 64);
    assertEquals('\n', text[text.length - 1]);
    return new String(text, StandardCharsets.US_ASCII).strip();
  }

  @Test
  void arraysHaveHeaderShapeAndLittleEndianNumbers() throws IOException {
    Path file = temp.resolve("a.npy");
    NumpyFile.write(file, new double[] {1.5, -2, 3, 4, 5, 6}, 2, 3);
    ByteBuffer b = ByteBuffer.wrap(Files.readAllBytes(file));
    assertEquals("{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3,), }", header(b));
    assertEquals(1.5, b.getDouble());
    assertEquals(-2, b.getDouble());
    assertEquals(4 * Double.BYTES, b.remaining());
    NumpyFile.write(file, new int[] {7}, 1);
    b = ByteBuffer.wrap(Files.readAllBytes(file));
    assertEquals("{'descr': '<i4', 'fortran_order': False, 'shape': (1,), }", header(b));
    assertEquals(7, b.getInt());
    assertThrows(IllegalArgumentException.class, () -> NumpyFile.write(file, new float[5], 2, 3));
  }

  @Test
  void archivesHoldRangesOfTheFlatVectorAndAreTheSameBytesEachTime() throws IOException {
    // More than one chunk of the writer.
    FloatBuffer flat = FloatBuffer.allocate(100_003);
    for (int i = 0; i < flat.limit(); i++) {
      flat.put(i, i);
    }
    for (String name : List.of("a.npz", "b.npz")) {
      try (NumpyFile.Archive archive = new NumpyFile.Archive(temp.resolve(name))) {
        archive.add("conv1.weight", flat, 3, List.of(100, 1000));
        archive.add("fc.bias", flat, 1, List.of(2));
      }
    }
    assertEquals(-1, Files.mismatch(temp.resolve("a.npz"), temp.resolve("b.npz")));
    try (ZipFile zip = new ZipFile(temp.resolve("a.npz").toFile())) {
      assertEquals(2, zip.size());
      ByteBuffer b =
          ByteBuffer.wrap(zip.getInputStream(zip.getEntry("conv1.weight.npy")).readAllBytes());
      assertEquals("{'descr': '<f4', 'fortran_order': False, 'shape': (100, 1000,), }", header(b));
      assertEquals(100_000, b.remaining() / Float.BYTES);
      for (int i = 0; i < 100_000; i++) {
        assertEquals(3 + i, b.getFloat(), 0);
      }
    }
  }
}
