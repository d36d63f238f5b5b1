package dev.spindrift.replay;

import dev.spindrift.chip.Netlist;
import dev.spindrift.input.InputException;
import dev.spindrift.input.Problem;
import dev.spindrift.mapping.Layout;
import dev.spindrift.mapping.TileBlock;
import dev.spindrift.network.Layer;
import dev.spindrift.trace.TraceReader;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where the recorded chip had the weights: what a trace's rows of tiles belong to. */
final class RecordedTiles {
  private static final Pattern TILE = Pattern.compile(".*\\[(\\d+)\\]\\[(\\d+)\\]");

  private final TraceReader trace;
  private final Layout layout;
  private final int[] blockOf;

  /**
   * Lays out the network as it was recorded.
   *
   * @param trace the recording; its present record is what {@link #block} is about
   * @param layers of the recorded network
   */
  RecordedTiles(TraceReader trace, List<Layer> layers) {
    this.trace = trace;
    Netlist own = ReplayChip.of(trace, null, null, null);
    layout = Layout.of(layers, own.tile());
    blockOf = blocks(own);
  }

  Layout layout() {
    return layout;
  }

  /** Block of each recorded instance, -1 for what is no tile in use. */
  private int[] blocks(Netlist own) {
    List<String> kinds = TraceFile.kinds(trace);
    int[] out = new int[kinds.size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = -1;
      Matcher m = TILE.matcher(trace.components().get(i));
      if (kinds.get(i).equals(own.tile().name()) && m.matches() && m.group(2).length() < 9) {
        int tile = Integer.parseInt(m.group(2));
        out[i] = tile < layout.blocks().size() ? tile : -1;
      }
    }
    return out;
  }

  /** Returns the block of a record of a tile's row, whose shape must fit. */
  TileBlock block() {
    int component = trace.component();
    int tile = component < 0 ? -1 : blockOf[component];
    if (tile < 0) {
      throw refused("a " + trace.event() + " of something that is no tile of this network", "");
    }
    TileBlock b = layout.blocks().get(tile);
    int n = Math.max(trace.columns(), trace.walls());
    if (trace.row() < 0 || trace.row() >= b.rows() || n != b.columns()) {
      throw refused(
          String.format(
              "row %d with %d columns in a tile of %d x %d", trace.row(), n, b.rows(), b.columns()),
          "rows of the network in the trace's header");
    }
    return b;
  }

  /** Returns what to throw if the trace says what cannot be. */
  InputException refused(String found, String allowed) {
    return refused(trace, found, allowed);
  }

  static InputException refused(TraceReader trace, String found, String allowed) {
    return new InputException(
        List.of(new Problem(trace.file().toString(), 0, 0, "", found, allowed, null)));
  }
}
