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
 * <p><b>Files.</b> A {@link dev.spindrift.trace.TraceWriter} puts announcements and {@link
 * dev.spindrift.trace.Marker markers} (row programs with the widths of all their pulses, walls,
 * hand-overs) into an Arrow IPC file, a {@link dev.spindrift.trace.TraceReader} reads it record by
 * record. One record is one row of one table, the same columns for all events; times are
 * picoseconds, widths driver steps, energies joules. Blocks are sealed (CRC32C and a running
 * SHA-256 of all checksums, in bytes that Arrow readers ignore), so that a reader hands out only
 * what was written, and a killed run leaves a verified prefix. {@code traces/README.md} is the
 * format's page.
 *
 * <p>Not modelled here: what the records mean to a chip; package {@code replay} knows.
 */
package dev.spindrift.trace;
