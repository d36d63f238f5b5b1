/**
 * Joules = actions x table; the ledger.
 *
 * <p>{@link dev.spindrift.energy.EnergyLedger} and {@link dev.spindrift.energy.PowerTimeline}
 * listen to every announced action. A {@link dev.spindrift.energy.TechnologyTable} file prices one
 * unit of each action of each netlist component [J], each price with its source (paper, datasheet,
 * or "assumed: ..."). Energy of an entry is
 *
 * <pre>  E = quantity x price + joules announced by the component</pre>
 *
 * where quantity is an exact integer and the second term is Joule heat that depends on data and
 * device state (cells conducting during reads). Conservation: the sum of the ledger equals the
 * integral of the power timeline.
 *
 * <p>Not modelled: leakage and clock trees of idle units (declare them as a price of what they do),
 * temperature dependence of prices.
 */
package dev.spindrift.energy;
