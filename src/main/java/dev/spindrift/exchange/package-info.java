/**
 * Pulse traces in the files of other tools, and pulse lists from a laboratory.
 *
 * <p>What leaves: the signals of a tile as a VCD file for waveform viewers ({@link
 * dev.spindrift.exchange.VcdExport}), everything announced as trace events for Perfetto ({@link
 * dev.spindrift.exchange.PerfettoExport}), the currents of a tile's drivers as a SPICE deck ({@link
 * dev.spindrift.exchange.SpiceExport}), and tables ({@link dev.spindrift.exchange.CsvExport}). What
 * comes in: a list of pulses by time, row and column ({@link dev.spindrift.exchange.PulseList}),
 * which becomes a trace and can be replayed.
 *
 * <p>Times are picoseconds, as in the trace. When the single pulses of a row program begin follows
 * from the drivers' order of work ({@link dev.spindrift.replay.PulseTimes}); a trace of grain
 * {@code pulse} says it itself. A pulse's current is j w t of the device file [A], positive for a
 * push.
 *
 * <p>Not modelled: edges of pulses (SPICE gets ramps of half a picosecond centred on each edge,
 * which leave charge as it is), and how a wall moves inside a pulse (VCD shows the jump at the end
 * of a cell's last pulse of an update).
 */
package dev.spindrift.exchange;
