package dev.spindrift.exchange;

import dev.spindrift.trace.Marker;
import dev.spindrift.trace.TraceReader;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * A trace as comma-separated values: every record with the columns of the trace, or the pulses of
 * one tile, one a line, as {@link PulseList} reads them. One record at a time is in memory.
 */
public final class CsvExport {
  private static final CSVFormat FORMAT =
      CSVFormat.DEFAULT.builder().setRecordSeparator('\n').get();

  private CsvExport() {}

  /**
   * Writes every record; lists are separated by spaces.
   *
   * @param trace before its first record; read as far as needed
   * @return lines below the header [1]
   */
  public static long records(TraceReader trace, Selection selection, Writer to) throws IOException {
    RecordedChip chip = new RecordedChip(trace);
    long n = 0;
    CSVPrinter out = new CSVPrinter(to, FORMAT);
    out.printRecord(
        "mini_batch",
        "event",
        "component",
        "work",
        "layer",
        "start_ps",
        "duration_ps",
        "quantity",
        "own_joules",
        "joules",
        "row",
        "column",
        "push_steps",
        "pull_steps",
        "drift",
        "walls");
    while (trace.next() && trace.miniBatch() <= selection.to()) {
      int tile = chip.tile(trace.component());
      boolean taken =
          selection.takes(trace.miniBatch())
              && (tile < 0 || selection.takesTile(tile))
              && (trace.row() < 0 || selection.rows().has(trace.row()))
              && (trace.column() < 0 || selection.columns().has(trace.column()));
      if (taken) {
        record(trace, out);
        n++;
      }
    }
    out.flush();
    return n;
  }

  private static void record(TraceReader t, CSVPrinter out) throws IOException {
    StringBuilder push = new StringBuilder();
    StringBuilder pull = new StringBuilder();
    StringBuilder drift = new StringBuilder();
    StringBuilder walls = new StringBuilder();
    for (int c = 0; c < t.columns(); c++) {
      String space = c == 0 ? "" : " ";
      push.append(space).append(t.push(c));
      pull.append(space).append(t.pull(c));
      if (t.hasDrift()) {
        drift.append(space).append(t.drift(c));
      }
    }
    for (int c = 0; c < t.walls(); c++) {
      walls.append(c == 0 ? "" : " ").append(t.wall(c));
    }
    out.printRecord(
        t.miniBatch(),
        t.event(),
        t.component() < 0 ? "" : t.components().get(t.component()),
        t.work() == null ? "" : t.work().label(),
        t.layer() < 0 ? "" : t.layers().get(t.layer()),
        t.start(),
        t.duration(),
        t.quantity(),
        t.ownJoules(),
        t.joules(),
        t.row() < 0 ? "" : t.row(),
        t.column() < 0 ? "" : t.column(),
        push,
        pull,
        drift,
        walls);
  }

  /**
   * Writes the pulses of one tile in the order of time.
   *
   * @param trace before its first record; read as far as needed
   * @return lines below the header [1]
   */
  public static long pulses(TraceReader trace, Selection selection, Writer to) throws IOException {
    RecordedChip chip = new RecordedChip(trace);
    int tile = chip.oneTile(selection);
    String density = Double.toString(chip.netlist().device().currentDensity());
    CSVPrinter out = new CSVPrinter(to, FORMAT);
    out.printRecord("time_ps", "row", "column", "polarity", "width_ps", "current_density_A_m2");
    long n = 0;
    List<RecordedChip.Pulse> run = new ArrayList<>();
    while (trace.next() && trace.miniBatch() <= selection.to()) {
      boolean mine = chip.tile(trace.component()) == tile && selection.takes(trace.miniBatch());
      List<RecordedChip.Pulse> told = mine ? pulsesAt(chip, trace, selection) : List.of();
      boolean single = trace.marker() == Marker.PUSH || trace.marker() == Marker.PULL;
      if (!single) { // single pulses of a row are recorded column by column
        n += write(run, density, out);
      }
      run.addAll(told);
    }
    n += write(run, density, out);
    out.flush();
    return n;
  }

  private static long write(List<RecordedChip.Pulse> run, String density, CSVPrinter out)
      throws IOException {
    run.sort(RecordedChip.Pulse.BY_TIME);
    for (RecordedChip.Pulse p : run) {
      out.printRecord(p.start(), p.row(), p.column(), p.push() ? "+" : "-", p.width(), density);
    }
    int n = run.size();
    run.clear();
    return n;
  }

  /** The pulses that the record at which a reader stands tells of, each pulse once in a trace. */
  static List<RecordedChip.Pulse> pulsesAt(RecordedChip chip, TraceReader t, Selection selection) {
    Marker marker = t.marker();
    if (!chip.tellsPulses() && marker == Marker.ROW_PROGRAM) {
      return chip.pulses(t, selection);
    }
    boolean single =
        (marker == Marker.PUSH || marker == Marker.PULL)
            && chip.tellsPulses()
            && selection.rows().has(t.row())
            && selection.columns().has(t.column());
    return single ? List.of(RecordedChip.single(t)) : List.of();
  }
}
