package dev.spindrift.replay;

import dev.spindrift.energy.EnergyLedger;
import dev.spindrift.energy.PriceTable;
import dev.spindrift.trace.Components;
import dev.spindrift.trace.Marker;
import dev.spindrift.trace.TraceReader;
import java.util.List;

/**
 * Energy of a recorded run by any table of prices, without simulating: the recorded announcements
 * are added up in their order as the live ledger did, so the recorded table gives the recorded
 * joules to the last bit.
 *
 * @param ledger the recorded announcements, priced
 * @param recorded total as recorded; NaN if the recording was cut off [J]
 */
public record Repricing(EnergyLedger ledger, double recorded) {

  /**
   * Reads a trace to the end of what can be verified.
   *
   * @param trace before its first record; modified
   * @param prices prices of the trace's netlist components
   */
  public static Repricing of(TraceReader trace, PriceTable prices) {
    return upTo(trace, prices, Long.MAX_VALUE);
  }

  /** Prices the mini-batches up to one. */
  static Repricing upTo(TraceReader trace, PriceTable prices, long last) {
    Components components = new Components();
    List<String> kinds = TraceFile.kinds(trace);
    for (int i = 0; i < kinds.size(); i++) {
      components.register(kinds.get(i), trace.components().get(i));
    }
    EnergyLedger ledger = new EnergyLedger(components, prices, trace.layers().size());
    double recorded = Double.NaN;
    while (trace.next()) {
      if (trace.miniBatch() > last) {
        continue;
      }
      if (trace.action() != null && trace.component() >= 0 && trace.work() != null) {
        ledger.onAction(
            trace.component(),
            trace.action(),
            trace.work(),
            trace.layer(),
            trace.start(),
            trace.duration(),
            trace.quantity(),
            trace.ownJoules());
      } else if (trace.marker() == Marker.END) {
        recorded = trace.joules();
      }
    }
    return new Repricing(ledger, recorded);
  }

  /** Returns whether the priced total is the recorded one to the last bit. */
  public boolean equalsRecording() {
    return Double.doubleToRawLongBits(ledger.total()) == Double.doubleToRawLongBits(recorded);
  }
}
