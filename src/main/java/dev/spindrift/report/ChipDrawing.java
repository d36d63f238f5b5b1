package dev.spindrift.report;

import dev.spindrift.chip.Netlist;
import dev.spindrift.circuit.Specs;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A chip as a schematic picture (SVG): the tiles of one bank with their converters, the rails that
 * feed them from the left, the bus that collects them to the right, digital units below. Tiles may
 * be coloured by what they hold. Light and dark by the viewer's preference.
 *
 * <p>It shows what is wired to what and how much of it there is; places and sizes are not those of
 * a floor plan.
 */
public final class ChipDrawing {
  /** Gap between tiles, which holds rails and bus [px]. */
  private static final int GAP = 8;

  private static final int LEFT = 120;
  private static final int TOP = 112;
  private static final int LINE = 18;

  private final Netlist netlist;
  private final List<Use> uses;
  private final List<Key> keys;
  private final StringBuilder out = new StringBuilder();
  private final int perRow;
  private final int rows;
  private final int side;
  private final int right;
  private final int bottom;

  /**
   * What one tile holds.
   *
   * @param label short text on the tile
   * @param tip what hovering tells
   * @param colour CSS colour of its contents
   * @param fill share of the tile in use, 0 to 1 [1]
   */
  public record Use(String label, String tip, String colour, double fill) {}

  /** A line of the legend. */
  public record Key(String colour, String label, String text) {}

  private ChipDrawing(Netlist netlist, List<Use> uses, List<Key> keys) {
    this.netlist = netlist;
    this.uses = uses;
    this.keys = keys;
    int tiles = netlist.tile().count();
    perRow = Math.min(tiles, (int) Math.ceil(Math.sqrt(tiles * 1.3)));
    rows = (tiles + perRow - 1) / perRow;
    side = Math.max(20, Math.min(220, (820 - perRow * GAP) / perRow));
    right = LEFT + perRow * (side + GAP) + 30;
    bottom = TOP + rows * (side + GAP) + 20;
  }

  /**
   * Draws a chip.
   *
   * @param netlist the chip
   * @param uses what the tiles of a bank hold, from tile 0 on; empty: nothing is said
   * @param keys legend of the colours
   * @return an SVG file's text
   */
  public static String svg(Netlist netlist, List<Use> uses, List<Key> keys) {
    return new ChipDrawing(netlist, uses, keys).draw();
  }

  /** Returns a colour for the n-th of many things, well apart from its neighbours'. */
  public static String colour(int n) {
    double hue = n * 137.508 % 360;
    int light = new int[] {58, 70, 48}[n % 3];
    return String.format(Locale.ROOT, "hsl(%.0f, 62%%, %d%%)", hue, light);
  }

  /**
   * Returns the colour of a share: dark blue at 0, over green, to yellow at 1.
   *
   * @param share 0 to 1 [1]
   */
  public static String heat(double share) {
    double s = Math.max(0, Math.min(1, share));
    return String.format(Locale.ROOT, "hsl(%.0f, 70%%, %.0f%%)", 250 - 195 * s, 32 + 26 * s);
  }

  private String draw() {
    int legend = right + 130;
    int width = Math.max(keys.isEmpty() ? right + 150 : legend + 300, LEFT + 760);
    int height = Math.max(bottom + 150, TOP + (keys.size() + 3) * LINE);
    out.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\""
                + " height=\"%d\" font-family=\"system-ui, sans-serif\" role=\"img\">\n",
            width,
            height,
            width,
            height));
    out.append("<title>").append(Html.escape(netlist.name())).append("</title>\n");
    out.append(STYLE);
    out.append("<rect class=\"paper\" width=\"100%\" height=\"100%\"/>\n");
    text(20, 30, "h", netlist.name());
    text(20, 52, "t", netlist.title());
    banks();
    rails();
    bus();
    for (int i = 0; i < netlist.tile().count(); i++) {
      tile(i);
    }
    units();
    legend(legend);
    return out.append("</svg>\n").toString();
  }

  /** The other banks stand behind the first. */
  private void banks() {
    int w = perRow * (side + GAP) + 8;
    int h = rows * (side + GAP) + 8;
    int behind = Math.min(netlist.banks() - 1, 7);
    for (int i = behind; i >= 0; i--) {
      out.append(
          String.format(
              "<rect class=\"bank\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"4\"/>%n",
              LEFT - 8 + 3 * i, TOP - 8 - 3 * i, w, h));
    }
    int n = netlist.banks();
    String others =
        n == 1 ? "one sample bank of " : "bank 0 of " + n + " equal sample banks, each of ";
    text(
        LEFT,
        TOP - 14 - 3 * behind,
        "s",
        others + each(netlist.tile().count()) + " of " + size() + " cells");
  }

  private static String each(int tiles) {
    return tiles == 1 ? "one tile" : tiles + " tiles";
  }

  private String size() {
    return netlist.tile().rows() + " x " + netlist.tile().columns();
  }

  private int x(int tile) {
    return LEFT + tile % perRow * (side + GAP);
  }

  private int y(int tile) {
    return TOP + tile / perRow * (side + GAP);
  }

  /** Vertical trunks at the left; a branch along each row of tiles for each rail it uses. */
  private void rails() {
    int n = 0;
    for (Specs.Rail r : netlist.rails().values()) {
      boolean writes = r.name().equals(netlist.pulses().rail());
      boolean reads = r.name().equals(netlist.tile().readRail());
      String kind = writes ? "write" : reads ? "read" : "other";
      int at = 34 + 26 * n;
      path(kind, at, TOP - 4, at, bottom);
      for (int row = 0; row < rows && (writes || reads); row++) {
        int y = TOP + row * (side + GAP) + (writes ? side + 2 : -2);
        path(kind + " thin", at, y, LEFT + perRow * (side + GAP) - GAP, y);
      }
      String what =
          String.format(
              Locale.ROOT,
              "%s %s%s, %s",
              r.name(),
              r.count() > 1 ? r.count() + " x " : "",
              Engineering.format(r.voltage(), "V"),
              Engineering.format(r.limit() * 1e-9, "A"));
      out.append(
          String.format(
              "<text class=\"s\" transform=\"translate(%d %d) rotate(-90)\">%s</text>%n",
              at - 6, Math.min(bottom, TOP + 260), Html.escape(what)));
      n++;
    }
  }

  private void bus() {
    for (Specs.Bus b : netlist.buses().values()) {
      boolean used = b.name().equals(netlist.tile().bus());
      int at = right - 14;
      path("bus", at, TOP - 4, at, bottom + 22);
      for (int row = 0; row < rows && used; row++) {
        int y = TOP + row * (side + GAP) + side + 5;
        path("bus thin", LEFT, y, at, y);
      }
      text(
          at + 8,
          TOP + 12,
          "s",
          b.name() + ", " + (b.count() > 1 ? b.count() + " x " : "") + b.bitsPerCycle() + " bit");
    }
  }

  private void tile(int i) {
    int strip = Math.max(2, side / 14);
    int x = x(i);
    int y = y(i);
    Use use = i < uses.size() ? uses.get(i) : null;
    out.append("<g>");
    out.append("<title>tile ").append(i);
    out.append(use == null ? "" : ": " + Html.escape(use.tip())).append("</title>");
    rect("cells", x, y, side, side, null);
    if (use != null) {
      int h = (int) Math.round((side - 2.0 * strip) * Math.max(0, Math.min(1, use.fill())));
      rect("used", x + strip, y + side - strip - h, side - strip, h, use.colour());
    }
    rect("dac", x, y + strip, strip, side - 2 * strip, null);
    rect("adc", x + strip, y + side - strip, side - strip, strip, null);
    rect("driver", x + strip, y, side - strip, strip, null);
    if (use != null) {
      int font = Math.max(7, Math.min(16, side / 3));
      out.append(
          String.format(
              "<text class=\"n\" x=\"%d\" y=\"%d\" font-size=\"%d\">%s</text>",
              x + (side + strip) / 2, y + side / 2 + font / 3, font, Html.escape(use.label())));
    }
    out.append("</g>\n");
  }

  private void units() {
    List<String[]> units = new ArrayList<>();
    units.add(new String[] {netlist.vectorUnit().name(), lanes(netlist.vectorUnit())});
    units.add(new String[] {netlist.gradientUnit().name(), lanes(netlist.gradientUnit())});
    units.add(
        new String[] {
          netlist.gradientMemory().name(),
          Engineering.format((double) netlist.gradientMemory().capacity(), "bit")
        });
    units.add(new String[] {netlist.pulsePlanner().name(), lanes(netlist.pulsePlanner())});
    units.add(
        new String[] {
          netlist.thinningCounter().name(), netlist.thinningCounter().width() + " bit"
        });
    units.add(new String[] {netlist.sampleController().name(), netlist.banks() + " banks"});
    int y = bottom + 22;
    int w = 108;
    path("bus", LEFT, y, Math.max(right - 14, LEFT + units.size() * (w + 10) - w / 2 - 10), y);
    for (int i = 0; i < units.size(); i++) {
      int x = LEFT + i * (w + 10);
      path("bus", x + w / 2, y, x + w / 2, y + 14);
      out.append(
          String.format(
              "<rect class=\"unit\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"44\" rx=\"4\"/>%n",
              x, y + 14, w));
      text(x + 8, y + 33, "t", units.get(i)[0]);
      text(x + 8, y + 50, "s", units.get(i)[1]);
    }
    text(
        LEFT,
        y + 86,
        "s",
        String.format(
            "Around each tile: %s to the left, one per %s (%d bit); %s below, one per %s%s (%d"
                + " bit); pulse drivers above, one per %s%s.",
            netlist.dac().name(),
            each(netlist.dac().linesPerConverter(), "line"),
            netlist.dac().bits(),
            netlist.adc().name(),
            each(netlist.adc().linesPerConverter(), "line"),
            shared(netlist.adc().tilesPerBank()),
            netlist.adc().bits(),
            each(netlist.pulses().columnsPerDriver(), "column"),
            shared(netlist.pulses().tilesPerBank())));
  }

  private static String each(int n, String what) {
    return n == 1 ? what : n + " " + what + "s";
  }

  private static String shared(int tiles) {
    return tiles == 1 ? "" : ", shared by " + tiles + " tiles";
  }

  private static String lanes(Specs.Digital d) {
    return d.perCycle() + " per " + Engineering.format(d.cycle() * 1e-12, "s");
  }

  private void legend(int x) {
    int y = TOP + 12;
    for (Key k : keys) {
      rect("used", x, y - 11, 14, 14, k.colour());
      text(x + 22, y, "t", k.label());
      text(x + 165, y, "s", k.text());
      y += LINE;
    }
  }

  private void rect(String style, int x, int y, int w, int h, String fill) {
    if (w <= 0 || h <= 0) {
      return;
    }
    out.append(
        String.format(
            "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"%s/>",
            style, x, y, w, h, fill == null ? "" : " fill=\"" + fill + "\""));
  }

  private void path(String style, int x1, int y1, int x2, int y2) {
    out.append(
        String.format(
            "<line class=\"%s\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>%n",
            style, x1, y1, x2, y2));
  }

  private void text(int x, int y, String style, String text) {
    out.append(
        String.format(
            "<text class=\"%s\" x=\"%d\" y=\"%d\">%s</text>%n", style, x, y, Html.escape(text)));
  }

  private static final String STYLE =
      """
      <style>
      .paper { fill: #ffffff } .h { font-size: 18px; font-weight: 600 } .t { font-size: 12px }
      .s { font-size: 11px; fill: #57606a } .h, .t { fill: #1f2328 }
      .n { text-anchor: middle; fill: #1f2328; stroke: #ffffffb0; stroke-width: 2; paint-order: stroke }
      .bank { fill: #f6f8fa; stroke: #afb8c1 } .cells { fill: #eaeef2; stroke: #8c959f; stroke-width: .5 }
      .unit { fill: #eaeef2; stroke: #8c959f } .dac { fill: #8250df } .adc { fill: #0969da }
      .driver { fill: #bc4c00 } .bus { stroke: #57606a; stroke-width: 3 }
      .write { stroke: #cf222e; stroke-width: 3 } .read { stroke: #1a7f37; stroke-width: 3 }
      .other { stroke: #9a6700; stroke-width: 3 } .thin { stroke-width: 1 }
      @media (prefers-color-scheme: dark) {
      .paper { fill: #0d1117 } .h, .t { fill: #e6edf3 } .s { fill: #9198a1 }
      .bank { fill: #161b22; stroke: #3d444d } .cells, .unit { fill: #21262d; stroke: #656c76 }
      .dac { fill: #ab7df8 } .adc { fill: #4493f8 } .driver { fill: #db6d28 }
      .n { fill: #f0f6fc; stroke: #0d1117b0 } .bus { stroke: #9198a1 } .write { stroke: #f85149 } .read { stroke: #3fb950 }
      .other { stroke: #d29922 }
      }
      </style>
      """;
}
