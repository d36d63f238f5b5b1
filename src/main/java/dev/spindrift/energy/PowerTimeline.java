package dev.spindrift.energy;

import dev.spindrift.state.Checkpointed;
import dev.spindrift.state.StateReader;
import dev.spindrift.state.StateWriter;
import dev.spindrift.trace.Action;
import dev.spindrift.trace.ActionListener;
import dev.spindrift.trace.Components;
import dev.spindrift.trace.Work;
import java.io.IOException;

/**
 * Power over simulated time: each action's energy spread evenly over its duration.
 *
 * <p>Bounded memory: a fixed number of bins whose width doubles when time outgrows them. The sum of
 * all bins equals the {@link EnergyLedger}'s total up to the rounding of the additions.
 */
public final class PowerTimeline implements ActionListener, Checkpointed {
  private final Components components;
  private final Prices prices;
  private final double[] bins;
  private int shift;
  private long end;

  /**
   * Creates an empty timeline.
   *
   * @param components registry of everything that can act; referenced
   * @param table prices
   * @param bins number of bins, even [1]
   * @param shift base-2 logarithm of the initial bin width in picoseconds; widths are powers of
   *     two, since this is called for every action [1]
   */
  public PowerTimeline(Components components, PriceTable table, int bins, int shift) {
    if (bins < 2 || bins % 2 != 0 || shift < 0 || shift > 40) {
      throw new IllegalArgumentException("bins must be even and at least 2, shift in 0..40");
    }
    this.components = components;
    this.prices = new Prices(components, table);
    this.bins = new double[bins];
    this.shift = shift;
  }

  @Override
  public void onAction(
      int component,
      Action action,
      Work work,
      int layer,
      long start,
      long duration,
      long quantity,
      double joules) {
    double energy = quantity * prices.of(components.kindOf(component), action) + joules;
    long stop = start + duration;
    end = Math.max(end, stop);
    while (stop >> shift >= bins.length) {
      widen();
    }
    int first = (int) (start >> shift);
    int last = (int) (stop >> shift);
    if (first == last) {
      bins[first] += energy;
      return;
    }
    long width = 1L << shift;
    double perPs = energy / duration;
    bins[first] += perPs * ((first + 1) * width - start);
    for (int i = first + 1; i < last; i++) {
      bins[i] += perPs * width;
    }
    bins[last] += perPs * (stop - last * width);
  }

  private void widen() {
    int half = bins.length / 2;
    for (int i = 0; i < half; i++) {
      bins[i] = bins[2 * i] + bins[2 * i + 1];
    }
    java.util.Arrays.fill(bins, half, bins.length, 0);
    shift++;
  }

  /** Returns the bin width [ps]. */
  public long width() {
    return 1L << shift;
  }

  /** Returns the mean power of each bin up to the last action's end [W]; a new array. */
  public double[] power() {
    int n = (int) Math.min(bins.length, (end >> shift) + 1);
    double[] out = new double[n];
    for (int i = 0; i < n; i++) {
      out[i] = bins[i] / (width() * 1e-12);
    }
    return out;
  }

  /** Returns the integral of the power over time [J]. */
  public double integral() {
    double sum = 0;
    for (double b : bins) {
      sum += b;
    }
    return sum;
  }

  @Override
  public void save(StateWriter out) throws IOException {
    out.writeLong(shift);
    out.writeLong(end);
    out.writeDoubles(bins);
  }

  @Override
  public void restore(StateReader in) throws IOException {
    shift = (int) in.readLong();
    end = in.readLong();
    System.arraycopy(in.readDoubles(bins.length), 0, bins, 0, bins.length);
  }
}
