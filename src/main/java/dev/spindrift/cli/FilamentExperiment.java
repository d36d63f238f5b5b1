package dev.spindrift.cli;

import dev.spindrift.device.FilamentChain;
import dev.spindrift.device.FilamentLaw;
import dev.spindrift.engine.RandomStreams;
import java.util.function.LongConsumer;
import umontreal.ssj.rng.RandomStream;

/**
 * The experiment of the paper's Fig. 1(b): chains of two filamentary conductances with a flat
 * likelihood, one to be plotted and many to be counted.
 *
 * @param samples conductances of the first chain, [0..samples][device] [S]; referenced
 * @param accepted share of accepted proposals of all chains [1]
 * @param quarters share of single conductances in each quarter of the range, second half of all
 *     chains [4] [1]; referenced
 * @param low share of pairs with both in the lowest quarter, second half of all chains [1]
 * @param high the same for the highest quarter [1]
 * @param lastHigh share of chains with both in the highest quarter after the last sample [1]
 * @param seHigh standard error of {@code high} from the spread between chains; of {@code low} it is
 *     about as large [1]
 */
record FilamentExperiment(
    double[][] samples,
    double accepted,
    double[] quarters,
    double low,
    double high,
    double lastHigh,
    double seHigh) {
  private static final int DEVICES = 2;

  /**
   * Runs the chains.
   *
   * @param law both devices
   * @param start first conductance of both [S]
   * @param hastings whether the Hastings ratio is used
   * @param length samples of a chain after the start, 2 or more [1]
   * @param chains number of chains, 2 or more [1]
   * @param seed root seed
   * @param progress hears the number of samples drawn since it was last called
   */
  static FilamentExperiment run(
      FilamentLaw law,
      double start,
      boolean hastings,
      int length,
      int chains,
      long seed,
      LongConsumer progress) {
    RandomStream random = new RandomStreams(seed).stream("filament.chain");
    double[][] samples = new double[length + 1][];
    long accepted = 0;
    long[] quarters = new long[4];
    long low = 0;
    double high = 0;
    double squares = 0;
    int lastHigh = 0;
    int from = length / 2;
    int counted = length - from + 1;
    for (int k = 0; k < chains; k++) {
      FilamentChain chain = new FilamentChain(law, DEVICES, start, hastings, random);
      int mine = 0;
      for (int t = 0; t <= length; t++) {
        if (t > 0 && chain.step()) {
          accepted++;
        }
        if (k == 0) {
          samples[t] = new double[] {chain.conductance(0), chain.conductance(1)};
        }
        if (t >= from) {
          for (int device = 0; device < DEVICES; device++) {
            quarters[chain.quarter(device)]++;
          }
          low += chain.allIn(0) ? 1 : 0;
          mine += chain.allIn(3) ? 1 : 0;
        }
      }
      lastHigh += chain.allIn(3) ? 1 : 0;
      double share = mine / (double) counted;
      high += share;
      squares += share * share;
      progress.accept(length);
    }
    double[] shares = new double[4];
    for (int q = 0; q < 4; q++) {
      shares[q] = quarters[q] / ((double) DEVICES * counted * chains);
    }
    double mean = high / chains;
    double variance = Math.max(0, squares / chains - mean * mean) * chains / (chains - 1);
    return new FilamentExperiment(
        samples,
        accepted / ((double) length * chains),
        shares,
        low / ((double) counted * chains),
        mean,
        lastHigh / (double) chains,
        Math.sqrt(variance / chains));
  }
}
