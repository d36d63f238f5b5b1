package dev.spindrift.device;

/**
 * A constant that no source supports.
 *
 * @param what place of the constant, e.g. {@code dw-copd-4um: track.resistance}
 * @param value value with unit, as written
 * @param source the file's statement, starting with "assumed"
 */
public record Assumed(String what, String value, String source) {}
