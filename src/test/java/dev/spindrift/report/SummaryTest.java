package dev.spindrift.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spindrift.input.JsonText;
import dev.spindrift.scenario.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SummaryTest {
  private static JsonNode summary(RunResult r) throws IOException {
    return new ObjectMapper().readTree(JsonText.write(Summary.of(r, Instant.EPOCH), true));
  }

  private static JsonNode at(JsonNode root, String key) {
    return root.at("/" + key.replace('.', '/'));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "accuracy.current",
        "accuracy.posteriorMean",
        "accuracy.floatSgld",
        "nll.posteriorMean",
        "ece.posteriorMean",
        "samplesStored",
        "miniBatches",
        "simulatedTime",
        "power.mean",
        "power.peakBin",
        "power.binWidth",
        "energy.total",
        "energy.perDeviceUpdate.mean",
        "energy.perDeviceUpdate.p50",
        "energy.perDeviceUpdate.p99",
        "events",
        "wall.total",
        "wall.network",
        "wall.devices",
        "wall.engine",
        "peakMemory",
        "seed"
      })
  void everyPromisedKeyIsANumber(String key) throws IOException {
    assertTrue(at(summary(SampleRun.digits()), key).isNumber(), key);
  }

  @Test
  void valuesAreThoseOfTheRun() throws IOException {
    RunResult r = SampleRun.digits();
    JsonNode s = summary(r);
    assertEquals(r.current().accuracy(), at(s, "accuracy.current").doubleValue());
    assertEquals(
        r.ensembles().get(7).metrics().accuracy(), at(s, "accuracy.posteriorMean").doubleValue());
    assertEquals(r.floatSgld().nll(), at(s, "nll.floatSgld").doubleValue());
    assertEquals(11, at(s, "samplesStored").intValue());
    assertEquals(8, at(s, "samplesHeld").intValue());
    assertEquals(9, at(s, "banks").intValue());
    // 3,600 positive terms: at most 3,600 roundings of 1.1e-16, and a few more of the fixture.
    double total = at(s, "energy.total").doubleValue();
    assertEquals(total, at(s, "power.mean").doubleValue() * r.simulatedTime(), 1e-12 * total);
    assertEquals(
        java.util.Arrays.stream(r.power().power()).max().orElseThrow(),
        at(s, "power.peakBin").doubleValue());
    assertEquals(r.power().binWidth(), at(s, "power.binWidth").doubleValue());
    assertEquals(900, at(s, "miniBatches").longValue());
    assertEquals(r.simulatedTime(), at(s, "simulatedTime").doubleValue());
    assertEquals(r.simulatedTime(), r.miniBatches() * 5.73e-4);
    double components = 0;
    for (JsonNode joules : at(s, "energy.byComponent")) {
      components += joules.doubleValue();
    }
    // 48 positive terms added in another order: at most 48 roundings of 1.1e-16 each.
    assertEquals(at(s, "energy.total").doubleValue(), components, 48 * 1.2e-16 * components);
    assertEquals(12, at(s, "energy.byComponent").size());
    assertEquals(r.pulses().lowerLimit(), at(s, "pulses.lowerLimit.count").longValue());
  }

  @Test
  void whatWasNotComputedIsNullAndThereAllTheSame() throws IOException {
    JsonNode s = summary(SampleRun.empty());
    for (String key :
        new String[] {
          "accuracy.current",
          "accuracy.posteriorMean",
          "accuracy.floatSgld",
          "power.mean",
          "power.peakBin",
          "energy.perDeviceUpdate.mean",
          "energy.perMiniBatch",
          "pulses.lowerLimit.share",
          "peakMemory"
        }) {
      assertTrue(at(s, key).isNull(), key + " is null, not absent: " + at(s, key));
    }
    assertEquals(0.0, at(s, "energy.total").doubleValue());
    assertNotNull(at(s, "wall.total"));
  }

  @Test
  void theReadmeOfTheFolderDescribesEveryKeyAndColumn() throws IOException {
    String readme = Files.readString(Path.of("reports", "README.md"));
    summary(SampleRun.digits())
        .fieldNames()
        .forEachRemaining(
            key -> assertTrue(readme.matches("(?s).*`" + key + "(\\[\\])?[`.].*"), key));
    for (Map.Entry<String, String> csv : CsvFiles.of(SampleRun.empty()).entrySet()) {
      assertTrue(readme.contains("| `" + csv.getKey() + "` |"), csv.getKey());
      for (String column : csv.getValue().strip().split(",", -1)) {
        assertTrue(readme.contains("`" + column + "`"), csv.getKey() + ": " + column);
      }
    }
  }
}
