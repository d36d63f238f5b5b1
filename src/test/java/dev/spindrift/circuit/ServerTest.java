package dev.spindrift.circuit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.spindrift.engine.Engine;
import dev.spindrift.trace.Action;
import dev.spindrift.trace.Work;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerTest {
  private final Engine engine = new Engine();
  private final List<String> heard = new ArrayList<>();
  private final List<Long> done = new ArrayList<>();

  /** A bus of 256 bit per 1,000 ps with 4,000 ps of flight time. */
  private final Server bus =
      new Server(
          "bus",
          7,
          Action.BUS_TRANSFER,
          256,
          1_000,
          4_000,
          engine,
          (c, action, work, layer, start, duration, quantity, own) ->
              heard.add(
                  c + " " + action + " " + layer + " " + start + "+" + duration + " " + quantity));

  private void submit(long bits) {
    bus.submit(Work.FORWARD, 2, bits, (a, b) -> done.add(engine.now()), 0, 0);
  }

  @Test
  void aJobTakesItsLatencyAndWholeCycles() {
    assertEquals(4_000, bus.serviceTime(0));
    assertEquals(5_000, bus.serviceTime(1));
    assertEquals(5_000, bus.serviceTime(256));
    assertEquals(6_000, bus.serviceTime(257));
  }

  @Test
  void jobsFollowEachOtherInOrderAndAreAnnouncedWithTheirTrueStart() {
    submit(256);
    submit(1_000); // 4,000 + 4 cycles
    engine.runUntil(4_999);
    assertEquals(List.of(), done);
    engine.runUntil(5_000);
    assertEquals(List.of(5_000L), done);
    engine.runUntil(12_999);
    assertEquals(1, done.size());
    engine.runUntil(13_000);
    assertEquals(List.of(5_000L, 13_000L), done);
    assertEquals(List.of("7 BUS_TRANSFER 2 0+5000 256", "7 BUS_TRANSFER 2 5000+8000 1000"), heard);
    assertEquals(5_000, bus.waited());
    assertEquals(5_000, bus.longestWait());
    assertEquals(1.0, bus.utilisation(), 0);
  }

  @Test
  void anIdleServerStartsAtOnceAndItsIdleTimeCounts() {
    submit(256);
    engine.runUntil(20_000);
    submit(256);
    engine.run();
    assertEquals(List.of(5_000L, 25_000L), done);
    assertEquals(0, bus.waited());
    assertEquals(10_000.0 / 25_000, bus.utilisation(), 1e-15);
  }
}
