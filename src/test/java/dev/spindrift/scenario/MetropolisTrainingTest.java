package dev.spindrift.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindrift.Chips;
import dev.spindrift.input.InputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Chains that accept or reject, on the chip. */
class MetropolisTrainingTest {
  @TempDir private Path temp;
  private Path scenario;

  @BeforeEach
  void write() throws IOException {
    Chips.write(temp);
    scenario = TinyRun.write(temp);
  }

  private static String kernel(String kernel) {
    return "learning={batch: 50, miniBatches: 30, " + kernel + "}";
  }

  private static double[] losses(RunResult r) {
    return r.history().stream().mapToDouble(RunResult.HistoryPoint::loss).toArray();
  }

  @Test
  void aColdChainOnlyGoesDownAndRejectedProposalsLeaveTheOldBankAsItWas() {
    try (Training t =
        new Training(
            TinyRun.prepare(scenario, kernel("kernel: metropolis, eta: 1e12, deviation: 0.01")),
            temp.resolve("cold"),
            2,
            (a, b, c, d, e, f) -> {})) {
      RunResult r = t.run();
      double[] loss = losses(r);
      for (int i = 1; i < loss.length; i++) {
        assertTrue(loss[i] <= loss[i - 1], "mini-batch " + (i + 1) + ": " + loss[i]);
      }
      RunResult.Chain chain = r.chain();
      assertEquals(30, chain.proposals());
      assertTrue(chain.accepted() > 0 && chain.accepted() < 30, "accepted " + chain.accepted());
      // What the network computes with is what the walls of the chain's bank say.
      for (int tile = 0; tile < t.updater.layout().blocks().size(); tile++) {
        int[] offsets = t.updater.layout().blocks().get(tile).columnOffsets();
        int rows = t.updater.cells(tile).rows();
        for (int cell = 0; cell < t.updater.cells(tile).size(); cell++) {
          int index = offsets[cell / rows] + cell % rows;
          assertEquals(t.updater.cells(tile).weight(cell), t.network.parameters().get(index));
        }
      }
      double handOver =
          r.phases().stream()
              .filter(p -> p.work().equals("handover"))
              .findAny()
              .orElseThrow()
              .total();
      assertTrue(handOver > 0, "proposals are written to another bank");
    }
  }

  @Test
  void aHotChainAcceptsWhateverItsSymmetricProposalsAre() {
    TinyRun.Outcome hot =
        TinyRun.run(
            scenario,
            temp.resolve("hot"),
            1,
            kernel("kernel: metropolis, eta: 1e-12, deviation: 0.01"),
            "floatReference=true");
    assertEquals(30, hot.result().chain().accepted());
    assertEquals(1, hot.result().chain().floatAcceptance(), 0);
  }

  @Test
  void anAdjustedLangevinChainDescendsAndDoesNotDependOnThreads() {
    String mala = kernel("kernel: mala, tau: 2e-5, eta: 200, acceptance: {over: all}");
    TinyRun.Outcome one = TinyRun.run(scenario, temp.resolve("a"), 1, mala, "floatReference=true");
    TinyRun.Outcome two = TinyRun.run(scenario, temp.resolve("b"), 2, mala, "floatReference=true");
    assertEquals(one.parameterBits(), two.parameterBits());
    assertEquals(one.end(), two.end());
    double[] loss = losses(one.result());
    assertTrue(loss[29] < loss[0], loss[0] + " to " + loss[29]);
    assertTrue(one.result().chain().accepted() > 10);
    // Both chains propose the same distribution but with noise of their own.
    assertTrue(one.result().chain().floatAcceptance() > 0.3);
  }

  @Test
  void samplesKeepABankFreeForProposals() {
    TinyRun.Outcome o =
        TinyRun.run(
            scenario,
            temp.resolve("c"),
            1,
            kernel("kernel: metropolis, eta: 1, acceptance: {over: mini-batches, batches: 2}"),
            "thinning={cycle: 2, windowStart: 0, threshold: 2}");
    assertEquals(15, o.result().samplesStored());
    // 8 banks, the last store ends the run: only the proposals' bank is empty.
    assertEquals(7, o.result().ensembles().size());
  }

  @Test
  void whatCannotBeExactIsRefused() throws IOException {
    List<String[]> cases =
        List.of(
            new String[] {"digitalRate: 0.02, kernel: mala, tau: 1e-5, eta: 1", "digitalRate"},
            new String[] {"kernel: metropolis, deviation: -1, eta: 1", "deviation"},
            new String[] {"kernel: metropolis, eta: 1, acceptance: {over: al}", "mean \"all\""},
            new String[] {"kernel: metropolis, eta: 1, schedule: {kind: cosine}", "schedule"});
    for (String[] c : cases) {
      InputException e =
          assertThrows(
              InputException.class, () -> ScenarioFile.read(scenario, List.of(kernel(c[0]))));
      assertTrue(e.getMessage().contains(c[1]), e.getMessage());
    }
    String good = kernel("kernel: metropolis, eta: 1");
    InputException e =
        assertThrows(
            InputException.class,
            () -> TinyRun.prepare(scenario, good, "handOverError=true", "floatReference=true"));
    assertTrue(e.getMessage().contains("handOverError"), e.getMessage());
    assertTrue(e.getMessage().contains("deviation"), e.getMessage());
    Chips.write(temp, "banks: 8", "banks: 2");
    e = assertThrows(InputException.class, () -> TinyRun.prepare(scenario, good));
    assertTrue(e.getMessage().contains("3 or more"), e.getMessage());
  }
}
