package dev.spindrift.report;

import dev.spindrift.scenario.RunResult;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Power over simulated time: the report's section and what its plot shows. */
final class PowerSection {
  private PowerSection() {}

  static String html(RunResult r) {
    double integral = Totals.powerIntegral(r);
    if (integral == 0) {
      return Html.nothing("No action took energy, so there is no power over time.");
    }
    double energy = Totals.energy(r);
    int merged = merged(r);
    String width = Html.si(r.power().binWidth(), "s");
    return HtmlSections.about(
            "Mean power of the whole chip in bins of "
                + Html.escape(width)
                + ": "
                + Html.escape(Html.si(Totals.meanPower(r), "W"))
                + " over the whole run, "
                + Html.escape(Html.si(Totals.peakBin(r), "W"))
                + " in the highest bin. Within a bin power may be higher. The integral of the power is "
                + Html.escape(Html.si(integral, "J"))
                + ", which is the energy of the ledger up to rounding: they differ by "
                + difference(integral, energy)
                + "."
                + (merged == 1
                    ? ""
                    : " The plot shows the means of "
                        + merged
                        + " bins (all of them: power.csv)."
                        + " A slow wave in it may be no more than the beat of bins and mini-batches."))
        + Html.chart("power-time", "Power over simulated time");
  }

  private static String difference(double integral, double energy) {
    double relative = Math.abs(Totals.share(integral - energy, energy));
    return relative == 0 ? "nothing" : String.format(Locale.ROOT, "%.1e of it", relative);
  }

  /** Returns the plot's data: means of as many bins as keep it short. */
  static Map<String, Object> chart(RunResult r) {
    double[] all = r.power().power();
    int merged = merged(r);
    double[] shown = new double[(all.length + merged - 1) / merged];
    for (int i = 0; i < shown.length; i++) {
      int end = Math.min(all.length, (i + 1) * merged);
      for (int k = i * merged; k < end; k++) {
        shown[i] += all[k] / (end - i * merged);
      }
    }
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("width", merged * r.power().binWidth());
    map.put("end", r.simulatedTime());
    map.put("mean", Totals.meanPower(r));
    map.put("power", shown);
    return map;
  }

  /** Bins that one point of the plot stands for [1]. */
  private static int merged(RunResult r) {
    return Math.max(1, (r.power().power().length + ChartData.POINTS - 1) / ChartData.POINTS);
  }
}
