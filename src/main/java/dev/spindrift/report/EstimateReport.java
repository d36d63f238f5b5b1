package dev.spindrift.report;

import dev.spindrift.scenario.EstimateResult;
import dev.spindrift.scenario.EstimateResult.Interval;
import dev.spindrift.scenario.EstimateResult.Quantity;
import dev.spindrift.scenario.EstimateResult.Source;
import dev.spindrift.scenario.EstimateResult.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What a long run will take: as text for a terminal, as a page, as tables. */
public final class EstimateReport {
  private static final int WIDTH = 100;

  /** Beyond this share of a value its interval is worth a hint. */
  private static final double WIDE = 0.02;

  private final EstimateResult result;

  /** Makes a report of an estimate. */
  public EstimateReport(EstimateResult result) {
    this.result = result;
  }

  /** Returns the report for a terminal. */
  public String text() {
    StringBuilder s = new StringBuilder();
    s.append(String.format("%-34s%-13s95 %% interval%n", "", "estimate"));
    for (Quantity q : result.quantities()) {
      s.append(
          String.format(
              "%-34s%-13s%s%n", q.name(), value(q.value(), q.unit(), q.value()), interval(q)));
    }
    s.append('\n');
    s.append(
        String.format(
            "%-18s%-8s%-31s%-31s%s%n",
            "mini-batches", "timed", "time each", "energy each", "pulse energy per update"));
    for (Stage p : result.stages()) {
      s.append(
          String.format(
              "%-18s%-8s%-31s%-31s%s%n",
              p.from() + ".." + p.to(),
              p.extrapolated() ? "beyond" : Integer.toString(p.timed()),
              range(p.seconds(), "s"),
              range(p.joules(), "J"),
              range(p.joulesPerUpdate(), "J")));
    }
    s.append('\n');
    facts().forEach(f -> wrapped(s, f));
    for (String key : List.of("time", "energy")) {
      Quantity q = result.quantity(key);
      q.sources()
          .forEach(c -> wrapped(s, "In the interval of the " + q.name() + ": " + contents(c, q)));
    }
    return s.toString();
  }

  /** Returns what the intervals contain, what they do not, and how to get tighter ones. */
  List<String> facts() {
    List<String> facts = new ArrayList<>();
    long n = result.miniBatches();
    long walked = result.walked();
    facts.add(
        walked == n
            ? String.format(
                "All %d mini-batches of the run were learnt by the chip's own chain; %s with all"
                    + " events.",
                n, result.timed() == n ? "each" : result.timed() + " of them, drawn at random,")
            : String.format(
                Locale.ROOT,
                "EXTRAPOLATED: weights are known up to mini-batch %d of %d (%.2g %% of the training)."
                    + " Later ones are taken to be like those at its end; the intervals reach from"
                    + " gradients of size zero to gradients %.3g times the last ones, the largest of"
                    + " any stage that was walked. Gradients that grow beyond that later are not in"
                    + " them.",
                walked,
                n,
                100.0 * walked / n,
                result.largestGradient()));
    facts.add(
        "The estimate is of the run with seed "
            + result.seed()
            + "; what other seeds take is not in the intervals. Energy of pulses is counted, not"
            + " estimated, as far as weights are known.");
    facts.addAll(hints());
    return facts;
  }

  private List<String> hints() {
    List<String> hints = new ArrayList<>();
    Quantity q = result.quantity("time");
    double drawn = q.sources().get(0).above() / q.value();
    if (result.walked() < result.miniBatches()) {
      hints.add(
          "Tighter: more --minutes or a longer --walk, since weights that were walked need no bounds"
              + (q.high() - q.low() > WIDE * q.value()
                  ? "."
                  : "; but the time is known to 2 % as it is."));
    }
    if (drawn > 0) {
      hints.add(
          "Tighter: --probes with a larger number; four times as many halve the error from drawing.");
    }
    return hints;
  }

  private static void wrapped(StringBuilder s, String text) {
    int column = 0;
    for (String word : text.split(" ")) {
      if (column == 0 || column + 1 + word.length() > WIDTH) {
        s.append(column == 0 ? "* " : "\n  ");
        column = 2;
      } else {
        s.append(' ');
        column++;
      }
      s.append(word);
      column += word.length();
    }
    s.append('\n');
  }

  private static String interval(Quantity q) {
    return String.format(
        "%s .. %s  (%s)",
        value(q.low(), q.unit(), q.value()),
        value(q.high(), q.unit(), q.value()),
        ends(q.value() - q.low(), q.high() - q.value(), q.value()));
  }

  private static String range(Interval i, String unit) {
    String value = value(i.value(), unit, i.value());
    return i.low() == i.high()
        ? value
        : value + " (" + ends(i.value() - i.low(), i.high() - i.value(), i.value()) + ")";
  }

  /** Two deviations in per cent of a value, as one if they look the same. */
  private static String ends(double below, double above, double value) {
    String low = percent(below / value);
    String high = percent(above / value);
    return low.equals(high) ? "+- " + low : "-" + low + ", +" + high;
  }

  private static String percent(double share) {
    double p = 100 * share;
    if (!(p >= 1e-4)) { // not a number: of nothing
      return p >= 1e-7 ? "0.0001 %" : "0 %";
    }
    int decimals = (int) Math.max(0, Math.min(4, 1 - Math.floor(Math.log10(p))));
    return String.format(Locale.ROOT, "%." + decimals + "f %%", p);
  }

  /** Durations of a minute and more as people say them; all else with five digits. */
  private static String value(double v, String unit, double scale) {
    if (unit.equals("s") && Math.abs(scale) >= 60) {
      double d = scale >= 172_800 ? 86_400 : scale >= 5400 ? 3600 : 60;
      return String.format(
          Locale.ROOT, "%.3g %s", v / d, d == 60 ? "min" : d == 3600 ? "h" : "days");
    }
    return Engineering.format(v, unit, 5);
  }

  /** Returns the report as a page that needs nothing else. */
  public String html() {
    StringBuilder s = new StringBuilder();
    s.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n")
        .append("<meta name=\"viewport\" content=\"width=device-width\">\n<title>")
        .append(Html.escape(result.scenario()))
        .append(": estimate</title>\n<style>\n:root{color-scheme:light dark}\n")
        .append("body{font:15px/1.5 system-ui,sans-serif;max-width:70em;margin:2em auto;")
        .append("padding:0 1em}table{border-collapse:collapse;font-size:14px}")
        .append("th,td{padding:.25em .7em;border-bottom:1px solid #8886;text-align:left;")
        .append("vertical-align:top;font-weight:400}thead th{font-weight:600}")
        .append(".n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}")
        .append("caption{text-align:left;font-weight:600;padding:.6em 0}")
        .append(".scroll{overflow-x:auto;margin:1em 0}</style></head><body>\n<h1>")
        .append(Html.escape(result.scenario()))
        .append(": what ")
        .append(result.miniBatches())
        .append(" mini-batches take</h1>\n<ul>");
    facts().forEach(f -> s.append("<li>").append(Html.escape(f)).append("</li>\n"));
    s.append("</ul>\n");
    s.append(
        Html.table(
            "Estimates with 95 % intervals",
            List.of("quantity", "#estimate", "#from", "#to", "what the interval contains"),
            result.quantities().stream()
                .map(
                    q ->
                        List.of(
                            q.name(),
                            shown(q.value(), q),
                            shown(q.low(), q),
                            shown(q.high(), q),
                            contents(q)))
                .toList()));
    s.append(
        Html.table(
            "Stages of the training: means and 95 % intervals",
            List.of(
                "mini-batches",
                "#timed",
                "#time per mini-batch",
                "#energy per mini-batch",
                "#pulse energy per update"),
            result.stages().stream()
                .map(
                    p ->
                        List.of(
                            p.from() + " to " + p.to(),
                            p.extrapolated() ? "beyond the walk" : "" + p.timed(),
                            range(p.seconds(), "s").replace(" u", " \u00b5"),
                            range(p.joules(), "J").replace(" u", " \u00b5"),
                            range(p.joulesPerUpdate(), "J").replace(" u", " \u00b5")))
                .toList()));
    return s.append("</body></html>\n").toString();
  }

  private static String shown(double v, Quantity q) {
    return value(v, q.unit(), q.value()).replace(" u", " \u00b5");
  }

  private static String contents(Source c, Quantity q) {
    return c.below() == 0 && c.above() == 0
        ? c.what()
        : c.what() + " (" + ends(c.below(), c.above(), q.value()) + ")";
  }

  private static String contents(Quantity q) {
    List<String> parts = new ArrayList<>();
    for (Source c : q.sources()) {
      parts.add(contents(c, q));
    }
    return String.join("; ", parts);
  }

  /** Returns the tables: file name to text. */
  public Map<String, String> csv() {
    Map<String, String> texts = new TreeMap<>();
    List<List<Object>> rows = new ArrayList<>();
    List<List<Object>> sources = new ArrayList<>();
    for (Quantity q : result.quantities()) {
      rows.add(List.of(q.key(), q.name(), q.unit(), q.value(), q.low(), q.high()));
      for (Source c : q.sources()) {
        sources.add(List.of(q.key(), c.what(), q.unit(), c.below(), c.above()));
      }
    }
    texts.put("estimate.csv", CsvText.table("key,quantity,unit,value,low_95,high_95", rows));
    texts.put("sources.csv", CsvText.table("key,source,unit,below,above", sources));
    rows = new ArrayList<>();
    for (Stage p : result.stages()) {
      List<Object> row = new ArrayList<>(List.of(p.from(), p.to(), p.extrapolated(), p.timed()));
      for (Interval i : List.of(p.seconds(), p.joules(), p.joulesPerUpdate())) {
        row.addAll(List.of(i.value(), i.low(), i.high()));
      }
      rows.add(row);
    }
    texts.put(
        "stages.csv",
        CsvText.table(
            "from,to,extrapolated,timed,time_s,time_low_s,time_high_s,energy_J,energy_low_J,"
                + "energy_high_J,update_energy_J,update_energy_low_J,update_energy_high_J",
            rows));
    rows = new ArrayList<>();
    for (EstimateResult.Measured m : result.measured()) {
      rows.add(List.of(m.miniBatch(), m.seconds(), m.joules(), m.joulesPerUpdate()));
    }
    texts.put("measured.csv", CsvText.table("mini_batch,time_s,energy_J,update_energy_J", rows));
    return texts;
  }
}
