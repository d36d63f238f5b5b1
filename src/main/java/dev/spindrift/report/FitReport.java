package dev.spindrift.report;

import dev.spindrift.measurement.DeviceFit;
import dev.spindrift.measurement.Findings;
import dev.spindrift.measurement.Findings.Bin;
import dev.spindrift.measurement.Findings.Condition;
import dev.spindrift.measurement.Findings.Position;
import dev.spindrift.measurement.Findings.Symmetry;
import dev.spindrift.measurement.Verdict;
import dev.spindrift.physics.LawFit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * How well a measured device obeys the behavioural law: as text for a terminal, as a page, as
 * tables.
 */
public final class FitReport {
  private final String name;
  private final List<String> source;
  private final Findings findings;
  private final DeviceFit fit;

  /**
   * Makes a report.
   *
   * @param name the device's name
   * @param source what was measured, one fact per line
   * @param findings what the data say
   * @param fit what was fitted
   */
  public FitReport(String name, List<String> source, Findings findings, DeviceFit fit) {
    this.name = name;
    this.source = List.copyOf(source);
    this.findings = findings;
    this.fit = fit;
  }

  private List<Verdict> verdicts() {
    return List.of(findings.gaussian(), findings.symmetric(), findings.independent());
  }

  /** Returns the report for a terminal, lines of at most 100 characters. */
  public String text() {
    StringBuilder s = new StringBuilder();
    s.append(name).append('\n');
    source.forEach(line -> s.append("  ").append(line).append('\n'));
    s.append('\n');
    s.append(f("%-22s %-13s %-46s %9s %8s%n", "does it hold?", "", "test", "value", "p"));
    for (Verdict v : verdicts()) {
      s.append(
          f(
              "%-22s %-13s %-46s %9s %8s%n",
              v.question(),
              v.outcome().words(),
              v.test(),
              number(v.statistic(), "%.3g"),
              number(v.p(), "%.2g")));
      wrapped(s, v.effect());
      wrapped(s, v.meaning());
    }
    s.append('\n');
    facts().forEach(fact -> wrapped(s, fact));
    return s.toString();
  }

  /** Everything about devices, law and data that is one sentence. */
  private List<String> facts() {
    List<String> facts = new ArrayList<>();
    if (findings.devices() > 1) {
      facts.add(
          findings.mobilitySpread() > 0
              ? f(
                  "%d devices differ in mobility by %.1f %% (p %.2g): taken out before the tests,"
                      + " written as variation",
                  findings.devices(), 100 * findings.mobilitySpread(), findings.mobilityP())
              : f(
                  "%d devices, alike as far as one can tell (p %.2g)",
                  findings.devices(), findings.mobilityP()));
    }
    LawFit line = fit.line();
    if (line != null) {
      facts.add(
          f(
              "mean %.4g +- %.2g m/s x T %+.3g +- %.2g nm, chi^2 %.1f/%d (p %.2g); variance %.4g +-"
                  + " %.2g nm^2/ns x T %+.3g +- %.2g nm^2, chi^2 %.1f/%d (p %.2g)",
              line.mean().slope(),
              line.mean().seSlope(),
              line.mean().intercept() * 1e9,
              line.mean().seIntercept() * 1e9,
              line.mean().chiSquared(),
              line.mean().degrees(),
              line.mean().p(),
              line.variance().slope() * 1e9,
              line.variance().seSlope() * 1e9,
              line.variance().intercept() * 1e18,
              line.variance().seIntercept() * 1e18,
              line.variance().chiSquared(),
              line.variance().degrees(),
              line.variance().p()));
    }
    if (fit.refusal() == null) {
      facts.add(
          "law "
              + lawName()
              + ", pulses of "
              + Engineering.format(fit.shortest(), "s")
              + " to "
              + Engineering.format(fit.longest(), "s"));
    } else {
      facts.add("no device file: " + fit.refusal());
    }
    fit.warnings().forEach(w -> facts.add((w.startsWith("assumed") ? "" : "warning: ") + w));
    facts.addAll(findings.remarks());
    return facts;
  }

  private String lawName() {
    if (fit.grid() != null) {
      return "table2d: means and variances over width, position and polarity";
    }
    return fit.points() != null ? "table over the width" : "linear";
  }

  private static void wrapped(StringBuilder s, String text) {
    int column = 0;
    for (String word : text.split(" ")) {
      if (column == 0 || column + 1 + word.length() > 100) {
        s.append(column == 0 ? "    " : "\n      ");
        column = column == 0 ? 4 : 6;
      } else {
        s.append(' ');
        column++;
      }
      s.append(word);
      column += word.length();
    }
    s.append('\n');
  }

  /**
   * Returns the report as a page that needs nothing but the plots beside it.
   *
   * @param plots file name to what it shows
   */
  public String html(Map<String, String> plots) {
    StringBuilder s = new StringBuilder();
    s.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n<title>")
        .append(Html.escape(name))
        .append(": fit report</title>\n<style>\n")
        .append("body{font:15px/1.5 system-ui,sans-serif;max-width:62em;margin:2em auto;")
        .append("padding:0 1em;color:#222}table{border-collapse:collapse;font-size:14px}")
        .append("th,td{padding:.25em .7em;border-bottom:1px solid #ddd;text-align:left;")
        .append("vertical-align:top}.n{text-align:right;font-variant-numeric:tabular-nums}")
        .append("caption{text-align:left;font-weight:600;padding:.6em 0}img{max-width:100%}")
        .append(".scroll{overflow-x:auto}figure{margin:1.5em 0}</style></head><body>\n<h1>")
        .append(Html.escape(name))
        .append("</h1>\n<ul>");
    source.forEach(line -> s.append("<li>").append(Html.escape(line)).append("</li>"));
    s.append("</ul>\n");
    s.append(
        Html.table(
            "Does the behavioural law hold? Family-wise false-alarm rate of each question: 1 %",
            List.of("question", "answer", "test", "#value", "#p", "size", "for learning"),
            verdicts().stream()
                .map(
                    v ->
                        List.of(
                            v.question(),
                            v.outcome().words(),
                            v.test(),
                            number(v.statistic(), "%.3g"),
                            number(v.p(), "%.2g"),
                            v.effect(),
                            v.meaning()))
                .toList()));
    s.append("<h2>Law</h2>\n<ul>");
    facts().forEach(fact -> s.append("<li>").append(Html.escape(fact)).append("</li>"));
    s.append("</ul>\n");
    plots.forEach(
        (file, shows) ->
            s.append("<figure><img src=\"")
                .append(Html.escape(file))
                .append("\" alt=\"")
                .append(Html.escape(shows))
                .append("\"><figcaption>")
                .append(Html.escape(shows))
                .append("</figcaption></figure>\n"));
    s.append(
        Html.table(
            "Displacements along the pulse's direction, in shares of the track",
            List.of("#T", "polarity", "#pulses", "#mean", "#sd", "#skewness", "#excess", "#A^2"),
            findings.conditions().stream()
                .map(
                    c ->
                        List.of(
                            Engineering.format(c.width(), "s"),
                            c.polarity() > 0 ? "+" : "-",
                            c.statistics().trials() == 0 ? "?" : "" + c.statistics().trials(),
                            number(c.statistics().mean(), "%.4g"),
                            number(c.statistics().sd(), "%.4g"),
                            number(c.statistics().skewness(), "%+.2f"),
                            number(c.statistics().excess(), "%+.2f"),
                            number(c.andersonDarling(), "%.2f")))
                .toList()));
    return s.append("</body></html>\n").toString();
  }

  /** Returns the tables: file name to text. Displacements are shares of the track. */
  public Map<String, String> csv() {
    Map<String, String> texts = new TreeMap<>();
    List<List<Object>> rows = new ArrayList<>();
    for (Condition c : findings.conditions()) {
      rows.add(
          List.of(
              c.width(),
              c.polarity(),
              c.statistics().trials(),
              c.nearEnds(),
              c.statistics().mean(),
              c.statistics().seMean(),
              c.statistics().sd(),
              c.statistics().seSd(),
              c.statistics().skewness(),
              c.statistics().excess(),
              c.statistics().ks(),
              c.andersonDarling(),
              c.andersonDarlingP()));
    }
    texts.put(
        "fit.csv",
        CsvText.table(
            "width_s,polarity,pulses,near_ends,mean,se_mean,sd,se_sd,skewness,excess_kurtosis,ks_d,"
                + "anderson_darling,anderson_darling_p",
            rows));
    rows = new ArrayList<>();
    for (Symmetry r : findings.symmetry()) {
      rows.add(
          List.of(
              r.width(),
              r.drift(),
              r.seDrift(),
              r.statistic(),
              r.p(),
              r.spreadRatio(),
              r.spreadP(),
              r.pairNoise()));
    }
    texts.put(
        "symmetry.csv",
        CsvText.table(
            "width_s,pair_drift,se_pair_drift,welch_t,welch_p,sd_ratio,brown_forsythe_p,pair_noise",
            rows));
    rows = new ArrayList<>();
    for (Position r : findings.positions()) {
      for (Bin b : r.bins()) {
        rows.add(
            List.of(
                r.width(),
                r.polarity(),
                b.position(),
                b.trials(),
                b.mean(),
                b.seMean(),
                b.sd(),
                r.slope(),
                r.slopeP(),
                r.fP(),
                r.spreadP()));
      }
    }
    texts.put(
        "position.csv",
        CsvText.table(
            "width_s,polarity,start,pulses,mean,se_mean,sd,slope,slope_p,anova_p,brown_forsythe_p",
            rows));
    return texts;
  }

  private static String number(double value, String format) {
    return Double.isNaN(value) ? "-" : f(format, value);
  }

  private static String f(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
