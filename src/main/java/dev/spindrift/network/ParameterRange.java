package dev.spindrift.network;

/**
 * A contiguous range of the flat parameter vector.
 *
 * @param layer name of the layer it belongs to
 * @param role what it holds, e.g. {@code gamma}, {@code beta}, {@code bias}, {@code mean}
 * @param offset first index [1]
 * @param length number of parameters [1]
 */
public record ParameterRange(String layer, String role, int offset, int length) {}
