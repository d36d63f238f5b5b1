package dev.spindrift.explore;

import java.util.Map;

/**
 * What is known of a finished point.
 *
 * @param id the point's content address
 * @param numbers every number of its {@code summary.json} by dotted path, and those derived from it
 *     and from {@code history.csv} (SI units); not modified
 */
public record PointRecord(String id, Map<String, Double> numbers) {}
