package dev.spindrift.report;

import dev.spindrift.input.JsonText;
import dev.spindrift.scenario.RunResult;
import dev.spindrift.scenario.RunResult.Metrics;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The report as one HTML file that needs nothing else: style, plots (ECharts) and data are inside.
 *
 * <p>Numbers stand in tables that need no JavaScript; plots are drawn from the data block. A
 * content security policy forbids the page any network access.
 */
final class HtmlReport {
  private static final String ECHARTS =
      "/META-INF/resources/webjars/echarts/5.5.0/echarts.common.min.js";

  private HtmlReport() {}

  /**
   * Renders the report.
   *
   * @param finished when the run ended, shown in the header only
   * @param zone time zone in which that is shown
   * @throws IllegalStateException if a part of the page is missing on the class path
   */
  static String render(RunResult r, Instant finished, ZoneId zone) {
    String[] parts =
        PageParts.resource("/dev/spindrift/report/report.html").split("(?=\\{\\{)|(?<=\\}\\})");
    StringBuilder page = new StringBuilder(1 << 20);
    for (String part : parts) {
      // Split before filling in: what a run's texts contain is never taken for a place-holder.
      page.append(
          switch (part) {
            case "{{title}}" -> Html.escape(r.name());
            case "{{style}}" -> PageParts.resource("/dev/spindrift/report/report.css");
            case "{{header}}" -> header(r, finished, zone);
            case "{{cards}}" -> cards(r);
            case "{{warnings}}" -> warnings(r);
            case "{{sections}}" -> HtmlSections.of(r);
            case "{{data}}" -> PageParts.inScript(JsonText.write(ChartData.of(r), false));
            case "{{echarts}}" -> PageParts.closedTags(PageParts.resource(ECHARTS));
            case "{{script}}" ->
                PageParts.closedTags(PageParts.resource("/dev/spindrift/report/report.js"));
            default -> part;
          });
    }
    return page.toString();
  }

  private static String header(RunResult r, Instant finished, ZoneId zone) {
    String when =
        DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm", Locale.ENGLISH)
            .withZone(zone)
            .format(finished);
    List<String> facts = new ArrayList<>();
    facts.add("seed " + r.seed());
    facts.add(Engineering.count(r.miniBatches()) + " mini-batches");
    facts.add(
        Engineering.count(r.events())
            + " events, "
            + Engineering.format(Totals.eventRate(r), "")
            + " per second");
    RunResult.Wall wall = r.wall();
    facts.add(
        String.format(
            Locale.ROOT,
            "computed in %.1f s (network %.1f, devices %.1f, engine %.1f)",
            wall.total(),
            wall.network(),
            wall.devices(),
            wall.engine()));
    if (!Double.isNaN(r.peakMemory())) {
      facts.add("peak memory " + Html.si(r.peakMemory(), "B"));
    }
    facts.add(when);
    StringBuilder out = new StringBuilder();
    out.append("<h1>").append(Html.escape(r.name())).append("</h1>\n<p class=\"lead\">");
    out.append(Html.escape(r.title())).append("</p>\n<ul class=\"facts\">");
    for (String fact : facts) {
      out.append("<li>").append(Html.escape(fact)).append("</li>");
    }
    return out.append("</ul>\n").toString();
  }

  private static String cards(RunResult r) {
    Metrics mean = Totals.posteriorMean(r);
    Metrics reference = Totals.floatSgld(r);
    double energy = Totals.energy(r);
    RunResult.Distribution update = r.energyPerDeviceUpdate();
    return card(
            "Posterior mean",
            Engineering.percent(mean.accuracy()),
            Totals.held(r) == 0
                ? "no sample held"
                : difference(mean.accuracy() - reference.accuracy()),
            "test accuracy")
        + card(
            "Current model",
            Engineering.percent(r.current().accuracy()),
            "last state of the chain",
            "test accuracy")
        + card(
            "Float SGLD",
            Engineering.percent(reference.accuracy()),
            r.floatSgld() == null ? "reference not run" : "same network and steps",
            "test accuracy")
        + card(
            "Energy per device update",
            Html.si(update.mean(), "J"),
            "p50 " + Html.si(update.p50(), "J") + " \u00b7 p99 " + Html.si(update.p99(), "J"),
            "mean of " + Engineering.count(update.count()))
        + card(
            "Energy per mini-batch",
            Html.si(Totals.per(energy, r.miniBatches()), "J"),
            Html.si(energy, "J") + " in all",
            "whole chip")
        + card(
            "Simulated time",
            Html.si(r.simulatedTime(), "s"),
            Html.si(Totals.per(r.simulatedTime(), r.miniBatches()), "s") + " per mini-batch",
            "on the chip")
        + card(
            "Posterior samples",
            Integer.toString(Totals.held(r)),
            Totals.samples(r)
                + " \u00b7 NLL "
                + Engineering.fixed(mean.nll(), 4)
                + " \u00b7 ECE "
                + Engineering.percent(mean.ece()),
            "held at the end")
        + card(
            "Update precision",
            Double.isNaN(r.pulses().updatePrecisionBits())
                ? "-"
                : Engineering.fixed(r.pulses().updatePrecisionBits(), 2) + " bit",
            Engineering.percent(Totals.share(r.pulses().lowerLimit(), r.pulses().updates()))
                + " at the lower limit",
            "device and driver");
  }

  private static String difference(double d) {
    return Double.isNaN(d)
        ? "no float reference"
        : String.format(Locale.ROOT, "%+.2f points against float", 100 * d);
  }

  private static String card(String label, String value, String note, String what) {
    return "<div class=\"card\"><dt>"
        + Html.escape(label)
        + "<small>"
        + Html.escape(what)
        + "</small></dt><dd>"
        + Html.escape(value)
        + "<small>"
        + Html.escape(note)
        + "</small></dd></div>\n";
  }

  private static String warnings(RunResult r) {
    if (r.warnings().isEmpty()) {
      return "";
    }
    StringBuilder out = new StringBuilder("<aside class=\"warnings\"><h2>Please note</h2><ul>");
    for (String warning : r.warnings()) {
      out.append("<li>").append(Html.escape(warning)).append("</li>");
    }
    return out.append("</ul></aside>\n").toString();
  }
}
