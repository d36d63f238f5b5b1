package dev.spindrift.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindrift.Chips;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The last mini-batch timed again: the same as it was, with other rails, beside its roofline. */
class CircuitStudyTest {
  @TempDir Path temp;

  @BeforeEach
  void chip() throws IOException {
    Chips.crowded(temp, 1);
  }

  private RunResult run(String... settings) throws IOException {
    return TinyRun.run(TinyRun.write(temp), temp.resolve("s"), 1, settings).result();
  }

  @Test
  void theMiniBatchTimedAgainTakesThePicosecondsAndJoulesItTookInTheRun() throws IOException {
    for (String detail : new String[] {"row", "pulse"}) {
      Path samples = temp.resolve(detail);
      String[] one = {
        "learning.miniBatches=1", "thinning.windowStart=3", "events.detail=" + detail
      };
      RunResult r = TinyRun.run(TinyRun.write(temp), samples, 1, one).result();
      assertEquals(0, r.samplesStored());
      // sums of a few doubles that are whole picoseconds; energies sum in another order
      assertEquals(r.simulatedTime(), r.circuit().simulated(), 1e-14 * r.simulatedTime());
      double joules = r.history().get(0).energy();
      assertEquals(joules, r.circuit().joules(), 1e-12 * joules);
      double update =
          r.phases().stream().filter(p -> p.work().equals("update")).findFirst().get().total();
      assertEquals(update, r.circuit().floor().get(2).simulated(), 1e-14 * update);
    }
  }

  @Test
  void noPhaseBeatsItsRooflineAndTheRooflineIsTheBusiestResource() throws IOException {
    CircuitStudy c = run().circuit();
    assertEquals(3, c.floor().size());
    for (CircuitStudy.PhaseFloor p : c.floor()) {
      assertTrue(p.floor() > 0, p.phase());
      assertTrue(p.floor() <= p.simulated() * (1 + 1e-12), p.toString());
      double most =
          c.demands().stream()
              .filter(d -> d.phase().equals(p.phase()))
              .mapToDouble(CircuitStudy.Demand::busy)
              .max()
              .getAsDouble();
      assertEquals(most, p.floor(), 0);
    }
    List<String> resources = c.demands().stream().map(CircuitStudy.Demand::resource).toList();
    // what only one phase needs and what all need; tiles are shared two to a bank
    for (String needed :
        List.of(
            "vwrite",
            "vread",
            "noc",
            "vpu",
            "gmac",
            "gmem",
            "plan",
            "tile[0][0]",
            "converters[0]",
            "drivers[0]")) {
      assertTrue(resources.contains(needed), needed + " in " + resources);
    }
  }

  /** The write rail feeds two rows of eight at a time: by hand, half of that serialises rows. */
  @Test
  void moreCurrentNeverTakesLongerHereAndWithoutLimitNobodyWaits() throws IOException {
    RunResult r = run();
    List<CircuitStudy.RailTrial> write =
        r.circuit().rails().stream().filter(t -> t.rail().equals("vwrite")).toList();
    // a quarter of 8 mA is less than one row of 8 x 0.45 mA
    assertEquals(
        List.of(0.5, 1.0, 2.0, 4.0, Double.POSITIVE_INFINITY),
        write.stream().map(CircuitStudy.RailTrial::factor).toList());
    for (int i = 1; i < write.size(); i++) {
      assertTrue(write.get(i).time() <= write.get(i - 1).time());
      assertTrue(write.get(i).stall() <= write.get(i - 1).stall());
      assertTrue(write.get(i).peak() >= write.get(i - 1).peak());
      assertTrue(write.get(i).peak() <= write.get(i).limit());
    }
    assertTrue(write.get(0).update() > 1.2 * write.get(1).update(), "one row at a time");
    assertEquals(0, write.get(4).stall(), 0);
    assertTrue(write.get(4).peak() > write.get(1).limit());
    assertEquals(r.circuit().simulated(), write.get(1).time(), 0);
  }
}
