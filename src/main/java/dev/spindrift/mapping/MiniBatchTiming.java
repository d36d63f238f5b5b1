package dev.spindrift.mapping;

import dev.spindrift.chip.Die;
import dev.spindrift.chip.Netlist;
import dev.spindrift.circuit.Rail;
import dev.spindrift.circuit.RowSequence;
import dev.spindrift.circuit.Specs;
import dev.spindrift.circuit.StepRecord;
import dev.spindrift.energy.EnergyLedger;
import dev.spindrift.engine.Engine;
import dev.spindrift.network.Layer;
import dev.spindrift.trace.Announcer;
import dev.spindrift.trace.Components;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Times a given mini-batch on dies that differ in their timing: the same reads, conversions,
 * transfers, digital work and row programs occur as events of an idle die of their own. Nothing is
 * computed and no wall moves, so it costs what the event engine costs.
 *
 * <p>Not part of it: the tick of the thinning counter and the hand-over after a stored sample.
 */
public final class MiniBatchTiming {
  private final List<Layer> layers;
  private final Layout layout;
  private final int batch;
  private final int burstImages;
  private final double[] conductances;
  private final IntFunction<RowSequence> programs;

  /**
   * Names the mini-batch.
   *
   * @param conductances summed conductance of each block's cells [S]; referenced
   * @param programs the row programs of each block, by tile index; only asked what they need
   */
  public MiniBatchTiming(
      List<Layer> layers,
      Layout layout,
      int batch,
      int burstImages,
      double[] conductances,
      IntFunction<RowSequence> programs) {
    this.layers = layers;
    this.layout = layout;
    this.batch = batch;
    this.burstImages = burstImages;
    this.conductances = conductances;
    this.programs = tile -> new TimedRows(programs.apply(tile));
  }

  /**
   * One rail name of a timed mini-batch.
   *
   * @param limit of each rail of the name [nA]
   * @param peak highest current of any of them [nA]
   * @param waited time that requests waited for current, summed over requests [ps]
   */
  public record RailUse(String name, long limit, long peak, long waited) {}

  /**
   * How long a phase keeps a resource busy.
   *
   * @param phase 0 forward, 1 backward and gradient, 2 update
   * @param resource instance of a component; for a rail the time at its limit that would carry the
   *     reserved charge
   * @param busy time [ps]
   */
  public record Busy(int phase, String resource, double busy) {}

  /**
   * What a die made of the mini-batch.
   *
   * @param lengths simulated time of each phase: forward, backward and gradient, update [ps]
   * @param rails use of the rails, by name
   * @param busy what each phase demands of each resource, resources without demand left out
   * @param joules energy [J]
   */
  public record Outcome(List<Long> lengths, List<RailUse> rails, List<Busy> busy, double joules) {
    /** Returns the simulated time of the mini-batch [ps]. */
    public long time() {
      return lengths.stream().mapToLong(Long::longValue).sum();
    }
  }

  /**
   * Times the mini-batch.
   *
   * @param netlist the chip; its tiles, converters and bus width must be those the row programs and
   *     layout were made for
   */
  public Outcome on(Netlist netlist) {
    Engine engine = new Engine();
    Components components = new Components();
    EnergyLedger ledger = new EnergyLedger(components, netlist::price, layers.size());
    BusyBook book = new BusyBook(netlist, components);
    Announcer announcer = new Announcer(components, ledger, book);
    Die die = new Die(netlist.withBanks(1), layout.blocks().size(), components, engine, announcer);
    TrainingController controller = new TrainingController(die, layers, layout, batch, burstImages);
    List<StepRecord> records = new ArrayList<>();
    for (Rail rail : die.rails()) {
      StepRecord record = new StepRecord();
      records.add(record);
      rail.record(record);
    }
    TrainingController.Instants i = controller.runGradient(conductances);
    long end = controller.runUpdate(programs);
    long[] ends = {i.start(), i.forward(), i.gradient(), end};
    List<Long> lengths = new ArrayList<>();
    for (int phase = 0; phase < 3; phase++) {
      lengths.add(ends[phase + 1] - ends[phase]);
      for (int r = 0; r < records.size(); r++) {
        book.addRail(phase, die.rails().get(r), records.get(r), ends[phase], ends[phase + 1]);
      }
    }
    return new Outcome(lengths, rails(netlist, die), book.all(), ledger.total());
  }

  private static List<RailUse> rails(Netlist netlist, Die die) {
    List<RailUse> out = new ArrayList<>();
    for (Specs.Rail spec : netlist.rails().values()) {
      long peak = 0;
      long waited = 0;
      for (Rail r : die.rails()) {
        if (r.name().equals(spec.name()) || r.name().startsWith(spec.name() + "[")) {
          peak = Math.max(peak, r.peak());
          waited += r.waited();
        }
      }
      out.add(new RailUse(spec.name(), spec.limit(), peak, waited));
    }
    return out;
  }

  /** Row programs without their walls. */
  private static final class TimedRows implements RowSequence {
    private final RowSequence of;

    TimedRows(RowSequence of) {
      this.of = of;
    }

    @Override
    public int rows() {
      return of.rows();
    }

    @Override
    public int phases() {
      return of.phases();
    }

    @Override
    public long longestPair(int row, int phase) {
      return of.longestPair(row, phase);
    }

    @Override
    public int columns(int row, int phase) {
      return of.columns(row, phase);
    }

    @Override
    public long pulseTime(int row) {
      return of.pulseTime(row);
    }

    @Override
    public int pulses(int row) {
      return of.pulses(row);
    }
  }
}
