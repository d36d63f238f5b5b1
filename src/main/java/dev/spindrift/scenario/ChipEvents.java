package dev.spindrift.scenario;

import dev.spindrift.mapping.MiniBatchTiming;
import dev.spindrift.mapping.TrainingController;
import dev.spindrift.trace.Work;

/**
 * The events of a run's mini-batches on its die, booked by kind of work [ps].
 *
 * <p>Those of a gradient depend on the walls only, and row programs on the widths only, so both are
 * queued for a thread of their own and occur while the network computes; they occur in the order in
 * which they were queued, whatever the other thread does. All else waits for them first: {@link
 * #await()}.
 */
final class ChipEvents implements AutoCloseable {
  private final SimulatedChip chip;
  private final RunTrace trace;
  private final RunBooks books;

  /** The rails' currents in the last mini-batch. */
  final RailRecording rails;

  private final EventThread thread = new EventThread();
  private final double[] conductances;
  private volatile double seconds;
  private volatile double joules;

  ChipEvents(SimulatedChip chip, RunTrace trace, RunBooks books) {
    this.chip = chip;
    this.trace = trace;
    this.books = books;
    rails = new RailRecording(chip.die);
    conductances = new double[chip.updater.layout().blocks().size()];
  }

  /**
   * Waits until everything queued has occurred.
   *
   * @throws RuntimeException what the first failing event threw
   */
  void await() {
    thread.await();
  }

  /** Lets the trace begin or end with a mini-batch, if it is to do so. */
  void begin(long k) {
    if (trace.needsQuiet(k)) {
      await();
      trace.before(k);
    }
  }

  /** Walls that diffuse do so for the time since they last did, for which one waits for the die. */
  void rest() {
    if (chip.diffuses()) {
      await();
      long now = chip.engine.now();
      double time = (now - books.restedUntil) * 1e-12;
      chip.updater.rest(time, books.rests++, chip.network.parameters());
      books.restedUntil = now;
    }
  }

  /**
   * Sums the cells of each tile as they are now, for {@link #submitGradient}; no gradient is
   * queued.
   */
  void sumConductances() {
    chip.updater.conductances(conductances);
  }

  /** Queues the beginning of the rails' recording. */
  void submitRails() {
    thread.submit(rails::start);
  }

  /** Queues forward pass, backward pass and gradients of a mini-batch. */
  void submitGradient(long k) {
    thread.submit(
        timed(
            () -> {
              trace.miniBatch(k);
              TrainingController.Instants i = chip.controller.runGradient(conductances);
              books.add(Work.FORWARD, i.forward() - i.start());
              books.add(Work.BACKWARD, i.backward() - i.forward());
              books.add(Work.GRADIENT, i.gradient() - i.backward());
            }));
  }

  /**
   * Queues the row programs that were planned last.
   *
   * @param tick whether the thinning counter is decremented after them
   */
  void submitUpdate(boolean tick) {
    thread.submit(
        timed(
            () -> {
              long from = chip.engine.now();
              books.add(Work.UPDATE, chip.controller.runUpdate(chip.updater::sequence) - from);
              if (tick) {
                tick();
              }
            }));
  }

  /** Decrements the thinning counter. */
  void tick() {
    long from = chip.engine.now();
    chip.controller.tick();
    books.add(Work.CONTROL, chip.engine.now() - from);
  }

  /** Moves the chain's state into another bank. */
  void handOver(int toBank) {
    long from = chip.engine.now();
    sumConductances();
    trace.handOver(toBank);
    chip.controller.runHandOver(
        toBank, conductances, chip.updater.handOver(toBank, chip.network.parameters())::get);
    books.add(Work.HANDOVER, chip.engine.now() - from);
  }

  /**
   * Queues a mini-batch's line of the history: simulated time and energy are those at its end.
   *
   * @param last whether it is the last one, with which the rails' recording ends
   */
  void submitNote(
      long k, boolean last, double epoch, double loss, double accuracy, double floatAccuracy) {
    thread.submit(
        () -> {
          seconds = chip.engine.now() * 1e-12;
          joules = chip.ledger.total();
          books.history.add(
              new RunResult.HistoryPoint(k, epoch, seconds, joules, loss, accuracy, floatAccuracy));
          if (last) {
            rails.stop();
          }
        });
  }

  /** Returns simulated time at the end of the newest mini-batch whose events have occurred [s]. */
  double seconds() {
    return seconds;
  }

  /** Returns the energy spent by then [J]. */
  double joules() {
    return joules;
  }

  /** Returns the mini-batch that was learnt last, to be timed again. */
  MiniBatchTiming lastMiniBatch(int batch, int burstImages) {
    return new MiniBatchTiming(
        chip.network.layers(),
        chip.updater.layout(),
        batch,
        burstImages,
        conductances,
        chip.updater::sequence);
  }

  private Runnable timed(Runnable task) {
    return () -> {
      long t0 = System.nanoTime();
      task.run();
      books.engine.add(System.nanoTime() - t0);
    };
  }

  @Override
  public void close() {
    thread.close();
  }
}
