package dev.spindrift.circuit;

/**
 * What all tiles of a netlist component have in common: their parameters and what they are wired
 * to.
 *
 * @param conversionsPerWeight conversions per weight of a forward read: 2 if bit lines are
 *     subtracted after conversion [1]
 * @param pulseCurrent current of one device under a pulse [nA]
 * @param ids registry indices of the peripherals
 */
public record TileWiring(
    Specs.Tile tile,
    Specs.LineDriver wordLines,
    Specs.LineDriver bitLines,
    Specs.PulseDriver pulses,
    Specs.Dac dac,
    Specs.Adc adc,
    int conversionsPerWeight,
    long pulseCurrent,
    LineDriverIds ids) {}
