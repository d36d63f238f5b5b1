/**
 * Circuits in time: what a tile, a driver, a converter, a bus or a rail takes and needs.
 *
 * <p>Two primitives carry all contention. A {@link dev.spindrift.circuit.Resource} has a capacity
 * and a queue (a supply rail's current in nanoampere, a shared bank of converters or pulse drivers,
 * a tile's port); a {@link dev.spindrift.circuit.Server} does one job after another (a bus, a
 * digital unit, a memory, the thinning counter). A {@link dev.spindrift.circuit.TileUnit} strings
 * them together: read bursts and row programs are events, one per circuit operation, never one per
 * device.
 *
 * <p>Equations, with conversion times t, lines per converter n, V vectors:
 *
 * <pre>
 *   read burst   setup + n_dac t_dac + t_settle + n_adc t_adc + (V - 1) max(n_dac t_dac, t_settle, n_adc t_adc)
 *   cell heat    V x V_read^2 x mean(input^2) x sum(G) x t_settle                       [J]
 *   state read   one vector per row, one row driven at full scale: V_read^2 x sum(G) x t_settle [J]
 *   row program  select + sum over multiplexer phases (longest push+pull + gap) + dead times between
 *                select = setup for a tile's first row, max(setup, dead time) for the next ones
 *   track heat   I^2 R x sum of pulse widths; the driver's share is (V_rail I - I^2 R)  [J]
 * </pre>
 *
 * <p>A {@link dev.spindrift.circuit.Rail} grants current by a {@link
 * dev.spindrift.circuit.RailPolicy}: first come first served, whatever fits into a budget, below a
 * cap of mean power, or tile by tile in turn. Its limit holds at every instant under each. If its
 * wire has a resistance, a row program is told the voltage at its tile when it starts:
 *
 * <pre>
 *   droop        dV(s) = R sum_k I_k min(s, s_k), s: share of the wire between source and tile   [V]
 * </pre>
 *
 * <p>At {@code detail: pulse} a row program is refined into the start and end of each pulse;
 * states, energy (integer device-picoseconds) and latency equal the coarse grain's exactly.
 *
 * <p>What a read yields is computed apart from its timing: an {@link
 * dev.spindrift.circuit.AnalogueTile} turns drives into converted partial sums with the wires'
 * resistance ({@link dev.spindrift.circuit.CrossbarCircuit} exactly, {@link
 * dev.spindrift.circuit.CrossbarApproximation} fast), noise and converter errors:
 *
 * <pre>
 *   currents     I = V A, A the transfer matrix of the wires and devices (ideal wires: A = G)
 *   noise        var I = (4 k T sum(G) + 2 e sum|V G|) / (2 t_settle)                     [A^2]
 *   converter    u (1 + gain) + offset + bow 3 sqrt(3) / 2 (u - u^3), rounded and clipped [1]
 * </pre>
 *
 * <p>Not modelled: capacitances (a read has settled when it is integrated), 1/f and telegraph
 * noise, sneak paths through lines that the layer does not use (they are disconnected), droop of
 * the read rail, inductance and decoupling of rails (voltages follow at once), leakage. Drivers
 * that err ({@link dev.spindrift.circuit.Specs.DriverErrors}: jitter, edges by their charge,
 * currents) and droop change what pulses do to walls (package {@code mapping}), not this package's
 * books: times, reserved current and joules are those of the planned pulses at the nominal current.
 */
package dev.spindrift.circuit;
