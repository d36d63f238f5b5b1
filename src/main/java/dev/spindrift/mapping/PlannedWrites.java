package dev.spindrift.mapping;

import dev.spindrift.device.CellArray;
import dev.spindrift.device.CellWriter;
import dev.spindrift.engine.Workers;
import dev.spindrift.learning.Increment;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** Writes a bank from widths that are there before any wall moves: planned, or recorded. */
final class PlannedWrites {
  /** Cells written at a time by models without a vector kernel [1]. */
  private static final int PIECE = 256;

  private final Bank bank;
  private final List<CellArray> cells;
  private final List<RowPrograms> programs;
  private final PushPull mode;
  private final WriteMethod method;
  private final TileUpdate[] updates;
  private final CellWriter[] writers;
  private final UpdateStatistics[] statistics;
  private final Workers workers;

  /** A bank by tile: what lies on it, its cells, their place in the flat weights, its drivers. */
  record Bank(
      Layout layout, List<CellArray> cells, List<int[]> offsets, List<RowPrograms> programs) {}

  /**
   * Prepares one bank; everything by thread is referenced.
   *
   * @param updates by thread, of devices that are updated in bulk
   * @param writers by thread
   * @param statistics by thread
   */
  PlannedWrites(
      Bank bank,
      PushPull mode,
      WriteMethod method,
      TileUpdate[] updates,
      CellWriter[] writers,
      UpdateStatistics[] statistics,
      Workers workers) {
    this.bank = bank;
    this.cells = bank.cells();
    this.programs = bank.programs();
    this.mode = mode;
    this.method = method;
    this.updates = updates;
    this.writers = writers;
    this.statistics = statistics;
    this.workers = workers;
  }

  /** See {@link ChipUpdater#apply}. */
  void apply(long update, IntFunction<TilePulses> recorded) {
    List<int[]> pieces = new ArrayList<>();
    for (int i = 0; i < cells.size(); i++) {
      TilePulses p = recorded.apply(i);
      programs.get(i).clear();
      if (p == null) {
        continue;
      }
      if (!method.bulk()) {
        p.fill(programs.get(i));
        cells.get(i).positionSum(CellArray.UNKNOWN);
      }
      int size = method.bulk() ? cells.get(i).size() : PIECE;
      for (int first = 0; first < cells.get(i).size(); first += size) {
        pieces.add(new int[] {i, first, Math.min(size, cells.get(i).size() - first)});
      }
    }
    workers.forEach(
        pieces.size(),
        (worker, k) -> {
          int i = pieces.get(k)[0];
          TilePulses p = recorded.apply(i);
          if (method.bulk()) {
            updates[worker].apply(update, cells.get(i), p, programs.get(i), statistics[worker]);
          } else {
            p.write(
                update,
                mode.pushFirst(update),
                cells.get(i),
                pieces.get(k)[1],
                pieces.get(k)[2],
                writers[worker],
                statistics[worker]);
          }
        });
  }

  /** Plans a tile. */
  PulseProgram program(int i, long update, FloatBuffer gradient, Increment increment) {
    try {
      return new PulseProgram(
          update, method.planner(), mode, cells.get(i), gradient, bank.offsets().get(i), increment);
    } catch (ArithmeticException e) {
      throw located(i, e);
    }
  }

  /** Says where in the network something went wrong. */
  ArithmeticException located(int i, ArithmeticException e) {
    TileBlock b = bank.layout().blocks().get(i);
    return new ArithmeticException(
        "tile "
            + i
            + " (layer "
            + b.layer()
            + ", rows from "
            + b.rowStart()
            + ", columns from "
            + b.columnStart()
            + "): "
            + e.getMessage());
  }

  /**
   * Plans all tiles, then writes pieces of them: few tiles shall keep all threads busy, too.
   *
   * @param kept where a tile's widths are kept for a trace, or null
   */
  void write(
      long update,
      FloatBuffer gradient,
      FloatBuffer weights,
      Increment increment,
      IntFunction<TilePulses> kept) {
    PulseProgram[] planned = new PulseProgram[cells.size()];
    workers.forEach(
        planned.length,
        (worker, i) -> {
          planned[i] = program(i, update, gradient, increment);
          planned[i].fill(programs.get(i));
          if (kept.apply(i) != null) {
            planned[i].fill(kept.apply(i));
          }
          cells.get(i).positionSum(CellArray.UNKNOWN);
        });
    List<int[]> pieces = new ArrayList<>();
    for (int i = 0; i < planned.length; i++) {
      for (int first = 0; first < planned[i].size(); first += PIECE) {
        pieces.add(new int[] {i, first, Math.min(PIECE, planned[i].size() - first)});
      }
    }
    workers.forEach(
        pieces.size(),
        (worker, k) -> {
          int[] p = pieces.get(k);
          planned[p[0]].execute(p[1], p[2], writers[worker], weights, statistics[worker]);
        });
  }
}
