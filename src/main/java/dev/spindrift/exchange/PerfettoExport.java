package dev.spindrift.exchange;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.spindrift.circuit.Specs;
import dev.spindrift.trace.Action;
import dev.spindrift.trace.Marker;
import dev.spindrift.trace.TraceReader;
import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Everything announced as trace events (Chrome's JSON format), for Perfetto and its like.
 *
 * <p>A process a netlist component, in it a track an instance and event: tiles (reads, row
 * programs, pulses), drivers of each tile, converters, buses, digital units, thinning counter,
 * sample index. What overlaps gets further tracks of the same name with a number, since slices of
 * one track must not. Counter tracks: current of each rail, the mean of every operation under way
 * [A]; energy so far [J]; number of the bank. Every announcement, row program and single pulse is
 * one slice, every hand-over one instant.
 *
 * <p>Times are microseconds. Slices begin and end on the whole nanosecond before, since Perfetto
 * rounds begin and length each on its own and drops a slice that then overlaps its neighbour; their
 * arguments have the exact picoseconds. Counters have six decimals, so exact. In memory: the ends
 * of all tracks, and the rails' changes of one mini-batch.
 */
public final class PerfettoExport {
  private static final int CHIP = 1;

  /** Picoseconds per nanosecond. */
  private static final long NANOSECOND = 1000;

  private final TraceReader trace;
  private final RecordedChip chip;
  private final Selection selection;
  private final JsonGenerator out;
  private final Map<String, Integer> processes = new LinkedHashMap<>();
  private final Map<String, List<Lane>> tracks = new LinkedHashMap<>();
  private final Map<String, Rail> rails = new TreeMap<>();
  private int lanes;
  private long slices;
  private double joules;
  private int driven = -1;

  /** A track: slices on it do not overlap. */
  private static final class Lane {
    final int number;
    long end;

    Lane(int number) {
      this.number = number;
    }
  }

  /** Changes of a rail's current in a mini-batch, and its current before them. */
  private static final class Rail {
    final TreeMap<Long, Double> changes = new TreeMap<>();
    double now;
  }

  private PerfettoExport(TraceReader trace, Selection selection, JsonGenerator out) {
    this.trace = trace;
    this.selection = selection;
    this.out = out;
    chip = new RecordedChip(trace);
  }

  /**
   * Writes trace events.
   *
   * @param trace before its first record; read as far as needed
   * @return slices and instants written: as many as records of announcements, row programs, single
   *     pulses, mini-batches and hand-overs were taken [1]
   */
  public static long write(TraceReader trace, Selection selection, Writer to) throws IOException {
    JsonGenerator json = new JsonFactory().createGenerator(to);
    PerfettoExport e = new PerfettoExport(trace, selection, json);
    json.writeStartObject();
    json.writeStringField("displayTimeUnit", "ns");
    json.writeObjectFieldStart("otherData");
    json.writeStringField("spindrift", trace.header().program());
    json.writeStringField("scenario", e.chip.setup().name());
    json.writeStringField("chip", e.chip.netlist().name());
    json.writeEndObject();
    json.writeArrayFieldStart("traceEvents");
    e.events();
    json.writeEndArray();
    json.writeEndObject();
    json.writeRaw("\n");
    json.flush();
    return e.slices;
  }

  private void events() throws IOException {
    long miniBatch = 0;
    long from = 0;
    while (trace.next() && trace.miniBatch() <= selection.to()) {
      Marker m = trace.marker();
      if (m == Marker.MINI_BATCH || m == Marker.END) {
        miniBatch(miniBatch, from, trace.start());
        miniBatch = m == Marker.END ? 0 : trace.quantity();
        from = trace.start();
      }
      if (selection.takes(trace.miniBatch())) {
        record();
      }
    }
    if (miniBatch > 0 && trace.miniBatch() > selection.to()) {
      miniBatch(miniBatch, from, trace.start());
    }
  }

  /** A mini-batch is over. */
  private void miniBatch(long number, long from, long to) throws IOException {
    if (number > 0 && selection.takes(number)) {
      Lane lane = lane("chip", "mini-batches", from, to);
      slice("mini-batch " + number, "", from, to - from, "chip", lane);
      out.writeEndObject();
      for (Map.Entry<String, Rail> e : rails.entrySet()) {
        Rail rail = e.getValue();
        for (Map.Entry<Long, Double> change : rail.changes.entrySet()) {
          rail.now += change.getValue();
          // sums of doubles: what should be zero is a rounding of it
          rail.now = Math.abs(rail.now) < 1e-15 ? 0 : rail.now;
          counter("rail " + e.getKey() + " [A]", change.getKey(), rail.now);
        }
        rail.changes.clear();
      }
      counter("energy [J]", to, joules);
    }
  }

  private void record() throws IOException {
    Marker m = trace.marker();
    int tile = chip.tile(trace.component());
    if (m == Marker.HAND_OVER) {
      counter("bank", trace.start(), Math.floorMod(trace.quantity(), chip.netlist().banks()));
      head("i", "hand-over", "", trace.start(), process("chip"), 0);
      out.writeStringField("s", "g");
      out.writeEndObject();
      slices++;
      return;
    }
    boolean program = m == Marker.ROW_PROGRAM || m == Marker.PUSH || m == Marker.PULL;
    if (m != null && !program) {
      return;
    }
    if (trace.action() == Action.PULSE && tile >= 0) {
      driven = trace.component(); // its drivers' announcements follow
    }
    if (tile >= 0 && !selection.takesTile(tile)) {
      return;
    }
    if (trace.action() != null) {
      joules += trace.joules();
    }
    String kind = chip.kind(trace.component());
    String on = trace.components().get(trace.component());
    if (kind.equals(chip.netlist().pulses().name()) && driven >= 0) {
      if (!selection.takesTile(chip.tile(driven))) {
        return;
      }
      on = "of " + trace.components().get(driven);
    }
    if (m == Marker.PUSH || m == Marker.PULL) {
      on += " column " + trace.column();
    }
    String track = on + " " + (program && m != Marker.ROW_PROGRAM ? "pulses" : trace.event());
    long end = trace.start() + trace.duration();
    Lane lane = lane(kind, track, trace.start(), end);
    String work = trace.work() == null ? "" : trace.work().label();
    slice(trace.event(), work, trace.start(), trace.duration(), kind, lane);
    arguments();
    out.writeEndObject();
    rail(tile);
  }

  private void arguments() throws IOException {
    out.writeObjectFieldStart("args");
    out.writeNumberField("mini_batch", trace.miniBatch());
    out.writeNumberField("start_ps", trace.start());
    out.writeNumberField("duration_ps", trace.duration());
    if (trace.layer() >= 0) {
      out.writeStringField("layer", trace.layers().get(trace.layer()));
    }
    out.writeNumberField("quantity", trace.quantity());
    out.writeNumberField("joules", trace.joules());
    if (trace.row() >= 0) {
      out.writeNumberField("row", trace.row());
    }
    if (trace.marker() == Marker.ROW_PROGRAM) {
      int n = 0;
      for (int c = 0; c < trace.columns(); c++) {
        n += (trace.push(c) > 0 ? 1 : 0) + (trace.pull(c) > 0 ? 1 : 0);
      }
      out.writeNumberField("pulses", n);
    }
    out.writeEndObject();
  }

  /** Adds the mean current of a tile's operation to its rail. */
  private void rail(int tile) {
    if (tile < 0 || trace.duration() == 0) {
      return;
    }
    Specs.Rail rail;
    double amperes;
    if (trace.action() == Action.PULSE) {
      rail = chip.netlist().writeRail();
      double mean = (double) trace.quantity() / trace.duration();
      amperes = mean * chip.netlist().device().pulseCurrent();
    } else if (trace.action() == Action.CELL_READ) {
      rail = chip.netlist().readRail();
      amperes = trace.ownJoules() / (trace.duration() * 1e-12) / rail.voltage();
    } else {
      return;
    }
    String name = rail.count() == 1 ? rail.name() : rail.name() + "[" + tile % rail.count() + "]";
    Rail r = rails.computeIfAbsent(name, n -> new Rail());
    r.changes.merge(trace.start(), amperes, Double::sum);
    r.changes.merge(trace.start() + trace.duration(), -amperes, Double::sum);
  }

  private int process(String name) throws IOException {
    Integer known = processes.get(name);
    if (known != null) {
      return known;
    }
    int pid = CHIP + processes.size();
    processes.put(name, pid);
    metadata("process_name", pid, 0, name);
    return pid;
  }

  /** Finds a track that is free from a time on, or adds one. */
  private Lane lane(String process, String track, long from, long end) throws IOException {
    List<Lane> known = tracks.computeIfAbsent(process + "\n" + track, k -> new ArrayList<>());
    for (Lane lane : known) {
      if (lane.end <= from) {
        lane.end = end;
        return lane;
      }
    }
    Lane lane = new Lane(++lanes);
    lane.end = end;
    known.add(lane);
    String name = known.size() == 1 ? track : track + " #" + known.size();
    metadata("thread_name", process(process), lane.number, name);
    return lane;
  }

  private void metadata(String what, int pid, int tid, String name) throws IOException {
    out.writeStartObject();
    out.writeStringField("ph", "M");
    out.writeStringField("name", what);
    out.writeStringField("cat", "__metadata");
    out.writeNumberField("ts", 0);
    out.writeNumberField("pid", pid);
    out.writeNumberField("tid", tid);
    out.writeObjectFieldStart("args");
    out.writeStringField("name", name);
    out.writeEndObject();
    out.writeEndObject();
  }

  private void counter(String name, long time, double value) throws IOException {
    head("C", name, "", time, process("chip"), 0);
    out.writeObjectFieldStart("args");
    out.writeNumberField("value", value);
    out.writeEndObject();
    out.writeEndObject();
  }

  /** Begins a slice, whose object stays open. */
  private void slice(
      String name, String category, long start, long duration, String process, Lane lane)
      throws IOException {
    long from = start / NANOSECOND * NANOSECOND;
    long end = (start + duration) / NANOSECOND * NANOSECOND;
    head("X", name, category, from, process(process), lane.number);
    time("dur", end - from);
    slices++;
  }

  private void head(String phase, String name, String category, long start, int pid, int tid)
      throws IOException {
    out.writeStartObject();
    out.writeStringField("ph", phase);
    out.writeStringField("name", name);
    out.writeStringField("cat", category.isEmpty() ? "chip" : category); // readers insist on it
    time("ts", start);
    out.writeNumberField("pid", pid);
    out.writeNumberField("tid", tid);
  }

  private void time(String field, long picoseconds) throws IOException {
    out.writeFieldName(field);
    out.writeNumber(BigDecimal.valueOf(picoseconds, 6));
  }
}
