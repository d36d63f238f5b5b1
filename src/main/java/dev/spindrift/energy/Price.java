package dev.spindrift.energy;

/**
 * The energy of one unit of an action.
 *
 * @param joules energy per unit [J]
 * @param text as written in its file, e.g. {@code 37.5 fJ}
 * @param source where the figure comes from
 */
public record Price(double joules, String text, String source) {}
