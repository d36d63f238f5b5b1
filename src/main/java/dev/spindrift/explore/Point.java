package dev.spindrift.explore;

import java.util.List;

/**
 * One run: a configuration with a seed.
 *
 * @param id content address: a checksum of inputs as resolved and of the program's version
 * @param settings everything that distinguishes it from its base scenario, {@code path=value}; the
 *     same words after {@code spindrift run SCENARIO --set} repeat it
 * @param problem why it cannot be built, or null
 */
public record Point(String id, List<String> settings, String problem) {}
