package dev.spindrift.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindrift.Chips;
import dev.spindrift.input.InputException;
import dev.spindrift.scenario.TinyRun.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs with devices that remember the first pulse of a pair or diffuse at rest. */
class BetweenPulsesRunTest {
  private static final String PAIR =
      """
      pair:
        memory: [{gap: 0 ns, bias: 4 nm, addedVariance: 200 nm^2}, {gap: 2 ns, bias: 0 nm, addedVariance: 0 nm^2}]
        source: "this test"
      """;
  private static final String IDLE = "idle: {diffusion: 0.2 nm^2/ns, source: this test}\n";

  @TempDir Path temp;
  private Path scenario;
  private int runs;

  @BeforeEach
  void files() throws IOException {
    Chips.crowded(temp, 3);
    scenario = TinyRun.write(temp);
    String device = Files.readString(Path.of("netlists/devices/dw-copd-4um.yaml"));
    Files.writeString(temp.resolve("warm.yaml"), device + PAIR);
    Files.writeString(temp.resolve("loose.yaml"), device + IDLE);
    Files.writeString(temp.resolve("both.yaml"), device + PAIR + IDLE);
  }

  private Outcome run(int threads, String... settings) {
    return TinyRun.run(scenario, temp.resolve("samples" + runs++), threads, settings);
  }

  @Test
  void memoryAndRestGiveTheSameBytesForRowsAndPulsesAndOnAnyNumberOfThreads() {
    for (String grain : List.of("pair", "pulse")) {
      String[] mode = {"device=both.yaml", "update.grain=" + grain, "update.gap=0 ns"};
      Outcome rows = run(1, mode);
      Outcome threads = run(2, mode);
      Outcome pulses = run(1, mode[0], mode[1], mode[2], "events.detail=pulse");
      for (Outcome other : List.of(threads, pulses)) {
        assertEquals(rows.parameterBits(), other.parameterBits(), grain);
        assertEquals(rows.end(), other.end(), grain);
        assertEquals(rows.joules(), other.joules(), 0.0, grain);
        assertEquals(rows.result().ensembles(), other.result().ensembles(), grain);
      }
    }
  }

  @Test
  void theMemoryActsOnlyAtAShortGapAndEveryRemedyChangesTheRun() {
    Outcome ideal = run(1, "update.gap=0 ns");
    Outcome warm = run(1, "update.gap=0 ns", "device=warm.yaml");
    assertNotEquals(ideal.parameterBits(), warm.parameterBits());
    Outcome gap = run(1, "device=warm.yaml", "update.gap=2 ns");
    assertEquals(
        run(1, "update.gap=2 ns").parameterBits(), gap.parameterBits(), "the memory has faded");
    assertTrue(gap.end() > warm.end(), "a gap costs time");
    Outcome order = run(1, "device=warm.yaml", "update.gap=0 ns", "update.order=alternating");
    Outcome offset = run(1, "device=warm.yaml", "update.gap=0 ns", "update.offset=calibrated");
    assertNotEquals(warm.parameterBits(), order.parameterBits());
    assertNotEquals(warm.parameterBits(), offset.parameterBits());
    assertTrue(
        warm.result().warnings().stream().anyMatch(w -> w.contains("biased toward the second")),
        warm.result().warnings().toString());
  }

  @Test
  void restingWallsChangeTheChainAndTheStoredSamplesButNeitherTimeNorTheFirstReading() {
    Outcome held = run(1, "learning.miniBatches=4");
    Outcome loose = run(1, "learning.miniBatches=4", "device=loose.yaml");
    assertNotEquals(held.parameterBits(), loose.parameterBits());
    assertNotEquals(held.result().ensembles(), loose.result().ensembles());
    assertEquals(held.result().history().get(0).loss(), loose.result().history().get(0).loss());
    assertTrue(
        loose.result().warnings().stream().anyMatch(w -> w.contains("diffuse at rest")),
        loose.result().warnings().toString());
  }

  @Test
  void aDeviceThatIsNotThereAndAGapThatIsNoTimeAreReportedTogether() {
    InputException e =
        assertThrows(
            InputException.class,
            () -> TinyRun.prepare(scenario, "device=nowhere.yaml", "update.gap=5 nm"));
    assertTrue(e.getMessage().contains("nowhere.yaml"), e.getMessage());
    assertTrue(e.getMessage().contains("5 nm"), e.getMessage());
  }
}
