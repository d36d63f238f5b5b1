/**
 * The one way in for everything a user writes: netlists, scenarios, device files, technology tables
 * and values set on the command line.
 *
 * <p><b>Located trees.</b> {@link dev.spindrift.input.InputFile} turns YAML or JSON into a tree of
 * {@link dev.spindrift.input.InputNode}s that know their file, line, column and JSON pointer (RFC
 * 6901). Accessors check what they return. A mistake is reported to the run's shared {@link
 * dev.spindrift.input.Problems} and a harmless value of the asked range is returned, so that one
 * run tells all mistakes of all files; {@link dev.spindrift.input.Problems#throwIfAny()} then
 * throws the one {@link dev.spindrift.input.InputException}. Reading a mapping goes
 *
 * <pre>{@code
 * long rows = tile.integer("rows", 1, 4096);
 * Quantity width = tile.quantity("shortest-pulse", Dimension.TIME, InputNode.POSITIVE, 1e-3);
 * Grain grain = tile.choice("grain", Grain.class, Grain.PAIR);
 * tile.finish(); // any other key is a misspelling
 * }</pre>
 *
 * <p><b>Quantities.</b> A number with a dimension is written with its unit ({@code 5 ns}, {@code
 * 1e12 A/m^2}) and becomes a double in the coherent SI unit (SI brochure, 9th edition, BIPM 2019;
 * eV exact). A unit is a product or quotient of symbols with integer powers; {@code a f p n u m c k
 * M G T P} are the prefixes; a slash divides by the next symbol only, so {@code pJ/bit/mm} is pJ
 * per bit and per mm. Amounts of data are a dimension of their own, counted in bits; {@code B} is a
 * byte of 8 bit and {@code KiB} has 1024 of them. The decimal text is scaled exactly and rounded
 * once, so {@code 5 ns} is the double nearest to 5e-9. A bare number where a unit is due, and a
 * unit of another dimension, are errors. Dimensions that share a unit cannot be told apart: an area
 * passes for a variance of a position, and rad/s/T for 1/(s T).
 *
 * <p><b>Sources.</b> A constant says where it comes from: {@code {value: 5 ns, source: "Table 1"}},
 * or the nearest enclosing mapping's {@code source}. The key is therefore reserved in every
 * mapping. A source that starts with "assumed" marks a guess.
 *
 * <p><b>Not modelled.</b> Temperatures in degrees Celsius (kelvin only), logarithmic units (dB),
 * centimetre-gram-second units (Oe, emu), uncertainties, YAML anchors, aliases and tags, several
 * documents in a file, files above 16 Mi characters or 64 levels. Text is never evaluated: there
 * are no variables, includes or expressions.
 */
package dev.spindrift.input;
