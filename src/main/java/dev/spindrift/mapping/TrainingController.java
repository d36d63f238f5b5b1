package dev.spindrift.mapping;

import dev.spindrift.chip.Die;
import dev.spindrift.circuit.RowSequence;
import dev.spindrift.circuit.TileUnit;
import dev.spindrift.engine.Engine;
import dev.spindrift.engine.EventHandler;
import dev.spindrift.network.Layer;
import dev.spindrift.trace.Action;
import dev.spindrift.trace.Work;
import java.util.List;
import java.util.function.IntFunction;

/**
 * One mini-batch on the die, as events: the passes through the layers ({@link LayerPasses}), the
 * row programs of every tile, and, when a sample was stored, the hand-over of the chain to the next
 * bank. The update starts when the last gradient is complete.
 *
 * <p>Row programs of a tile start when its gradients have been fetched from the gradient memory and
 * its widths have been planned; fetching and planning of one tile overlap the pulses of others.
 */
public final class TrainingController implements EventHandler {
  private static final int GRADIENTS_FETCHED = 0;
  private static final int PLANNED = 1;
  private static final int TILE_PROGRAMMED = 2;
  private static final int STATE_READ = 3;
  private static final int STATE_MOVED = 4;
  private static final int SETUP_DONE = 5;

  private final Die die;
  private final Engine engine;
  private final Layout layout;
  private final LayerPasses passes;

  private int bank;
  private int nextBank;
  private int tilesLeft;
  private IntFunction<RowSequence> programs;

  /**
   * Creates the controller of a die.
   *
   * @param batch images per mini-batch [1]
   * @param burstImages images per read burst, the grain of read and transfer events [1]
   */
  public TrainingController(
      Die die, List<Layer> layers, Layout layout, int batch, int burstImages) {
    this.die = die;
    this.engine = die.engine();
    this.layout = layout;
    this.passes = new LayerPasses(die, layers, layout, batch, burstImages);
    assign(0);
  }

  private void assign(int toBank) {
    for (TileBlock b : layout.blocks()) {
      die.tile(toBank, b.tile()).assign(b.layer(), b.rows(), b.columns());
    }
  }

  /** Lets the chain go on in a bank, from a checkpoint; all else is set anew each mini-batch. */
  public void resumeIn(int resumed) {
    assign(resumed);
    bank = resumed;
  }

  /** Returns the bank in which the chain lives. */
  public int bank() {
    return bank;
  }

  /**
   * Simulated instants of one mini-batch [ps].
   *
   * @param start begin of the forward pass
   * @param forward end of the forward pass
   * @param backward end of error back-propagation
   * @param gradient end of gradient accumulation
   * @param update end of the last row program
   */
  public record Instants(long start, long forward, long backward, long gradient, long update) {}

  /**
   * Runs forward pass, backward pass and gradient accumulation.
   *
   * @param conductances summed conductance of each block's cells [S]; not modified
   * @return instants; {@code update} equals {@code gradient}
   */
  public Instants runGradient(double[] conductances) {
    return passes.gradient(bank, conductances);
  }

  /**
   * Runs the forward pass alone.
   *
   * @param conductances summed conductance of each block's cells [S]; not modified
   * @return when it ended [ps]
   */
  public long runForward(double[] conductances) {
    return passes.forward(bank, conductances);
  }

  /**
   * Switches the sample index back to a bank that still holds the chain's state.
   *
   * @param earlier the bank [1]
   */
  public void returnTo(int earlier) {
    die.sampleController().submit(Work.CONTROL, -1, 1, this, SETUP_DONE, 0);
    engine.run();
    bank = earlier;
  }

  /**
   * Runs the update: fetches gradients, plans, programs every tile.
   *
   * @param sequences the row programs of each block, by tile index
   * @return when the last tile was done [ps]
   */
  public long runUpdate(IntFunction<RowSequence> sequences) {
    programs = sequences;
    tilesLeft = layout.blocks().size();
    int word = die.netlist().gradientMemory().word();
    for (TileBlock b : layout.blocks()) {
      die.gradientMemory()
          .submit(
              Action.MEMORY_READ,
              Work.UPDATE,
              b.layer(),
              (long) b.cells() * word,
              this,
              GRADIENTS_FETCHED,
              b.tile());
    }
    engine.run();
    if (tilesLeft != 0) {
      throw new IllegalStateException("the update stalled: tiles wait for each other");
    }
    return engine.now();
  }

  /** Runs one decrement of the thinning counter. */
  public void tick() {
    die.thinningCounter().submit(Work.CONTROL, -1, 1, this, SETUP_DONE, 0);
    engine.run();
  }

  /**
   * Switches to the next bank and brings the chain's state there: every row is read, moved over the
   * bus and programmed.
   *
   * @param toBank the bank in which the chain goes on
   * @param conductances summed conductance of each block's cells [S]; not modified
   * @param sequences pulses that set the target's walls, by tile index
   */
  public void runHandOver(int toBank, double[] conductances, IntFunction<RowSequence> sequences) {
    die.sampleController().submit(Work.CONTROL, -1, 1, this, SETUP_DONE, 0);
    engine.run();
    if (toBank == bank) {
      return;
    }
    assign(toBank);
    programs = sequences;
    nextBank = toBank;
    tilesLeft = layout.blocks().size();
    for (TileBlock b : layout.blocks()) {
      TileUnit source = die.tile(bank, b.tile());
      source.conductance(conductances[b.tile()]);
      source.prepareStateReads(Work.HANDOVER, this, STATE_READ);
      source.read(b.rows(), b.tile());
    }
    engine.run();
    if (tilesLeft != 0) {
      throw new IllegalStateException("the hand-over stalled: tiles wait for each other");
    }
    bank = toBank;
  }

  @Override
  public void occur(int a, long b) {
    switch (a) {
      case GRADIENTS_FETCHED -> {
        TileBlock t = layout.blocks().get((int) b);
        die.pulsePlanner().submit(Work.UPDATE, t.layer(), t.cells(), this, PLANNED, b);
      }
      case PLANNED ->
          die.tile(bank, (int) b)
              .program(programs.apply((int) b), Work.UPDATE, this, TILE_PROGRAMMED, b);
      case TILE_PROGRAMMED -> tilesLeft--;
      case STATE_READ -> {
        TileBlock t = layout.blocks().get((int) b);
        die.bus((int) b)
            .submit(
                Work.HANDOVER,
                t.layer(),
                (long) t.cells() * die.netlist().adc().bits(),
                this,
                STATE_MOVED,
                b);
      }
      case STATE_MOVED ->
          die.tile(nextBank, (int) b)
              .program(programs.apply((int) b), Work.HANDOVER, this, TILE_PROGRAMMED, b);
      case SETUP_DONE -> {}
      default -> throw new IllegalStateException("unknown operation " + a);
    }
  }
}
