package dev.spindrift.exchange;

import java.util.List;

/**
 * What of a trace to take.
 *
 * @param from first mini-batch [1]
 * @param to last mini-batch [1]
 * @param tiles indices of tiles; empty: all [1]
 * @param rows rows of a tile
 * @param columns columns of a tile
 */
public record Selection(long from, long to, List<Integer> tiles, Range rows, Range columns) {
  /** Everything. */
  public static final Selection ALL =
      new Selection(1, Long.MAX_VALUE, List.of(), Range.ALL, Range.ALL);

  /** Copies the list. */
  public Selection {
    tiles = List.copyOf(tiles);
  }

  /** Numbers from {@code first} to {@code last}, both included. */
  public record Range(int first, int last) {
    /** Every number. */
    public static final Range ALL = new Range(0, Integer.MAX_VALUE);

    /** Returns whether a number is in it. */
    public boolean has(int n) {
      return n >= first && n <= last;
    }
  }

  /** Returns whether a mini-batch is taken. */
  public boolean takes(long miniBatch) {
    return miniBatch >= from && miniBatch <= to;
  }

  /** Returns whether a tile is taken. */
  public boolean takesTile(int tile) {
    return tiles.isEmpty() || tiles.contains(tile);
  }
}
