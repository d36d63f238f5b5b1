package dev.spindrift.circuit;

import dev.spindrift.engine.Engine;
import dev.spindrift.engine.EventHandler;
import dev.spindrift.engine.Phase;
import dev.spindrift.trace.Action;
import dev.spindrift.trace.ActionListener;
import dev.spindrift.trace.Work;

/**
 * The timing and energy of one tile: read bursts and row programs as timed events that queue for
 * the tile itself, its bank of converters or drivers, and the rail's current. Walls and weights
 * live elsewhere; the tile tells a {@link RowSequence} when a row has been programmed.
 *
 * <p>Read burst of V vectors: {@code setup + dac + settle + adc + (V - 1) x max(dac, settle, adc)}
 * where dac and adc are conversion times x lines per converter (converters work on one vector while
 * the cells settle on the next).
 *
 * <p>Row program: select the word line ({@code setup}), then per multiplexer phase {@code longest
 * (push + pull) + gap}, with a dead time between phases. A tile's own drivers recover while the
 * next word line is selected, so rows after the first begin with {@code max(setup, dead)}; a bank
 * shared by several tiles is passed on after its dead time. Every column runs on its own: push,
 * gap, pull, then it is quiet. The rail reserves the current of all pulsed columns of the busiest
 * phase from the selection of the row to its last pulse.
 */
public final class TileUnit implements EventHandler {
  private static final int PORT_FOR_READ = 0;
  private static final int BANK_FOR_READ = 1;
  private static final int RAIL_FOR_READ = 2;
  private static final int READ_DONE = 3;
  private static final int NEXT_ROW = 4;
  private static final int ROW_READY = 5;
  private static final int BANK_FOR_ROW = 6;
  private static final int RAIL_FOR_ROW = 7;
  private static final int ROW_DONE = 8;
  private static final int PULSE_END = 9;
  private static final int RECOVERED = 10;

  private final TileWiring w;
  private final Engine engine;
  private final ActionListener listener;
  private final int component;
  private final Resource port;
  private final Resource converters;
  private final Resource drivers;
  private final RailTap readRail;
  private final RailTap writeRail;

  private int layer;
  private int rows;
  private int columns;

  // read state: one burst at a time holds the port
  private boolean transposed;
  private boolean oneHot;
  private Work readWork;
  private double conductance;
  private EventHandler readDone;
  private int readA;

  // program state
  private RowSequence sequence;
  private Work programWork;
  private int row;
  private boolean firstRow;
  private long rowStart;
  private EventHandler programDone;
  private int programA;
  private long programB;

  /**
   * Creates an idle tile.
   *
   * @param w everything it is wired to; referenced
   * @param component index of the instance in the registry [1]
   * @param port the tile itself: one operation at a time
   * @param converters bank of converters shared with other tiles, or null if the tile has its own
   * @param drivers bank of pulse drivers shared with other tiles, or null if the tile has its own
   */
  public TileUnit(
      TileWiring w,
      int component,
      Resource port,
      Resource converters,
      Resource drivers,
      RailTap readRail,
      RailTap writeRail,
      Engine engine,
      ActionListener listener) {
    this.w = w;
    this.component = component;
    this.port = port;
    this.converters = converters;
    this.drivers = drivers;
    this.readRail = readRail;
    this.writeRail = writeRail;
    this.engine = engine;
    this.listener = listener;
  }

  /**
   * Tells which part of which layer the tile holds.
   *
   * @param layer layer index
   * @param rows word lines in use [1]
   * @param columns bit-line pairs in use [1]
   */
  public void assign(int layer, int rows, int columns) {
    this.layer = layer;
    this.rows = rows;
    this.columns = columns;
  }

  /** Returns the layer the tile serves. */
  public int layer() {
    return layer;
  }

  /** Returns the tile's index in the registry of components [1]. */
  public int component() {
    return component;
  }

  /** Sets the summed conductance of all cells in use, both devices of each [S]. */
  public void conductance(double siemens) {
    conductance = siemens;
  }

  /**
   * Sets how the next bursts read and whom to tell.
   *
   * @param transposed false: word lines driven, bit lines sensed; true: the other way round
   * @param done called with (a, burst) when a burst's conversions have ended
   */
  public void prepareReads(boolean transposed, Work work, EventHandler done, int a) {
    this.transposed = transposed;
    this.oneHot = false;
    this.readWork = work;
    this.readDone = done;
    this.readA = a;
  }

  /**
   * Makes the next bursts read the tile's state: each vector drives a single word line at full
   * scale, one after the other, and senses all bit lines.
   *
   * @param done called with (a, burst) when a burst's conversions have ended
   */
  public void prepareStateReads(Work work, EventHandler done, int a) {
    prepareReads(false, work, done, a);
    this.oneHot = true;
  }

  /**
   * Queues a read burst.
   *
   * @param vectors number of input vectors, below 2^31 [1]
   * @param burst number handed to {@code done}
   */
  public void read(int vectors, int burst) {
    port.request(1, this, PORT_FOR_READ, ((long) burst << 32) | vectors);
  }

  /** Current that a vector draws; a single line is taken to carry an even share of the cells. */
  private long readCurrent() {
    double drive = oneHot ? 1.0 / rows : w.tile().inputMean();
    return (long) Math.ceil(w.tile().readVoltage() * drive * conductance * 1e9);
  }

  /**
   * Queues the row programs of a sequence; rows without pulses are passed over.
   *
   * @param done called with (a, b) when the last row has been programmed and the drivers recovered
   */
  public void program(RowSequence rows, Work work, EventHandler done, int a, long b) {
    if (sequence != null) {
      throw new IllegalStateException("tile is already being programmed");
    }
    sequence = rows;
    programWork = work;
    programDone = done;
    programA = a;
    programB = b;
    row = -1;
    firstRow = true;
    port.request(1, this, NEXT_ROW, 0);
  }

  @Override
  public void occur(int a, long b) {
    switch (a) {
      case PORT_FOR_READ -> {
        if (converters != null) {
          converters.request(1, this, BANK_FOR_READ, b);
        } else {
          askToRead(b);
        }
      }
      case BANK_FOR_READ -> askToRead(b);
      case RAIL_FOR_READ ->
          engine.schedule(
              engine.now() + w.readTime(rows, columns, transposed, (int) b),
              Phase.RELEASE,
              this,
              READ_DONE,
              b);
      case READ_DONE -> readDone((int) b, (int) (b >>> 32));
      case NEXT_ROW -> nextRow();
      case ROW_READY -> {
        if (drivers != null) {
          drivers.request(1, this, BANK_FOR_ROW, b);
        } else {
          askForRow(b);
        }
      }
      case BANK_FOR_ROW -> askForRow(b);
      case RAIL_FOR_ROW -> startRow(b);
      case ROW_DONE -> rowDone(b);
      case PULSE_END -> pulseEnd(b);
      case RECOVERED -> recovered();
      default -> throw new IllegalStateException("unknown operation " + a);
    }
  }

  private void askToRead(long b) {
    long current = readCurrent();
    readRail.rail().request(readRail, current, current, this, RAIL_FOR_READ, b);
  }

  private void askForRow(long current) {
    writeRail.rail().request(writeRail, current, meanCurrent(), this, RAIL_FOR_ROW, current);
  }

  /** Mean current of the row's program, rounded up [nA]. */
  private long meanCurrent() {
    double charge = (double) w.pulseCurrent() * sequence.pulseTime(row);
    return (long) Math.ceil(charge / rowTime(sequence));
  }

  private void readDone(int vectors, int burst) {
    long now = engine.now();
    long duration = w.readTime(rows, columns, transposed, vectors);
    long start = now - duration;
    int in = transposed ? columns : rows;
    int out = transposed ? rows : columns;
    LineDriverIds ids = w.ids();
    int lines = transposed ? ids.bitLines() : ids.wordLines();
    double volts = w.tile().readVoltage();
    double square = oneHot ? 1.0 / rows : w.tile().inputMeanSquare();
    double joules = vectors * (volts * volts * square * conductance) * (w.tile().settle() * 1e-12);
    long n = vectors;
    long driven = oneHot ? n : n * in;
    listener.onAction(
        ids.dac(), Action.DAC_CONVERSION, readWork, layer, start, duration, driven, 0);
    listener.onAction(lines, Action.LINE_ACTIVATION, readWork, layer, start, duration, driven, 0);
    listener.onAction(component, Action.CELL_READ, readWork, layer, start, duration, n, joules);
    listener.onAction(
        ids.adc(),
        Action.ADC_CONVERSION,
        readWork,
        layer,
        start,
        duration,
        n * out * w.conversions(transposed),
        0);
    readRail.rail().release(readCurrent(), readCurrent());
    if (converters != null) {
      converters.release(1);
    }
    EventHandler done = readDone;
    int a = readA;
    port.release(1);
    done.occur(a, burst);
  }

  /** Finds the next row with pulses and asks for drivers and current; ends the program if none. */
  private void nextRow() {
    RowSequence s = sequence;
    int n = s.rows();
    do {
      row++;
    } while (row < n && s.pulses(row) == 0);
    if (row == n) {
      sequence = null;
      EventHandler done = programDone;
      port.release(1);
      done.occur(programA, programB);
      return;
    }
    int busiest = 0;
    for (int p = 0; p < s.phases(); p++) {
      busiest = Math.max(busiest, s.columns(row, p));
    }
    occur(ROW_READY, busiest * w.pulseCurrent());
  }

  /** Length of a row program from the selection of its word line to the end of its last pulse. */
  private long rowTime(RowSequence s) {
    long t = selectTime();
    boolean first = true;
    for (int p = 0; p < s.phases(); p++) {
      long pair = s.longestPair(row, p);
      if (pair > 0) {
        t += pair + w.pulses().gap() + (first ? 0 : w.pulses().deadTime());
        first = false;
      }
    }
    return t;
  }

  /**
   * Time to select the row's word line. Own drivers recover meanwhile, so a row that follows
   * another waits for the slower of the two; a shared bank was only granted after its recovery.
   */
  private long selectTime() {
    long setup = w.wordLines().setup();
    return firstRow || drivers != null ? setup : Math.max(setup, w.pulses().deadTime());
  }

  private void startRow(long current) {
    rowStart = engine.now();
    long duration = rowTime(sequence);
    if (writeRail.rail().droops()) {
      sequence.supplied(row, writeRail.rail().load(writeRail, current));
    }
    RowSequence.PulseSequence pulses = sequence.pulses();
    if (pulses != null) {
      schedulePulses(pulses);
    }
    engine.schedule(rowStart + duration, Phase.RELEASE, this, ROW_DONE, current);
  }

  private void schedulePulses(RowSequence.PulseSequence pulses) {
    long t = rowStart + selectTime();
    int phases = sequence.phases();
    for (int p = 0; p < phases; p++) {
      long pair = sequence.longestPair(row, p);
      if (pair == 0) {
        continue;
      }
      for (int c = p; c < pulses.columns(); c += phases) {
        long end1 = t + pulses.first(row, c);
        long end2 = end1 + w.pulses().gap() + pulses.second(row, c);
        if (pulses.first(row, c) + pulses.second(row, c) > 0) {
          engine.schedule(end1, Phase.RELEASE, this, PULSE_END, 2L * c);
          engine.schedule(end2, Phase.RELEASE, this, PULSE_END, 2L * c + 1);
        }
      }
      t += pair + w.pulses().gap() + w.pulses().deadTime();
    }
  }

  private void pulseEnd(long b) {
    int c = (int) (b >>> 1);
    RowSequence.PulseSequence pulses = sequence.pulses();
    boolean second = (b & 1) == 1;
    long width = second ? pulses.second(row, c) : pulses.first(row, c);
    announcePulses(engine.now() - width, width, width, width > 0 ? 1 : 0);
  }

  private void announcePulses(long start, long duration, long devicePs, long count) {
    LineDriverIds ids = w.ids();
    listener.onAction(component, Action.PULSE, programWork, layer, start, duration, devicePs, 0);
    listener.onAction(ids.pulses(), Action.PULSE, programWork, layer, start, duration, devicePs, 0);
    listener.onAction(ids.pulses(), Action.DRIVE, programWork, layer, start, duration, count, 0);
  }

  private void rowDone(long current) {
    long duration = engine.now() - rowStart;
    listener.onRow(component, programWork, layer, row, rowStart, selectTime(), duration);
    listener.onAction(
        w.ids().wordLines(), Action.LINE_ACTIVATION, programWork, layer, rowStart, duration, 1, 0);
    if (sequence.pulses() == null) {
      announcePulses(rowStart, duration, sequence.pulseTime(row), sequence.pulses(row));
    }
    sequence.programmed(row);
    if (writeRail.rail().droops()) {
      writeRail.rail().unload(writeRail);
    }
    writeRail.rail().release(current, meanCurrent());
    firstRow = false;
    if (drivers == null) {
      nextRow();
    } else {
      engine.schedule(engine.now() + w.pulses().deadTime(), Phase.RELEASE, this, RECOVERED, 0);
    }
  }

  /** The bank's dead time is over: it may serve the next row, or another tile. */
  private void recovered() {
    drivers.release(1);
    nextRow();
  }
}
