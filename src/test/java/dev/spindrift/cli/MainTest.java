package dev.spindrift.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindrift.Chips;
import dev.spindrift.report.ResultsFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line as a user meets it: exit codes, messages, help. */
class MainTest {
  @TempDir Path temp;
  private final PrintStream realOut = System.out;
  private final PrintStream realErr = System.err;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void catchOutput() {
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void restore() {
    System.setOut(realOut);
    System.setErr(realErr);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private Path scenario(String... changes) throws IOException {
    Chips.write(temp);
    String text =
        """
        spindrift: scenario/1
        name: tiny
        netlist: chip.yaml
        data: {set: digits, trainImages: 96, testImages: 20}
        network: {name: mlp, widths: [8], logitScale: 0.3}
        learning: {kernel: sgld, batch: 8, tau: 2e-5, eta: 1e5, digitalRate: 0.02, miniBatches: 2}
        """;
    return Files.writeString(temp.resolve("tiny.yaml"), Chips.change(text, changes));
  }

  @Test
  void theListOfCommandsShowsWholeSentences() {
    assertEquals(0, Main.run("--help"));
    String help = out().replaceAll("\\s+", " ");
    assertTrue(help.contains("accuracy, latency and energy with an HTML report."), help);
    assertTrue(help.contains("reports every mistake with its place, and says what"), help);
  }

  @Test
  void aHeapThatIsTooSmallIsNamedWithItsRemedy() {
    String message = Main.outOfMemory(new OutOfMemoryError("Java heap space"));
    assertTrue(message.contains("Java heap space") && message.contains("SPINDRIFT_HEAP="), message);
  }

  @Test
  void everyCommandShowsExamples() {
    for (String[] words :
        new String[][] {
          {"--help"},
          {"run", "--help"},
          {"check", "--help"},
          {"characterize", "--help"},
          {"dataset", "--help"},
          {"dataset", "list", "--help"},
          {"dataset", "fetch", "--help"}
        }) {
      out.reset();
      assertEquals(0, Main.run(words), String.join(" ", words));
      assertTrue(
          out().matches("(?s).*\\nExamples?:\\R.*spindrift.*"),
          String.join(" ", words) + "\n" + out());
    }
  }

  @Test
  void aRunWritesACompleteFolderAndExitsWith0() throws IOException {
    Path folder = temp.resolve("results");
    int code =
        Main.run("run", scenario().toString(), "--out", folder.toString(), "--quiet", "--seed=7");
    assertEquals(0, code, err());
    assertTrue(ResultsFolder.isComplete(folder));
    assertTrue(out().contains(folder.toString()), out());
    // the same place again: refused, nothing changed
    assertEquals(2, Main.run("run", scenario().toString(), "--out", folder.toString(), "--quiet"));
    assertTrue(err().contains("--force"), err());
    assertTrue(ResultsFolder.isComplete(folder));
  }

  @Test
  void badInputExitsWith2AndLeavesNothingBehind() throws IOException {
    Path file = scenario("tau: 2e-5", "tau: -1", "widths: [8]", "widths: [0]");
    Path folder = temp.resolve("results");
    assertEquals(2, Main.run("run", file.toString(), "--out", folder.toString(), "--quiet"));
    assertTrue(err().contains("tiny.yaml:6:") && err().contains("tiny.yaml:5:"), err());
    assertFalse(err().contains("Exception"), err());
    assertFalse(Files.exists(folder));
    assertEquals(2, Main.run("run", temp.resolve("nowhere.yaml").toString()));
    assertEquals(2, Main.run("check", file.toString()));
    assertEquals(2, Main.run("rum"));
    assertEquals(2, Main.run());
    assertEquals(2, Main.run("run", file.toString(), "--threads", "0"));
  }

  @Test
  void checkSaysWhatWouldRun() throws IOException {
    assertEquals(0, Main.run("check", scenario().toString()), err());
    assertTrue(out().contains("592 weights, 1184 devices"), out());
    assertTrue(out().contains("2 of 48 tiles of 128 x 128"), out());
    assertTrue(out().contains("2 mini-batches of 8"), out());
  }

  @Test
  void aRunThatFailsExitsWith1AndLeavesNoFolder() throws IOException {
    // Conversions of a second each, 128 per vector, 96 images: one pass outlasts 2^53 ps.
    Path file = scenario("widths: [8]", "widths: [128]", "batch: 8", "batch: 96");
    Chips.write(
        temp,
        "adc-8bit, bits: 8, conversion: 1 ns, linesPerConverter: 8",
        "adc-8bit, bits: 8, conversion: 1 s, linesPerConverter: 128");
    Path folder = temp.resolve("sub/results");
    int code = Main.run("run", file.toString(), "--out", folder.toString(), "--quiet");
    assertEquals(1, code, out() + err());
    assertTrue(err().startsWith("spindrift: ") && err().contains("2^53 ps"), err());
    assertTrue(err().contains("--debug"), err());
    assertFalse(Files.exists(folder));
    try (Stream<Path> left = Files.list(folder.getParent())) {
      assertEquals(List.of(), left.toList());
    }
  }

  @Test
  void aTakenPlaceIsBadInputForEveryCommandThatWritesResults() throws IOException {
    Path taken = Files.createDirectories(temp.resolve("taken"));
    Files.writeString(taken.resolve("mine.txt"), "not results");
    String out = taken.toString();
    String wall = "netlists/devices/physics/copd-nopin.yaml";
    String filament = "netlists/devices/filament/milo-hfo2.yaml";
    assertEquals(2, Main.run("run", scenario().toString(), "--quiet", "--out", out));
    assertEquals(2, Main.run("characterize", wall, "--trials", "2", "--out", out));
    assertEquals(2, Main.run("filament", filament, "--out", out));
    assertFalse(err().contains("--debug"), err());
    assertEquals("not results", Files.readString(taken.resolve("mine.txt")));
  }
}
