package dev.spindrift.exchange;

import dev.spindrift.chip.Netlist;
import dev.spindrift.input.InputException;
import dev.spindrift.input.Problem;
import dev.spindrift.mapping.Layout;
import dev.spindrift.network.Networks;
import dev.spindrift.replay.PulseTimes;
import dev.spindrift.replay.Recording;
import dev.spindrift.replay.ReplayChip;
import dev.spindrift.replay.Setup;
import dev.spindrift.replay.TraceFile;
import dev.spindrift.trace.Action;
import dev.spindrift.trace.Marker;
import dev.spindrift.trace.TraceReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the records of a trace are about: the chip, which instance is which tile, when pulses are.
 */
final class RecordedChip {
  private static final Pattern TILE = Pattern.compile(".*\\[(\\d{1,8})\\]\\[(\\d{1,8})\\]");

  private final TraceReader trace;
  private final Setup setup;
  private final Netlist netlist;
  private final Layout layout;
  private final List<String> kinds;
  private final int[] tile;
  private final int[] bank;
  private final PulseTimes times;

  /** One pulse of a cell, simulated times in picoseconds. */
  record Pulse(int row, int column, boolean push, long start, long width) {
    static final Comparator<Pulse> BY_TIME =
        Comparator.comparingLong(Pulse::start)
            .thenComparingInt(Pulse::row)
            .thenComparingInt(Pulse::column);

    long end() {
      return start + width;
    }
  }

  /**
   * Reads the chip from a trace's header.
   *
   * @param trace any place in it; not moved
   * @throws InputException if the header does not say enough
   */
  RecordedChip(TraceReader trace) {
    this.trace = trace;
    setup = TraceFile.setup(trace);
    netlist = ReplayChip.of(trace, null, null, null);
    List<String> wrong = setup.network().problems();
    if (!wrong.isEmpty()) {
      throw refused(String.join("; ", wrong), "a trace whose network this version knows");
    }
    layout = Layout.of(Networks.describe(setup.network()), netlist.tile());
    kinds = TraceFile.kinds(trace);
    tile = new int[kinds.size()];
    bank = new int[kinds.size()];
    for (int i = 0; i < tile.length; i++) {
      Matcher m = TILE.matcher(trace.components().get(i));
      boolean is = kinds.get(i).equals(netlist.tile().name()) && m.matches();
      tile[i] = is ? Integer.parseInt(m.group(2)) : -1;
      bank[i] = is ? Integer.parseInt(m.group(1)) : -1;
    }
    times = new PulseTimes(netlist.pulses(), setup.mode().order());
  }

  private InputException refused(String found, String allowed) {
    return new InputException(
        List.of(new Problem(trace.file().toString(), 0, 0, "", found, allowed, null)));
  }

  Setup setup() {
    return setup;
  }

  Netlist netlist() {
    return netlist;
  }

  Layout layout() {
    return layout;
  }

  /** Netlist component of an instance. */
  String kind(int component) {
    return kinds.get(component);
  }

  /** Tile of an instance, -1 for what is no tile. */
  int tile(int component) {
    return component < 0 ? -1 : tile[component];
  }

  /** Bank of a tile's instance, -1 for what is no tile. */
  int bank(int component) {
    return component < 0 ? -1 : bank[component];
  }

  /** Whether a netlist component that is no tile does something that takes time. */
  boolean acts(String kind, Action action) {
    return switch (action) {
      case DAC_CONVERSION -> kind.equals(netlist.dac().name());
      case LINE_ACTIVATION ->
          kind.equals(netlist.wordLines().name()) || kind.equals(netlist.bitLines().name());
      case ADC_CONVERSION -> kind.equals(netlist.adc().name());
      case BUS_TRANSFER -> netlist.buses().containsKey(kind);
      case VECTOR_OPERATION -> kind.equals(netlist.vectorUnit().name());
      case MAC -> kind.equals(netlist.gradientUnit().name());
      case MEMORY_READ, MEMORY_WRITE -> kind.equals(netlist.gradientMemory().name());
      case PLAN -> kind.equals(netlist.pulsePlanner().name());
      case DRIVE -> kind.equals(netlist.pulses().name());
      case COUNTER_TICK -> kind.equals(netlist.thinningCounter().name());
      case INDEX_SWITCH -> kind.equals(netlist.sampleController().name());
      case PULSE, CELL_READ -> false; // a tile's, or the same time as DRIVE
    };
  }

  /** Whether the trace tells single pulses, besides row programs. */
  boolean tellsPulses() {
    return setup.recording().grain() == Recording.Grain.PULSE;
  }

  /**
   * Chooses the one tile of exports that are about one.
   *
   * @return the tile asked for, or the first recorded one
   * @throws InputException if it was not recorded, or if several were asked for
   */
  int oneTile(Selection selection) {
    List<Integer> recorded = new ArrayList<>();
    List<String> layers = setup.recording().layers();
    for (int i = 0; i < layout.blocks().size(); i++) {
      String layer = trace.layers().get(layout.blocks().get(i).layer());
      List<Integer> some = setup.recording().tiles();
      if ((some.isEmpty() || some.contains(i)) && (layers.isEmpty() || layers.contains(layer))) {
        recorded.add(i);
      }
    }
    List<Integer> asked = selection.tiles();
    if (asked.size() > 1) {
      throw refused("--tile given " + asked.size() + " times", "one tile in this format");
    }
    if (recorded.isEmpty() || (!asked.isEmpty() && !recorded.contains(asked.get(0)))) {
      String have = recorded.size() > 20 ? recorded.size() + " tiles" : recorded.toString();
      throw refused("tile " + asked + " was not recorded", "a recorded tile: " + have);
    }
    return asked.isEmpty() ? recorded.get(0) : asked.get(0);
  }

  /**
   * Returns the pulses of the row program at which the reader stands, by time, then column.
   *
   * @param selection rows and columns to take
   */
  List<Pulse> pulses(TraceReader t, Selection selection) {
    List<Pulse> out = new ArrayList<>();
    int row = t.row();
    if (!selection.rows().has(row)) {
      return out;
    }
    times.tell(
        new RowAt(t),
        t.miniBatch(),
        t.start() + t.duration() - pulseTime(t),
        (column, push, start, width) -> {
          if (selection.columns().has(column)) {
            out.add(new Pulse(row, column, push, start, width));
          }
        });
    out.sort(Pulse.BY_TIME);
    return out;
  }

  /** Returns the single pulse at which the reader stands. */
  static Pulse single(TraceReader t) {
    return new Pulse(
        t.row(), t.column(), t.marker() == Marker.PUSH, t.start(), Math.max(0, t.quantity()));
  }

  /** From the first pulse of a row program to the end of its last: TileUnit's own sum. */
  private long pulseTime(TraceReader t) {
    long step = setup.timeStep();
    int phases = Math.min(netlist.pulses().columnsPerDriver(), t.columns());
    long sum = 0;
    for (int p = 0; p < phases; p++) {
      long longest = 0;
      for (int c = p; c < t.columns(); c += phases) {
        longest = Math.max(longest, step * (t.push(c) + t.pull(c)));
      }
      if (longest > 0) {
        sum += longest + netlist.pulses().gap() + (sum == 0 ? 0 : netlist.pulses().deadTime());
      }
    }
    return sum;
  }

  /** The widths of the row program at which a reader stands. */
  private record RowAt(TraceReader t) implements PulseTimes.Row {
    @Override
    public int columns() {
      return t.columns();
    }

    @Override
    public int push(int column) {
      return t.push(column);
    }

    @Override
    public int pull(int column) {
      return t.pull(column);
    }
  }
}
