package dev.spindrift.exchange;

import dev.spindrift.device.DeviceParameters;
import dev.spindrift.input.InputException;
import dev.spindrift.input.Problem;
import dev.spindrift.mapping.TileBlock;
import dev.spindrift.trace.TraceReader;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The currents of one tile's pulse drivers as a SPICE deck that runs as it is: a piecewise-linear
 * current source a column, loaded by the resistance of the pulsed track, a transient analysis, and
 * measurements of each column's charge and heat with the expected values beside them.
 *
 * <p>Time 0 is a nanosecond before the first pulse. Edges are ramps of half a picosecond centred on
 * the edge, so charge is exact and heat falls short by a twelfth of a picosecond's worth an edge.
 * All points are in memory: decks beyond {@value #MOST_PULSES} pulses are refused.
 */
public final class SpiceExport {
  /** Pulses of a deck, at most; circuit simulators are slow long before [1]. */
  public static final int MOST_PULSES = 1_000_000;

  private static final long LEAD = 1000;

  private SpiceExport() {}

  /**
   * Writes a deck.
   *
   * @param trace before its first record; read as far as needed
   * @return pulses written [1]
   * @throws InputException if there are none, or too many for a deck
   */
  public static long write(TraceReader trace, Selection selection, Writer out) throws IOException {
    RecordedChip chip = new RecordedChip(trace);
    int tile = chip.oneTile(selection);
    TileBlock block = chip.layout().blocks().get(tile);
    List<List<RecordedChip.Pulse>> columns = new ArrayList<>();
    for (int c = 0; c < block.columns(); c++) {
      columns.add(new ArrayList<>());
    }
    int n = 0;
    long first = Long.MAX_VALUE;
    long last = 0;
    while (trace.next() && trace.miniBatch() <= selection.to()) {
      if (chip.tile(trace.component()) != tile || !selection.takes(trace.miniBatch())) {
        continue;
      }
      for (RecordedChip.Pulse p : CsvExport.pulsesAt(chip, trace, selection)) {
        columns.get(p.column()).add(p);
        first = Math.min(first, p.start());
        last = Math.max(last, p.end());
        if (++n > MOST_PULSES) {
          throw refused(trace, "more than " + MOST_PULSES + " pulses", "fewer: narrow the range");
        }
      }
    }
    if (n == 0) {
      trace.requireWhole();
      throw refused(trace, "no pulses in the range asked for", "a range with pulses");
    }
    deck(chip, tile, columns, first - LEAD, last, out);
    return n;
  }

  private static InputException refused(TraceReader trace, String found, String allowed) {
    return new InputException(
        List.of(new Problem(trace.file().toString(), 0, 0, "", found, allowed, null)));
  }

  private static void deck(
      RecordedChip chip,
      int tile,
      List<List<RecordedChip.Pulse>> columns,
      long zero,
      long last,
      Writer out)
      throws IOException {
    DeviceParameters device = chip.netlist().device();
    double current = device.pulseCurrent();
    double ohms = device.trackResistance();
    line(out, "* pulse drivers of tile %d of %s, from a Spindrift trace", tile, safe(chip));
    line(out, "* scenario %s, seed %d", chip.setup().name(), chip.setup().seed());
    line(out, "* time 0 is %d ps of simulated time; a push is positive", zero);
    for (int c = 0; c < columns.size(); c++) {
      List<RecordedChip.Pulse> pulses = columns.get(c);
      if (pulses.isEmpty()) {
        continue;
      }
      pulses.sort(RecordedChip.Pulse.BY_TIME);
      line(out, "i%d 0 c%d pwl(", c, c);
      line(out, "+ 0 0");
      source(pulses, zero, current, out);
      line(out, "+ )");
      line(out, "r%d c%d 0 %s", c, c, ohms);
    }
    // the last number lifts the limit on steps, which would be 10 ps: corners are breakpoints
    // anyway, and between them all is linear
    long end = last - zero + LEAD;
    line(out, ".tran 10p %dp 0 %dp", end, end);
    for (int c = 0; c < columns.size(); c++) {
      if (!columns.get(c).isEmpty()) {
        measures(c, columns.get(c), current, ohms, out);
      }
    }
    line(out, ".end");
    out.flush();
  }

  private static String safe(RecordedChip chip) {
    return chip.netlist().name().replaceAll("\\s+", " ");
  }

  /** The corners of a column's current: levels change where pulses begin and end. */
  private static void source(List<RecordedChip.Pulse> pulses, long zero, double current, Writer out)
      throws IOException {
    double level = 0;
    for (int i = 0; i < pulses.size(); i++) {
      RecordedChip.Pulse p = pulses.get(i);
      double height = p.push() ? current : -current;
      edge(p.start() - zero, level, height, out);
      boolean joined = i + 1 < pulses.size() && pulses.get(i + 1).start() == p.end();
      level = joined ? height : 0;
      if (!joined) {
        edge(p.end() - zero, height, 0, out);
      }
    }
  }

  private static void edge(long time, double from, double to, Writer out) throws IOException {
    line(out, "+ %d.75p %s %d.25p %s", time - 1, from, time, to);
  }

  private static void measures(
      int column, List<RecordedChip.Pulse> pulses, double current, double ohms, Writer out)
      throws IOException {
    long net = 0;
    long sum = 0;
    for (RecordedChip.Pulse p : pulses) {
      net += p.push() ? p.width() : -p.width();
      sum += p.width();
    }
    line(
        out,
        "* expected: charge%d %s [C], heat%d %s [J], %d pulses",
        column,
        net * 1e-12 * current,
        column,
        sum * 1e-12 * current * current * ohms,
        pulses.size());
    line(out, ".meas tran charge%d integ par('v(c%d)/%s')", column, column, ohms);
    line(out, ".meas tran heat%d integ par('v(c%d)*v(c%d)/%s')", column, column, column, ohms);
  }

  private static void line(Writer out, String format, Object... values) throws IOException {
    out.write(String.format(Locale.ROOT, format, values));
    out.write('\n');
  }
}
