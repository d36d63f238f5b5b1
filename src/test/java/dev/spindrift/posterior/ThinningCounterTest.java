package dev.spindrift.posterior;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ThinningCounterTest {

  @Test
  void the_papers_numbers_store_at_19277_19798_20319_and_20840_of_every_cycle() {
    ThinningCounter counter = new ThinningCounter(20_840, 18_756, 521);
    List<Long> expected = new ArrayList<>();
    for (long cycle = 0; cycle < 3; cycle++) {
      for (long m : new long[] {19_277, 19_798, 20_319, 20_840}) {
        expected.add(cycle * 20_840 + m);
      }
    }
    assertEquals(expected, stores(counter, 3 * 20_840));
    assertEquals(12, counter.index());
    assertEquals(521, counter.counter());
  }

  @Test
  void it_ticks_only_inside_the_window() {
    ThinningCounter counter = new ThinningCounter(10, 7, 2);
    StringBuilder ticks = new StringBuilder();
    for (long m = 1; m <= 20; m++) {
      ticks.append(counter.afterMiniBatch(m).ticked() ? 't' : '.');
    }
    assertEquals(".......ttt.......ttt", ticks.toString());
  }

  @Test
  void a_rest_of_the_window_counts_in_the_next_cycle() {
    // Ticks at 8, 9, 10, 18, 19, 20: every second one stores.
    assertEquals(List.of(9L, 18L, 20L), stores(new ThinningCounter(10, 7, 2), 20));
    // A threshold above the window needs two cycles.
    assertEquals(List.of(18L), stores(new ThinningCounter(10, 7, 4), 20));
  }

  @Test
  void the_step_names_the_index_under_which_the_model_is_stored() {
    ThinningCounter counter = new ThinningCounter(1, 0, 2);
    assertEquals(new ThinningCounter.Step(true, false, 0), counter.afterMiniBatch(1));
    assertEquals(new ThinningCounter.Step(true, true, 0), counter.afterMiniBatch(2));
    assertEquals(1, counter.index());
    assertEquals(new ThinningCounter.Step(true, false, 1), counter.afterMiniBatch(3));
  }

  @Test
  void the_number_of_stores_is_known_before_the_run() {
    for (long length : new long[] {0, 7, 8, 9, 10, 17, 18, 25, 1000}) {
      for (long threshold = 1; threshold < 8; threshold++) {
        ThinningCounter counter = new ThinningCounter(10, 7, threshold);
        long announced = counter.storesWithin(length);
        assertEquals(stores(counter, length).size(), announced, length + "/" + threshold);
      }
    }
    assertEquals(4, new ThinningCounter(20_840, 18_756, 521).storesWithin(20_840));
  }

  @Test
  void going_on_from_a_snapshot_gives_the_same_steps() {
    ThinningCounter whole = new ThinningCounter(10, 7, 2);
    for (long m = 1; m <= 18; m++) {
      whole.afterMiniBatch(m);
    }
    ThinningCounter resumed = new ThinningCounter(10, 7, 2);
    resumed.restore(whole.snapshot());
    for (long m = 19; m <= 60; m++) {
      assertEquals(whole.afterMiniBatch(m), resumed.afterMiniBatch(m));
    }
    ThinningCounter other = new ThinningCounter(10, 7, 5);
    assertThrows(IllegalArgumentException.class, () -> other.restore(whole.snapshot()));
  }

  @Test
  void mini_batches_must_come_one_by_one() {
    ThinningCounter counter = new ThinningCounter(10, 7, 2);
    counter.afterMiniBatch(1);
    assertThrows(IllegalArgumentException.class, () -> counter.afterMiniBatch(1));
    assertThrows(IllegalArgumentException.class, () -> counter.afterMiniBatch(3));
  }

  @Test
  void parameters_that_can_never_store_are_refused_with_the_reason() {
    for (long[] p : new long[][] {{0, 0, 1}, {10, 10, 1}, {10, 11, 1}, {10, -1, 1}, {10, 7, 0}}) {
      Exception e =
          assertThrows(IllegalArgumentException.class, () -> new ThinningCounter(p[0], p[1], p[2]));
      assertTrue(e.getMessage().contains("can never store"), e.getMessage());
    }
  }

  private static List<Long> stores(ThinningCounter counter, long length) {
    List<Long> stores = new ArrayList<>();
    for (long m = 1; m <= length; m++) {
      if (counter.afterMiniBatch(m).store()) {
        stores.add(m);
      }
    }
    return stores;
  }
}
