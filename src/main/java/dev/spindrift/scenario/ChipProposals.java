package dev.spindrift.scenario;

import dev.spindrift.device.CellState;
import dev.spindrift.device.FilamentModel;
import dev.spindrift.engine.Engine;
import dev.spindrift.learning.Increment;
import dev.spindrift.learning.MetropolisChain;
import dev.spindrift.learning.MetropolisKernel;
import dev.spindrift.mapping.ChipUpdater;
import dev.spindrift.mapping.ProposalRatio;
import dev.spindrift.mapping.PulseTiming;
import dev.spindrift.mapping.TrainingController;
import dev.spindrift.network.Layer;
import dev.spindrift.network.TrainableNetwork;
import dev.spindrift.state.StateReader;
import dev.spindrift.state.StateWriter;
import dev.spindrift.trace.Work;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.ObjLongConsumer;

/**
 * Metropolis proposals on the chip: the state is brought into a free bank, where the devices make
 * the proposal, and judged there. Accepted, the chain lives there now; rejected, the sample index
 * switches back to the old bank, where nothing was lost.
 *
 * <p>Filaments: programming the bank around the conductances read from the old one is the proposal.
 * Walls: the bank is set to the old positions, then every wall gets a push-pull pair, of the
 * shortest pulses unless the kernel asks for more noise or a drift.
 */
final class ChipProposals implements MetropolisChain.State {
  private final MetropolisKernel kernel;
  private final TrainableNetwork network;
  private final ChipUpdater updater;
  private final TrainingController controller;
  private final Engine engine;
  private final JudgedImages images;
  private final ProposalRatio ratio;
  private final boolean filaments;
  private final ObjLongConsumer<Work> times;
  private final double[] conductances;
  private final float[] before;
  private final List<CellState> cellsBefore = new ArrayList<>();
  private final int banks;
  private final Deque<Integer> frozen = new ArrayDeque<>();
  private float[] gradient;
  private float[] gradientBefore;
  private int home;

  /**
   * Makes the proposals of a chain.
   *
   * @param kernel the scenario's
   * @param chip with two sample banks or more
   * @param images those on which states are judged
   * @param times receives simulated time by kind of work [ps]
   */
  ChipProposals(
      MetropolisKernel kernel,
      Scenario scenario,
      SimulatedChip chip,
      JudgedImages images,
      ObjLongConsumer<Work> times) {
    this.kernel = kernel;
    this.network = chip.network;
    this.updater = chip.updater;
    this.controller = chip.controller;
    this.engine = chip.engine;
    this.images = images;
    this.times = times;
    banks = scenario.netlist().banks();
    PulseTiming timing = PulseTiming.of(scenario.netlist().pulses());
    ratio = new ProposalRatio(chip.device, timing, scenario.pushPull());
    filaments = chip.device.model() instanceof FilamentModel;
    before = new float[network.parameters().limit()];
    gradient = new float[kernel.usesGradient() ? before.length : 0];
    gradientBefore = new float[gradient.length];
    conductances = new double[updater.layout().blocks().size()];
  }

  @Override
  public double energy(long step) {
    updater.conductances(conductances);
    return kernel.eta() * images.evaluate(network, gradient, this::read);
  }

  /** The events of one mini-batch's evaluation. */
  private void read() {
    long from = engine.now();
    if (kernel.usesGradient()) {
      TrainingController.Instants i = controller.runGradient(conductances);
      times.accept(Work.FORWARD, i.forward() - from);
      times.accept(Work.BACKWARD, i.backward() - i.forward());
      times.accept(Work.GRADIENT, i.gradient() - i.backward());
    } else {
      times.accept(Work.FORWARD, controller.runForward(conductances) - from);
    }
  }

  @Override
  public void propose(long step) {
    home = controller.bank();
    network.parameters().get(0, before);
    cellsBefore.clear();
    for (int i = 0; i < conductances.length; i++) {
      cellsBefore.add(updater.cells(i).snapshot());
    }
    float[] there = gradient;
    gradient = gradientBefore;
    gradientBefore = there;
    long from = engine.now();
    updater.conductances(conductances);
    controller.runHandOver(freeBank(), conductances, updater.handOver()::get);
    long moved = engine.now();
    times.accept(Work.HANDOVER, moved - from);
    if (filaments) {
      updater.disturb(step, network.parameters());
      return;
    }
    updater.plan(step, slopes(), network.parameters(), increment(step));
    controller.runUpdate(updater::sequence);
    times.accept(Work.UPDATE, engine.now() - moved);
  }

  private FloatBuffer slopes() {
    return FloatBuffer.wrap(kernel.usesGradient() ? gradientBefore : new float[before.length]);
  }

  private Increment increment(long step) {
    return kernel.increment(images.images(), step);
  }

  @Override
  public double logProposalRatio(long step) {
    double sum = 0;
    if (filaments) {
      for (int i = 0; i < cellsBefore.size(); i++) {
        sum += ratio.filaments(cellsBefore.get(i), updater.cells(i));
      }
    } else if (kernel.usesGradient() || ratio.biased()) {
      Increment increment = increment(step);
      for (Layer l : network.layers()) {
        if (l.kind().hasWeights()) {
          int to = l.weightOffset() + l.rows() * l.columns();
          sum +=
              ratio.walls(
                  before,
                  kernel.usesGradient() ? gradientBefore : null,
                  network.parameters(),
                  kernel.usesGradient() ? gradient : null,
                  l.weightOffset(),
                  to,
                  increment,
                  step);
        }
      }
    }
    return sum;
  }

  @Override
  public void accept() {
    // the chain lives in the new bank; the old one is free
  }

  @Override
  public void reject() {
    long from = engine.now();
    controller.returnTo(home);
    times.accept(Work.CONTROL, engine.now() - from);
    network.parameters().put(0, before);
    for (int i = 0; i < cellsBefore.size(); i++) {
      updater.cells(i).restore(cellsBefore.get(i));
    }
    float[] there = gradient;
    gradient = gradientBefore;
    gradientBefore = there;
  }

  /** Freezes the bank in which the chain lives; the oldest frozen one is free if banks run out. */
  void freeze() {
    frozen.addLast(controller.bank());
    // One bank for the chain, one for its proposals.
    while (frozen.size() > banks - 2) {
      frozen.removeFirst();
    }
  }

  /** Returns the first bank that is neither frozen nor the chain's [1]. */
  int freeBank() {
    for (int i = 1; i < banks; i++) {
      int bank = (controller.bank() + i) % banks;
      if (!frozen.contains(bank)) {
        return bank;
      }
    }
    throw new IllegalStateException("no bank is free for a proposal: " + frozen);
  }

  @Override
  public void save(StateWriter out) throws IOException {
    out.writeFloats(gradient); // of the present weights, for the next proposal
    out.writeLongs(frozen.stream().mapToLong(Integer::longValue).toArray());
  }

  @Override
  public void restore(StateReader in) throws IOException {
    in.readFloats(FloatBuffer.wrap(gradient));
    frozen.clear();
    for (long bank : in.readLongs()) {
      frozen.addLast((int) bank);
    }
  }
}
