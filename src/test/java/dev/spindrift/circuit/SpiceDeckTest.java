package dev.spindrift.circuit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.spindrift.circuit.CrossbarWires.End;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpiceDeckTest {
  @TempDir Path temp;

  private record Element(String from, String to, double value) {}

  private static Map<String, Element> parse(String deck) {
    Map<String, Element> elements = new LinkedHashMap<>();
    for (String line : deck.split("\n", -1)) {
      if (line.matches("[rv].*")) {
        String[] w = line.split(" ", -1);
        assertEquals(4, w.length, line);
        Element e = new Element(w[1], w[2], Double.parseDouble(w[3]));
        assertEquals(null, elements.put(w[0], e), "a second " + w[0]);
      }
    }
    return elements;
  }

  private static double[] random(Random random, int n, double low, double high) {
    return random.doubles(n, low, high).toArray();
  }

  private static String deck(CrossbarWires wires, int m, int n, double[] g, double[] v) {
    return SpiceDeck.of("test", Map.of("note", "text"), wires, m, n, g, v);
  }

  @ParameterizedTest
  @CsvSource({
    "2, 3, 5, 7, FIRST, LAST",
    "0, 3, 0, 7, LAST, LAST",
    "2, 0, 0, 0, LAST, FIRST",
    "0, 0, 0, 0, FIRST, LAST"
  })
  void everyDeviceWireAndTerminalIsInTheDeckOnceAndTheNetIsOnePiece(
      double word, double bit, double driver, double sense, End drivers, End senses) {
    int m = 5;
    int n = 7;
    Random random = new Random(1);
    double[] g = random(random, m * n, 5e-5, 1.5e-4);
    g[3] = 0; // a dead device
    double[] v = random(random, m, -0.1, 0.1);
    CrossbarWires wires = new CrossbarWires(word, bit, driver, sense, drivers, senses);
    Map<String, Element> all = parse(deck(wires, m, n, g, v));
    double sum = 0;
    int devices = 0;
    Map<String, String> joined = new HashMap<>();
    for (Map.Entry<String, Element> e : all.entrySet()) {
      if (e.getKey().startsWith("rg")) {
        devices++;
        sum += 1 / e.getValue().value();
      }
      union(joined, e.getValue().from(), e.getValue().to());
    }
    assertEquals(m * n - 1, devices, "a device of no conductance is left out");
    // two roundings of a reciprocal each
    assertEquals(Arrays.stream(g).sum(), sum, 1e-14 * sum * m * n);
    for (int i = 0; i < m; i++) {
      assertEquals(v[i], all.get("vd" + i).value());
    }
    int segments = (word > 0 ? m * (n - 1) : 0) + (bit > 0 ? n * (m - 1) : 0);
    int terminals = (word + driver > 0 ? m : 0) + (bit + sense > 0 ? n : 0);
    assertEquals(m + n + devices + segments + terminals, all.size());
    Set<String> pieces = new HashSet<>();
    for (String node : Set.copyOf(joined.keySet())) {
      pieces.add(root(joined, node));
    }
    assertEquals(1, pieces.size(), "everything hangs together and is grounded");
    if (word > 0) {
      String near = drivers == End.FIRST ? "d2_0" : "d2_" + (n - 1);
      assertEquals(new Element("d2_in", near, word + driver), all.get("rdt2"));
    }
    if (bit > 0) {
      String near = senses == End.FIRST ? "s0_4" : "s" + (m - 1) + "_4";
      assertEquals(new Element(near, "s4_out", bit + sense), all.get("rst4"));
    }
  }

  private static String root(Map<String, String> joined, String node) {
    String at = node;
    while (!joined.getOrDefault(at, at).equals(at)) {
      at = joined.get(at);
    }
    return at;
  }

  private static void union(Map<String, String> joined, String a, String b) {
    joined.putIfAbsent(a, a);
    joined.putIfAbsent(b, b);
    joined.put(root(joined, a), root(joined, b));
  }

  @Test
  void sizesThatDisagreeAreRefused() {
    CrossbarWires w = new CrossbarWires(1, 1, 0, 0, End.FIRST, End.LAST);
    assertThrows(IllegalArgumentException.class, () -> deck(w, 2, 2, new double[3], new double[2]));
    assertThrows(IllegalArgumentException.class, () -> deck(w, 2, 2, new double[4], new double[3]));
  }

  /** Runs ngspice, which Debian and others package; skipped where it is not installed. */
  private double[] ngspice(String deck, int sensed) throws IOException, InterruptedException {
    boolean there =
        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
            .anyMatch(d -> Files.isExecutable(Path.of(d, "ngspice")));
    assumeTrue(there, "ngspice is not installed: its currents are not compared here");
    Path file = Files.writeString(temp.resolve("tile.cir"), deck);
    Process p =
        new ProcessBuilder("ngspice", "-b", file.toString()).redirectErrorStream(true).start();
    p.getOutputStream().close();
    String text = new String(p.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    p.waitFor();
    double[] currents = new double[sensed];
    int found = 0;
    Matcher m = Pattern.compile("i\\(vs(\\d+)\\) = (\\S+)").matcher(text);
    while (m.find()) {
      currents[Integer.parseInt(m.group(1))] = Double.parseDouble(m.group(2));
      found++;
    }
    assertEquals(sensed, found, text);
    return currents;
  }

  private static void assertAgree(double[] expected, double[] actual, double tolerance) {
    double scale = Arrays.stream(expected).map(Math::abs).max().orElse(0);
    for (int i = 0; i < expected.length; i++) {
      assertTrue(
          Math.abs(expected[i] - actual[i]) <= tolerance * scale,
          "line " + i + ": " + expected[i] + " A against " + actual[i] + " A");
    }
  }

  /** Reference data: ngspice's currents for its own deck of the same network. */
  @ParameterizedTest
  @ValueSource(ints = {16, 64})
  void ngspiceFindsTheReferenceCurrentsInOurDeck(int n) throws Exception {
    CrossbarWires wires = new CrossbarWires(2, 2, 0, 0, End.FIRST, End.LAST);
    double[] g = CrossbarCircuitTest.table("conductance-" + n + ".csv");
    double[] v = CrossbarCircuitTest.table("inputs-" + n + ".csv");
    double[] found = ngspice(deck(wires, n, n, g, v), n);
    // The same equations in another order: a few roundings of condition 1e3.
    assertAgree(CrossbarCircuitTest.table("currents-" + n + ".csv"), found, 1e-11);
  }

  @ParameterizedTest
  @CsvSource({
    "12, 30, 1, 2, 5, 3, FIRST, LAST",
    "30, 12, 1, 2, 5, 3, LAST, FIRST",
    "9, 4, 0, 2, 0, 0, FIRST, LAST",
    "4, 9, 2, 0, 1, 0, LAST, LAST",
    "5, 5, 0, 0, 0, 0, FIRST, FIRST"
  })
  void ngspiceAgreesWithOurExactSolverForAnyShapeAndSide(
      int m, int n, double word, double bit, double driver, double sense, End drivers, End senses)
      throws Exception {
    Random random = new Random(7);
    double[] g = random(random, m * n, 5e-5, 1.5e-4);
    double[] v = random(random, m, -0.1, 0.1);
    CrossbarWires wires = new CrossbarWires(word, bit, driver, sense, drivers, senses);
    double[] ours = new double[n];
    new CrossbarCircuit(wires, m, n, g).currents(v, 1, ours);
    // 1e-9 is what the project asks for; the solver stops at 1e-12 of its energy norm.
    assertAgree(ours, ngspice(deck(wires, m, n, g, v), n), 1e-9);
  }
}
