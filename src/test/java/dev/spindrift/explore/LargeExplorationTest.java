package dev.spindrift.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.spindrift.input.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * 220 configurations of eight fields with three seeds, gathered from the files of points; the
 * pictures are left in {@code target/large-exploration} to be looked at.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LargeExplorationTest {
  private static final int COUNT = 220;
  private static final Path PICTURES = Path.of("target/large-exploration");

  @TempDir(cleanup = CleanupMode.NEVER)
  private static Path folder;

  private Exploration exploration;
  private List<ResultRow> rows;

  private static Axis axis(String path, String... levels) {
    List<List<String>> values = new ArrayList<>();
    for (String level : levels) {
      values.add(List.of(level));
    }
    return new Axis(path.replaceFirst(".*[.]", ""), List.of(path), values, null);
  }

  private static Axis range(String path, double from, double to, String unit) {
    return new Axis(
        path.replaceFirst(".*[.]", ""),
        List.of(path),
        List.of(),
        new Axis.Range(from, to, unit, true, false));
  }

  @BeforeAll
  void explore() throws IOException {
    exploration =
        new Exploration(
            "large",
            "A synthetic exploration: which converters, which pulses, which step?",
            Path.of("scenarios/quickstart.yaml"),
            List.of(),
            List.of(1L, 2L, 3L),
            List.of(
                axis("netlist:adc.bits", "4", "5", "6", "7", "8"),
                axis("netlist:adc.linesPerConverter", "1", "2", "4", "8", "16"),
                axis("netlist:tile.rows", "64", "128", "256"),
                axis("netlist:pulses.shortest", "0.6 ns", "610 ps", "1 ns", "2 ns"),
                axis("netlist:rail.limit", "0.03 A", "60 mA", "0.12 A"),
                axis("read.mode", "ideal", "analogue", "analogue with wires and droop"),
                range("learning.tau", 1e-6, 1e-4, ""),
                range("device:track.length", 1, 8, "um")),
            List.of(
                new Exploration.Objective(Metric.of("accuracy"), false),
                new Exploration.Objective(Metric.of("latency"), true),
                new Exploration.Objective(Metric.of("area"), true),
                new Exploration.Objective(Metric.of("energyToAccuracy").at(0.9, true), true)),
            List.of(),
            Double.NaN,
            null,
            0,
            Double.NaN,
            "name: large\n");
    Random random = new Random(1);
    PointStore store = new PointStore(folder.resolve("x"));
    List<Configuration> configurations = new ArrayList<>();
    for (int c = 0; c < COUNT; c++) {
      List<String> labels = new ArrayList<>();
      List<String> settings = new ArrayList<>();
      for (Axis a : exploration.axes()) {
        String level =
            a.range() == null
                ? a.levels().get(random.nextInt(a.levels().size())).get(0)
                : a.range().at(random.nextDouble());
        labels.add(level);
        settings.add(a.paths().get(0) + "=" + level);
      }
      List<Point> points = new ArrayList<>();
      for (long seed : exploration.seeds()) {
        String id = "p" + c + "-" + seed;
        points.add(
            new Point(id, settings, c % 40 == 7 ? "tile.rows: 300 rows; allowed: 256" : null));
        if (c % 40 != 7) {
          finish(store, id, labels, random);
        }
      }
      configurations.add(new Configuration(labels, points, 1));
    }
    rows = Results.gather(exploration, store, configurations);
    assertTrue(ExplorationResults.write(exploration, store, rows, () -> false));
  }

  /** More bits: better and slower; more sharing: slower and smaller. */
  private static void finish(PointStore store, String id, List<String> levels, Random random)
      throws IOException {
    double bits = Double.parseDouble(levels.get(0));
    double sharing = Double.parseDouble(levels.get(1));
    double accuracy = 0.98 - 0.8 * Math.exp(-(bits - 2)) + 0.01 * random.nextGaussian();
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("accuracy", Map.of("posteriorMean", accuracy));
    summary.put("miniBatches", 40);
    summary.put("simulatedTime", 40 * 1e-6 * (30 + bits + 2 * sharing + random.nextGaussian()));
    summary.put("energy", Map.of("total", 1e-4, "byComponent", Map.of("adc", 6e-5, "noc", 4e-5)));
    summary.put("phases", Map.of("forward", Map.of("total", 4e-4)));
    Path working = store.begin(id);
    Files.writeString(working.resolve("summary.json"), JsonText.write(summary, true));
    double area = 1e-6 * (0.4 + 0.02 * bits + 0.5 / sharing);
    Files.writeString(
        working.resolve("point.json"), JsonText.write(Map.of("id", id, "area", area), true));
    Files.writeString(
        working.resolve("history.csv"),
        "mini_batch,simulated_time_s,energy_J,test_accuracy\n20,2e-4,5e-5,0.7\n40,4e-4,1e-4,"
            + accuracy
            + "\n");
    store.finish(id, working);
  }

  @Test
  void accuraciesNeverReachedAreSaidAndNotDropped() {
    List<ResultRow> missed =
        rows.stream().filter(r -> r.missed(exploration.objectives().get(3).metric())).toList();
    assertTrue(missed.size() > 10 && missed.size() < 150, missed.size() + " of " + COUNT);
    for (ResultRow r : missed) {
      assertTrue(r.message().startsWith("accuracy 0.9 not reached"), r.message());
      assertEquals("not reached", r.text(exploration.objectives().get(3).metric()));
    }
  }

  @Test
  void quantitiesOfOneDimensionAreNumbersAndCategoriesAreText() throws IOException {
    CsvTable table = CsvTable.of(exploration, rows);
    List<String> names = table.columns().stream().map(CsvTable.Column::name).toList();
    int shortest = names.indexOf("netlist:pulses.shortest_s");
    assertTrue(
        table.rows().stream()
            .map(r -> r.get(shortest))
            .allMatch(List.of(6e-10, 6.1e-10, 1e-9, 2e-9)::contains));
    assertEquals(
        List.of(true, true, true, true, true, false, true, true),
        table.columns().subList(0, 8).stream().map(CsvTable.Column::number).toList());
    List<String> limits = Levels.of(exploration, rows).get(4).labels().values().stream().toList();
    assertEquals(List.of("30 mA", "60 mA", "120 mA"), limits);
  }

  @Test
  void eightAxesAreDrawnByTheirKindAndFilteredByKeyboard() throws Exception {
    Path program = Browser.installed();
    assumeTrue(program != null, "no Chromium on this machine");
    Path page = folder.resolve("x/explore.html");
    try (Browser browser = new Browser(program, folder.resolve("profile"), page.toUri())) {
      String options = "echarts.getInstanceByDom(document.getElementById('parallel')).getOption()";
      assertEquals(12, ((Number) browser.value(options + ".parallelAxis.length")).intValue());
      assertEquals("category", browser.value(options + ".parallelAxis[5].type"));
      assertEquals("600 ps", browser.value(options + ".parallelAxis[3].data[0]"));
      assertEquals("log", browser.value(options + ".parallelAxis[6].type"));
      String count = "document.getElementById('count').textContent";
      assertEquals("220 of 220 configurations", browser.value(count));
      browser.value("document.querySelector('#ranges').closest('details').open = true");
      browser.value("document.querySelector('#ranges input').focus()");
      for (String type : List.of("keyDown", "keyUp")) {
        browser.call(
            "Input.dispatchKeyEvent",
            Map.of("type", type, "key", "End", "code", "End", "windowsVirtualKeyCode", 35));
      }
      assertEquals("1 of 220 configurations", browser.value(count), "only the largest tau is left");
      window(browser, 390);
      long end = System.nanoTime() + 20_000_000_000L; // plots follow a while after the window
      while (tooWide(browser) && System.nanoTime() < end) {
        Thread.sleep(50);
      }
      assertFalse(tooWide(browser), "a small window scrolls plots and table, not the page");
      assertEquals(List.of(), browser.complaints);
    }
  }

  /** Nothing is tested but that it works; the pictures are for looking. */
  @Test
  @Tag("evidence")
  void picturesInBothColoursAndWidths() throws Exception {
    Path program = Browser.installed();
    assumeTrue(program != null, "no Chromium on this machine");
    Files.createDirectories(PICTURES);
    Path page = folder.resolve("x/explore.html");
    try (Browser browser = new Browser(program, folder.resolve("looked"), page.toUri())) {
      browser.value("document.querySelector('#ranges').closest('details').open = true");
      for (int width : new int[] {1280, 390}) {
        window(browser, width);
        for (String theme : List.of("light", "dark")) {
          String other = theme.equals("dark") ? "Dark" : "Light"; // what the button offers
          if (other.equals(browser.value("document.getElementById('theme').textContent"))) {
            browser.value("document.getElementById('theme').click()");
          }
          Thread.sleep(600); // animations of 0.25 s and a resize that waits 0.12 s
          for (String part :
              List.of("filter", "pareto", "coordinates", "main-effects", "compare", "failures")) {
            Files.write(
                PICTURES.resolve(part + "-" + theme + "-" + width + ".png"),
                browser.picture("#" + part));
          }
        }
      }
      assertEquals(List.of(), browser.complaints);
    }
  }

  private static boolean tooWide(Browser browser) throws Exception {
    return (boolean) browser.value("document.documentElement.scrollWidth > 390");
  }

  private static void window(Browser browser, int width) throws Exception {
    browser.call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", width < 500));
  }
}
