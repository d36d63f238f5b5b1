package dev.spindrift.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser, and the static plots. */
class PageTest {
  @TempDir(cleanup = CleanupMode.NEVER)
  private Path folder;

  private static Axis axis(String name, String... levels) {
    List<List<String>> values = new ArrayList<>();
    for (String level : levels) {
      values.add(List.of(level));
    }
    return new Axis(name, List.of("netlist:" + name), values, null);
  }

  private static Exploration exploration() {
    return new Exploration(
        "page",
        "A title with <b>markup</b> & \"quotes\" that must stay text</script>",
        Path.of("scenarios/quickstart.yaml"),
        List.of(),
        List.of(1L, 2L, 3L),
        List.of(axis("adc.bits", "4", "6", "8"), axis("banks", "1", "2")),
        List.of(
            new Exploration.Objective(Metric.of("accuracy"), false),
            new Exploration.Objective(Metric.of("latency"), true)),
        List.of(),
        Double.NaN,
        null,
        1,
        Double.NaN,
        "name: page\n");
  }

  /** Accuracy rises with bits, latency with both axes; the last configuration cannot be built. */
  private static List<ResultRow> rows() {
    List<ResultRow> rows = new ArrayList<>();
    for (int bits = 4; bits <= 8; bits += 2) {
      for (int banks = 1; banks <= 2; banks++) {
        boolean built = bits < 8 || banks < 2;
        Map<String, Spread> metrics = new LinkedHashMap<>();
        Map<String, Double> numbers = new LinkedHashMap<>();
        for (Metric m : ResultRow.shown(exploration())) {
          metrics.put(m.name(), Spread.of());
        }
        if (built) {
          metrics.put("accuracy", Spread.of(0.1 * bits, 0.1 * bits + 0.02));
          metrics.put("latency", Spread.of(1e-6 * bits * banks, 1.1e-6 * bits * banks));
          numbers.putAll(
              Map.of(
                  "miniBatches", 10.0,
                  "energy.byComponent.adc", 1e-6 * bits,
                  "energy.byComponent.noc", 2e-6,
                  "phases.update.total", 1e-5,
                  "phases.forward.total", 2e-5));
        }
        rows.add(
            new ResultRow(
                new Configuration(
                    List.of(Integer.toString(bits), Integer.toString(banks)),
                    List.of(new Point("id" + bits + banks, List.of("seed=1"), null)),
                    1),
                built ? "done" : "infeasible",
                built ? "" : "too many <banks>",
                metrics,
                numbers,
                false));
      }
    }
    return Pareto.marked(exploration(), rows);
  }

  @Test
  void thePageWorksInARealBrowser() throws Exception {
    Path program = Browser.installed();
    assumeTrue(program != null, "no Chromium on this machine");
    Path page = folder.resolve("explore.html");
    Files.writeString(page, Page.of(exploration(), rows()));
    try (Browser browser = new Browser(program, folder.resolve("profile"), page.toUri())) {
      assertEquals(
          "6 of 6 configurations", browser.value("document.getElementById('count').textContent"));
      for (String plot :
          List.of(
              "scatter",
              "parallel",
              "effect-0",
              "effect-1",
              "breakdown-energy",
              "breakdown-time")) {
        Object marks =
            browser.value(
                "echarts.getInstanceByDom(document.getElementById('"
                    + plot
                    + "')).getOption().series.reduce((n, s) => n + s.data.length, 0)");
        assertTrue(((Number) marks).intValue() >= 4, plot + " draws " + marks + " marks");
      }
      // Front: one bank, growing bits. A filter takes configurations away everywhere, and back.
      String front =
          "echarts.getInstanceByDom(document.getElementById('scatter')).getOption()"
              + ".series.find(s => s.name === 'front').data.length";
      assertEquals(3, ((Number) browser.value(front)).intValue());
      String box = "document.querySelector('#filters fieldset input')";
      browser.value(box + ".focus()");
      Map<String, Object> space =
          Map.of(
              "type",
              "keyDown",
              "key",
              " ",
              "code",
              "Space",
              "text",
              " ",
              "windowsVirtualKeyCode",
              32);
      browser.call("Input.dispatchKeyEvent", space);
      browser.call(
          "Input.dispatchKeyEvent",
          Map.of("type", "keyUp", "key", " ", "code", "Space", "windowsVirtualKeyCode", 32));
      assertEquals(false, browser.value(box + ".checked"), "the keyboard takes the level away");
      assertEquals(
          "4 of 6 configurations", browser.value("document.getElementById('count').textContent"));
      assertEquals(2, ((Number) browser.value(front)).intValue());
      assertEquals(true, browser.value("document.getElementById('row-0').hidden"));
      browser.value(box + ".click()");
      assertEquals(3, ((Number) browser.value(front)).intValue());
      // The comparison follows its lists.
      browser.value(
          "(() => { const b = document.getElementById('b'); b.value = '3'; b.dispatchEvent(new"
              + " Event('change')); })()");
      assertEquals(
          true, browser.value("document.getElementById('pair').textContent.includes('banks12')"));
      browser.value("document.getElementById('theme').click()");
      assertEquals("dark", browser.value("document.documentElement.dataset.theme"));
      Path picture = Path.of("target", "explore-page.png");
      Files.write(picture, browser.picture());
      assertEquals(List.of(), browser.complaints, "errors, warnings or requests");
    }
  }

  @Test
  void markupInTextsStaysText() {
    String page = Page.of(exploration(), rows());
    assertTrue(page.contains("&lt;b&gt;markup&lt;/b&gt; &amp; &quot;quotes&quot;"));
    assertTrue(page.contains("too many &lt;banks&gt;"));
  }

  @Test
  void everyPlotIsThereAsPngAndSvg() {
    List<StaticPlots.Plot> plots = StaticPlots.of(exploration(), rows());
    assertEquals(
        List.of("pareto-accuracy-latency", "effect-adc-bits", "effect-banks", "parallel"),
        plots.stream().map(StaticPlots.Plot::name).toList());
    for (StaticPlots.Plot plot : plots) {
      assertEquals('P', plot.png()[1], plot.name());
      String svg = new String(plot.svg(), StandardCharsets.UTF_8);
      assertTrue(svg.contains("<svg") && svg.contains("<path"), "text is drawn as outlines");
    }
  }

  /** Asked to stop at each of its questions in turn, the last of which comes before renaming. */
  @Test
  void anInterruptWhileResultsAreWrittenLeavesThoseOfBefore() throws Exception {
    PointStore store = new PointStore(folder.resolve("interrupted"));
    assertTrue(ExplorationResults.write(exploration(), store, rows(), () -> false));
    Map<String, String> before = contents(store);
    List<ResultRow> fewer = rows().subList(0, 3);
    int questions = 0;
    boolean written = false;
    while (!written) {
      int patience = questions++;
      AtomicInteger asked = new AtomicInteger();
      written =
          ExplorationResults.write(
              exploration(), store, fewer, () -> asked.getAndIncrement() >= patience);
      assertEquals(written, !before.equals(contents(store)), "stopped at question " + patience);
    }
    assertTrue(questions > 4, "it was stopped " + (questions - 1) + " times");
    assertEquals(4, Files.readAllLines(store.folder().resolve("table.csv")).size());
  }

  private static Map<String, String> contents(PointStore store) throws IOException {
    Map<String, String> out = new TreeMap<>();
    try (Stream<Path> files = Files.walk(store.folder())) {
      for (Path f : files.filter(Files::isRegularFile).toList()) {
        out.put(f.toString(), Files.readString(f, StandardCharsets.ISO_8859_1));
      }
    }
    return out;
  }

  /** Layout by the Parquet format: magic, pages, footer, its length, magic. */
  @Test
  void theParquetFileHasItsFooterWhereItsEndSays() {
    byte[] file = ParquetTable.of(CsvTable.of(exploration(), rows()), Map.of("title", "a"));
    ByteBuffer end = ByteBuffer.wrap(file, file.length - 8, 8).order(ByteOrder.LITTLE_ENDIAN);
    int footer = end.getInt();
    assertEquals("PAR1", new String(file, file.length - 4, 4, StandardCharsets.US_ASCII));
    try {
      var meta =
          org.apache.parquet.format.Util.readFileMetaData(
              new java.io.ByteArrayInputStream(file, file.length - 8 - footer, footer));
      assertEquals(6, meta.getNum_rows());
      assertEquals("netlist:adc.bits", meta.getSchema().get(1).getName());
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }
}
