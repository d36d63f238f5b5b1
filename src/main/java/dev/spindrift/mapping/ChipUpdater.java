package dev.spindrift.mapping;

import dev.spindrift.chip.Netlist;
import dev.spindrift.circuit.ReadPath;
import dev.spindrift.circuit.RowSequence;
import dev.spindrift.circuit.Specs;
import dev.spindrift.device.CellArray;
import dev.spindrift.device.CellWriter;
import dev.spindrift.device.DeviceParameters;
import dev.spindrift.engine.Workers;
import dev.spindrift.learning.Increment;
import dev.spindrift.state.Checkpointed;
import dev.spindrift.state.StateReader;
import dev.spindrift.state.StateWriter;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;

/**
 * The walls of the bank in which the chain lives: turns an increment into push and pull widths and
 * moves every wall, tile by tile on all worker threads, and keeps what the tiles' drivers have to
 * do as {@link RowSequence}s.
 *
 * <p>At {@code detail: row} walls move in bulk before the update's events run: no read can happen
 * in between, so this is the state that the events leave behind. At {@code detail: pulse} each
 * row's walls move when its row program completes, device by device. Both give the same bits.
 */
public final class ChipUpdater implements Checkpointed {
  private final Layout layout;
  private final DeviceParameters device;
  private final Specs.PulseDriver driver;
  private final PulseTiming timing;
  private final PushPull mode;
  private final WriteMethod method;
  private final PairPlanner planner;
  private final CellWriter[] writers;
  private final long seed;
  private final Workers workers;
  private final boolean pulseDetail;
  private final boolean droops;
  private final boolean late;
  private final int tileColumns;
  private final DriverBank drivers;
  private final List<CellArray> cells = new ArrayList<>();
  private final List<int[]> offsets = new ArrayList<>();
  private final List<RowPrograms> programs = new ArrayList<>();
  private final TileUpdate[] updates;
  private final UpdateStatistics[] statistics;
  private final CellSums[] sums;
  private final BankMoves moves;
  private final PlannedWrites written;
  private DetailedUpdate[] detailed;
  private TilePulses[] pulses;
  private Wear wear;

  /**
   * Makes the bank with all walls parked.
   *
   * @param device the devices, at the grain to use
   * @param mode how pairs are applied
   * @param pulseDetail whether walls move row by row in the course of events
   * @param seed root seed of device noise and variation
   */
  public ChipUpdater(
      Layout layout,
      Netlist netlist,
      DeviceParameters device,
      PushPull mode,
      boolean pulseDetail,
      long seed,
      Workers workers) {
    this.layout = layout;
    this.device = device;
    this.driver = netlist.pulses();
    timing = PulseTiming.of(driver);
    this.mode = mode;
    this.seed = seed;
    this.workers = workers;
    this.pulseDetail = pulseDetail;
    this.droops = netlist.writeRail().resistance() > 0;
    this.late = pulseDetail || droops;
    this.tileColumns = netlist.tile().columns();
    long first = 0;
    for (TileBlock b : layout.blocks()) {
      cells.add(new CellArray(device, seed, b.rows(), b.columns(), first));
      first += CellArray.deviceNumbers(b.rows(), b.columns());
      offsets.add(b.columnOffsets());
      programs.add(new RowPrograms(b.rows(), b.columns(), driver.columnsPerDriver()));
    }
    drivers = driver.errors().isNone() && !droops ? null : bank(driver.errors());
    updates = new TileUpdate[workers.threads()];
    statistics = new UpdateStatistics[workers.threads()];
    sums = new CellSums[workers.threads()];
    method = new WriteMethod(device, timing, mode, seed);
    planner = method.planner();
    writers = new CellWriter[workers.threads()];
    for (int i = 0; i < updates.length; i++) {
      if (method.bulk()) {
        updates[i] = new TileUpdate(device, timing, mode, seed, driven(driver.errors()));
      }
      writers[i] = method.writer(driven(driver.errors()));
      statistics[i] = new UpdateStatistics(timing);
      sums[i] = new CellSums();
    }
    moves = new BankMoves(device, cells, offsets, seed, workers);
    written =
        new PlannedWrites(
            new PlannedWrites.Bank(layout, cells, offsets, programs),
            mode,
            method,
            updates,
            writers,
            statistics,
            workers);
  }

  /** What drivers with these errors make of pulses, for one thread; null if exactly the pulses. */
  private DrivenPulses driven(Specs.DriverErrors errors) {
    if (drivers == null) {
      return null;
    }
    DriverBank bank = errors.equals(driver.errors()) ? drivers : bank(errors);
    return new DrivenPulses(errors, bank, driver.timeStep() * 1e-12, seed);
  }

  private DriverBank bank(Specs.DriverErrors errors) {
    return new DriverBank(
        errors, cells, driver.columnsPerDriver(), driver.tilesPerBank(), tileColumns, seed);
  }

  /**
   * Compares the pairs of the update that was planned last with what was wanted of them; empty for
   * devices without a law. Reads only.
   *
   * @param update its number [1]
   * @param gradient its gradient; not modified
   */
  public List<RealisedIncrement> audit(long update, FloatBuffer gradient, Increment increment) {
    if (!method.bulk()) {
      return List.of();
    }
    return new IncrementAudit(device, (PulsePlanner) planner, mode)
        .of(
            update,
            cells,
            offsets,
            gradient,
            increment,
            driver.errors(),
            drivers == null ? null : this::driven,
            droops ? t -> row -> detailed[t].supply(row) : null);
  }

  /** Returns whether walls move in the course of events, row by row, not before them. */
  public boolean movesWithEvents() {
    return late;
  }

  /**
   * Counts every later pulse of every device.
   *
   * @param banks sample banks of the chip [1]
   */
  public void countWear(int banks) {
    wear = new Wear(device, timing, mode, banks, cells, seed);
    keepWallsIn(null);
    for (int i = 0; i < cells.size(); i++) {
      wear.keep(i, newPulses(i));
    }
  }

  /**
   * Lets walls be kept in the weights where possible: less memory traffic if nobody looks at the
   * walls between updates. Whoever writes these weights from now on calls {@link #takeWallsBack}
   * before, or puts all walls somewhere else afterwards.
   *
   * @param weights the very object that {@link #plan} is called with; referenced
   */
  public void keepWallsIn(FloatBuffer weights) {
    if (method.bulk()) {
      for (TileUpdate u : updates) {
        u.keepWallsIn(wear == null ? weights : null); // wear looks at every wall every time
      }
    }
  }

  /** Keeps the walls by themselves again, until the next update: the weights may be changed. */
  public void takeWallsBack() {
    workers.forEach(cells.size(), (worker, i) -> cells.get(i).takeBack());
  }

  /** Returns the pulses counted so far, or null if they are not. */
  public Wear wear() {
    return wear;
  }

  /** The widths that an update is to keep of a tile, or null. */
  private TilePulses kept(int tile) {
    return pulses(tile) != null ? pulses(tile) : wear == null ? null : wear.kept(tile);
  }

  /**
   * Keeps the widths of every later update, for a trace.
   *
   * @param tile whether to keep a tile's
   */
  public void keepPulses(IntPredicate tile) {
    pulses = new TilePulses[cells.size()];
    for (int i = 0; i < pulses.length; i++) {
      pulses[i] = tile.test(i) ? newPulses(i) : null;
    }
  }

  /** Returns empty pulses of a tile's shape. */
  public TilePulses newPulses(int tile) {
    boolean drifts =
        mode.crossing() == PushPull.Crossing.SATURATE || device.model().complementary();
    return new TilePulses(cells.get(tile).rows(), cells.get(tile).columns(), drifts);
  }

  /** Returns the widths of a tile in the last update, or null if they are not kept. */
  public TilePulses pulses(int tile) {
    return pulses == null ? null : pulses[tile];
  }

  /**
   * Applies an update's widths that were planned elsewhere.
   *
   * @param update number of the update [1]
   * @param recorded a tile's widths; null leaves the tile as it is
   */
  public void apply(long update, IntFunction<TilePulses> recorded) {
    written.apply(update, recorded);
  }

  /** Puts all walls where the weights are and writes back the weights that the walls make. */
  public void initialise(FloatBuffer weights) {
    workers.forEach(
        cells.size(),
        (worker, i) -> {
          cells.get(i).initialise(weights, offsets.get(i));
          cells.get(i).readWeights(weights, offsets.get(i));
        });
  }

  /**
   * Puts all walls where these weights were read from: devices that vary may lie beyond [-1, 1].
   *
   * @param weights as {@link #plan} left them; modified by rounding where devices vary
   */
  public void restore(FloatBuffer weights) {
    workers.forEach(
        cells.size(),
        (worker, i) -> {
          cells.get(i).restore(weights, offsets.get(i));
          cells.get(i).readWeights(weights, offsets.get(i));
        });
  }

  /** Computes each tile's summed conductance, both devices of every cell in use [S]. */
  public void conductances(double[] out) {
    workers.forEach(
        cells.size(), (worker, i) -> out[i] = sums[worker].conductance(cells.get(i), device));
  }

  /**
   * Plans an update and, at row grain, applies it.
   *
   * @param update number of the update [1]
   * @param gradient flat gradient; not modified
   * @param weights flat weights; modified (at pulse detail: in the course of events)
   */
  public void plan(long update, FloatBuffer gradient, FloatBuffer weights, Increment increment) {
    if (late) {
      detailed = new DetailedUpdate[cells.size()];
      for (int i = 0; i < detailed.length; i++) {
        if (wear != null) {
          wear.before(i);
        }
        detailed[i] =
            new DetailedUpdate(
                written.program(i, update, gradient, increment),
                writers[0],
                weights,
                programs.get(i),
                kept(i),
                statistics[0],
                driver.timeStep(),
                pulseDetail,
                device.pulseCurrent() * device.trackResistance());
        if (wear != null) {
          wear.count(i, kept(i));
        }
      }
      return;
    }
    if (!method.bulk()) {
      written.write(update, gradient, weights, increment, this::pulses);
      return;
    }
    workers.forEach(
        cells.size(),
        (worker, i) -> {
          if (wear != null) {
            wear.before(i);
          }
          try {
            updates[worker].update(
                update,
                cells.get(i),
                gradient,
                weights,
                offsets.get(i),
                increment,
                programs.get(i),
                kept(i),
                statistics[worker]);
            if (wear != null) {
              wear.count(i, kept(i));
            }
          } catch (ArithmeticException e) {
            throw written.located(i, e);
          }
        });
  }

  /** Returns what a tile's drivers have to do in the update planned last. */
  public RowSequence sequence(int tile) {
    return late ? detailed[tile] : new ProgramSequence(programs.get(tile), driver.timeStep());
  }

  /**
   * Returns the pulses that bring each tile's state into the next bank, by tile.
   *
   * @param bank the next bank, whose devices they wear [1]
   * @param weights flat weights; modified where walls of either bank are worn out
   */
  public List<RowSequence> handOver(int bank, FloatBuffer weights) {
    if (wear != null && wear.handOver(bank)) {
      workers.forEach(
          cells.size(), (worker, i) -> cells.get(i).readWeights(weights, offsets.get(i)));
    }
    return handOver();
  }

  /** Returns the pulses that bring each tile's state into another bank, by tile. */
  public List<RowSequence> handOver() {
    RowSequence[] sequences = new RowSequence[cells.size()];
    workers.forEach(
        sequences.length,
        (worker, i) -> sequences[i] = new HandOverSequence(cells.get(i), device, driver));
    return List.of(sequences);
  }

  /** Disturbs the state as programming the next bank does, and writes the new weights. */
  public void disturb(long update, FloatBuffer weights) {
    moves.disturb(update, weights);
  }

  /**
   * Lets all walls rest.
   *
   * @param seconds for how long [s]
   * @param step number of the rest, not used twice, 0 to 2^32 - 1 [1]
   * @param weights flat weights; modified
   */
  public void rest(double seconds, long step, FloatBuffer weights) {
    moves.rest(seconds, step, weights);
  }

  /**
   * Lets a stored sample's walls rest in their bank.
   *
   * @param seconds for how long [s]
   * @param sample index of the sample, which names its noise [1]
   * @param weights the flat weights that were stored; modified
   */
  public void restStored(double seconds, int sample, FloatBuffer weights) {
    moves.restStored(seconds, sample, weights, wear);
  }

  /** Returns the exact counts over all updates so far; a new object. */
  public UpdateStatistics statistics() {
    UpdateStatistics all = new UpdateStatistics(timing);
    for (UpdateStatistics s : statistics) {
      all.merge(s);
    }
    return all;
  }

  /** Returns the cells of a tile; live. */
  public CellArray cells(int tile) {
    return cells.get(tile);
  }

  /**
   * Returns read circuits for the bank's tiles.
   *
   * @param path how they read
   * @param layers indices of the layers to be read through tiles
   */
  public TileReader reader(ReadPath path, Set<Integer> layers) {
    return new TileReader(path, layout, device, cells, layers, seed, workers);
  }

  /** Returns how the layers lie on tiles. */
  public Layout layout() {
    return layout;
  }

  /** Saves the walls and the counts; planned widths are used up when a mini-batch has ended. */
  @Override
  public void save(StateWriter out) throws IOException {
    for (CellArray c : cells) {
      c.save(out);
    }
    statistics().save(out); // the sum over workers, so that their number may change
  }

  @Override
  public void restore(StateReader in) throws IOException {
    for (CellArray c : cells) {
      c.restore(in);
    }
    UpdateStatistics none = new UpdateStatistics(timing);
    for (int i = 0; i < statistics.length; i++) {
      statistics[i] = none;
      none = new UpdateStatistics(timing);
    }
    statistics[0].restore(in);
  }
}
