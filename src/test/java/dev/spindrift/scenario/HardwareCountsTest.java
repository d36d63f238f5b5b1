package dev.spindrift.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindrift.Chips;
import dev.spindrift.input.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Wear and saturated conversions. */
class HardwareCountsTest {
  @TempDir Path temp;

  private TinyRun.Outcome run(String name, int threads, String... settings) throws IOException {
    Path scenario = TinyRun.write(temp);
    return TinyRun.run(scenario, temp.resolve(name), threads, settings);
  }

  @Test
  void everyPulseOfEveryUpdateIsOnSomeDevicesAccountOnAnyNumberOfThreads() throws IOException {
    Chips.crowded(temp, 3);
    // no store, so no hand-over: the updates' pulses are all there are
    String[] settings = {"wear=true", "thinning.threshold=100"};
    TinyRun.Outcome one = run("one", 1, settings);
    TinyRun.Outcome two = run("two", 2, settings);
    assertEquals(one.result().hardware().wear(), two.result().hardware().wear());
    long pulses =
        one.result().hardware().wear().stream().mapToLong(RunResult.TileWear::pulses).sum();
    assertEquals(2 * one.result().pulses().updates(), pulses);
    long devices =
        one.result().hardware().wear().stream().mapToLong(RunResult.TileWear::devices).sum();
    assertEquals(2 * 888, devices);
    // The way: 34.1 m/s times the width of all pulses.
    RunResult.PulseStatistics p = one.result().pulses();
    double steps = 0;
    for (int i = 0; i < p.shortHistogram().length; i++) {
      steps += (double) i * p.shortHistogram()[i];
    }
    for (int i = 0; i < p.longHistogram().length; i++) {
      steps += (double) i * p.longHistogram()[i];
    }
    double way =
        one.result().hardware().wear().stream().mapToDouble(RunResult.TileWear::metres).sum();
    // floats: 24 bits
    assertEquals(34.1 * steps * p.timeStep(), way, 1e-6 * way);
    TinyRun.Outcome fine =
        run("fine", 1, "wear=true", "thinning.threshold=100", "events.detail=pulse");
    assertEquals(one.result().hardware().wear(), fine.result().hardware().wear());
  }

  @Test
  void countingChangesNothingElse() throws IOException {
    Chips.crowded(temp, 3);
    TinyRun.Outcome off = run("off", 2);
    TinyRun.Outcome on = run("on", 2, "wear=true");
    assertNull(off.result().hardware());
    assertEquals(off.parameterBits(), on.parameterBits());
    assertEquals(off.joules(), on.joules());
    assertEquals(off.end(), on.end());
    // stored once or more: the chain has lived in several banks, whose programming wears them
    assertTrue(
        on.result().hardware().wear().stream().anyMatch(t -> t.bank() > 0 && t.pulses() > 0));
  }

  @Test
  void aRangeThatSaturatesMoreThanTheStatedShareIsWarnedOfWithTheShare() throws IOException {
    Chips.crowded(temp, 3);
    TinyRun.Outcome wide = run("wide", 1, "read.mode=analogue");
    assertEquals(2, wide.result().hardware().reads().size());
    for (RunResult.LayerReads layer : wide.result().hardware().reads()) {
      // 1 ohm a segment and small tiles: something, but little
      assertTrue(layer.wires().lost() > 1e-5 && layer.wires().lost() < 0.2, layer.toString());
      assertTrue(layer.wires().error() < layer.wires().lost() / 20, layer.toString());
    }
    assertTrue(
        wide.result().warnings().stream().noneMatch(w -> w.contains("full scale")),
        wide.result().warnings().toString());
    Chips.crowded(temp, 3);
    Path chip = temp.resolve("chip.yaml");
    Files.writeString(
        chip,
        Chips.change(
            Files.readString(chip),
            "  offset: 0.25",
            "  converterRange: 0.001\n  largestClipped: 0.02\n  offset: 0.25"));
    TinyRun.Outcome narrow = run("narrow", 1, "read.mode=analogue");
    RunResult.LayerReads layer = narrow.result().hardware().reads().get(0);
    double share = (double) layer.clipped() / layer.conversions();
    assertTrue(share > 0.02 && share <= 1, "" + share);
    String text =
        String.format(
            Locale.ROOT, "%.2f %% of the conversions of layer %s", 100 * share, layer.layer());
    assertTrue(
        narrow.result().warnings().stream().anyMatch(w -> w.startsWith(text)),
        narrow.result().warnings().toString());
  }

  @Test
  void wearOfDevicesWithoutALawIsRefused() {
    InputException e =
        assertThrows(
            InputException.class,
            () ->
                ScenarioFile.read(Path.of("scenarios/filament-digits.yaml"), List.of("wear=true")));
    assertTrue(e.getMessage().contains("devices of model filament"), e.getMessage());
  }
}
