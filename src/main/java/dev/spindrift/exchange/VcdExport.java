package dev.spindrift.exchange;

import dev.spindrift.device.CellArray;
import dev.spindrift.engine.Workers;
import dev.spindrift.mapping.TileBlock;
import dev.spindrift.replay.Replay;
import dev.spindrift.replay.ReplayChip;
import dev.spindrift.trace.Action;
import dev.spindrift.trace.Marker;
import dev.spindrift.trace.TraceReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The signals of one tile, and of the units that tiles share, as a value change dump for GTKWave
 * and its like.
 *
 * <p>Scope {@code chip}: numbers of mini-batch and bank, and one bit a unit and action, high while
 * any instance does it (buses, digital units, memory, thinning counter, sample index). Scope {@code
 * tile_N}: bits for reading and programming, the number of the row, and a bit {@code push_C}, a bit
 * {@code pull_C} and the current {@code current_C} [A] of each column's driver; scope {@code row_R}
 * in it: positions of both walls of each cell, 0 to 1.
 *
 * <p>Walls are found by replaying the trace on its chip; the chip's thermal noise is a function of
 * the seed, so these are the recorded run's walls. A wall's jump is shown at the end of the cell's
 * last pulse of the update; what moves it otherwise (programming error, diffusion at rest) at the
 * end of the mini-batch. One mini-batch of one tile is in memory.
 */
public final class VcdExport {
  private final Path file;
  private final Selection selection;
  private final VcdFile out;
  private final TraceReader trace;
  private final RecordedChip chip;
  private final int tile;
  private final TileBlock block;
  private final Changes changes = new Changes();
  private final double current;

  // signals, and for those that add up their sums
  private final Map<String, Integer> shared = new LinkedHashMap<>();
  private final Map<Integer, Integer> depth = new LinkedHashMap<>();
  private int miniBatch;
  private int bank;
  private int reading;
  private int programming;
  private int row;
  private int[] push;
  private int[] pull;
  private int[] currents;
  private int[][] walls; // [plus or minus][cell]; -1 if not taken
  private float[][] before;
  private long[] moved;
  private boolean more;
  private boolean started;
  private long pulses;
  private long last;

  private VcdExport(Path file, TraceReader trace, Selection selection, Writer out) {
    this.file = file;
    this.trace = trace;
    this.selection = selection;
    this.out = new VcdFile(out);
    chip = new RecordedChip(trace);
    tile = chip.oneTile(selection);
    block = chip.layout().blocks().get(tile);
    current = chip.netlist().device().pulseCurrent();
  }

  /**
   * Writes the signals of a tile.
   *
   * @param file the trace
   * @param workers threads for the replay; results do not depend on them
   * @return pulses written [1]
   * @throws dev.spindrift.input.InputException if the trace is damaged or holds no such tile
   */
  public static long write(Path file, Selection selection, Writer out, Workers workers)
      throws IOException {
    try (TraceReader driven = TraceReader.open(file);
        TraceReader told = TraceReader.open(file)) {
      VcdExport e = new VcdExport(file, told, selection, out);
      e.declare();
      Replay replay =
          new Replay(
              driven,
              ReplayChip.of(driven, null, null, null),
              false,
              e.chip.setup().seed(),
              workers);
      try {
        replay.drive(
            new Replay.Progress() {
              @Override
              public void begin(long k) {
                e.begin(k, replay.cells(e.tile));
              }

              @Override
              public boolean done(long k) {
                e.miniBatch(k, replay.cells(e.tile));
                return k < selection.to();
              }
            });
      } catch (UncheckedIOException wrapped) {
        throw wrapped.getCause();
      }
      driven.requireWhole();
      e.finish();
      return e.pulses;
    }
  }

  private void declare() throws IOException {
    out.begin(
        "Spindrift " + trace.header().program(),
        "tile " + tile + " of " + chip.netlist().name() + ", from " + file.getFileName());
    out.scope("chip");
    miniBatch = out.number("mini_batch");
    bank = out.number("bank");
    TreeSet<String> kinds = new TreeSet<>();
    for (int i = 0; i < trace.components().size(); i++) {
      if (chip.tile(i) < 0) {
        kinds.add(chip.kind(i));
      }
    }
    for (String kind : kinds) {
      for (Action a : Action.values()) {
        if (chip.acts(kind, a)) {
          shared.put(kind + " " + a.label(), out.bit(kind + "_" + a.label()));
        }
      }
    }
    out.scope("tile_" + tile);
    reading = out.bit("reading");
    programming = out.bit("programming");
    row = out.number("row");
    int n = block.columns();
    push = new int[n];
    pull = new int[n];
    currents = new int[n];
    for (int c = 0; c < n; c++) {
      if (selection.columns().has(c)) {
        push[c] = out.bit("push_" + c);
        pull[c] = out.bit("pull_" + c);
        currents[c] = out.real("current_" + c);
      }
    }
    walls = new int[2][block.cells()];
    for (int r = 0; r < block.rows(); r++) {
      if (selection.rows().has(r)) {
        out.scope("row_" + r);
      }
      for (int c = 0; c < n; c++) {
        boolean taken = selection.rows().has(r) && selection.columns().has(c);
        walls[0][c * block.rows() + r] = taken ? out.real("plus_" + c) : -1;
        walls[1][c * block.rows() + r] = taken ? out.real("minus_" + c) : -1;
      }
      if (selection.rows().has(r)) {
        out.leave();
      }
    }
    out.leave();
    out.leave();
    before = new float[2][];
    moved = new long[block.cells()];
    more = trace.next();
  }

  /** All walls are where mini-batch k finds them. */
  private void begin(long k, CellArray cells) {
    try {
      before[0] = cells.plus().clone();
      before[1] = cells.minus().clone();
      if (started || !selection.takes(k)) {
        return;
      }
      started = true;
      long bankNow = 0;
      while (more && !(trace.marker() == Marker.MINI_BATCH && trace.quantity() == k)) {
        bankNow = trace.marker() == Marker.HAND_OVER ? trace.quantity() : bankNow;
        more = trace.next();
      }
      out.start(more ? trace.start() : 0);
      last = trace.start();
      out.number(miniBatch, k);
      out.number(bank, Math.floorMod(bankNow, chip.netlist().banks()));
      for (int bit : shared.values()) {
        out.bit(bit, false);
      }
      out.bit(reading, false);
      out.bit(programming, false);
      out.number(row, -1);
      for (int c = 0; c < block.columns(); c++) {
        if (selection.columns().has(c)) {
          out.bit(push[c], false);
          out.bit(pull[c], false);
          out.real(currents[c], 0);
        }
      }
      for (int side = 0; side < 2; side++) {
        for (int i = 0; i < walls[side].length; i++) {
          if (walls[side][i] >= 0) {
            out.real(walls[side][i], before[side][i]);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A mini-batch was replayed: its records follow in the trace, its walls are known. */
  private void miniBatch(long k, CellArray cells) {
    if (!selection.takes(k)) {
      return;
    }
    java.util.Arrays.fill(moved, -1);
    boolean mine = true;
    while (more && mine) {
      mine = trace.marker() != Marker.END && trace.marker() != Marker.DIGEST;
      mine &= trace.marker() != Marker.MINI_BATCH || trace.quantity() == k;
      if (mine) {
        record();
        more = trace.next();
      }
    }
    long end = more ? Math.max(last, trace.start()) : last;
    float[][] now = {cells.plus(), cells.minus()};
    for (int side = 0; side < 2; side++) {
      for (int i = 0; i < before[side].length; i++) {
        if (walls[side][i] >= 0 && now[side][i] != before[side][i]) {
          changes.add(moved[i] < 0 ? end : moved[i], walls[side][i], now[side][i]);
        }
      }
    }
    try {
      put(changes.until(end));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void record() {
    Marker m = trace.marker();
    int t = chip.tile(trace.component());
    if (m == Marker.MINI_BATCH) {
      changes.add(trace.start(), miniBatch, (double) trace.quantity());
    } else if (m == Marker.HAND_OVER) {
      changes.add(trace.start(), bank, Math.floorMod(trace.quantity(), chip.netlist().banks()));
    } else if (m == null && t < 0 && trace.component() >= 0) {
      interval(shared.get(chip.kind(trace.component()) + " " + trace.event()));
    } else if (t == tile) {
      if (trace.action() == Action.CELL_READ) {
        interval(reading);
      } else if (trace.action() == Action.PULSE) {
        interval(programming);
      } else if (m == Marker.ROW_PROGRAM) {
        changes.add(trace.start(), row, trace.row());
        changes.add(trace.start() + trace.duration(), row, -1);
      }
      CsvExport.pulsesAt(chip, trace, selection).forEach(this::pulse);
    }
    last = Math.max(last, trace.start() + trace.duration());
  }

  private void interval(Integer bit) {
    if (bit == null) {
      return; // a driver's pulses: the same time as its edges
    }
    changes.add(trace.start(), bit, 1);
    changes.add(trace.start() + trace.duration(), bit, -1);
  }

  private void pulse(RecordedChip.Pulse p) {
    pulses++;
    int bit = p.push() ? push[p.column()] : pull[p.column()];
    int sign = p.push() ? 1 : -1;
    changes.add(p.start(), bit, 1);
    changes.add(p.end(), bit, -1);
    changes.add(p.start(), currents[p.column()], sign);
    changes.add(p.end(), currents[p.column()], -sign);
    int cell = p.column() * block.rows() + p.row();
    moved[cell] = Math.max(moved[cell], p.end());
    last = Math.max(last, p.end());
  }

  /** Writes changes; those of one instant together, so that nothing is seen to flicker. */
  private void put(List<Changes.Change> sorted) throws IOException {
    for (int i = 0; i < sorted.size(); ) {
      long time = sorted.get(i).time();
      Map<Integer, Double> at = new LinkedHashMap<>();
      for (; i < sorted.size() && sorted.get(i).time() == time; i++) {
        Changes.Change c = sorted.get(i);
        at.put(c.signal(), adds(c.signal()) ? add(c) : c.value());
      }
      out.at(time);
      for (Map.Entry<Integer, Double> e : at.entrySet()) {
        show(e.getKey(), e.getValue());
      }
    }
  }

  private boolean adds(int signal) {
    return signal != miniBatch && signal != bank && signal != row && !isWall(signal);
  }

  private boolean isWall(int signal) {
    return signal > row && signal >= row + 1 + 3 * taken();
  }

  private int taken() {
    int n = 0;
    for (int c = 0; c < block.columns(); c++) {
      n += selection.columns().has(c) ? 1 : 0;
    }
    return n;
  }

  private double add(Changes.Change c) {
    return depth.merge(c.signal(), (int) c.value(), Integer::sum);
  }

  private void show(int signal, double value) throws IOException {
    if (signal == miniBatch || signal == bank || signal == row) {
      out.number(signal, (long) value);
    } else if (isWall(signal)) {
      out.real(signal, value);
    } else if (signal > row && (signal - row - 1) % 3 == 2) {
      out.real(signal, value * current);
    } else {
      out.bit(signal, value > 0);
    }
  }

  private void finish() throws IOException {
    if (!started) {
      throw new dev.spindrift.input.InputException(
          List.of(
              new dev.spindrift.input.Problem(
                  file.toString(),
                  0,
                  0,
                  "",
                  "no mini-batch from " + selection.from() + " to " + selection.to(),
                  "mini-batches that were recorded",
                  null)));
    }
    put(changes.until(Long.MAX_VALUE));
    out.end(last);
  }
}
