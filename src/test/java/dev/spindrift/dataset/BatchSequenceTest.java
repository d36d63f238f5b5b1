package dev.spindrift.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import umontreal.ssj.rng.LFSR113;
import umontreal.ssj.rng.RandomStream;

class BatchSequenceTest {

  @Test
  void an_epoch_shows_no_image_twice_and_drops_only_the_partial_batch() {
    BatchSequence batches = new BatchSequence(23, 5, stream(12345));
    Set<Integer> everSeen = new HashSet<>();
    for (int epoch = 0; epoch < 50; epoch++) {
      Set<Integer> seen = new HashSet<>();
      for (int b = 0; b < 4; b++) {
        for (int image : batches.next()) {
          assertTrue(image >= 0 && image < 23);
          assertTrue(seen.add(image), "image " + image + " twice in epoch " + epoch);
        }
      }
      assertEquals(20, seen.size());
      everSeen.addAll(seen);
    }
    // An image misses all 50 epochs with probability (3/23)^50, about 1e-44.
    assertEquals(23, everSeen.size());
    assertEquals(200, batches.drawn());
    assertEquals(50.0, batches.epoch());
  }

  @Test
  void each_epoch_has_another_order_and_the_same_stream_gives_the_same_batches() {
    BatchSequence one = new BatchSequence(100, 100, stream(7));
    BatchSequence two = new BatchSequence(100, 100, stream(7));
    List<int[]> epochs = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      int[] a = one.next();
      assertArrayEquals(a, two.next());
      for (int[] earlier : epochs) {
        assertFalse(Arrays.equals(a, earlier));
      }
      epochs.add(a);
    }
  }

  @Test
  void every_image_is_equally_likely_in_the_first_batch() {
    // 20,000 epochs of 10 images in batches of 2: each image is expected 4,000 times, with a
    // standard deviation of at most 57. Five sigma: false alarm 6e-6; smallest error 7 %.
    BatchSequence batches = new BatchSequence(10, 2, stream(99));
    int[] count = new int[10];
    for (int epoch = 0; epoch < 20_000; epoch++) {
      for (int b = 0; b < 5; b++) {
        int[] batch = batches.next();
        if (b == 0) {
          count[batch[0]]++;
          count[batch[1]]++;
        }
      }
    }
    for (int c : count) {
      assertEquals(4000, c, 285);
    }
  }

  @Test
  void a_batch_larger_than_the_set_is_refused() {
    assertThrows(IllegalArgumentException.class, () -> new BatchSequence(10, 11, stream(1)));
    assertThrows(IllegalArgumentException.class, () -> new BatchSequence(10, 0, stream(1)));
  }

  private static RandomStream stream(int seed) {
    LFSR113 stream = new LFSR113();
    stream.setSeed(new int[] {seed + 100, seed + 200, seed + 300, seed + 400});
    return stream;
  }
}
