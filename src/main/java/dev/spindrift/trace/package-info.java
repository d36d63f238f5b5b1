/**
 * What happened, announced once.
 *
 * <p>A component announces each {@link dev.spindrift.trace.Action} exactly once: who, what, for
 * which layer and kind of {@link dev.spindrift.trace.Work}, when, for how long, how much, and the
 * joules that only it can know. The energy ledger and the power timeline are {@link
 * dev.spindrift.trace.ActionListener listeners}; no code path can forget energy, because acting and
 * announcing are the same call.
 *
 * <p><b>Quantities are integers</b> (conversions, bits, device-picoseconds of pulse current).
 * Energy of tabulated actions is one multiplication of the summed integer by its price, so it does
 * not depend on the order in which actions were added up: a row program announced at once and the
 * same row program announced pulse by pulse give the same joules to the last bit.
 *
 * <p>Not modelled here: files. The package holds the announcement only.
 */
package dev.spindrift.trace;
