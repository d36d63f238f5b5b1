package dev.spindrift.replay;

import dev.spindrift.circuit.Specs;
import dev.spindrift.mapping.ChipUpdater;
import dev.spindrift.mapping.Layout;
import dev.spindrift.mapping.TileBlock;
import dev.spindrift.mapping.TilePulses;
import dev.spindrift.trace.TraceReader;
import java.util.Arrays;
import java.util.List;

/**
 * The pulses of one mini-batch on their way from a trace to a chip: put where the chip has the
 * weight that they were made for, in its driver's steps, no shorter and no longer than it can.
 */
final class RecordedPulses {
  private final Layout from;
  private final Layout to;
  private final Specs.Tile tile;
  private final Specs.PulseDriver driver;
  private final long recordedStep;
  private final boolean same;
  private final TilePulses[] pulses;
  private final boolean[] touched;
  private char[] push = new char[0];
  private char[] pull = new char[0];
  private float[] drift = new float[0];
  private long raised;
  private long cut;
  private long rounded;

  /**
   * Prepares for a chip.
   *
   * @param from the recorded layout
   * @param recordedStep unit of the recorded widths [ps]
   * @param tile the chip's tiles
   * @param driver the chip's drivers
   * @param updater the chip's walls
   */
  RecordedPulses(
      Layout from,
      long recordedStep,
      Specs.Tile tile,
      Specs.PulseDriver driver,
      ChipUpdater updater) {
    this.from = from;
    this.to = updater.layout();
    this.tile = tile;
    this.driver = driver;
    this.recordedStep = recordedStep;
    same = from.equals(to);
    pulses = new TilePulses[to.blocks().size()];
    for (int i = 0; i < pulses.length; i++) {
      pulses[i] = updater.newPulses(i);
    }
    touched = new boolean[pulses.length];
  }

  /** Forgets the pulses of the mini-batch before. */
  void clear() {
    Arrays.fill(touched, false);
    for (TilePulses p : pulses) {
      Arrays.fill(p.push(), (char) 0);
      Arrays.fill(p.pull(), (char) 0);
    }
  }

  /** Takes a row program. */
  void add(int block, TraceReader row) {
    int n = row.columns();
    if (same && fits(row)) {
      TilePulses p = pulses[block];
      row.copyWidths(p.push(), p.pull(), p.drift(), row.row() * n);
      touched[block] = true;
      return;
    }
    if (push.length < n) {
      push = new char[n];
      pull = new char[n];
      drift = new float[n];
    }
    row.copyWidths(push, pull, drift, 0);
    TileBlock b = from.blocks().get(block);
    List<Integer> tiles = to.byLayer().get(b.layer());
    int down = (b.layerRows() + tile.rows() - 1) / tile.rows();
    int r = b.rowStart() + row.row();
    for (int c = 0; c < n; c++) {
      int column = b.columnStart() + c;
      int target = tiles.get(column / tile.columns() * down + r / tile.rows());
      int up = width(push[c]);
      int back = width(pull[c]);
      float asked = row.hasDrift() ? drift[c] : push[c] < pull[c] ? -1f : 1f;
      pulses[target].set(r % tile.rows(), column % tile.columns(), up, back, asked);
      touched[target] = true;
    }
  }

  /** Whether a row's widths can be applied as they are. */
  private boolean fits(TraceReader row) {
    if (recordedStep != driver.timeStep()) {
      return false;
    }
    long shortest = driver.shortest() / driver.timeStep();
    long longest = driver.longest() / driver.timeStep();
    boolean fits = true;
    for (int c = 0; c < row.columns(); c++) {
      fits &= row.push(c) == 0 || (row.push(c) >= shortest && row.push(c) <= longest);
      fits &= row.pull(c) == 0 || (row.pull(c) >= shortest && row.pull(c) <= longest);
    }
    return fits;
  }

  private int width(int steps) {
    if (steps == 0) {
      return 0;
    }
    long ps = steps * recordedStep;
    long mine = (ps + driver.timeStep() / 2) / driver.timeStep();
    long shortest = driver.shortest() / driver.timeStep();
    long longest = driver.longest() / driver.timeStep();
    if (mine < shortest) {
      raised++;
      return (int) shortest;
    }
    if (mine > longest) {
      cut++;
      return (int) longest;
    }
    if (mine * driver.timeStep() != ps) {
      rounded++;
    }
    return (int) mine;
  }

  /** Returns a tile's pulses, or null if the trace has none for it in this mini-batch. */
  TilePulses of(int block) {
    return touched[block] ? pulses[block] : null;
  }

  /** Returns how many pulses were raised to the driver's shortest [1]. */
  long raised() {
    return raised;
  }

  /** Returns how many pulses were cut to the driver's longest [1]. */
  long cut() {
    return cut;
  }

  /** Returns how many other pulses were rounded to the driver's step [1]. */
  long rounded() {
    return rounded;
  }
}
