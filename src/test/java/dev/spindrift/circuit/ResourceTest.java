package dev.spindrift.circuit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindrift.engine.Engine;
import dev.spindrift.engine.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ResourceTest {
  private final Engine engine = new Engine();
  private final Resource rail = new Resource("rail", 10, engine);
  private final List<String> granted = new ArrayList<>();

  private void request(long amount, int who) {
    rail.request(amount, (a, b) -> granted.add(a + "@" + engine.now()), who, 0);
  }

  private void releaseAt(long time, long amount) {
    engine.schedule(time, Phase.RELEASE, (a, b) -> rail.release(b), 0, amount);
  }

  @Test
  void whatIsFreeIsGrantedAtOnceAndTheRestAtTheInstantOfTheRelease() {
    request(7, 1);
    request(3, 2);
    request(1, 3);
    releaseAt(500, 7);
    engine.runUntil(499);
    assertEquals(List.of("1@0", "2@0"), granted);
    assertEquals(1, rail.waiting());
    engine.runUntil(500);
    assertEquals(List.of("1@0", "2@0", "3@500"), granted);
    assertEquals(500, rail.waited());
    assertEquals(10, rail.peak());
    assertEquals(4, rail.used());
  }

  @Test
  void aLargeRequestAtTheHeadIsNotOvertakenByASmallOneThatWouldFit() {
    request(8, 1);
    request(9, 2);
    request(1, 3);
    assertEquals(List.of("1@0"), granted, "2 units are free, but the third request is not first");
    releaseAt(100, 8);
    engine.run();
    assertEquals(List.of("1@0", "2@100", "3@100"), granted);
  }

  @Test
  void anAmountThatCanNeverBeGrantedIsRefusedNotQueued() {
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> request(11, 1))
            .getMessage()
            .contains("rail cannot grant 11: its capacity is 10"));
    assertThrows(IllegalArgumentException.class, () -> request(-1, 1));
    assertThrows(IllegalStateException.class, () -> rail.release(1));
  }

  @Test
  void aLongQueueIsServedInOrderAndNeverMoreThanTheCapacityIsInUse() {
    SplittableRandom random = new SplittableRandom(1);
    List<Integer> order = new ArrayList<>();
    long[] last = {0};
    StepRecord record = new StepRecord();
    rail.record(record);
    for (int i = 0; i < 3_000; i++) {
      // three waves, so that the ring of waiting requests grows while its head is not at 0
      long at = i / 1_000 * 700L;
      long amount = 1L + random.nextInt(10);
      long hold = 1L + random.nextInt(5);
      engine.schedule(
          at,
          Phase.ACQUIRE,
          (a, b) ->
              rail.request(
                  amount,
                  (who, x) -> {
                    order.add(who);
                    assertTrue(rail.used() <= 10);
                    last[0] = engine.now() + hold;
                    releaseAt(engine.now() + hold, amount);
                  },
                  a,
                  0),
          i,
          0);
    }
    engine.run();
    assertEquals(3_000, order.size());
    for (int i = 0; i < order.size(); i++) {
      assertEquals(i, order.get(i));
    }
    assertEquals(0, rail.used());
    double[] mean = new double[1];
    double[] max = new double[1];
    record.bin(0, engine.now(), mean, max);
    assertEquals(10, max[0], 0);
    // the same integral by two ways, sums of some thousand terms: rounding only
    assertEquals(rail.utilisation() * 10, mean[0], 1e-9);
  }

  @Test
  void utilisationIsTheTimeMeanOfTheShareInUse() {
    request(5, 1);
    releaseAt(300, 5);
    engine.runUntil(1_000);
    assertEquals(0.5 * 300 / 1_000, rail.utilisation(), 1e-15);
  }

  @Test
  void binsHoldTheTimeMeanAndTheHighestValueOfAStepFunction() {
    StepRecord r = new StepRecord();
    r.add(0, 4);
    r.add(10, 0);
    r.add(15, 8);
    r.add(15, 6); // the same instant: replaces
    r.add(25, 2);
    double[] mean = new double[4];
    double[] max = new double[4];
    // bins of 10: [0,10) 4; [10,20) 0 for 5, then 6 for 5; [20,30) 6 for 5, 2 for 5; [30,40) 2
    r.bin(0, 40, mean, max);
    assertArrayEquals(new double[] {4, 3, 4, 2}, mean, 1e-12);
    assertArrayEquals(new double[] {4, 6, 6, 2}, max, 0);
    // a window inside: bins of 3 from 8: 8..11 = 4 x 2 / 3; 11..14 = 0; 14..17 = 6 x 2 / 3
    double[] inside = new double[3];
    r.bin(8, 17, inside, new double[3]);
    assertArrayEquals(new double[] {8.0 / 3, 0, 4}, inside, 1e-12);
  }
}
