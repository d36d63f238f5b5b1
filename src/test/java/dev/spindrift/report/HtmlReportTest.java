package dev.spindrift.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spindrift.scenario.RunResult;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class HtmlReportTest {
  private static final Pattern DATA =
      Pattern.compile(
          "<script type=\"application/json\" id=\"data\">(.*?)</script>", Pattern.DOTALL);

  private static String page(RunResult r) throws IOException {
    return HtmlReport.render(r, Instant.parse("2026-05-04T12:30:15Z"), ZoneOffset.UTC);
  }

  private static JsonNode data(String page) throws IOException {
    Matcher matcher = DATA.matcher(page);
    assertTrue(matcher.find(), "data block");
    return new ObjectMapper().readTree(matcher.group(1));
  }

  private static List<String> all(Pattern pattern, String page) {
    List<String> found = new ArrayList<>();
    Matcher matcher = pattern.matcher(page);
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }

  @Test
  void everySectionAndHeadlineFigureIsThereAndReachableByTheNavigation() throws IOException {
    String page = page(SampleRun.digits());
    List<String> links = all(Pattern.compile("<a href=\"#([a-z]+)\""), page);
    List<String> sections = all(Pattern.compile("<section id=\"([a-z]+)\""), page);
    assertEquals(15, sections.size());
    assertEquals(sections, links);
    for (String figure :
        List.of("96.52 %", "95.16 %", "96.88 %", "1.84 pJ", "25.6 \u00b5J", "516 ms", "7.31 bit")) {
      assertTrue(page.contains("<dd>" + figure + "<small>"), figure);
    }
    assertTrue(page.contains("4.21 %"), "limit shares");
    assertFalse(page.contains("{{"), "no place-holder is left");
  }

  @Test
  void nothingIsLoadedFromElsewhere() throws IOException {
    String page = page(SampleRun.digits());
    assertEquals(
        List.of(),
        all(
            Pattern.compile("((?:src|href|action|data)\\s*=\\s*[\"']?(?:https?:)?//[^\"' >]*)"),
            page));
    assertFalse(page.contains("@import"));
    assertFalse(page.contains("url(http"));
    assertTrue(page.contains("default-src 'none'"), "and the page's policy forbids it");
  }

  @Test
  void theDataBlockIsValidJsonAndHoldsWhatThePlotsShow() throws IOException {
    RunResult r = SampleRun.digits();
    JsonNode data = data(page(r));
    assertEquals(r.history().size(), data.at("/history/time").size());
    assertEquals(r.history().get(7).energy(), data.at("/history/energy/7").doubleValue());
    assertTrue(data.at("/history/accuracy/1").isNull(), "not evaluated");
    assertEquals(12, data.at("/components/bars").size());
    assertEquals(5, data.at("/layers/bars").size());
    assertEquals("(no layer)", data.at("/layers/bars/4").textValue());
    double joules = 0;
    for (JsonNode stack : data.at("/components/stacks")) {
      for (JsonNode part : stack) {
        joules += part.doubleValue();
      }
    }
    // 48 positive terms added in another order: at most 48 roundings of 1.1e-16 each.
    assertEquals(Totals.energy(r), joules, 48 * 1.2e-16 * joules);
    assertEquals(1e-9, data.at("/pulses/shortest").doubleValue(), 1e-24);
    assertEquals(10, data.at("/calibration/count").size());
    assertEquals(8, data.at("/posterior/samples").size());
    assertEquals(240, data.at("/rails/1/mean").size());
  }

  @Test
  void theThinnedPowerKeepsItsIntegralAndThePageSaysHowItMeetsTheLedger() throws IOException {
    RunResult r = SampleRun.digits();
    String page = page(r);
    JsonNode power = data(page).at("/power");
    assertEquals(3600, r.power().power().length);
    assertEquals(1800, power.at("/power").size(), "two bins a point: at most 2,000 points");
    double joules = 0;
    for (JsonNode watts : power.at("/power")) {
      joules += watts.doubleValue() * power.at("/width").doubleValue();
    }
    // 1,800 positive terms: at most 1,800 roundings of 1.1e-16, and a few more for each mean.
    assertEquals(Totals.energy(r), joules, 1e-12 * joules);
    assertTrue(page.contains("The plot shows the means of 2 bins"), "thinning is told");
    assertTrue(
        Pattern.compile("they differ by (nothing|\\d\\.\\de-1[3-7] of it)\\.").matcher(page).find(),
        "rounding only");
    double[] half = r.power().power().clone();
    java.util.Arrays.fill(half, half.length / 2, half.length, 0);
    RunResult lost = SampleRun.with(r, new RunResult.PowerTrace(r.power().binWidth(), half));
    assertTrue(page(lost).contains("they differ by 5."), "half of the energy is missing");
  }

  @Test
  void theSampleCountTellsWhatIsLeftInTheBanks() throws IOException {
    String page = page(SampleRun.digits());
    assertTrue(page.contains("<dd>8<small>11 stored, 8 held in 9 banks"), "the card");
    assertTrue(page.contains("test images: 11 stored, 8 held in 9 banks."), "the section");
  }

  @Test
  void hostileTextsStayTexts() throws IOException {
    String name = "</script><script>alert(1)</script><!-- \" onload='x' {{data}} &";
    String page = page(SampleRun.named(name));
    assertFalse(page.contains("<script>alert"), "not as markup");
    assertTrue(page.contains("&lt;script&gt;alert(1)"), "but as text");
    assertTrue(page.contains("{{data}}"), "a place-holder in a name is only text");
    assertTrue(page.contains("&lt;b&gt;not markup&lt;/b&gt; &amp; so on"), "inputs too");
    assertEquals(3, all(Pattern.compile("(<script[ >])"), withoutScripts(page)).size());
    assertEquals(12, data(page).at("/components/bars").size(), "the data block is whole");
  }

  /** Empties script elements as a browser would: each ends at its first end tag. */
  private static String withoutScripts(String page) {
    return page.replaceAll("(?s)(<script[^>]*>).*?</script>", "$1");
  }

  @Test
  void hostileRailNamesCannotEndTheDataBlock() throws IOException {
    RunResult r = SampleRun.digits();
    RunResult.RailUse rail =
        new RunResult.RailUse(
            "</script><!--",
            Double.NaN,
            1,
            0,
            new double[] {0},
            new double[] {1},
            new double[] {1});
    RunResult hostile =
        new RunResult(
            r.name(),
            r.title(),
            r.seed(),
            r.versions(),
            r.inputs(),
            r.assumptions(),
            r.network(),
            r.history(),
            r.current(),
            r.ensembles(),
            r.floatSgld(),
            r.calibration(),
            r.energy(),
            r.energyPerDeviceUpdate(),
            r.power(),
            r.pulses(),
            r.phases(),
            List.of(rail),
            r.resources(),
            r.samplesStored(),
            r.banks(),
            r.miniBatches(),
            r.events(),
            r.simulatedTime(),
            r.wall(),
            r.peakMemory(),
            r.warnings());
    JsonNode shown = data(page(hostile)).at("/rails/0");
    assertEquals("</script><!--", shown.at("/name").textValue());
    assertTrue(shown.at("/limit").isNull());
  }

  @Test
  void anEmptyRunSaysWhatIsMissingInsteadOfDrawingIt() throws IOException {
    String page = page(SampleRun.empty());
    assertTrue(page.contains("No posterior sample was stored in this run"));
    assertFalse(page.contains("class=\"chart\""), "no plot without data");
    assertFalse(withoutScripts(page).contains("NaN"));
    assertEquals(15, all(Pattern.compile("<section id=\"([a-z]+)\""), page).size());
  }

  @Test
  void pulseBinsKeepEveryPulseAndShareTheirSum() {
    long[] histogram = SampleRun.digits().pulses().longHistogram();
    long all = java.util.Arrays.stream(histogram).sum();
    long binned = 0;
    double shares = 0;
    double end = Double.NaN;
    for (Object bin : ChartData.bins(histogram, 1)) {
      List<?> fields = (List<?>) bin;
      double from = (Double) fields.get(0);
      double to = (Double) fields.get(1);
      assertTrue(Double.isNaN(end) || from == end, "bins touch");
      end = to;
      binned += (Long) fields.get(2);
      shares += (Double) fields.get(3) * (to - from);
    }
    assertEquals(all, binned);
    // About 60 bins, each rounded a few times at 1.1e-16.
    assertEquals(1, shares, 1e-13);
    assertEquals(List.of(), ChartData.bins(new long[] {7, 0, 0}, 1), "width zero is not drawn");
  }

  @Test
  void tablesNeedNoJavaScript() throws IOException {
    String page = withoutScripts(page(SampleRun.digits()));
    assertEquals(10, all(Pattern.compile("(<table>)"), page).size());
    assertTrue(page.contains("<th scope=\"row\">gradient-macs</th>"));
    assertTrue(page.contains("technology table 65 nm, row 6"));
  }
}
