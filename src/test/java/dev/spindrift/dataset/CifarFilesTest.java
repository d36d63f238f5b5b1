package dev.spindrift.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindrift.input.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CifarFilesTest {
  private static final Normalisation PLAIN =
      new Normalisation(255, new double[] {0, 0, 0}, new double[] {1, 1, 1});

  @TempDir Path folder;

  @Test
  void files_of_any_number_of_rows_are_read_one_after_the_other_channels_first()
      throws IOException {
    Path one = Files.write(folder.resolve("one.bin"), rows(1, 2));
    Path two = Files.write(folder.resolve("two.bin"), rows(9));
    BadData bad = new BadData("cifar10");
    ImageSet set = CifarFiles.read(List.of(one, two), PLAIN, bad);
    bad.throwIfAny();
    assertEquals(3, set.size());
    assertEquals(9, set.label(2));
    float[] x = new float[2 * 3072];
    set.copy(new int[] {5, 2, 0}, 1, 2, x);
    // row() below: pixel p of channel c is (label + 7 c + p) mod 256
    assertEquals(9 / 255f, x[0]);
    assertEquals((9 + 14 + 1023) % 256 / 255f, x[3071]);
    assertEquals(1 / 255f, x[3072]);
    assertEquals((1 + 7 + 33) % 256 / 255f, x[3072 + 1024 + 33]);
  }

  @Test
  void a_file_that_ends_inside_a_row_is_corrupt_and_the_message_says_where_and_what_to_do()
      throws IOException {
    byte[] whole = rows(1, 2);
    Path file =
        Files.write(folder.resolve("cut.bin"), java.util.Arrays.copyOf(whole, 2 * 3073 - 100));
    String message = failure(file);
    assertTrue(message.contains("cut.bin: is corrupt at byte 6046"), message);
    assertTrue(message.contains("2973 bytes after the last whole row"), message);
    assertTrue(message.contains("spindrift dataset fetch cifar10 --force"), message);
    assertTrue(failure(Files.write(folder.resolve("empty.bin"), new byte[0])).contains("byte 0"));
  }

  @Test
  void a_label_that_is_no_class_is_corrupt() throws IOException {
    String message = failure(Files.write(folder.resolve("label.bin"), rows(1, 10)));
    assertTrue(message.contains("byte 3073: label 10 where 0..9 is due"), message);
  }

  @Test
  void all_bad_files_are_listed_at_once() throws IOException {
    Path a = Files.write(folder.resolve("a.bin"), new byte[5]);
    Path b = Files.write(folder.resolve("b.bin"), new byte[6]);
    BadData bad = new BadData("cifar10");
    CifarFiles.read(List.of(a, b), PLAIN, bad);
    assertEquals(2, assertThrows(InputException.class, bad::throwIfAny).problems().size());
  }

  @Test
  void a_sheet_of_the_npm_package_becomes_the_binary_layout() throws IOException {
    // Two images, one a row: pixel p of row y is (R, G, B) = (y + p, y + p + 7, y + p + 14) mod
    // 256.
    var sheet =
        new java.awt.image.BufferedImage(1024, 2, java.awt.image.BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 2; y++) {
      for (int p = 0; p < 1024; p++) {
        int base = y + 4 + p;
        sheet.setRGB(p, y, base % 256 << 16 | (base + 7) % 256 << 8 | (base + 14) % 256);
      }
    }
    Path png = folder.resolve("sheet.png");
    javax.imageio.ImageIO.write(sheet, "png", png.toFile());
    Path bin = folder.resolve("sheet.bin");
    assertEquals(2, CifarSheets.convert(png, new int[] {8, 4, 5}, 1, bin));
    org.junit.jupiter.api.Assertions.assertArrayEquals(rows(4, 5), Files.readAllBytes(bin));
    assertThrows(IOException.class, () -> CifarSheets.convert(png, new int[] {8, 4, 5}, 2, bin));
  }

  private static String failure(Path file) throws IOException {
    BadData bad = new BadData("cifar10");
    CifarFiles.read(List.of(file), PLAIN, bad);
    return assertThrows(InputException.class, bad::throwIfAny).getMessage();
  }

  /** Rows whose pixel p of channel c is (label + 7 c + p) mod 256. */
  private static byte[] rows(int... labels) {
    byte[] rows = new byte[labels.length * 3073];
    int at = 0;
    for (int label : labels) {
      rows[at++] = (byte) label;
      for (int c = 0; c < 3; c++) {
        for (int p = 0; p < 1024; p++) {
          rows[at++] = (byte) (label + 7 * c + p);
        }
      }
    }
    return rows;
  }
}
