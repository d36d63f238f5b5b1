package dev.spindrift.scenario;

import dev.spindrift.Chips;
import dev.spindrift.dataset.DataCache;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A network of 888 weights on a crowded chip learns a handful of digits: a whole run in moments.
 */
final class TinyRun {
  static final String SCENARIO =
      """
      spindrift: scenario/1
      name: tiny
      title: A tiny network on a crowded chip
      netlist: chip.yaml
      seed: 3
      data: {set: digits, trainImages: 200, testImages: 60}
      network: {name: mlp, widths: [12], logitScale: 0.3}
      learning: {kernel: sgld, batch: 8, tau: 2e-5, eta: 1e5, digitalRate: 0.02, miniBatches: 5}
      update: {crossing: carry, grain: pair}
      thinning: {cycle: 4, windowStart: 1, threshold: 1}
      evaluation: {every: 2}
      events: {detail: row, burstImages: 3}
      """;

  private TinyRun() {}

  /** Everything about a run that must not depend on how it was computed. */
  record Outcome(
      List<Integer> parameterBits,
      long end,
      double joules,
      double powerIntegral,
      RunResult result) {}

  /** Writes the scenario beside {@code chip.yaml}. */
  static Path write(Path folder, String... changes) throws IOException {
    return Files.writeString(folder.resolve("tiny.yaml"), Chips.change(SCENARIO, changes));
  }

  static Prepared prepare(Path scenario, String... settings) {
    return Prepared.of(ScenarioFile.read(scenario, List.of(settings)), DataCache.user());
  }

  static Outcome run(Path scenario, Path samples, int threads, String... settings) {
    try (Training t =
        new Training(prepare(scenario, settings), samples, threads, (a, b, c, d, e, f) -> {})) {
      RunResult result = t.run();
      return new Outcome(
          bits(t.network.parameters()),
          t.chip.engine.now(),
          t.chip.ledger.total(),
          t.chip.power.integral(),
          result);
    }
  }

  static List<Integer> bits(FloatBuffer x) {
    Integer[] bits = new Integer[x.limit()];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(x.get(i));
    }
    return List.of(bits);
  }
}
