package dev.spindrift.report;

import dev.spindrift.scenario.RunResult;
import dev.spindrift.scenario.RunResult.LayerReads;
import dev.spindrift.scenario.RunResult.TileWear;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.csv.CSVPrinter;

/** Saturated converters and worn devices, in all forms of a run's results. */
final class HardwareSection {
  private static final int WORN_TILES = 20;
  private static final int CELL = 18;

  private HardwareSection() {}

  static boolean hasReads(RunResult r) {
    return r.hardware() != null && !r.hardware().reads().isEmpty();
  }

  static boolean hasWear(RunResult r) {
    return r.hardware() != null && !r.hardware().wear().isEmpty();
  }

  private static double share(LayerReads l) {
    return Totals.share(l.clipped(), l.conversions());
  }

  static String reads(RunResult r) {
    List<List<String>> rows = new ArrayList<>();
    for (LayerReads l : r.hardware().reads()) {
      rows.add(
          List.of(
              l.layer(),
              Engineering.count(l.conversions()),
              Engineering.count(l.clipped()),
              Double.toString(share(l)),
              Engineering.percent(l.warnsAbove()),
              Double.toString(l.wires().lost()),
              Double.toString(l.wires().error())));
    }
    return HtmlSections.about(
            "Conversions of analogue reads, forward and transposed, tests included; those beyond full"
                + " scale are cut to it. Wires: share of the ideal current lost in the layer's largest"
                + " tile as the run left it, and the error (rms) of the run's line currents against"
                + " nodal analysis. The same numbers: reads.csv.")
        + Html.table(
            "Conversions by layer",
            List.of(
                "Layer",
                "#Conversions",
                "#Beyond full scale",
                "%Share",
                "#Warns above",
                "%Lost in wires",
                "%Error of wires"),
            rows);
  }

  static String wear(RunResult r) {
    List<TileWear> all = r.hardware().wear();
    List<List<String>> rows = new ArrayList<>();
    all.stream()
        .sorted((a, b) -> Long.compare(b.mostPulses(), a.mostPulses()))
        .limit(WORN_TILES)
        .forEachOrdered(
            t ->
                rows.add(
                    List.of(
                        "bank " + t.bank() + ", tile " + t.tile(),
                        t.layer(),
                        Engineering.count(t.pulses()),
                        Engineering.fixed(Totals.per((double) t.pulses(), t.devices()), 1),
                        Engineering.count(t.mostPulses()),
                        t.mostRow() + ", " + t.mostColumn(),
                        Html.si(Totals.per(t.metres(), t.devices()), "m"),
                        Html.si(t.mostMetres(), "m"),
                        Engineering.count(t.worn()))));
    return HtmlSections.about(
            "Pulses and way of every device, hand-overs included. The way is what pulses drive a"
                + " nominal wall to and fro; thermal motion is not counted. All tiles: wear.csv.")
        + map(all)
        + Html.table(
            "The most worn tiles",
            List.of(
                "Tile",
                "Layer",
                "#Pulses",
                "#Pulses per device",
                "#Most pulses of a device",
                "#Its row, column",
                "#Way per device",
                "#Longest way",
                "#Worn out"),
            rows);
  }

  /** One square per tile and bank, coloured by its mean pulses per device. */
  private static String map(List<TileWear> all) {
    int banks = all.stream().mapToInt(TileWear::bank).max().orElse(0) + 1;
    int tiles = all.stream().mapToInt(TileWear::tile).max().orElse(0) + 1;
    double most = all.stream().mapToDouble(HardwareSection::perDevice).max().orElse(1);
    int perRow = Math.min(tiles, 48);
    int lines = (tiles + perRow - 1) / perRow;
    int height = banks * (lines * CELL + 26) + 30;
    StringBuilder svg = new StringBuilder();
    svg.append(
        String.format(
            "<svg role=\"img\" aria-label=\"Wear map\" viewBox=\"0 0 %d %d\" width=\"%d\">",
            Math.max(520, perRow * CELL + 10), height, Math.max(520, perRow * CELL + 10)));
    for (int b = 0; b < banks; b++) {
      text(svg, 0, b * (lines * CELL + 26) + 14, "bank " + b);
    }
    for (TileWear t : all) {
      svg.append(
          String.format(
              Locale.ROOT,
              "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\"><title>%s</title></rect>",
              t.tile() % perRow * CELL,
              t.bank() * (lines * CELL + 26) + 20 + t.tile() / perRow * CELL,
              CELL - 2,
              CELL - 2,
              ChipDrawing.heat(most > 0 ? perDevice(t) / most : 0),
              Html.escape(
                  String.format(
                      Locale.ROOT,
                      "bank %d, tile %d (%s): %.1f pulses per device, most %d",
                      t.bank(),
                      t.tile(),
                      t.layer(),
                      perDevice(t),
                      t.mostPulses()))));
    }
    int y = height - 16;
    for (int i = 0; i <= 10; i++) {
      svg.append(
          String.format(
              "<rect x=\"%d\" y=\"%d\" width=\"12\" height=\"12\" fill=\"%s\"/>",
              12 * i, y, ChipDrawing.heat(i / 10.0)));
    }
    text(
        svg,
        140,
        y + 11,
        String.format(Locale.ROOT, "0 to %.1f pulses per device (mean of a tile)", most));
    return "<figure>" + svg.append("</svg></figure>\n");
  }

  private static void text(StringBuilder svg, int x, int y, String text) {
    svg.append("<text x=\"" + x + "\" y=\"" + y + "\" font-size=\"12\" fill=\"currentColor\">");
    svg.append(Html.escape(text)).append("</text>");
  }

  private static double perDevice(TileWear t) {
    return (double) t.pulses() / t.devices();
  }

  /** Says for a terminal how many conversions saturated. */
  static String readsLine(RunResult r) {
    long all = r.hardware().reads().stream().mapToLong(LayerReads::conversions).sum();
    long clipped = r.hardware().reads().stream().mapToLong(LayerReads::clipped).sum();
    LayerReads worst = r.hardware().reads().get(0);
    for (LayerReads l : r.hardware().reads()) {
      worst = share(l) > share(worst) ? l : worst;
    }
    return String.format(
        Locale.ROOT,
        "%.4f %% of %s conversions beyond full scale, at most %.4f %% (layer %s); wires take up to"
            + " %.3g %% of a tile's current, counted to %.2g %%",
        100 * Totals.share(clipped, all),
        Engineering.count(all),
        100 * share(worst),
        worst.layer(),
        100 * r.hardware().reads().stream().mapToDouble(l -> l.wires().lost()).max().orElse(0),
        100 * r.hardware().reads().stream().mapToDouble(l -> l.wires().error()).max().orElse(0));
  }

  /** Says for a terminal how worn devices are. */
  static String wearLine(RunResult r) {
    List<TileWear> all = r.hardware().wear();
    TileWear most = all.get(0);
    long pulses = 0;
    long devices = 0;
    double farthest = 0;
    for (TileWear t : all) {
      pulses += t.pulses();
      devices += t.devices();
      farthest = Math.max(farthest, t.mostMetres());
      most = t.mostPulses() > most.mostPulses() ? t : most;
    }
    return String.format(
        Locale.ROOT,
        "%.1f pulses per device, most %d (bank %d, tile %d, row %d, column %d); longest way %s%s",
        Totals.per((double) pulses, devices),
        most.mostPulses(),
        most.bank(),
        most.tile(),
        most.mostRow(),
        most.mostColumn(),
        Engineering.format(farthest, "m"),
        worn(r) == 0 ? "" : "; " + Engineering.count(worn(r)) + " devices worn out");
  }

  /** Returns how many devices' walls no longer move since their life was reached. */
  static long worn(RunResult r) {
    return r.hardware().wear().stream().mapToLong(TileWear::worn).sum();
  }

  static Map<String, Object> readsSummary(RunResult r) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (LayerReads l : r.hardware().reads()) {
      Map<String, Object> layer = new LinkedHashMap<>();
      layer.put("conversions", l.conversions());
      layer.put("clipped", l.clipped());
      layer.put("share", share(l));
      layer.put("warnsAbove", l.warnsAbove());
      layer.put("lostInWires", l.wires().lost());
      layer.put("errorOfWires", l.wires().error());
      map.put(l.layer(), layer);
    }
    return map;
  }

  static Map<String, Object> wearSummary(RunResult r) {
    Map<String, Object> map = new LinkedHashMap<>();
    List<TileWear> all = r.hardware().wear();
    map.put("pulses", all.stream().mapToLong(TileWear::pulses).sum());
    map.put("mostPulses", all.stream().mapToLong(TileWear::mostPulses).max().orElse(0));
    map.put("metres", all.stream().mapToDouble(TileWear::metres).sum());
    map.put("mostMetres", all.stream().mapToDouble(TileWear::mostMetres).max().orElse(0));
    map.put("wornOut", worn(r));
    return map;
  }

  static void readsCsv(RunResult r, CSVPrinter out) throws IOException {
    out.printRecord(
        "layer",
        "conversions",
        "clipped",
        "share",
        "warns_above",
        "lost_in_wires",
        "error_of_wires");
    for (LayerReads l : r.hardware().reads()) {
      out.printRecord(
          l.layer(),
          l.conversions(),
          l.clipped(),
          share(l),
          l.warnsAbove(),
          l.wires().lost(),
          l.wires().error());
    }
  }

  static void wearCsv(RunResult r, CSVPrinter out) throws IOException {
    out.printRecord(
        "bank",
        "tile",
        "layer",
        "devices",
        "pulses",
        "most_pulses",
        "way_m",
        "longest_way_m",
        "most_row",
        "most_column",
        "worn_out");
    for (TileWear t : r.hardware().wear()) {
      out.printRecord(
          t.bank(),
          t.tile(),
          t.layer(),
          t.devices(),
          t.pulses(),
          t.mostPulses(),
          t.metres(),
          t.mostMetres(),
          t.mostRow(),
          t.mostColumn(),
          t.worn());
    }
  }
}
