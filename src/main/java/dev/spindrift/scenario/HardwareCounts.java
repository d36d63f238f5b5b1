package dev.spindrift.scenario;

import dev.spindrift.mapping.TileBlock;
import dev.spindrift.mapping.Wear;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a run counted of its converters and devices, for its results. */
final class HardwareCounts {
  private HardwareCounts() {}

  /** Returns the counts, or null if nothing was counted. */
  static RunResult.Hardware of(Training run, Prepared prepared) {
    List<RunResult.LayerReads> reads = new ArrayList<>();
    if (run.chip.reader != null) {
      double limit = prepared.scenario().netlist().reads().largestClipped();
      for (int layer : prepared.readLayers()) {
        long[] c = run.chip.reader.conversions(layer);
        String name = prepared.layers().get(layer).name();
        reads.add(
            new RunResult.LayerReads(name, c[0], c[1], limit, run.chip.reader.wireError(layer)));
      }
    }
    Wear wear = run.updater.wear();
    if (reads.isEmpty() && wear == null) {
      return null;
    }
    return new RunResult.Hardware(reads, wear == null ? List.of() : wear(wear, prepared));
  }

  private static List<RunResult.TileWear> wear(Wear wear, Prepared prepared) {
    List<RunResult.TileWear> out = new ArrayList<>();
    for (int bank = 0; bank < wear.banks(); bank++) {
      if (!wear.used(bank)) {
        continue;
      }
      for (TileBlock b : prepared.layout().blocks()) {
        Wear.Summary s = wear.summary(bank, b.tile());
        out.add(
            new RunResult.TileWear(
                bank,
                b.tile(),
                prepared.layers().get(b.layer()).name(),
                2L * b.cells(),
                s.pulses(),
                s.mostPulses(),
                s.metres(),
                s.mostMetres(),
                s.most() % b.rows(),
                s.most() / b.rows(),
                s.worn()));
      }
    }
    return out;
  }

  /** Warns of layers whose converters saturate too often. */
  static List<String> warnings(RunResult.Hardware h) {
    List<String> w = new ArrayList<>();
    if (h == null) {
      return w;
    }
    for (RunResult.LayerReads r : h.reads()) {
      double share = r.conversions() == 0 ? 0 : (double) r.clipped() / r.conversions();
      if (share > r.warnsAbove()) {
        w.add(
            String.format(
                Locale.ROOT,
                "%.2f %% of the conversions of layer %s were beyond the converters' full scale (more"
                    + " than %.3g %%): a larger reads.converterRange, or 0 for automatic ranges.",
                100 * share,
                r.layer(),
                100 * r.warnsAbove()));
      }
    }
    long devices = h.wear().stream().mapToLong(RunResult.TileWear::devices).sum();
    long worn = h.wear().stream().mapToLong(RunResult.TileWear::worn).sum();
    if (worn > 0) {
      w.add(
          String.format(
              Locale.ROOT,
              "%d devices (%.3g %% of the banks used) reached their life (endurance): their walls no"
                  + " longer move.",
              worn,
              100.0 * worn / devices));
    }
    return w;
  }
}
