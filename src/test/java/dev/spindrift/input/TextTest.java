package dev.spindrift.input;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Written YAML and JSON. */
class TextTest {

  record Row(String name, double joules) {}

  @Test
  void jsonKeepsTheOrderWritesNullForNaNAndTheShortestDigits() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("z", 0.1);
    map.put("a", Double.NaN);
    map.put("m", new double[] {1e-9, Double.POSITIVE_INFINITY});
    map.put("r", new Row("adc", 3.7e-14));
    assertEquals(
        "{\"z\":0.1,\"a\":null,\"m\":[1.0E-9,null],\"r\":{\"name\":\"adc\",\"joules\":3.7E-14}}",
        JsonText.write(map, false));
    assertEquals("{\n  \"z\" : 0.1\n}\n", JsonText.write(Map.of("z", 0.1), true));
  }

  @Test
  void writtenYamlReadsBackAsTheSameTree() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("width", "5 ns");
    map.put("digits", "0123");
    map.put("truth", "true");
    map.put("empty", "");
    map.put("colon", "a: b # c");
    map.put("lines", "a\nb\n");
    map.put("rate", 2e-5);
    map.put("seed", Long.MAX_VALUE);
    map.put("list", List.of(1, List.of(), Map.of()));
    map.put("nothing", null);
    String text = YamlText.write(map);
    Problems problems = new Problems();
    InputNode root = InputFile.parse("t.yaml", text, problems);
    problems.throwIfAny();
    assertEquals(text, root.toYaml());
    for (String key : List.of("width", "digits", "truth", "empty", "colon", "lines")) {
      assertEquals(map.get(key), root.text(key));
    }
    assertEquals(2e-5, root.number("rate", 0, 1));
    assertEquals(Long.MAX_VALUE, root.integer("seed", 0, Long.MAX_VALUE));
  }
}
