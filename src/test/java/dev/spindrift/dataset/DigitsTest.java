package dev.spindrift.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DigitsTest {
  private final Dataset digits = Datasets.load("digits", new DataCache(Path.of("unused")));

  @Test
  void the_embedded_digits_are_1438_training_and_359_test_images_of_8_by_8() {
    assertEquals(1438, digits.train().size());
    assertEquals(359, digits.test().size());
    assertEquals("[1, 8, 8, 10]", shape(digits.train()));
    assertEquals("[1, 8, 8, 10]", shape(digits.test()));
    assertTrue(digits.attribution().contains("CC BY 4.0"));
  }

  @Test
  void every_class_has_a_fifth_of_its_images_held_out() {
    for (int c = 0; c < 10; c++) {
      int label = c;
      long train = countOf(digits.train(), label);
      long test = countOf(digits.test(), label);
      // one of every five, the third: floor((n + 2) / 5) of a class's n images
      assertEquals((train + test + 2) / 5, test, "class " + c);
    }
  }

  @Test
  void normalised_training_pixels_have_mean_0_and_deviation_1() {
    ImageSet train = digits.train();
    float[] x = new float[train.size() * train.imageLength()];
    train.copy(IntStream.range(0, train.size()).toArray(), 0, train.size(), x);
    double sum = 0;
    double square = 0;
    for (float v : x) {
      sum += v;
      square += (double) v * v;
    }
    double mean = sum / x.length;
    // The constants carry four digits: an error of 5e-5 / 0.3758 = 1.3e-4 in both.
    assertEquals(0, mean, 1.5e-4);
    assertEquals(1, Math.sqrt(square / x.length - mean * mean), 1.5e-4);
  }

  @Test
  void the_first_image_of_the_file_is_the_well_known_zero() {
    float[] x = new float[64];
    digits.train().copy(new int[] {0}, 0, 1, x);
    assertEquals(0, digits.train().label(0));
    int[] firstRows = {0, 0, 5, 13, 9, 1, 0, 0, 0, 0, 13, 15, 10, 15, 5, 0};
    for (int i = 0; i < firstRows.length; i++) {
      float expected = (float) ((firstRows[i] / 16.0 - 0.3052) / 0.3758);
      assertEquals(expected, x[i], "pixel " + i);
    }
  }

  @Test
  void a_subset_is_the_first_images_and_never_more_than_there_are() {
    ImageSet few = digits.test().subset(7);
    assertEquals(7, few.size());
    float[] a = new float[64];
    float[] b = new float[64];
    few.copy(new int[] {6}, 0, 1, a);
    digits.test().copy(new int[] {6}, 0, 1, b);
    assertArrayEquals(b, a);
    assertThrows(IndexOutOfBoundsException.class, () -> few.label(7));
    assertThrows(IndexOutOfBoundsException.class, () -> few.copy(new int[] {7}, 0, 1, a));
    assertThrows(IllegalArgumentException.class, () -> digits.test().subset(360));
  }

  private static String shape(ImageSet set) {
    return java.util.Arrays.toString(
        new int[] {set.channels(), set.height(), set.width(), set.classes()});
  }

  private static long countOf(ImageSet set, int label) {
    return IntStream.range(0, set.size()).filter(i -> set.label(i) == label).count();
  }
}
