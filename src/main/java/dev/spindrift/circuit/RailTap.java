package dev.spindrift.circuit;

/**
 * Where a tile hangs on a supply rail.
 *
 * @param rail the rail
 * @param user number of the tile among the rail's users: its turn in {@code tile-interleaved} [1]
 * @param place share of the rail's resistance between the source and the tile, 0 to 1 [1]
 */
public record RailTap(Rail rail, int user, double place) {}
