package dev.spindrift.explore;

import java.util.List;

/**
 * One level of each axis, with its points, one per seed.
 *
 * @param levels value of each axis' first field, for people
 * @param points points in the order of the exploration's seeds
 * @param share length of the run as a share of the full one: below 1 it was stopped early [1]
 */
public record Configuration(List<String> levels, List<Point> points, double share) {}
