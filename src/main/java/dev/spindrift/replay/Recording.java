package dev.spindrift.replay;

import java.util.List;

/**
 * What to record of a run.
 *
 * @param grain whether to add a record for every single pulse
 * @param tiles indices of the tiles to record; empty: all [1]
 * @param layers names of the layers to record; empty: all
 * @param from first mini-batch to record [1]
 * @param to last mini-batch to record [1]
 */
public record Recording(Grain grain, List<Integer> tiles, List<String> layers, long from, long to) {
  /** Everything, row by row. */
  public static final Recording ALL =
      new Recording(Grain.ROW, List.of(), List.of(), 1, Integer.MAX_VALUE);

  /** How finely pulses are recorded. */
  public enum Grain {
    /** One record a row program, with the widths of all its columns. */
    ROW,
    /** The same, and one record a pulse, with its start. */
    PULSE
  }

  /** Copies the lists. */
  public Recording {
    tiles = List.copyOf(tiles);
    layers = List.copyOf(layers);
  }

  /** Returns whether all tiles of all layers are recorded. */
  public boolean wholeChip() {
    return tiles.isEmpty() && layers.isEmpty();
  }
}
