package dev.spindrift.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RunTableTest {
  @Test
  void theTableSaysEverythingThatTheReadmePromises() {
    String table =
        RunTable.render(SampleRun.digits(), Path.of("reports", "quickstart-x"), 100)
            .replaceAll(" +", " ");
    for (String expected :
        List.of(
            "current model 95.16 %",
            "posterior mean (8 held) 96.52 %",
            "float SGLD reference 96.88 %",
            "update 109 ms",
            "gradient-memory",
            "mean 1.84 pJ, p50 1.61 pJ, p99 5.37 pJ",
            "Stored samples 11 stored, 8 held in 9 banks",
            "Power mean ",
            "lower 4.21 %",
            "vdd-write",
            "97.00 %",
            "41.7 s = network 24.1 s + devices 6.30 s + waiting for events 8.80 s",
            "514 k per second",
            "Warning",
            "quickstart-x")) {
      assertTrue(table.contains(expected), () -> "missing: " + expected + " in\n" + table);
    }
    assertFalse(table.contains("\u001b"), "no colour codes");
  }

  @Test
  void proseIsWrappedAtTheWidthOfTheTerminal() {
    String table = RunTable.render(SampleRun.digits(), Path.of("reports/x"), 72);
    List<String> tooLong =
        table.lines().filter(line -> line.length() > 72).collect(Collectors.toList());
    assertEquals(List.of(), tooLong);
  }

  @Test
  void whatWasNotComputedIsADashNeverNaN() {
    String table = RunTable.render(SampleRun.empty(), null, 80);
    assertFalse(table.contains("NaN"), table);
    assertTrue(table.contains("not written"), table);
  }
}
