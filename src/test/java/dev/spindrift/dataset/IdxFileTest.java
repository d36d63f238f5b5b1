package dev.spindrift.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindrift.input.InputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxFileTest {
  private static final Normalisation PLAIN =
      new Normalisation(255, new double[] {0.5}, new double[] {0.25});

  @TempDir Path folder;

  @Test
  void plain_and_gzipped_files_give_the_same_images() throws IOException {
    byte[] images = idx(new int[] {2, 2, 3}, 0, 51, 102, 153, 204, 255, 1, 2, 3, 4, 5, 6);
    byte[] labels = idx(new int[] {2}, 7, 0);
    for (String suffix : new String[] {"", ".gz"}) {
      BadData bad = new BadData("mnist");
      ImageSet set =
          IdxFile.readSet(
              write("images" + suffix, images), write("labels" + suffix, labels), 10, PLAIN, bad);
      bad.throwIfAny();
      assertEquals("2 images of 1 x 2 x 3, 10 classes", set.toString());
      assertEquals(7, set.label(0));
      float[] x = new float[6];
      set.copy(new int[] {0}, 0, 1, x);
      // (v / 255 - 0.5) / 0.25, rounded once to float
      assertArrayEquals(
          new float[] {-2f, -1.2f, (float) -0.4, (float) 0.4, (float) 1.2, 2f}, x, 1e-7f);
    }
  }

  @Test
  void each_kind_of_damage_is_told_with_file_byte_and_remedy() throws IOException {
    byte[] good = idx(new int[] {2, 2, 2}, 1, 2, 3, 4, 5, 6, 7, 8);
    byte[] labelMagic = good.clone();
    labelMagic[3] = 1;
    assertDamage("a", labelMagic, "byte 0: magic number 0x00000801 where 0x00000803 is due");
    assertDamage("b", Arrays.copyOf(good, 3), "byte 0: magic number 0x000008 where");
    assertDamage("c", Arrays.copyOf(good, 14), "byte 14: the file ends inside its header");
    assertDamage(
        "d", Arrays.copyOf(good, 20), "byte 20: the file ends here, but [2, 2, 2] needs 8");
    assertDamage("e", Arrays.copyOf(good, 25), "byte 24: more bytes follow the 8 values");
    byte[] huge = good.clone();
    huge[4] = 0x7f;
    assertDamage("f", huge, "impossible dimensions");
    byte[] negative = good.clone();
    negative[8] = (byte) 0x80;
    assertDamage("g", negative, "impossible dimensions");
    // A declared size far beyond what the file holds must not be allocated up front.
    byte[] boastful = idx(new int[] {20_000, 300, 300}, 1, 2, 3);
    assertDamage("h", boastful, "byte 19: the file ends here");
  }

  @Test
  void a_broken_gzip_stream_is_corrupt_not_a_crash() throws IOException {
    Path whole = write("images.gz", idx(new int[] {50, 9, 9}, new int[4050]));
    byte[] bytes = Files.readAllBytes(whole);
    Files.write(whole, Arrays.copyOf(bytes, bytes.length / 2));
    assertTrue(failure(whole).contains("gzip stream is broken"));
    Files.write(whole, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12});
    assertTrue(failure(whole).contains("gzip stream is broken"));
  }

  @Test
  void labels_must_be_as_many_as_images_and_be_classes() throws IOException {
    Path images = write("images", idx(new int[] {2, 1, 1}, 1, 2));
    BadData count = new BadData("mnist");
    IdxFile.readSet(images, write("three", idx(new int[] {3}, 1, 2, 3)), 10, PLAIN, count);
    String message = assertThrows(InputException.class, count::throwIfAny).getMessage();
    assertTrue(message.contains("3 labels for the 2 images"), message);
    BadData label = new BadData("mnist");
    IdxFile.readSet(images, write("ten", idx(new int[] {2}, 1, 10)), 10, PLAIN, label);
    message = assertThrows(InputException.class, label::throwIfAny).getMessage();
    assertTrue(message.contains("byte 9: label 10 where 0..9 is due"), message);
  }

  private void assertDamage(String name, byte[] content, String expected) throws IOException {
    String message = failure(write(name, content));
    assertTrue(message.contains(name + ": is corrupt at "), message);
    assertTrue(message.contains(expected), message);
    assertTrue(message.endsWith("spindrift dataset fetch mnist --force"), message);
  }

  private static String failure(Path file) throws IOException {
    BadData bad = new BadData("mnist");
    IdxFile.read(file, 3, bad);
    return assertThrows(InputException.class, bad::throwIfAny).getMessage();
  }

  private Path write(String name, byte[] content) throws IOException {
    byte[] bytes = content;
    if (name.endsWith(".gz")) {
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      try (GZIPOutputStream gz = new GZIPOutputStream(packed)) {
        gz.write(content);
      }
      bytes = packed.toByteArray();
    }
    return Files.write(folder.resolve(name), bytes);
  }

  private static byte[] idx(int[] dimensions, int... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * dimensions.length + values.length);
    bytes.putInt(0x0800 | dimensions.length);
    for (int d : dimensions) {
      bytes.putInt(d);
    }
    for (int v : values) {
      bytes.put((byte) v);
    }
    return bytes.array();
  }
}
