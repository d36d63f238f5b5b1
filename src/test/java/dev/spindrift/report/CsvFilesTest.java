package dev.spindrift.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.spindrift.scenario.RunResult;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;

class CsvFilesTest {
  private static List<CSVRecord> read(RunResult r, String file) throws IOException {
    CSVFormat format = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();
    try (CSVParser parser = CSVParser.parse(CsvFiles.of(r).get(file), format)) {
      return parser.getRecords();
    }
  }

  private static double number(CSVRecord record, String column) {
    return record.get(column).isEmpty() ? Double.NaN : Double.parseDouble(record.get(column));
  }

  @Test
  void historyReadsBackBitForBit() throws IOException {
    RunResult r = SampleRun.digits();
    List<CSVRecord> records = read(r, "history.csv");
    assertEquals(r.history().size(), records.size());
    for (int i = 0; i < records.size(); i++) {
      CSVRecord c = records.get(i);
      assertEquals(
          r.history().get(i),
          new RunResult.HistoryPoint(
              Long.parseLong(c.get("mini_batch")),
              number(c, "epoch"),
              number(c, "simulated_time_s"),
              number(c, "energy_J"),
              number(c, "loss_nat"),
              number(c, "test_accuracy"),
              number(c, "float_accuracy")));
    }
  }

  @Test
  void energyReadsBackBitForBitWithItsSources() throws IOException {
    RunResult r = SampleRun.digits();
    List<CSVRecord> records = read(r, "energy.csv");
    assertEquals(r.energy().size(), records.size());
    for (int i = 0; i < records.size(); i++) {
      CSVRecord c = records.get(i);
      assertEquals(
          r.energy().get(i),
          new RunResult.EnergyRow(
              c.get("component"),
              c.get("action"),
              c.get("layer"),
              c.get("work"),
              Long.parseLong(c.get("quantity")),
              c.get("unit"),
              number(c, "joules_per_unit_J"),
              number(c, "joules_J"),
              c.get("source")));
    }
  }

  @Test
  void pulseWidthsKeepEveryCount() throws IOException {
    RunResult r = SampleRun.digits();
    long[] shorter = new long[r.pulses().shortHistogram().length];
    long[] longer = new long[r.pulses().longHistogram().length];
    for (CSVRecord c : read(r, "pulse-widths.csv")) {
      int width = Integer.parseInt(c.get("width_steps"));
      assertEquals(width * r.pulses().timeStep(), number(c, "width_s"));
      shorter[width] = Long.parseLong(c.get("short_count"));
      longer[width] = Long.parseLong(c.get("long_count"));
    }
    assertArrayEquals(r.pulses().shortHistogram(), shorter);
    assertArrayEquals(r.pulses().longHistogram(), longer);
  }

  @Test
  void powerReadsBackBitForBitAtEquallySpacedTimes() throws IOException {
    RunResult r = SampleRun.digits();
    List<CSVRecord> records = read(r, "power.csv");
    assertEquals(r.power().power().length, records.size());
    for (int i = 0; i < records.size(); i++) {
      assertEquals(i * r.power().binWidth(), number(records.get(i), "time_s"));
      assertEquals(r.power().power()[i], number(records.get(i), "power_w"));
    }
  }

  @Test
  void tablesHaveOneLinePerEntry() throws IOException {
    RunResult r = SampleRun.digits();
    assertEquals(8, read(r, "posterior.csv").size());
    assertEquals(10, read(r, "calibration.csv").size());
    assertEquals(480, read(r, "rails.csv").size());
    assertEquals(4, read(r, "resources.csv").size());
    assertEquals(3, read(r, "assumptions.csv").size());
  }

  @Test
  void anEmptyRunGivesHeadersOnly() throws IOException {
    for (Map.Entry<String, String> file : CsvFiles.of(SampleRun.empty()).entrySet()) {
      assertEquals(1, file.getValue().lines().count(), file.getKey());
      assertFalse(file.getValue().contains("NaN"), file.getKey());
    }
  }
}
