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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs whose network learns through its tiles' reads. */
class AnalogueReadsTest {
  private static final String ANALOGUE = "read.mode=analogue";

  @TempDir Path temp;
  private int runs;

  private Outcome run(int threads, String... settings) {
    return TinyRun.run(
        temp.resolve("tiny.yaml"), temp.resolve("samples" + runs++), threads, settings);
  }

  @Test
  void threadsAndTheGrainOfEventsChangeNothing() throws IOException {
    Chips.crowded(temp, 1);
    TinyRun.write(temp);
    Outcome one = run(1, ANALOGUE);
    Outcome three = run(3, ANALOGUE);
    assertEquals(one.parameterBits(), three.parameterBits());
    assertEquals(one.result().ensembles(), three.result().ensembles());
    Outcome pulses = run(1, ANALOGUE, "events.detail=pulse");
    assertEquals(one.parameterBits(), pulses.parameterBits());
    assertEquals(one.result().ensembles(), pulses.result().ensembles());
    assertEquals(one.joules(), pulses.joules());
  }

  @Test
  void everyOptionOfTheReadsChangesWhatIsLearned() throws IOException {
    Chips.crowded(temp, 1);
    TinyRun.write(temp);
    Outcome ideal = run(1);
    Outcome read = run(1, ANALOGUE);
    assertNotEquals(ideal.parameterBits(), read.parameterBits());
    for (String setting :
        List.of(
            "read.lines=ideal",
            "read.lines=exact",
            "read.thermalNoise=false",
            "read.shotNoise=false",
            "read.ideal=[fc]")) {
      assertNotEquals(read.parameterBits(), run(1, ANALOGUE, setting).parameterBits(), setting);
    }
    Outcome layersIdeal = run(1, ANALOGUE, "read.ideal=[dense1, fc]");
    assertEquals(ideal.parameterBits(), layersIdeal.parameterBits());
  }

  @Test
  void bitSerialInputsTakeMoreReadsAndDigitalSubtractionMoreConversions() throws IOException {
    Chips.crowded(temp, 1);
    TinyRun.write(temp);
    Outcome voltage = run(1, ANALOGUE);
    String chip = Files.readString(temp.resolve("chip.yaml"));
    Files.writeString(
        temp.resolve("chip.yaml"),
        Chips.change(chip, "reads:\n", "reads:\n  inputs: bit-serial\n"));
    Outcome serial = run(1, ANALOGUE);
    assertTrue(serial.end() > voltage.end());
    assertNotEquals(voltage.parameterBits(), serial.parameterBits());
    Files.writeString(
        temp.resolve("chip.yaml"),
        Chips.change(chip, "reads:\n", "reads:\n  subtraction: digital\n"));
    Outcome digital = run(1, ANALOGUE);
    assertTrue(digital.joules() > voltage.joules());
    assertTrue(digital.end() > voltage.end());
  }

  @Test
  void aChipWithoutReadCircuitsAndUnknownLayersAreRefused() throws IOException {
    Chips.crowded(temp, 1);
    TinyRun.write(temp);
    String unknown =
        assertThrows(InputException.class, () -> run(1, ANALOGUE, "read.ideal=[fcc]")).getMessage();
    assertTrue(unknown.contains("fcc") && unknown.contains("dense"), unknown);
    String chip = Files.readString(temp.resolve("chip.yaml"));
    int from = chip.indexOf("reads:\n");
    Files.writeString(
        temp.resolve("chip.yaml"),
        chip.substring(0, from) + chip.substring(chip.indexOf("components:")));
    String without = assertThrows(InputException.class, () -> run(1, ANALOGUE)).getMessage();
    assertTrue(without.contains("without a section \"reads\""), without);
  }
}
