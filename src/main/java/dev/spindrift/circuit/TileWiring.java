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
    LineDriverIds ids) {

  /**
   * Returns how long a burst takes once it has everything it needs [ps].
   *
   * @param rows word lines in use [1]
   * @param columns bit-line pairs in use [1]
   * @param backwards whether bit lines are driven and word lines sensed
   * @param vectors input vectors, positive [1]
   */
  long readTime(int rows, int columns, boolean backwards, int vectors) {
    int in = backwards ? columns : rows;
    int out = backwards ? rows : columns;
    long dacTime = dac.conversion() * Math.min(dac.linesPerConverter(), in);
    long adcTime =
        adc.conversion() * Math.min(adc.linesPerConverter(), out) * conversions(backwards);
    long period = Math.max(tile.settle(), Math.max(dacTime, adcTime));
    long setup = (backwards ? bitLines : wordLines).setup();
    return setup + dacTime + tile.settle() + adcTime + (vectors - 1) * period;
  }

  /** Returns conversions per sensed line [1]. */
  int conversions(boolean backwards) {
    return backwards ? 1 : conversionsPerWeight;
  }
}
