/**
 * Netlist to wired die.
 *
 * <p>A netlist file ({@link dev.spindrift.chip.NetlistFile}) names components and wires them by
 * name: tiles to rails, word- and bit-line drivers, pulse drivers, converters and a bus; one vector
 * unit, gradient unit, gradient memory, pulse planner, thinning counter and sample-index
 * controller; and the number of sample banks. It names a device file and a technology table. Every
 * constant in these three files carries a source; those that start with "assumed" are listed by
 * each run.
 *
 * <p>{@link dev.spindrift.chip.Netlist} is the checked, immutable description, {@link
 * dev.spindrift.chip.Die} the thing that acts in simulated time. Checks done before time 0: a
 * driver must be able to drop I R over a track, a write rail must feed at least one row, a read
 * rail at least one tile, every action needs a price.
 *
 * <p>The die has {@code banks} sample banks of {@code tile.count} tiles. The Markov chain lives in
 * one bank at a time; a stored sample stays frozen in its bank until the chain comes round to it
 * again. So at most {@code banks - 1} samples are held while the chain goes on, and {@code banks}
 * when it stops at a store.
 *
 * <p>Not modelled: floor plan and wire lengths (a bus is one shared medium), power-up, clock
 * domains.
 */
package dev.spindrift.chip;
