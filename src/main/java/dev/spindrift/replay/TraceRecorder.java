package dev.spindrift.replay;

import dev.spindrift.chip.Die;
import dev.spindrift.chip.Netlist;
import dev.spindrift.device.CellArray;
import dev.spindrift.energy.EnergyLedger;
import dev.spindrift.energy.Prices;
import dev.spindrift.mapping.ChipUpdater;
import dev.spindrift.mapping.TilePulses;
import dev.spindrift.network.Layer;
import dev.spindrift.trace.Action;
import dev.spindrift.trace.ActionListener;
import dev.spindrift.trace.Components;
import dev.spindrift.trace.Marker;
import dev.spindrift.trace.TraceHeader;
import dev.spindrift.trace.TraceReader;
import dev.spindrift.trace.TraceWriter;
import dev.spindrift.trace.Work;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/**
 * Records a run: the walls at its beginning, every announcement, the widths of every row program,
 * hand-overs, and at the end a digest of the walls and the total energy. Announcements and widths
 * come from the thread of the events, everything else while no events are under way.
 */
public final class TraceRecorder implements ActionListener, AutoCloseable {
  private final Setup setup;
  private final Components components;
  private final Prices prices;
  private final EnergyLedger ledger;
  private final ChipUpdater updater;
  private final PulseTimes times;
  private final TraceWriter writer;
  private final RecordedParts parts;
  private final double perPs;
  private final double perPulse;
  private int miniBatch;
  private boolean active;
  private boolean begun;
  private boolean over;

  // The row whose announcements follow.
  private int row = -1;
  private long rowStart;
  private long rowDuration;

  /**
   * Begins a trace file.
   *
   * @param file the file to be
   * @param force whether an existing file may be replaced
   * @param setup how the run is made
   * @param inputs the input files as resolved, name to text
   * @param die the wired die
   * @param layerList the network's layers
   * @param updater the walls; keeps its widths from now on
   * @param done the mini-batch after which an interrupted run goes on, whose unfinished trace is
   *     taken up; 0 for a new recording [1]
   * @throws IOException if the file is there already or cannot be written; for a resumed run: if
   *     its unfinished trace is gone, damaged, or ends before that mini-batch
   */
  public TraceRecorder(
      Path file,
      boolean force,
      Setup setup,
      Map<String, String> inputs,
      Die die,
      Components components,
      List<Layer> layerList,
      ChipUpdater updater,
      long done)
      throws IOException {
    this.setup = setup;
    this.components = components;
    this.updater = updater;
    Netlist netlist = die.netlist();
    prices = new Prices(components, netlist::price);
    ledger = new EnergyLedger(components, netlist::price, layerList.size());
    times = new PulseTimes(netlist.pulses(), setup.mode().order());
    perPs =
        netlist.price(netlist.tile().name(), Action.PULSE).joules()
            + netlist.price(netlist.pulses().name(), Action.PULSE).joules();
    perPulse = netlist.price(netlist.pulses().name(), Action.DRIVE).joules();
    parts = new RecordedParts(setup.recording(), die, components, layerList, updater.layout());
    updater.keepPulses(parts::tile);
    Path before = done > 0 ? Resumed.setAside(file) : null;
    writer =
        new TraceWriter(
            file,
            force,
            TraceHeader.of(setup.toJson(), Setup.components(components), inputs),
            components.instances(),
            layerList.stream().map(Layer::name).toList());
    if (before != null) {
      takeUp(before, done);
    }
  }

  /** Copies what an interrupted run recorded up to a mini-batch, block by block. */
  private void takeUp(Path before, long done) throws IOException {
    try (TraceReader t = TraceReader.open(before)) {
      Resumed.requireSame(t, writer.header());
      int blocks = 0;
      boolean ours = true;
      while (ours && t.next()) {
        if (t.blocks() > blocks && blocks > 0) {
          writer.endBlock(); // the blocks of an uninterrupted run
        }
        blocks = t.blocks();
        Marker m = t.marker();
        boolean ending = m == Marker.DIGEST || m == Marker.END;
        ours = !(m == Marker.MINI_BATCH && t.quantity() > done);
        ours &= !ending || done > setup.recording().to();
        if (ours) {
          writer.copy(t);
          begun = true;
          over |= m == Marker.END;
          miniBatch = t.miniBatch();
          if (t.action() != null && t.component() >= 0) {
            ledger.onAction(
                t.component(),
                t.action(),
                t.work(),
                t.layer(),
                t.start(),
                t.duration(),
                t.quantity(),
                t.ownJoules());
          }
        }
      }
      if (ours && begun && !over && miniBatch < Math.min(done, setup.recording().to())) {
        throw new IOException(
            "it ends in mini-batch "
                + miniBatch
                + ", the checkpoint is after "
                + done
                + (t.problem() == null ? "" : " (" + t.problem() + ")"));
      }
    } catch (IOException | RuntimeException e) {
      close();
      Files.move(before, writer.partial(), StandardCopyOption.REPLACE_EXISTING);
      throw e;
    }
    writer.flush();
    Files.delete(before);
  }

  /** Brings what was recorded to disk, for a checkpoint; no events are under way. */
  public void flush() {
    writer.flush();
  }

  /**
   * Returns whether a mini-batch starts or ends the recording, so that no events may be under way
   * when {@link #before} is called.
   */
  public boolean needsQuiet(long k) {
    Recording r = setup.recording();
    return !over && ((!begun && k >= r.from()) || k > r.to());
  }

  /**
   * A mini-batch is about to begin; all events so far have occurred if {@link #needsQuiet}.
   *
   * @param now simulated time [ps]
   * @param bank the bank in which the chain lives [1]
   */
  public void before(long k, long now, int bank) {
    if (over || k < setup.recording().from()) {
      return;
    }
    if (k > setup.recording().to()) {
      end(now);
    } else if (!begun) {
      begun = true;
      miniBatch = Math.toIntExact(k);
      writer.marker(Marker.HAND_OVER, miniBatch, now, bank);
      parts.tiles().forEach(tile -> walls(tile, bank, now));
    }
  }

  private void walls(int tile, int bank, long now) {
    CellArray c = updater.cells(tile);
    int component = parts.componentOf(tile, bank);
    int layer = parts.layerOf(tile);
    for (int r = 0; r < c.rows(); r++) {
      writer.walls(
          Marker.WALLS_PLUS, miniBatch, component, layer, now, r, c.plus(), c.rows(), c.columns());
      writer.walls(
          Marker.WALLS_MINUS,
          miniBatch,
          component,
          layer,
          now,
          r,
          c.minus(),
          c.rows(),
          c.columns());
    }
  }

  /**
   * The events of a mini-batch begin; called on their thread.
   *
   * @param now simulated time [ps]
   */
  public void miniBatch(long k, long now) {
    active = begun && !over;
    if (active) {
      miniBatch = Math.toIntExact(k);
      writer.marker(Marker.MINI_BATCH, miniBatch, now, k);
    }
  }

  /**
   * The chain is about to be handed over; no events are under way.
   *
   * @param toBank where it goes on [1]
   * @param now simulated time [ps]
   */
  public void handOver(int toBank, long now) {
    if (active) {
      writer.marker(Marker.HAND_OVER, miniBatch, now, toBank);
    }
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
      double own) {
    if (!active || !parts.announced(component, layer)) {
      return;
    }
    ledger.onAction(component, action, work, layer, start, duration, quantity, own);
    double joules = quantity * prices.of(components.kindOf(component), action) + own;
    boolean ofRow =
        start == rowStart
            && duration == rowDuration
            && (action == Action.PULSE
                || action == Action.DRIVE
                || action == Action.LINE_ACTIVATION);
    writer.action(
        miniBatch,
        component,
        action,
        work,
        layer,
        start,
        duration,
        quantity,
        own,
        joules,
        ofRow ? row : -1);
  }

  @Override
  public void onRow(
      int component, Work work, int layer, int r, long start, long select, long duration) {
    int tile = parts.tileOf(component);
    if (!active || !parts.tile(tile)) {
      rowStart = -1;
      return;
    }
    row = r;
    rowStart = start;
    rowDuration = duration;
    if (work != Work.UPDATE) {
      return; // the pulses of a hand-over follow from the walls
    }
    TilePulses p = updater.pulses(tile);
    int n = p.columns();
    long steps = 0;
    int pulses = 0;
    for (int i = r * n; i < (r + 1) * n; i++) {
      steps += p.push()[i] + p.pull()[i];
      pulses += (p.push()[i] > 0 ? 1 : 0) + (p.pull()[i] > 0 ? 1 : 0);
    }
    long devicePs = steps * setup.timeStep();
    double joules = devicePs * perPs + pulses * perPulse;
    writer.rowProgram(
        miniBatch, component, work, layer, start, duration, devicePs, joules, r, p.push(), p.pull(),
        p.drift(), r * n, n);
    if (setup.recording().grain() == Recording.Grain.PULSE) {
      times.tell(
          new RowOf(p, r),
          miniBatch,
          start + select,
          (column, push, begin, width) ->
              writer.pulse(
                  push ? Marker.PUSH : Marker.PULL,
                  miniBatch,
                  component,
                  work,
                  layer,
                  begin,
                  width,
                  width * perPs + perPulse,
                  r,
                  column));
    }
  }

  /** A row of a tile's pulses. */
  private record RowOf(TilePulses pulses, int row) implements PulseTimes.Row {
    @Override
    public int columns() {
      return pulses.columns();
    }

    @Override
    public int push(int column) {
      return pulses.push()[row * pulses.columns() + column];
    }

    @Override
    public int pull(int column) {
      return pulses.pull()[row * pulses.columns() + column];
    }
  }

  private void end(long now) {
    if (over) {
      return;
    }
    over = true;
    active = false;
    WallDigest digest = new WallDigest();
    parts.tiles().forEach(tile -> digest.add(tile, updater.cells(tile)));
    for (long word : digest.words()) {
      writer.marker(Marker.DIGEST, miniBatch, now, word);
    }
    writer.end(miniBatch, now, ledger.total());
  }

  /**
   * Ends the trace after the last mini-batch; all events have occurred.
   *
   * @param now simulated time [ps]
   * @return the file, absolute
   * @throws UncheckedIOException if it cannot be written
   */
  public Path finish(long now) {
    end(now);
    return writer.finish();
  }

  /** Returns where the trace grows until it is finished. */
  public Path partial() {
    return writer.partial();
  }

  /** Stops; what was not finished stays as a readable prefix. */
  @Override
  public void close() {
    try {
      writer.close();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the trace " + writer.partial() + " cannot be closed: " + e.getMessage(), e);
    }
  }
}
