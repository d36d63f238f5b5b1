package dev.spindrift.circuit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindrift.circuit.RailPolicy.Kind;
import dev.spindrift.engine.Engine;
import dev.spindrift.engine.Phase;
import dev.spindrift.trace.Action;
import dev.spindrift.trace.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who is served on a rail of 10 nA under each policy, and how far its voltage droops. */
class RailTest {
  private static final int LIMIT = 10;

  private final Engine engine = new Engine();
  private final List<String> granted = new ArrayList<>();
  private Rail[] rails;

  private void rails(int count, RailPolicy policy) {
    rails = Rail.of(new Specs.Rail("rail", count, 0.5, LIMIT, policy, 0), engine);
  }

  private void request(int user, long peak, long mean) {
    RailTap tap = new RailTap(rails[user % rails.length], user, 1);
    tap.rail().request(tap, peak, mean, (a, b) -> granted.add(a + "@" + engine.now()), user, 0);
  }

  private void releaseAt(long time, int rail, long peak, long mean) {
    engine.schedule(time, Phase.RELEASE, (a, b) -> rails[rail].release(peak, mean), 0, 0);
  }

  @Test
  void rowParallelLetsTheOldestThatFitsGoAndKeepsToItsBudget() {
    rails(1, new RailPolicy(Kind.ROW_PARALLEL, 8, 0, 16));
    request(1, 5, 5);
    request(2, 6, 6);
    request(3, 2, 2);
    request(4, 2, 2); // 2 nA are free on the rail, but the budget of 8 has only 1
    assertEquals(List.of("1@0", "3@0"), granted);
    assertEquals(2, rails[0].waiting());
    releaseAt(100, 0, 5, 5);
    engine.runUntil(99);
    assertEquals(2, granted.size());
    engine.run();
    assertEquals(List.of("1@0", "3@0", "2@100"), granted, "the oldest first, now that it fits");
    releaseAt(200, 0, 2, 2);
    engine.run();
    assertEquals("4@200", granted.get(3));
    assertEquals(8, rails[0].peak());
    assertEquals(300, rails[0].waited());
  }

  @Test
  void rowParallelLooksNoFurtherThanItsWindow() {
    rails(1, new RailPolicy(Kind.ROW_PARALLEL, LIMIT, 0, 2));
    request(1, 6, 6);
    request(2, 9, 9);
    request(3, 8, 8);
    request(4, 1, 1); // would fit, but is the third in the queue
    assertEquals(List.of("1@0"), granted);
    releaseAt(50, 0, 6, 6);
    engine.run();
    assertEquals(List.of("1@0", "2@50", "4@50"), granted);
  }

  @Test
  void aCapHoldsForTheMeanPowersOfAllRailsOfTheNameTogether() {
    // 0.5 V: a mean of 8 nA takes 4 nW; the cap of 7 nW lets one such row run on either rail
    rails(2, new RailPolicy(Kind.POWER_CAPPED, 0, 7, 1));
    request(0, 10, 8);
    request(1, 10, 8);
    request(2, 1, 1);
    assertEquals(List.of("0@0"), granted, "rail 1 is idle, but the cap is reached");
    releaseAt(70, 0, 10, 8);
    engine.runUntil(69);
    assertEquals(1, granted.size());
    engine.run();
    assertEquals(List.of("0@0", "2@70", "1@70"), granted, "rails in the order of their numbers");
    // ceil(0.5) + 4 nW
    assertEquals(5e-9, rails[0].peakMeanPower(), 0);
    assertThrows(IllegalArgumentException.class, () -> request(4, 10, 15));
  }

  /** Mean power in whole nW, rounded up: at 0.5 V a cap of 4 nW reaches to 8 nA, not to 9. */
  @ParameterizedTest
  @EnumSource(Kind.class)
  void aRailSaysItServesExactlyWhatItGrants(Kind kind) {
    RailPolicy policy = new RailPolicy(kind, 6, 4, 1);
    Specs.Rail spec = new Specs.Rail("rail", 1, 0.5, LIMIT, policy, 0);
    int most = 0;
    for (int current = 0; current <= LIMIT + 2; current++) {
      rails = Rail.of(spec, engine);
      boolean granted = true;
      try {
        request(0, current, current);
      } catch (IllegalArgumentException e) {
        granted = false;
      }
      assertEquals(granted, spec.serves(current), kind + " " + current);
      most = granted ? current : most;
    }
    assertEquals(kind == Kind.ROW_PARALLEL ? 6 : kind == Kind.POWER_CAPPED ? 8 : LIMIT, most);
  }

  @Test
  void theTokenGoesRoundTheTilesAndWaitsAtTheNextOne() {
    rails(1, new RailPolicy(Kind.TILE_INTERLEAVED, 0, 0, 1));
    request(2, 10, 10);
    request(1, 4, 4);
    request(5, 4, 4);
    request(3, 7, 7);
    request(2, 4, 4);
    releaseAt(10, 0, 10, 10);
    engine.run();
    // after tile 2 comes 3; then 5 waits for current although nothing else does, and 1 behind it
    assertEquals(List.of("2@0", "3@10"), granted);
    releaseAt(20, 0, 7, 7);
    engine.run();
    assertEquals(List.of("2@0", "3@10", "5@20", "1@20"), granted);
    releaseAt(30, 0, 8, 8);
    engine.run();
    assertEquals("2@30", granted.get(4));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void everyoneIsServedAndNoInstantSeesMoreThanTheLimitWhateverThePolicy(Kind kind) {
    List<String> first = stress(kind);
    assertEquals(2_000, first.size());
    granted.clear();
    assertEquals(first, stress(kind), "the same once more");
  }

  private List<String> stress(Kind kind) {
    Engine clock = new Engine();
    rails = Rail.of(new Specs.Rail("r", 2, 1, LIMIT, new RailPolicy(kind, 9, 14, 3), 0), clock);
    SplittableRandom random = new SplittableRandom(8);
    List<String> order = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      int user = random.nextInt(40);
      long peak = 1L + random.nextInt(9);
      long mean = 1 + random.nextLong(peak);
      long hold = 1L + random.nextInt(30);
      RailTap tap = new RailTap(rails[user % 2], user, 1);
      clock.schedule(
          random.nextInt(3) * 4_000L,
          Phase.ACQUIRE,
          (a, b) ->
              tap.rail()
                  .request(
                      tap,
                      peak,
                      mean,
                      (who, x) -> {
                        order.add(who + "@" + clock.now());
                        assertTrue(tap.rail().used() <= LIMIT);
                        clock.schedule(
                            clock.now() + hold,
                            Phase.RELEASE,
                            (c, d) -> tap.rail().release(peak, mean),
                            0,
                            0);
                      },
                      a,
                      0),
          i,
          0);
    }
    clock.run();
    for (Rail r : rails) {
      assertEquals(0, r.used());
      assertEquals(0, r.waiting());
      assertTrue(r.peak() <= LIMIT && r.waited() > 0);
      assertTrue(r.peakMeanPower() < 14.5e-9);
    }
    assertTrue(kind != Kind.ROW_PARALLEL || rails[0].peak() <= 9);
    return order;
  }

  /** Kirchhoff at every tile; rounding of voltages near 1 V over segments of 0.1 ohm: 1e-14 A. */
  @Test
  void droopObeysKirchhoffAtEveryTile() {
    long[] current = {300_000_000, 100_000_000, 0, 200_000_000};
    double r = 0.4;
    Rail rail =
        Rail.of(new Specs.Rail("r", 1, 1, 1_000_000_000, RailPolicy.FIRST_COME, r), engine)[0];
    RailTap[] taps = new RailTap[4];
    for (int k : new int[] {3, 0, 1, 2}) {
      taps[k] = new RailTap(rail, k, (k + 1) / 4.0);
      rail.load(taps[k], current[k]);
    }
    double before = 1;
    double beyond = 0.6; // ampere that flows into the rail
    for (int k = 0; k < 4; k++) {
      RailTap probe = new RailTap(rail, 9, (k + 1) / 4.0);
      double volts = rail.load(probe, 0);
      rail.unload(probe);
      assertEquals(beyond, (before - volts) / (r / 4), 1e-13, "through segment " + k);
      beyond -= current[k] * 1e-9;
      before = volts;
    }
    // without the far end's 0.2 A, place 0.75 sees 0.4 ohm x (0.25 x 0.3 A + 0.5 x 0.1 A)
    rail.unload(taps[3]);
    rail.unload(taps[2]);
    assertEquals(1 - 0.4 * (0.075 + 0.05), rail.load(taps[2], 0), 1e-15);
  }

  @Test
  void aRowIsToldItsSupplyAtTheInstantItStarts() {
    // rail of 1 V and 100 ohm, fully used by three devices; two tiles at a quarter and a half
    Bench b = new Bench(1, 6 * Bench.PULSE, 700, RailPolicy.FIRST_COME, 100);
    List<Double> volts = new ArrayList<>();
    long[][][] pairs = {{{600, 800}, {600, 800}, {600, 800}}};
    for (String name : List.of("t", "u")) {
      RowSequence rows = Bench.rows(1, false, pairs);
      b.tile(name, null, null).program(new Heard(rows, volts), Work.UPDATE, (a, x) -> {}, 0, 0);
    }
    b.engine.run();
    double row = 3 * 0.45e-3;
    // t alone: 100 ohm x 1/4 x I; u: t's current over a quarter, its own over a half
    assertEquals(1 - 25 * row, volts.get(0), 1e-12);
    assertEquals(1 - 25 * row - 50 * row, volts.get(1), 1e-12);
    assertEquals(2, b.heard(Action.LINE_ACTIVATION).size());
    assertEquals(0, b.writeRail.used());
  }

  /** A row sequence that notes its supply. */
  private static final class Heard implements RowSequence {
    private final RowSequence of;
    private final List<Double> volts;

    Heard(RowSequence of, List<Double> volts) {
      this.of = of;
      this.volts = volts;
    }

    @Override
    public int rows() {
      return of.rows();
    }

    @Override
    public int phases() {
      return of.phases();
    }

    @Override
    public long longestPair(int row, int phase) {
      return of.longestPair(row, phase);
    }

    @Override
    public int columns(int row, int phase) {
      return of.columns(row, phase);
    }

    @Override
    public long pulseTime(int row) {
      return of.pulseTime(row);
    }

    @Override
    public int pulses(int row) {
      return of.pulses(row);
    }

    @Override
    public void supplied(int row, double supply) {
      volts.add(supply);
    }
  }
}
